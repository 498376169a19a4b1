using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstElement
{
    /// <summary>Links a source pad of this element with a sink pad of the next (<c>gst_element_link_filtered</c>). Pads that are made on request are requested.</summary>
    /// <param name="next">The element downstream, in the same bin.</param>
    /// <param name="filter">What may pass; a <c>capsfilter</c> is put between them.</param>
    /// <returns><paramref name="next"/>, for chains: <c>source.Link(convert).Link(sink)</c>.</returns>
    /// <remarks>A link by which data would come back to where it was is refused, also behind a <c>queue</c>: C asks round in such a ring until the stack ends. An appsink and an appsrc feed data back.</remarks>
    /// <exception cref="GstPadLinkException">They cannot be linked; the message says which caps did not meet.</exception>
    public GstElement Link(GstElement next, GstCaps? filter = null)
    {
        LinkPads(null, next, null, filter);
        return next;
    }

    /// <summary>Links a named source pad of this element with a named sink pad of another (<c>gst_element_link_pads_filtered</c>).</summary>
    /// <param name="sourcePad">A pad that there is, or one to request, for example <c>src_%u</c>; <see langword="null"/> for any that fits.</param>
    /// <param name="next">The element downstream, in the same bin.</param>
    /// <param name="sinkPad">As <paramref name="sourcePad"/>.</param>
    /// <param name="filter">What may pass; a <c>capsfilter</c> is put between them.</param>
    /// <exception cref="GstPadLinkException">They cannot be linked; the message says which caps did not meet.</exception>
    public void LinkPads(string? sourcePad, GstElement next, string? sinkPad, GstCaps? filter = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        using HandleLease from = Lease();
        using HandleLease to = next.Lease();
        using NativeText source = new(sourcePad);
        using NativeText sink = new(sinkPad);
        using HandleLease caps = filter is null ? default : filter.Lease();
        if (filter is not null && !HaveOneBin(from, to))
        {
            throw new GstPadLinkException(GstPadLinkReturn.WrongHierarchy, $"Could not link '{Name}' with '{next.Name}': a filter stands between elements of one bin. Add both to it first.");
        }

        using GraphChanges.Change? change = GraphChanges.TryBeginLink(Element(from), sourcePad, Element(to), sinkPad);
        if (change is null)
        {
            throw new GstPadLinkException(GstPadLinkReturn.Refused, $"Could not link '{Name}' with '{next.Name}': data would come back to where it was. {GraphLoop.WayOut} Where an element has several ways through it, name its pads, or link pads (GstPad.Link).");
        }

        int linked = filter is null
            ? LibGst.gst_element_link_pads(Element(from), source.Pointer, Element(to), sink.Pointer)
            : LibGst.gst_element_link_pads_filtered(Element(from), source.Pointer, Element(to), sink.Pointer, (Native.GstCaps*)caps.Pointer);
        if (linked == 0)
        {
            throw LinkFailure(sourcePad, next, sinkPad, filter);
        }
    }

    /// <summary>Undoes every link from this element to another (<c>gst_element_unlink</c>); requested pads stay.</summary>
    /// <param name="next">The element downstream.</param>
    public void Unlink(GstElement next)
    {
        ArgumentNullException.ThrowIfNull(next);
        using HandleLease from = Lease();
        using HandleLease to = next.Lease();
        LibGst.gst_element_unlink(Element(from), Element(to));
    }

    /// <summary>Brings the element to the state of the bin that it is in (<c>gst_element_sync_state_with_parent</c>): the last step when one is added to a running pipeline.</summary>
    /// <exception cref="GstException">It is in no bin, or could not change its state.</exception>
    public void SyncStateWithParent()
    {
        using HandleLease lease = Lease();
        if (LibGst.gst_element_sync_state_with_parent(Element(lease)) == 0)
        {
            Native.GstObject* parent = LibGst.gst_object_get_parent((Native.GstObject*)lease.Pointer);
            if (parent is null)
            {
                throw new GstException($"The element '{Name}' is in no bin, so there is no state to take over.");
            }

            LibGst.gst_object_unref(parent);
            throw StateFailure(lease, null);
        }
    }

    /// <summary>The pads that the element has now (<c>gst_element_iterate_pads</c>).</summary>
    /// <param name="direction">Only those of one direction; <see cref="GstPadDirection.Unknown"/> for all.</param>
    /// <returns>The caller's to dispose, each.</returns>
    public IReadOnlyList<GstPad> GetPads(GstPadDirection direction = GstPadDirection.Unknown)
    {
        using HandleLease lease = Lease();
        GstIterator* iterator = direction switch
        {
            GstPadDirection.Unknown => LibGst.gst_element_iterate_pads(Element(lease)),
            GstPadDirection.Src => LibGst.gst_element_iterate_src_pads(Element(lease)),
            GstPadDirection.Sink => LibGst.gst_element_iterate_sink_pads(Element(lease)),
            _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, $"{direction} is no direction. Choose Src, Sink or Unknown."),
        };
        return [.. ObjectsOf(iterator).Select(GstPad.Adopt)];
    }

    /// <summary>Asks the element for a new pad (<c>gst_element_request_pad</c>), as of a <c>tee</c> or a muxer.</summary>
    /// <param name="template">The template's name, for example <c>src_%u</c>, or a name that fits one, for example <c>src_5</c>.</param>
    /// <param name="caps">What will flow there, for elements that choose by it.</param>
    /// <returns>The pad. Disposing it gives it back to the element (<c>gst_element_release_request_pad</c>).</returns>
    /// <exception cref="GstException">The element has no such template, or gives no pad; the message lists its templates.</exception>
    public GstRequestPad RequestPad(string template, GstCaps? caps = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(template);
        using HandleLease lease = Lease();
        using HandleLease wanted = caps is null ? default : caps.Lease();
        using NativeText text = new(template);
        Native.GstPad* taken = LibGst.gst_element_get_static_pad(Element(lease), text.Pointer);
        if (taken is not null)
        {
            LibGst.gst_object_unref(taken);
            throw new GstException($"The element '{Name}' has a pad '{template}' already: GetPad() finds it.");
        }

        foreach (PadTemplate offered in PadTemplate.Of(Element(lease)))
        {
            bool pattern = offered.Name == template;
            if (offered.IsOnRequest && (pattern || offered.Fits(template)))
            {
                nint pad = (nint)LibGst.gst_element_request_pad(Element(lease), offered.Native, pattern ? null : text.Pointer, (Native.GstCaps*)wanted.Pointer);
                return pad != 0 ? new GstRequestPad(pad) : throw new GstException($"The element '{Name}' gave no pad for '{template}'.");
            }
        }

        throw new GstException($"The element '{Name}' has no pads on request for '{template}'. Its templates: {PadTemplate.List(Element(lease))}.");
    }

    private GstPadLinkException LinkFailure(string? sourcePad, GstElement next, string? sinkPad, GstCaps? filter)
    {
        string names = $"'{Name}'{(sourcePad is null ? "" : $" ({sourcePad})")} with '{next.Name}'{(sinkPad is null ? "" : $" ({sinkPad})")}";
        using GstPad? from = Candidate(this, sourcePad, GstPadDirection.Src);
        using GstPad? to = Candidate(next, sinkPad, GstPadDirection.Sink);
        if (from is null || to is null)
        {
            GstElement lacks = from is null ? this : next;
            using HandleLease lease = lacks.Lease();
            return new GstPadLinkException(GstPadLinkReturn.Refused, $"Could not link {names}: '{lacks.Name}' has no {(from is null ? "source" : "sink")} pad that is free. Its templates: {PadTemplate.List(Element(lease))}. Pads that come later are told by PadAdded.");
        }

        using GstCaps gives = from.QueryCaps(filter);
        using GstCaps takes = to.QueryCaps(filter);
        bool meet = gives.CanIntersect(takes);
        string why = meet ? "the caps meet, so the elements are in different bins or a pad refused" : "their caps do not meet";
        return new GstPadLinkException(meet ? GstPadLinkReturn.Refused : GstPadLinkReturn.Noformat, $"Could not link {names}: {why}. '{from.Name}' gives {gives}; '{to.Name}' takes {takes}{(filter is null ? "" : $"; the filter is {filter}")}.");
    }

    /// <summary>C looks for the bin of the filter without asking whether there is one.</summary>
    private static bool HaveOneBin(in HandleLease one, in HandleLease other)
    {
        Native.GstObject* first = LibGst.gst_object_get_parent((Native.GstObject*)one.Pointer);
        Native.GstObject* second = LibGst.gst_object_get_parent((Native.GstObject*)other.Pointer);
        bool same = first is not null && first == second;
        if (first is not null) { LibGst.gst_object_unref(first); }
        if (second is not null) { LibGst.gst_object_unref(second); }
        return same;
    }

    private static GstPad? Candidate(GstElement element, string? name, GstPadDirection direction)
    {
        GstPad? found = null;
        foreach (GstPad pad in element.GetPads(direction))
        {
            if (found is null && (name is null || pad.Name == name) && !pad.IsLinked)
            {
                found = pad;
            }
            else
            {
                pad.Dispose();
            }
        }

        return found;
    }
}
