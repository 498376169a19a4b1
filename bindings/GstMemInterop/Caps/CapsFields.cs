using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What the fields of caps may hold: values that C compares and writes. It complains, or worse, about others when caps meet.</summary>
internal static unsafe class CapsFields
{
    /// <exception cref="ArgumentException">A field holds something else.</exception>
    internal static void Require(Native.GstStructure* structure)
    {
        for (uint i = 0; i < (uint)LibGst.gst_structure_n_fields(structure); i++)
        {
            byte* name = LibGst.gst_structure_nth_field_name(structure, i);
            if (Stranger(LibGst.gst_structure_get_value(structure, name)) is { } type)
            {
                throw new ArgumentException($"The field '{NativeText.Read(name)}' holds a {type}, which caps cannot: they hold numbers, texts, fractions, ranges, lists, arrays, bits, flags, dates, buffers, structures and caps.", nameof(structure));
            }
        }
    }

    private static string? Stranger(GValue* value)
    {
        nuint type = value->g_type;
        if (type == LibGst.gst_value_list_get_type())
        {
            return FirstStranger(value, LibGst.gst_value_list_get_size(value), &LibGst.gst_value_list_get_value);
        }

        if (type == LibGst.gst_value_array_get_type())
        {
            return FirstStranger(value, LibGst.gst_value_array_get_size(value), &LibGst.gst_value_array_get_value);
        }

        if (type == LibGst.gst_structure_get_type() && LibGObject.g_value_get_boxed(value) is var nested && nested is not null)
        {
            Require((Native.GstStructure*)nested);
        }

        bool takes = LibGst.gst_value_can_compare(value, value) != 0 && (IsRange(type) || TextKinds.InText(type) != TextKind.Refused);
        return takes ? null : NativeValue.NameOf(type);
    }

    private static string? FirstStranger(GValue* value, uint count, delegate*<GValue*, uint, GValue*> at)
    {
        string? stranger = null;
        for (uint i = 0; stranger is null && i < count; i++)
        {
            stranger = Stranger(at(value, i));
        }

        return stranger;
    }

    private static bool IsRange(nuint type) =>
        type == LibGst.gst_int_range_get_type() || type == LibGst.gst_int64_range_get_type() || type == LibGst.gst_double_range_get_type() || type == LibGst.gst_fraction_range_get_type();
}
