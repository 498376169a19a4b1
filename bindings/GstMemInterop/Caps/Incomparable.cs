using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Finds what C cannot compare: lists whose values are of several types (numbers and ranges of them, as templates of pads have)
/// or that are longer than its stack, features as a value, and types for which it has no order.
/// </summary>
internal static unsafe class Incomparable
{
    /// <summary>C marks each value of a list on its stack, and looks for each among all.</summary>
    internal const int LongestList = 16384;

    internal static bool IsIn(Native.GstCaps* caps)
    {
        bool found = false;
        for (uint i = 0; i < LibGst.gst_caps_get_size(caps); i++)
        {
            found |= IsIn(LibGst.gst_caps_get_structure(caps, i));
        }

        return found;
    }

    internal static bool IsIn(Native.GstStructure* structure)
    {
        bool found = false;
        for (uint i = 0; structure is not null && i < (uint)LibGst.gst_structure_n_fields(structure); i++)
        {
            found |= IsIn(LibGst.gst_structure_get_value(structure, LibGst.gst_structure_nth_field_name(structure, i)));
        }

        return found;
    }

    private static bool IsIn(GValue* value)
    {
        if (value->g_type == LibGst.gst_structure_get_type())
        {
            return IsIn((Native.GstStructure*)LibGObject.g_value_get_boxed(value));
        }

        if (value->g_type == LibGst.gst_caps_get_type())
        {
            Native.GstCaps* caps = (Native.GstCaps*)LibGObject.g_value_get_boxed(value);
            return caps is not null && IsIn(caps);
        }

        bool found = value->g_type == LibGst.gst_caps_features_get_type() || LibGst.gst_value_can_compare(value, value) == 0;
        if (value->g_type == LibGst.gst_value_array_get_type())
        {
            for (uint i = 0; i < LibGst.gst_value_array_get_size(value); i++)
            {
                found |= IsIn(LibGst.gst_value_array_get_value(value, i));
            }
        }
        else if (value->g_type == LibGObject.g_value_array_get_type())
        {
            GValueArray* array = (GValueArray*)LibGObject.g_value_get_boxed(value);
            for (uint i = 0; array is not null && i < array->n_values; i++)
            {
                found |= IsIn(array->values + i);
            }
        }
        else if (value->g_type == LibGst.gst_value_list_get_type())
        {
            uint count = LibGst.gst_value_list_get_size(value);
            found |= count > LongestList;
            for (uint i = 0; i < count; i++)
            {
                GValue* item = LibGst.gst_value_list_get_value(value, i);
                found |= item->g_type != LibGst.gst_value_list_get_value(value, 0)->g_type || IsIn(item);
            }
        }

        return found;
    }
}
