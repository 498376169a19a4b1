using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Writes .NET values into C's values of a type that is given.</summary>
internal static unsafe partial class NativeValue
{
    /// <summary>Writes a value into one that C has a type for.</summary>
    /// <param name="value">Of its type, and empty.</param>
    /// <param name="what">What is written, as an exception says it: "property 'caps'".</param>
    /// <param name="content">The .NET value.</param>
    /// <param name="spec">What a property tells of its values; null for what is none.</param>
    /// <exception cref="ArgumentException">The value does not fit.</exception>
    internal static void Write(GValue* value, string what, object? content, GParamSpec* spec = null)
    {
        nuint type = value->g_type;
        nuint fundamental = LibGObject.g_type_fundamental(type);
        try
        {
            switch (content)
            {
                // Elements look into a structure that they are given without asking whether there is one.
                case null when type == LibGst.gst_structure_get_type(): throw Misfit(type, what, content, null);
                case null when fundamental is GstConstants.G_TYPE_STRING or GstConstants.G_TYPE_BOXED or GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE: break;
                case null: throw Misfit(type, what, content, null);
                case string text when fundamental == GstConstants.G_TYPE_STRING: WriteText(value, text); break;
                case string text: Deserialize(value, what, text); break;
                case GstCaps caps: WriteBoxed(value, what, content, LibGst.gst_caps_get_type(), caps.Lease()); break;
                case GstStructure structure: WriteBoxed(value, what, content, LibGst.gst_structure_get_type(), structure.Lease()); break;
                case GstSample sample: WriteBoxed(value, what, content, LibGst.gst_sample_get_type(), new HandleLease(sample.Handle)); break;
                case GstBuffer buffer: WriteBoxed(value, what, content, LibGst.gst_buffer_get_type(), new HandleLease(buffer.Handle)); break;
                case GstBufferList list: WriteBoxed(value, what, content, LibGst.gst_buffer_list_get_type(), new HandleLease(list.Handle)); break;
                case GstTagList tags: WriteBoxed(value, what, content, LibGst.gst_tag_list_get_type(), tags.Lease()); break;
                case GstObject instance: WriteObject(value, what, instance); break;
                case GstCapsFeatures features when type == LibGst.gst_caps_features_get_type(): LibGObject.g_value_take_boxed(value, features.ToNative()); break;
                case GstSegment segment when type == LibGst.gst_segment_get_type(): Native.GstSegment copied = segment.ToNative(); LibGObject.g_value_set_boxed(value, &copied); break;
                case GstFraction fraction when type == LibGst.gst_fraction_get_type(): LibGst.gst_value_set_fraction(value, fraction.Numerator, fraction.Denominator); break;
                case GstBitmask mask when type == LibGst.gst_bitmask_get_type(): LibGst.gst_value_set_bitmask(value, mask.Value); break;
                case GstFlagSet set when LibGObject.g_type_is_a(type, LibGst.gst_flagset_get_type()) != 0: LibGst.gst_value_set_flagset(value, set.Flags, set.Mask); break;
                case GstEnumValue named when named.Type == type: named.WriteTo(value); break;
                case GstIntRange or GstInt64Range or GstDoubleRange or GstFractionRange: WriteRange(value, what, content); break;
                case TimeSpan time: WriteTime(value, what, GstClockTime.FromTimeSpan(time)); break;
                case GstClockTime time: WriteTime(value, what, time); break;
                case DateOnly or DateTimeOffset or DateTime when NativeTime.TryWrite(value, content): break;
                case byte[] bytes when type == LibGObject.g_bytes_get_type(): WriteBytes(value, bytes); break;
                case IEnumerable items: WriteItems(value, what, items, spec); break;
                default: WriteNumber(value, what, content, fundamental); break;
            }

            if (spec is null)
            {
                EnumTypes.RequireNamed(value, what);
            }

            Nesting.RequireShallow(value, what);
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            throw Misfit(type, what, content, exception);
        }
    }

    private static void WriteNumber(GValue* value, string what, object content, nuint fundamental)
    {
        if (content is not IConvertible || content is char || (content is double or float or decimal && fundamental is not (GstConstants.G_TYPE_FLOAT or GstConstants.G_TYPE_DOUBLE) && !IsWhole(content)))
        {
            throw Misfit(value->g_type, what, content, null);
        }

        IConvertible number = (IConvertible)content;
        CultureInfo culture = CultureInfo.InvariantCulture;
        switch (fundamental)
        {
            case GstConstants.G_TYPE_BOOLEAN: LibGObject.g_value_set_boolean(value, number.ToBoolean(culture) ? 1 : 0); break;
            case GstConstants.G_TYPE_CHAR: LibGObject.g_value_set_schar(value, number.ToSByte(culture)); break;
            case GstConstants.G_TYPE_UCHAR: LibGObject.g_value_set_uchar(value, number.ToByte(culture)); break;
            case GstConstants.G_TYPE_INT: LibGObject.g_value_set_int(value, number.ToInt32(culture)); break;
            case GstConstants.G_TYPE_UINT: LibGObject.g_value_set_uint(value, number.ToUInt32(culture)); break;
            case GstConstants.G_TYPE_LONG: LibGObject.g_value_set_long(value, new CLong(checked((nint)number.ToInt64(culture)))); break;
            case GstConstants.G_TYPE_ULONG: LibGObject.g_value_set_ulong(value, new CULong(checked((nuint)number.ToUInt64(culture)))); break;
            case GstConstants.G_TYPE_INT64: LibGObject.g_value_set_int64(value, number.ToInt64(culture)); break;
            case GstConstants.G_TYPE_UINT64: LibGObject.g_value_set_uint64(value, number.ToUInt64(culture)); break;
            case GstConstants.G_TYPE_FLOAT: LibGObject.g_value_set_float(value, number.ToSingle(culture)); break;
            case GstConstants.G_TYPE_DOUBLE: LibGObject.g_value_set_double(value, number.ToDouble(culture)); break;
            case GstConstants.G_TYPE_ENUM: LibGObject.g_value_set_enum(value, number.ToInt32(culture)); break;
            case GstConstants.G_TYPE_FLAGS: LibGObject.g_value_set_flags(value, (uint)number.ToInt64(culture)); break;
            case var _ when value->g_type == LibGst.gst_bitmask_get_type(): LibGst.gst_value_set_bitmask(value, number.ToUInt64(culture)); break;
            case var _ when value->g_type == LibGst.gst_fraction_get_type(): LibGst.gst_value_set_fraction(value, new GstFraction(number.ToInt32(culture), 1).Numerator, 1); break;
            default: throw Misfit(value->g_type, what, content, null);
        }
    }

    /// <summary>.NET would round quietly.</summary>
    private static bool IsWhole(object content) => content switch
    {
        double number => double.IsInteger(number),
        float number => float.IsInteger(number),
        _ => decimal.IsInteger((decimal)content),
    };

    private static void WriteText(GValue* value, string text)
    {
        using NativeText native = new(text);
        LibGObject.g_value_set_string(value, native.Pointer);
    }

    private static void Deserialize(GValue* value, string what, string text)
    {
        StructureText.CheckValue(value->g_type, text);
        ProfileText.Check(value->g_type, text);
        using NativeText native = new(text);
        if (LibGst.gst_value_deserialize(value, native.Pointer) == 0)
        {
            throw Misfit(value->g_type, what, text, null);
        }
    }

    private static void WriteBoxed(GValue* value, string what, object content, nuint type, HandleLease lease)
    {
        using (lease)
        {
            if (value->g_type != type)
            {
                throw Misfit(value->g_type, what, content, null);
            }

            if (content is GstBuffer)
            {
                HeldBuffers.RequireShortLine(lease.Buffer);
            }

            LibGObject.g_value_set_boxed(value, (void*)lease.Pointer);
        }
    }

    private static void WriteObject(GValue* value, string what, GstObject instance)
    {
        using HandleLease lease = instance.Lease();
        if (!IsA((GTypeInstance*)lease.Pointer, value->g_type))
        {
            throw Misfit(value->g_type, what, instance.Name, null);
        }

        LibGObject.g_value_set_object(value, (void*)lease.Pointer);
    }

    /// <summary>GStreamer counts nanoseconds; no time is all bits set, or -1.</summary>
    private static void WriteTime(GValue* value, string what, GstClockTime time)
    {
        switch (LibGObject.g_type_fundamental(value->g_type))
        {
            case GstConstants.G_TYPE_UINT64: LibGObject.g_value_set_uint64(value, time.Nanoseconds); break;
            case GstConstants.G_TYPE_INT64: LibGObject.g_value_set_int64(value, time.HasValue ? checked((long)time.Nanoseconds) : -1); break;
            default: throw Misfit(value->g_type, what, time, null);
        }
    }

    private static void WriteRange(GValue* value, string what, object content)
    {
        nuint type = value->g_type;
        switch (content)
        {
            case GstIntRange range when type == LibGst.gst_int_range_get_type() && range != default: LibGst.gst_value_set_int_range_step(value, range.Min, range.Max, range.Step); break;
            case GstInt64Range range when type == LibGst.gst_int64_range_get_type() && range != default: LibGst.gst_value_set_int64_range_step(value, range.Min, range.Max, range.Step); break;
            case GstDoubleRange range when type == LibGst.gst_double_range_get_type() && range != default: LibGst.gst_value_set_double_range(value, range.Min, range.Max); break;
            case GstFractionRange range when type == LibGst.gst_fraction_range_get_type() && range != default:
                LibGst.gst_value_set_fraction_range_full(value, range.Min.Numerator, range.Min.Denominator, range.Max.Numerator, range.Max.Denominator);
                break;
            default: throw Misfit(type, what, content, null);
        }
    }

    private static void WriteBytes(GValue* value, byte[] bytes)
    {
        fixed (byte* data = bytes)
        {
            LibGObject.g_value_take_boxed(value, LibGLib.g_bytes_new(data, (nuint)bytes.Length));
        }
    }

    internal static ArgumentException Misfit(nuint type, string what, object? value, Exception? cause) =>
        new($"The value '{Describe(value)}' does not fit the {what} of type {NameOf(type)}.{(cause is FormatException ? " " + cause.Message : "")}", nameof(value), cause);

    private static string Describe(object? value)
    {
        string text = value?.ToString() ?? "null";
        return text.Length > 200 ? text[..200] + "…" : text;
    }
}
