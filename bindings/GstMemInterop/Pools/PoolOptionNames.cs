using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Lists of option names that live as long as the process, the same one for equal names: C keeps the pointer (<c>gst_buffer_pool_get_options</c>).</summary>
internal static unsafe class PoolOptionNames
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, nint> s_lists = [];

    /// <summary>Proves the names and finds their list. What a pool answers may be any list, and change while it is read.</summary>
    internal static byte** Of(IReadOnlyList<string> options)
    {
        string[] names = NativeName.Copy(options, "an option");
        string key = string.Join('\0', names); // which no name holds
        lock (s_gate)
        {
            if (!s_lists.TryGetValue(key, out nint list))
            {
                byte** made = (byte**)NativeMemory.AllocZeroed((nuint)names.Length + 1, (nuint)sizeof(byte*));
                for (int i = 0; i < names.Length; i++)
                {
                    made[i] = NativeText.Intern(names[i]);
                }

                list = s_lists[key] = (nint)made;
            }

            return (byte**)list;
        }
    }
}
