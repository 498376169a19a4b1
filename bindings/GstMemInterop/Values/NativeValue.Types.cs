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
}
