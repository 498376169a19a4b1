using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Which signals an object has, and what they carry.</summary>
internal static unsafe class SignalTable
{
    /// <exception cref="ArgumentException">The object has no such signal; the message lists those it has.</exception>
    internal static (uint Id, uint Detail) Find(GObject* source, string signal)
    {
        ArgumentException.ThrowIfNullOrEmpty(signal);
        nuint type = source->g_type_instance.g_class->g_type;
        // Before C keeps the name for ever.
        const string Notify = "notify::";
        if (signal.StartsWith(Notify, StringComparison.Ordinal))
        {
            using NativeText property = new(signal[Notify.Length..]);
            if (LibGObject.g_object_class_find_property((GObjectClass*)source->g_type_instance.g_class, property.Pointer) is null)
            {
                throw new ArgumentException($"'{NameOf(type)}' has no property '{signal[Notify.Length..]}', so nothing would ever be told of it. 'gst-inspect-1.0' lists what it has.", nameof(signal));
            }
        }

        using NativeText text = new(signal);
        uint id;
        uint detail;
        if (LibGObject.g_signal_parse_name(text.Pointer, type, &id, &detail, 1) == 0)
        {
            throw new ArgumentException($"'{NameOf(type)}' has no signal '{signal}'. It has: {string.Join(", ", Names(type))}.", nameof(signal));
        }

        return (id, detail);
    }

    /// <summary>All signals of a type, those of its interfaces and ancestors too, in order of their names.</summary>
    internal static IReadOnlyList<string> Names(nuint type)
    {
        SortedSet<string> names = new(StringComparer.Ordinal);
        uint interfaces;
        nuint* implemented = LibGObject.g_type_interfaces(type, &interfaces);
        for (uint i = 0; i < interfaces; i++)
        {
            Add(implemented[i], names);
        }

        LibGLib.g_free(implemented);
        for (; type != 0; type = LibGObject.g_type_parent(type))
        {
            Add(type, names);
        }

        return [.. names];
    }

    internal static string NameOf(nuint type) => NativeText.Read(LibGObject.g_type_name(type)) ?? "?";

    private static void Add(nuint type, SortedSet<string> names)
    {
        if (type is GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE)
        {
            names.Add("notify");
            return;
        }

        uint count;
        uint* ids = LibGObject.g_signal_list_ids(type, &count);
        for (uint i = 0; i < count; i++)
        {
            names.Add(NativeText.Read(LibGObject.g_signal_name(ids[i])) ?? "?");
        }

        LibGLib.g_free(ids);
    }
}
