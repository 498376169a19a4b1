using System.Collections;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Which type C has for a .NET value, where nothing declares one: in fields, lists and arrays.</summary>
internal static unsafe partial class NativeValue
{
    /// <summary>Makes a value of the type that fits; the caller unsets it, also when this throws.</summary>
    /// <param name="value">All zero.</param>
    /// <param name="what">What is written, as an exception says it: "field 'width'".</param>
    /// <param name="content">The .NET value; not null.</param>
    /// <exception cref="ArgumentException">C has no type for it.</exception>
    internal static void Make(GValue* value, string what, object content)
    {
        nuint type = TypeFor(content);
        if (type == 0)
        {
            string reason = content is nint or nuint ? "bare pointers are refused, because nobody could check them" : "numbers, texts, fractions, ranges, lists, arrays, dates, enumerations that GStreamer knows, caps, structures, buffers, samples and tags are";
            throw new ArgumentException($"'{Describe(content)}' of type {content.GetType()} is nothing that the {what} can hold: {reason}.", nameof(content));
        }

        LibGObject.g_value_init(value, type);
        Write(value, what, content);
    }

    private static nuint TypeFor(object content) => content switch
    {
        Enum => EnumTypes.Of(content.GetType().Name),
        bool => GstConstants.G_TYPE_BOOLEAN,
        sbyte => GstConstants.G_TYPE_CHAR,
        byte => GstConstants.G_TYPE_UCHAR,
        short or ushort or int => GstConstants.G_TYPE_INT,
        uint => GstConstants.G_TYPE_UINT,
        long => GstConstants.G_TYPE_INT64,
        ulong or TimeSpan or GstClockTime => GstConstants.G_TYPE_UINT64,
        float => GstConstants.G_TYPE_FLOAT,
        double => GstConstants.G_TYPE_DOUBLE,
        string => GstConstants.G_TYPE_STRING,
        GstFraction => LibGst.gst_fraction_get_type(),
        GstBitmask => LibGst.gst_bitmask_get_type(),
        GstFlagSet => LibGst.gst_flagset_get_type(),
        GstEnumValue named => named.Type,
        GstIntRange => LibGst.gst_int_range_get_type(),
        GstInt64Range => LibGst.gst_int64_range_get_type(),
        GstDoubleRange => LibGst.gst_double_range_get_type(),
        GstFractionRange => LibGst.gst_fraction_range_get_type(),
        GstCaps => LibGst.gst_caps_get_type(),
        GstCapsFeatures => LibGst.gst_caps_features_get_type(),
        GstStructure => LibGst.gst_structure_get_type(),
        GstBuffer => LibGst.gst_buffer_get_type(),
        GstBufferList => LibGst.gst_buffer_list_get_type(),
        GstSample => LibGst.gst_sample_get_type(),
        GstTagList => LibGst.gst_tag_list_get_type(),
        GstSegment => LibGst.gst_segment_get_type(),
        DateOnly => LibGObject.g_date_get_type(),
        DateTime or DateTimeOffset => LibGst.gst_date_time_get_type(),
        GstBin or GstElement => LibGst.gst_element_get_type(),
        GstPad => LibGst.gst_pad_get_type(),
        GstObject => LibGst.gst_object_get_type(),
        GstValueArray => LibGst.gst_value_array_get_type(),
        IEnumerable => LibGst.gst_value_list_get_type(),
        _ => 0,
    };

    /// <summary>The .NET type that values of a type are read as.</summary>
    internal static Type ManagedType(nuint type) => LibGObject.g_type_fundamental(type) switch
    {
        GstConstants.G_TYPE_BOOLEAN => typeof(bool),
        GstConstants.G_TYPE_CHAR => typeof(sbyte),
        GstConstants.G_TYPE_UCHAR => typeof(byte),
        GstConstants.G_TYPE_INT or GstConstants.G_TYPE_ENUM => typeof(int),
        GstConstants.G_TYPE_UINT or GstConstants.G_TYPE_FLAGS => typeof(uint),
        GstConstants.G_TYPE_LONG or GstConstants.G_TYPE_INT64 => typeof(long),
        GstConstants.G_TYPE_ULONG or GstConstants.G_TYPE_UINT64 => typeof(ulong),
        GstConstants.G_TYPE_FLOAT => typeof(float),
        GstConstants.G_TYPE_DOUBLE => typeof(double),
        GstConstants.G_TYPE_STRING => typeof(string),
        GstConstants.G_TYPE_POINTER when type == GstConstants.G_TYPE_POINTER => typeof(nint),
        GstConstants.G_TYPE_BOXED => ManagedBoxedType(type),
        GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE => ManagedObjectType(type),
        _ => ManagedOwnType(type),
    };

    private static Type ManagedBoxedType(nuint type)
    {
        if (type == LibGst.gst_caps_get_type()) { return typeof(GstCaps); }
        if (type == LibGst.gst_structure_get_type()) { return typeof(GstStructure); }
        if (type == LibGst.gst_sample_get_type()) { return typeof(GstSample); }
        if (type == LibGst.gst_buffer_get_type()) { return typeof(GstBuffer); }
        if (type == LibGst.gst_buffer_list_get_type()) { return typeof(GstBufferList); }
        if (type == LibGst.gst_tag_list_get_type()) { return typeof(GstTagList); }
        if (type == LibGst.gst_message_get_type()) { return typeof(GstMessage); }
        if (type == LibGst.gst_event_get_type()) { return typeof(GstEvent); }
        if (type == LibGst.gst_caps_features_get_type()) { return typeof(GstCapsFeatures); }
        if (type == LibGst.gst_segment_get_type()) { return typeof(GstSegment); }
        if (type == LibGst.gst_date_time_get_type() || type == LibGObject.g_date_time_get_type()) { return typeof(DateTimeOffset); }
        if (type == LibGObject.g_date_get_type()) { return typeof(DateOnly); }
        if (type == LibGObject.g_strv_get_type()) { return typeof(string[]); }
        if (type == LibGObject.g_bytes_get_type()) { return typeof(byte[]); }
        if (type == LibGObject.g_error_get_type()) { return typeof(GstException); }
        return type == LibGObject.g_value_array_get_type() ? typeof(GstValueArray) : typeof(GstOpaqueValue);
    }

    private static Type ManagedObjectType(nuint type)
    {
        if (LibGObject.g_type_is_a(type, LibGst.gst_bin_get_type()) != 0) { return typeof(GstBin); }
        if (LibGObject.g_type_is_a(type, LibGst.gst_element_get_type()) != 0) { return typeof(GstElement); }
        if (LibGObject.g_type_is_a(type, LibGst.gst_pad_get_type()) != 0) { return typeof(GstPad); }
        return LibGObject.g_type_is_a(type, LibGst.gst_bus_get_type()) != 0 ? typeof(GstBus) : typeof(object);
    }

    private static Type ManagedOwnType(nuint type)
    {
        if (type == LibGst.gst_fraction_get_type()) { return typeof(GstFraction); }
        if (type == LibGst.gst_bitmask_get_type()) { return typeof(GstBitmask); }
        if (type == LibGst.gst_value_list_get_type()) { return typeof(GstValueList); }
        if (type == LibGst.gst_value_array_get_type()) { return typeof(GstValueArray); }
        if (type == LibGst.gst_int_range_get_type()) { return typeof(GstIntRange); }
        if (type == LibGst.gst_int64_range_get_type()) { return typeof(GstInt64Range); }
        if (type == LibGst.gst_double_range_get_type()) { return typeof(GstDoubleRange); }
        if (type == LibGst.gst_fraction_range_get_type()) { return typeof(GstFractionRange); }
        return LibGObject.g_type_is_a(type, LibGst.gst_flagset_get_type()) != 0 ? typeof(GstFlagSet) : typeof(GstOpaqueValue);
    }
}
