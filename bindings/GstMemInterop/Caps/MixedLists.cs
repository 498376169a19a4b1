using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Finds lists whose values are of several types: numbers and ranges of them, as templates of pads have; others only come from C code.</summary>
internal static unsafe class MixedLists
{
    internal static bool AreIn(Native.GstCaps* caps)
    {
        bool found = false;
        for (uint i = 0; i < LibGst.gst_caps_get_size(caps); i++)
        {
            found |= AreIn(LibGst.gst_caps_get_structure(caps, i));
        }

        return found;
    }

    private static bool AreIn(GstStructure* structure)
    {
        bool found = false;
        for (uint i = 0; structure is not null && i < (uint)LibGst.gst_structure_n_fields(structure); i++)
        {
            found |= AreIn(LibGst.gst_structure_get_value(structure, LibGst.gst_structure_nth_field_name(structure, i)));
        }

        return found;
    }

    private static bool AreIn(GValue* value)
    {
        if (value->g_type == LibGst.gst_structure_get_type())
        {
            return AreIn((GstStructure*)LibGObject.g_value_get_boxed(value));
        }

        if (value->g_type == LibGst.gst_caps_get_type())
        {
            Native.GstCaps* caps = (Native.GstCaps*)LibGObject.g_value_get_boxed(value);
            return caps is not null && AreIn(caps);
        }

        bool found = false;
        if (value->g_type == LibGst.gst_value_array_get_type())
        {
            for (uint i = 0; i < LibGst.gst_value_array_get_size(value); i++)
            {
                found |= AreIn(LibGst.gst_value_array_get_value(value, i));
            }
        }
        else if (value->g_type == LibGst.gst_value_list_get_type())
        {
            uint count = LibGst.gst_value_list_get_size(value);
            for (uint i = 0; i < count; i++)
            {
                GValue* item = LibGst.gst_value_list_get_value(value, i);
                found |= item->g_type != LibGst.gst_value_list_get_value(value, 0)->g_type || AreIn(item);
            }
        }

        return found;
    }
}
