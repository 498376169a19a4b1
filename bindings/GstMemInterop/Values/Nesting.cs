using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// How deep values stand in values. C copies, compares, writes and frees them with its own stack, so a structure in a structure
/// in a structure … without end would end the process.
/// </summary>
internal static unsafe class Nesting
{
    /// <summary>As for texts: real ones have three or four. Older versions need twice the text for each level.</summary>
    private static int Deepest => NativeFeature.Serialization.IsAvailable ? 32 : 8;

    private const int DeepestInCaps = 8;

    [ThreadStatic]
    private static int t_depth;

    /// <exception cref="ArgumentException">The value nests too deep.</exception>
    internal static void RequireShallow(GValue* value, string what)
    {
        if (!Fits(value, Deepest))
        {
            throw TooDeep(what);
        }
    }

    /// <summary>The text of caps doubles with each level of what is nested in them, in every version.</summary>
    /// <exception cref="ArgumentException">The structure nests too deep for caps.</exception>
    internal static void RequireShallowForCaps(Native.GstStructure* structure)
    {
        if (!Fits(structure, DeepestInCaps))
        {
            throw TooDeep("structure", DeepestInCaps);
        }
    }

    private static ArgumentException TooDeep(string what, int deepest = 0) =>
        new($"The {what} nests values deeper than {(deepest > 0 ? deepest : Deepest)} levels, which C would not survive.", nameof(what));

    private static bool Fits(GValue* value, int levels)
    {
        nuint type = value->g_type;
        nuint fundamental = LibGObject.g_type_fundamental(type);
        if (levels <= 0)
        {
            return false;
        }

        if (fundamental == GstConstants.G_TYPE_BOXED)
        {
            return LibGObject.g_value_get_boxed(value) is var boxed && (boxed is null || BoxedFits(type, boxed, levels - 1));
        }

        bool list = type == LibGst.gst_value_list_get_type();
        if (!list && type != LibGst.gst_value_array_get_type())
        {
            return true;
        }

        uint count = list ? LibGst.gst_value_list_get_size(value) : LibGst.gst_value_array_get_size(value);
        bool fits = true;
        for (uint i = 0; fits && i < count; i++)
        {
            fits = Fits(list ? LibGst.gst_value_list_get_value(value, i) : LibGst.gst_value_array_get_value(value, i), levels - 1);
        }

        return fits;
    }

    private static bool BoxedFits(nuint type, void* boxed, int levels)
    {
        if (type == LibGst.gst_structure_get_type()) { return Fits((Native.GstStructure*)boxed, levels); }
        if (type == LibGst.gst_caps_get_type()) { return Fits((Native.GstCaps*)boxed, levels); }
        if (type == LibGst.gst_sample_get_type()) { return Fits(LibGst.gst_sample_get_info((Native.GstSample*)boxed), levels) && Fits(LibGst.gst_sample_get_caps((Native.GstSample*)boxed), levels); }
        if (type == LibGst.gst_message_get_type()) { return Fits(LibGst.gst_message_get_structure((Native.GstMessage*)boxed), levels); }
        if (type == LibGst.gst_event_get_type()) { return Fits(LibGst.gst_event_get_structure((Native.GstEvent*)boxed), levels); }
        if (type == LibGst.gst_tag_list_get_type()) { return TagsFit((Native.GstTagList*)boxed, levels); }
        if (type != LibGObject.g_value_array_get_type()) { return true; }

        bool fits = true;
        for (uint i = 0; fits && i < ((GValueArray*)boxed)->n_values; i++)
        {
            fits = Fits(((GValueArray*)boxed)->values + i, levels);
        }

        return fits;
    }

    private static bool Fits(Native.GstStructure* structure, int levels)
    {
        bool fits = true;
        for (uint i = 0; fits && structure is not null && i < (uint)LibGst.gst_structure_n_fields(structure); i++)
        {
            fits = Fits(LibGst.gst_structure_get_value(structure, LibGst.gst_structure_nth_field_name(structure, i)), levels);
        }

        return fits;
    }

    private static bool Fits(Native.GstCaps* caps, int levels)
    {
        bool fits = true;
        for (uint i = 0; fits && caps is not null && i < LibGst.gst_caps_get_size(caps); i++)
        {
            fits = Fits(LibGst.gst_caps_get_structure(caps, i), levels);
        }

        return fits;
    }

    private static bool TagsFit(Native.GstTagList* tags, int levels)
    {
        bool fits = true;
        for (uint i = 0; fits && i < (uint)LibGst.gst_tag_list_n_tags(tags); i++)
        {
            byte* tag = LibGst.gst_tag_list_nth_tag_name(tags, i);
            for (uint j = 0; fits && j < LibGst.gst_tag_list_get_tag_size(tags, tag); j++)
            {
                fits = Fits(LibGst.gst_tag_list_get_value_index(tags, tag, j), levels);
            }
        }

        return fits;
    }

    /// <summary>One level more of .NET lists in lists, which may go round in a circle. <see cref="Leave"/> follows.</summary>
    internal static void Enter(string what)
    {
        if (t_depth >= Deepest)
        {
            throw TooDeep(what);
        }

        t_depth++;
    }

    internal static void Leave() => t_depth--;
}
