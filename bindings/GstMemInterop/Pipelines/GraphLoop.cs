using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Whether data that enters somewhere comes out somewhere else, from pad to pad as it flows: elements say which of their pads
/// belong together, so the two ways through an <c>rtpbin</c> are two. A ring of links is no way to feed something back in GStreamer,
/// with or without a <c>queue</c>: questions for caps and latency go round in it until the stack ends.
/// </summary>
internal static unsafe class GraphLoop
{
    internal const string WayOut = "To feed data back, end the ring in an appsink (or intervideosink, proxysink) and begin it in an appsrc (or intervideosrc, proxysrc).";

    /// <param name="sinks">Sink pads where data enters.</param>
    /// <param name="isGoal">Which source pads, or pads, it must not reach.</param>
    /// <param name="pending">Links that are being made: from a source pad to a sink pad, or from element to element.</param>
    internal static bool Leads(IEnumerable<nint> sinks, Func<nint, bool> isGoal, List<(nint From, nint To)> pending)
    {
        HashSet<nint> seen = [];
        List<nint> held = [];
        Stack<nint> next = new();
        foreach (nint sink in sinks)
        {
            next.Push(Hold(sink));
        }

        bool leads = false;
        while (!leads && next.TryPop(out nint pad))
        {
            if (!seen.Add(pad))
            {
                continue;
            }

            if (isGoal(pad))
            {
                leads = true;
                break;
            }

            Native.GstObject* parent = LibGst.gst_object_get_parent((Native.GstObject*)pad);
            if (parent is not null)
            {
                held.Add((nint)parent);
                foreach ((nint from, nint to) in pending)
                {
                    if (from == (nint)parent)
                    {
                        foreach (nint entered in PadsOf((Native.GstElement*)to, GstPadDirection.Sink))
                        {
                            held.Add(entered);
                            next.Push(entered);
                        }
                    }
                }
            }

            foreach (nint source in GstElement.ObjectsOf(LibGst.gst_pad_iterate_internal_links((Native.GstPad*)pad)))
            {
                held.Add(source);
                leads |= isGoal(source);
                if (LibGst.gst_pad_get_peer((Native.GstPad*)source) is var peer && peer is not null)
                {
                    held.Add((nint)peer);
                    next.Push((nint)peer);
                }

                foreach ((nint from, nint to) in pending)
                {
                    if (from == source)
                    {
                        next.Push(Hold(to));
                    }
                }
            }
        }

        held.ForEach(static o => LibGst.gst_object_unref((void*)o));
        return leads;

        nint Hold(nint pad)
        {
            held.Add((nint)LibGst.gst_object_ref((void*)pad));
            return pad;
        }
    }

    /// <summary>The same for elements whose pads C is to choose among those that are free, or to ask for.</summary>
    internal static bool Leads(Native.GstElement* from, string? sourcePad, Native.GstElement* to, string? sinkPad, List<(nint From, nint To)> pending)
    {
        if (from == to && sourcePad is null && sinkPad is null)
        {
            return true;
        }

        List<nint> sources = PadsOf(from, GstPadDirection.Src);
        List<nint> ownSinks = PadsOf(from, GstPadDirection.Sink);
        List<nint> sinks = PadsOf(to, GstPadDirection.Sink);
        HashSet<nint> goals = [.. sources.Where(p => MayBe(p, sourcePad))];
        List<nint> entries = [.. sinks.Where(p => MayBe(p, sinkPad))];
        if (goals.Count == 0)
        {
            goals = [.. ownSinks]; // a pad that is asked for comes from wherever data enters
        }

        if (entries.Count == 0)
        {
            entries = sinks; // and leads to wherever it leaves
        }

        bool leads = Leads(entries, goals.Contains, pending);
        foreach (nint pad in (IEnumerable<nint>)[.. sources, .. ownSinks, .. sinks])
        {
            LibGst.gst_object_unref((void*)pad);
        }

        return leads;
    }

    private static bool MayBe(nint pad, string? name) => name is null
        ? LibGst.gst_pad_is_linked((Native.GstPad*)pad) == 0
        : NativeText.Read(((Native.GstObject*)pad)->name) == name;

    private static List<nint> PadsOf(Native.GstElement* element, GstPadDirection direction) => GstElement.ObjectsOf(
        direction == GstPadDirection.Src ? LibGst.gst_element_iterate_src_pads(element) : LibGst.gst_element_iterate_sink_pads(element));
}
