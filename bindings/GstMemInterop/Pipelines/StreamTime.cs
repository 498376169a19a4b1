using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Whether an element can be asked for times of the stream. Decoders of video, and a parser of Theora, translate what they know
/// by their segment without looking whether one has come, and C complains on the console; queries are passed on upstream, so
/// any of them may be the one that answers in the end.
/// </summary>
internal static unsafe class StreamTime
{
    private static readonly string[] s_careless = ["GstVideoDecoder", "GstTheoraParse"];

    /// <summary>Whether such a query has times translated.</summary>
    internal static bool IsAskedBy(GstQueryType query) =>
        query is GstQueryType.Position or GstQueryType.Duration or GstQueryType.Segment or GstQueryType.Convert or GstQueryType.Seeking;

    /// <summary>Whether no careless element without a segment is asked when this one is.</summary>
    internal static bool CanAnswer(Native.GstElement* element) => CanAnswer(element, [.. CarelessTypes()], []);

    /// <summary>The sinks of a bin, each with a reference for the caller; none of anything else.</summary>
    internal static List<nint> SinksOf(Native.GstElement* element) =>
        IsA(element, LibGst.gst_bin_get_type()) ? GstElement.ObjectsOf(LibGst.gst_bin_iterate_sinks((Native.GstBin*)element)) : [];

    private static bool CanAnswer(Native.GstElement* element, List<nuint> careless, HashSet<nint> seen)
    {
        if (careless.Count == 0 || !seen.Add((nint)element))
        {
            return true;
        }

        if (IsA(element, LibGst.gst_bin_get_type()) && !AllCan(GstElement.ObjectsOf(LibGst.gst_bin_iterate_elements((Native.GstBin*)element)), careless, seen))
        {
            return false;
        }

        // Who has passed on a segment got it from all that is before.
        if (HasSegment(LibGst.gst_element_iterate_src_pads(element)))
        {
            return true;
        }

        return !careless.Exists(type => IsA((Native.GstElement*)element, type))
            && AllCan(Upstream(element), careless, seen);
    }

    private static bool AllCan(List<nint> elements, List<nuint> careless, HashSet<nint> seen)
    {
        bool can = true;
        foreach (nint element in elements)
        {
            can = can && CanAnswer((Native.GstElement*)element, careless, seen);
            LibGst.gst_object_unref((void*)element);
        }

        return can;
    }

    private static bool HasSegment(GstIterator* pads)
    {
        bool has = false;
        foreach (nint pad in GstElement.ObjectsOf(pads))
        {
            Native.GstEvent* segment = LibGst.gst_pad_get_sticky_event((Native.GstPad*)pad, Native.GstEventType.GST_EVENT_SEGMENT, 0);
            if (segment is not null)
            {
                Native.GstSegment* content;
                LibGst.gst_event_parse_segment(segment, &content);
                has |= content->format == Native.GstFormat.GST_FORMAT_TIME;
                LibGst.gst_mini_object_unref((GstMiniObject*)segment);
            }

            LibGst.gst_object_unref((void*)pad);
        }

        return has;
    }

    /// <summary>What the sink pads of an element are linked to: elements, or, through the wall of a bin, whatever is on its other side.</summary>
    private static List<nint> Upstream(Native.GstElement* element)
    {
        List<nint> elements = [];
        foreach (nint pad in GstElement.ObjectsOf(LibGst.gst_element_iterate_sink_pads(element)))
        {
            Native.GstPad* peer = LibGst.gst_pad_get_peer((Native.GstPad*)pad);
            LibGst.gst_object_unref((void*)pad);
            for (int walls = 0; peer is not null && walls < 64; walls++)
            {
                Native.GstObject* parent = LibGst.gst_object_get_parent(&peer->@object);
                LibGst.gst_object_unref(peer);
                peer = null;
                if (parent is null)
                {
                    break;
                }

                if (LibGObject.g_type_check_instance_is_a((GTypeInstance*)parent, LibGst.gst_pad_get_type()) == 0)
                {
                    elements.Add((nint)parent);
                    break;
                }

                // The inner side of a bin's sink pad: outside is what that pad is linked to.
                peer = LibGst.gst_pad_get_peer((Native.GstPad*)parent);
                LibGst.gst_object_unref(parent);
            }
        }

        return elements;
    }

    private static IEnumerable<nuint> CarelessTypes()
    {
        foreach (string name in s_careless)
        {
            if (TypeNamed(name) is not 0 and var type)
            {
                yield return type;
            }
        }
    }

    private static nuint TypeNamed(string name)
    {
        using NativeText text = new(name);
        return LibGObject.g_type_from_name(text.Pointer);
    }

    private static bool IsA(Native.GstElement* element, nuint type) => LibGObject.g_type_check_instance_is_a((GTypeInstance*)element, type) != 0;
}
