using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Lists of option names that live as long as the process, the same one for equal names: C keeps the pointer (<c>gst_buffer_pool_get_options</c>).</summary>
internal static unsafe class PoolOptionNames
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, nint> s_lists = [];

    internal static byte** Of(IReadOnlyList<string> names)
    {
        string key = string.Join('\n', names);
        lock (s_gate)
        {
            if (!s_lists.TryGetValue(key, out nint list))
            {
                byte** made = (byte**)NativeMemory.AllocZeroed((nuint)names.Count + 1, (nuint)sizeof(byte*));
                for (int i = 0; i < names.Count; i++)
                {
                    made[i] = NativeText.Intern(names[i]);
                }

                list = s_lists[key] = (nint)made;
            }

            return (byte**)list;
        }
    }
}
