using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What a line of the debug log is about, read while C may hold any lock: nothing here waits. A lock that is free is taken for the
/// moment in which the name is read, so that it does not change and the parent does not go; an object whose lock is taken (often by
/// the very code that writes the line) gives its name alone.
/// </summary>
internal static unsafe class LoggedObject
{
    private const int MostParents = 32;
    private const int LongestUnlockedName = 256;

    private static readonly ConcurrentDictionary<nuint, (string Name, bool HasName)> s_types = new();

    internal static string? PathOf(GObject* source)
    {
        if (source is null || source->g_type_instance.g_class is null)
        {
            return null;
        }

        (string type, bool hasName) = TypeOf(source);
        if (!hasName)
        {
            return Anonymous(type, source);
        }

        Native.GstObject** locked = stackalloc Native.GstObject*[MostParents];
        int count = 0;
        string path = "";
        try
        {
            // The lock of a child is kept until the end: while it is, the child cannot leave its parent, and so the parent lives.
            for (Native.GstObject* item = (Native.GstObject*)source; item is not null && count < MostParents; item = item->parent)
            {
                if (LibGLib.g_mutex_trylock(&item->@lock) == 0)
                {
                    return count == 0 ? UnlockedName(item) ?? Anonymous(type, source) : path[1..];
                }

                locked[count++] = item;
                path = Separator(item) + TypeOf((GObject*)item).Name + ":" + NativeText.Read(item->name) + path;
            }
        }
        finally
        {
            while (count > 0)
            {
                LibGLib.g_mutex_unlock(&locked[--count]->@lock);
            }
        }

        return path;
    }

    private static (string Name, bool HasName) TypeOf(GObject* source)
    {
        nuint type = source->g_type_instance.g_class->g_type;
        return s_types.TryGetValue(type, out (string, bool) known)
            ? known
            : s_types.GetOrAdd(type, (NativeText.Read(LibGObject.g_type_name(type)) ?? "?", LibGObject.g_type_check_instance_is_a(&source->g_type_instance, LibGst.gst_object_get_type()) != 0));
    }

    private static string Separator(Native.GstObject* item) => ((GstObjectClass*)item->@object.g_type_instance.g_class)->path_string_separator is var text && text is null ? "/" : NativeText.Read(text)!;

    private static string Anonymous(string type, GObject* source) => string.Create(CultureInfo.InvariantCulture, $"{type}@0x{(nint)source:x}");

    /// <summary>C reads it the same way for its own output. It changes only as long as the object has no parent; what is read while it did is not used.</summary>
    private static string? UnlockedName(Native.GstObject* item)
    {
        Span<byte> copy = stackalloc byte[LongestUnlockedName];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            byte* name = (byte*)Volatile.Read(ref *(nint*)&item->name);
            if (name is null)
            {
                return null;
            }

            int length = 0;
            while (length < copy.Length && name[length] != 0)
            {
                copy[length] = name[length];
                length++;
            }

            if (name == (byte*)Volatile.Read(ref *(nint*)&item->name))
            {
                return Encoding.UTF8.GetString(copy[..length]);
            }
        }

        return null;
    }
}
