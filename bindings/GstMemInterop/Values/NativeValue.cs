using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// The one place where C's values (<c>GValue</c>) and .NET's meet: fields of structures and caps, properties, tags, arguments
/// and answers of signals. This part reads.
/// </summary>
internal static unsafe partial class NativeValue
{
    /// <summary>Reads a value of any type as the .NET object that it is; what has no counterpart comes as a <see cref="GstOpaqueValue"/>.</summary>
    internal static object? Read(GValue* value) => LibGObject.g_type_fundamental(value->g_type) switch
    {
        GstConstants.G_TYPE_BOOLEAN => LibGObject.g_value_get_boolean(value) != 0,
        GstConstants.G_TYPE_CHAR => LibGObject.g_value_get_schar(value),
        GstConstants.G_TYPE_UCHAR => LibGObject.g_value_get_uchar(value),
        GstConstants.G_TYPE_INT => LibGObject.g_value_get_int(value),
        GstConstants.G_TYPE_UINT => LibGObject.g_value_get_uint(value),
        GstConstants.G_TYPE_LONG => (long)LibGObject.g_value_get_long(value).Value,
        GstConstants.G_TYPE_ULONG => (ulong)LibGObject.g_value_get_ulong(value).Value,
        GstConstants.G_TYPE_INT64 => LibGObject.g_value_get_int64(value),
        GstConstants.G_TYPE_UINT64 => LibGObject.g_value_get_uint64(value),
        GstConstants.G_TYPE_FLOAT => LibGObject.g_value_get_float(value),
        GstConstants.G_TYPE_DOUBLE => LibGObject.g_value_get_double(value),
        GstConstants.G_TYPE_STRING => NativeText.Read(LibGObject.g_value_get_string(value)),
        GstConstants.G_TYPE_ENUM => LibGObject.g_value_get_enum(value),
        GstConstants.G_TYPE_FLAGS => LibGObject.g_value_get_flags(value),
        GstConstants.G_TYPE_POINTER when value->g_type == GstConstants.G_TYPE_POINTER => (nint)LibGObject.g_value_get_pointer(value),
        GstConstants.G_TYPE_BOXED => ReadBoxed(value, (nint)LibGObject.g_value_get_boxed(value)),
        GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE => ReadObject((nint)LibGObject.g_value_get_object(value)),
        _ => ReadOwn(value),
    };

    /// <summary>GStreamer's text for a value, or null when it has none for the type.</summary>
    internal static string? Serialize(GValue* value)
    {
        // Of a copy: writing a buffer maps it, and an allocator's Map may be C# that changes what holds the value.
        GValue copy = default;
        LibGObject.g_value_init(&copy, value->g_type);
        LibGObject.g_value_copy(value, &copy);
        string? text = NativeText.Take(LibGst.gst_value_serialize(&copy));
        LibGObject.g_value_unset(&copy);
        return text;
    }

    internal static string NameOf(nuint type) => NativeText.Read(LibGObject.g_type_name(type)) ?? "?";

    private static object? ReadBoxed(GValue* value, nint boxed)
    {
        nuint type = value->g_type;
        if (boxed == 0) { return null; }
        if (type == LibGst.gst_caps_get_type()) { return GstCaps.Retain(boxed); }
        if (type == LibGst.gst_structure_get_type()) { return GstStructure.CopyOf(boxed); }
        if (type == LibGst.gst_sample_get_type()) { return GstSample.Retain(boxed); }
        if (type == LibGst.gst_buffer_get_type()) { return GstBuffer.Retain(boxed); }
        if (type == LibGst.gst_buffer_list_get_type()) { return GstBufferList.Retain(boxed); }
        if (type == LibGst.gst_tag_list_get_type()) { return GstTagList.Retain(boxed); }
        if (type == LibGst.gst_message_get_type()) { return GstMessage.Retain(boxed); }
        if (type == LibGst.gst_event_get_type()) { return GstEvent.Retain(boxed); }
        if (type == LibGst.gst_caps_features_get_type()) { return GstCapsFeatures.Read((Native.GstCapsFeatures*)boxed); }
        if (type == LibGst.gst_segment_get_type()) { return new GstSegment((Native.GstSegment*)boxed); }
        if (type == LibGObject.g_strv_get_type()) { return ReadTexts((byte**)boxed); }
        if (type == LibGObject.g_bytes_get_type()) { return ReadBytes((GBytes*)boxed); }
        if (type == LibGObject.g_error_get_type()) { return NativeError.Take(LibGLib.g_error_copy((GError*)boxed)); }
        if (type == LibGObject.g_value_array_get_type()) { return ReadOldArray((GValueArray*)boxed); }
        return NativeTime.Read(type, boxed) ?? ReadUnknown(value);
    }

    private static GstOpaqueValue ReadUnknown(GValue* value) => new(NameOf(value->g_type), Serialize(value));

    private static object? ReadObject(nint pointer)
    {
        if (pointer == 0) { return null; }
        GTypeInstance* instance = (GTypeInstance*)pointer;
        if (GstObject.RetainAny(pointer) is { } known) { return known; }
        string type = NameOf(instance->g_class->g_type);
        return new GstOpaqueValue(type, IsA(instance, LibGst.gst_object_get_type()) ? NativeText.Take(LibGst.gst_object_get_path_string((Native.GstObject*)pointer)) : null);
    }

    /// <summary>GStreamer's own fundamental types.</summary>
    private static object? ReadOwn(GValue* value)
    {
        nuint type = value->g_type;
        if (type == LibGst.gst_fraction_get_type()) { return ReadFraction(value); }
        if (type == LibGst.gst_bitmask_get_type()) { return new GstBitmask(LibGst.gst_value_get_bitmask(value)); }
        if (type == LibGst.gst_value_list_get_type()) { return GstValueList.Of(ReadItems(value, LibGst.gst_value_list_get_size(value), &LibGst.gst_value_list_get_value)); }
        if (type == LibGst.gst_value_array_get_type()) { return GstValueArray.Of(ReadItems(value, LibGst.gst_value_array_get_size(value), &LibGst.gst_value_array_get_value)); }
        if (LibGObject.g_type_is_a(type, LibGst.gst_flagset_get_type()) != 0) { return new GstFlagSet(LibGst.gst_value_get_flagset_flags(value), LibGst.gst_value_get_flagset_mask(value)); }
        return ReadRange(value) ?? ReadUnknown(value);
    }

    /// <summary>C makes no range that its .NET twin would refuse, except by hand: such a one stays what C writes for it.</summary>
    private static object? ReadRange(GValue* value)
    {
        nuint type = value->g_type;
        try
        {
            if (type == LibGst.gst_int_range_get_type()) { return new GstIntRange(LibGst.gst_value_get_int_range_min(value), LibGst.gst_value_get_int_range_max(value), LibGst.gst_value_get_int_range_step(value)); }
            if (type == LibGst.gst_int64_range_get_type()) { return new GstInt64Range(LibGst.gst_value_get_int64_range_min(value), LibGst.gst_value_get_int64_range_max(value), LibGst.gst_value_get_int64_range_step(value)); }
            if (type == LibGst.gst_double_range_get_type()) { return new GstDoubleRange(LibGst.gst_value_get_double_range_min(value), LibGst.gst_value_get_double_range_max(value)); }
            if (type == LibGst.gst_fraction_range_get_type() && LibGst.gst_value_get_fraction_range_min(value) is var min && min is not null) { return new GstFractionRange(ReadFraction(min), ReadFraction(LibGst.gst_value_get_fraction_range_max(value))); }
        }
        catch (ArgumentOutOfRangeException)
        {
        }

        return null;
    }

    private static GstFraction ReadFraction(GValue* value) => new(LibGst.gst_value_get_fraction_numerator(value), LibGst.gst_value_get_fraction_denominator(value));

    private static object?[] ReadItems(GValue* value, uint count, delegate*<GValue*, uint, GValue*> at)
    {
        object?[] items = new object?[count];
        for (uint i = 0; i < count; i++)
        {
            items[i] = Read(at(value, i));
        }

        return items;
    }

    /// <summary>GLib's array of values, which some elements still use (<c>rms</c> of <c>level</c>).</summary>
    private static GstValueArray ReadOldArray(GValueArray* array)
    {
        object?[] items = new object?[array->n_values];
        for (uint i = 0; i < array->n_values; i++)
        {
            items[i] = Read(array->values + i);
        }

        return GstValueArray.Of(items);
    }

    private static string[] ReadTexts(byte** texts)
    {
        List<string> read = [];
        for (; *texts is not null; texts++)
        {
            read.Add(NativeText.Read(*texts) ?? "");
        }

        return [.. read];
    }

    private static byte[] ReadBytes(GBytes* bytes)
    {
        nuint size;
        void* data = LibGLib.g_bytes_get_data(bytes, &size);
        return new ReadOnlySpan<byte>(data, checked((int)size)).ToArray();
    }

    private static bool IsA(GTypeInstance* instance, nuint type) => LibGObject.g_type_is_a(instance->g_class->g_type, type) != 0;
}
