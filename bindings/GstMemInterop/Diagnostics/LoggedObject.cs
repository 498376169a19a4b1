using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What a line of the debug log is about, read while C may hold any lock: nothing here waits. A lock that is free is taken for the
/// moment in which the name is read, so that it does not change and the parent does not go; an object whose lock is taken (often by
/// the very code that writes the line) gives its name alone. C frees a name under its lock, so without the lock a name is read only
/// where it cannot change, and else known from before.
/// </summary>
internal static unsafe class LoggedObject
{
    private const int MostParents = 32;
    private const int LongestUnlockedName = 256;

    private const int MostTopmost = 1024;

    private static readonly ConcurrentDictionary<nint, TopmostName> s_topmost = new();
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
                    return count == 0 ? UnlockedName(item) ?? Anonymous(type, source) : path[1..]; // without what is above
                }

                locked[count++] = item;
                path = Separator(item) + TypeOf((GObject*)item).Name + ":" + LockedName(item) + path;
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

    /// <summary>The name of an object whose lock is ours. Those of the topmost are kept, for lines that come while they are locked.</summary>
    private static string LockedName(Native.GstObject* item)
    {
        if (item->parent is not null)
        {
            return NativeText.Read(item->name) ?? "";
        }

        if (Topmost(item) is { } known && IsSame(item->name, known))
        {
            return known;
        }

        if (s_topmost.Count >= MostTopmost)
        {
            s_topmost.Clear();
        }

        string name = NativeText.Read(item->name) ?? "";
        s_topmost[(nint)item] = new TopmostName((nint)item->@object.g_type_instance.g_class, (nint)item->name, name);
        return name;
    }

    private static bool IsSame(byte* text, string known) => MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text) is var bytes && bytes.Length == Encoding.UTF8.GetByteCount(known) && NativeText.Read(text) == known;

    private static string? Topmost(Native.GstObject* item) =>
        s_topmost.TryGetValue((nint)item, out TopmostName known) && known.Class == (nint)item->@object.g_type_instance.g_class && known.Address == Volatile.Read(ref *(nint*)&item->name)
            ? known.Name : null;

    /// <summary>Whoever has a parent keeps its name: C refuses to change it. Of the others the last one that was seen is the answer.</summary>
    private static string? UnlockedName(Native.GstObject* item)
    {
        nint parent = Volatile.Read(ref *(nint*)&item->parent);
        byte* name = item->name;
        if (parent == 0 || name is null)
        {
            return Topmost(item);
        }

        Span<byte> copy = stackalloc byte[LongestUnlockedName];
        int length = 0;
        while (length < copy.Length && name[length] != 0)
        {
            copy[length] = name[length];
            length++;
        }

        return parent == Volatile.Read(ref *(nint*)&item->parent) && name == (byte*)Volatile.Read(ref *(nint*)&item->name) ? Encoding.UTF8.GetString(copy[..length]) : Topmost(item);
    }

    private readonly record struct TopmostName(nint Class, nint Address, string Name);
}
