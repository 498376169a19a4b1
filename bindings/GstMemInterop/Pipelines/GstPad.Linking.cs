using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstPad
{
    /// <summary>Links this source pad with a sink pad (<c>gst_pad_link</c>).</summary>
    /// <param name="sink">The pad downstream.</param>
    /// <remarks>A link by which data would come back to where it was is refused, also behind a <c>queue</c>: C asks round in such a ring until the stack ends. An appsink and an appsrc feed data back.</remarks>
    /// <exception cref="ArgumentException">This is no source pad, or the other no sink pad.</exception>
    /// <exception cref="GstPadLinkException">They cannot be linked; the message says why, and which caps did not meet.</exception>
    public void Link(GstPad sink)
    {
        GstPadLinkReturn result = TryLink(sink);
        if (result != GstPadLinkReturn.Ok)
        {
            throw LinkFailure(result, sink);
        }
    }

    /// <summary>Links this source pad with a sink pad (<c>gst_pad_link</c>), without an exception when that cannot be.</summary>
    /// <param name="sink">The pad downstream.</param>
    /// <returns><see cref="GstPadLinkReturn.Ok"/>, or why not.</returns>
    /// <exception cref="ArgumentException">This is no source pad, or the other no sink pad.</exception>
    public GstPadLinkReturn TryLink(GstPad sink)
    {
        RequireDirections(sink);
        using HandleLease from = Lease();
        using HandleLease to = sink.Lease();
        using GraphChanges.Change? change = GraphChanges.TryBeginLink(Pad(from), Pad(to));
        return change is null ? GstPadLinkReturn.Refused : (GstPadLinkReturn)LibGst.gst_pad_link(Pad(from), Pad(to));
    }

    /// <summary>Undoes the link from this source pad to a sink pad (<c>gst_pad_unlink</c>).</summary>
    /// <param name="sink">The pad downstream.</param>
    /// <returns>Whether they were linked with each other.</returns>
    /// <exception cref="ArgumentException">This is no source pad, or the other no sink pad.</exception>
    public bool Unlink(GstPad sink)
    {
        RequireDirections(sink);
        using HandleLease from = Lease();
        using HandleLease to = sink.Lease();
        return LibGst.gst_pad_unlink(Pad(from), Pad(to)) != 0;
    }

    /// <summary>The pad that this one is linked to (<c>gst_pad_get_peer</c>), the caller's to dispose; <see langword="null"/> when it is not linked.</summary>
    public GstPad? GetPeer()
    {
        using HandleLease lease = Lease();
        nint peer = (nint)LibGst.gst_pad_get_peer(Pad(lease));
        return peer == 0 ? null : Adopt(peer);
    }

    /// <summary>The element that the pad belongs to (<c>gst_pad_get_parent_element</c>), the caller's to dispose; <see langword="null"/> when it belongs to none.</summary>
    public GstElement? GetParentElement()
    {
        using HandleLease lease = Lease();
        return (GstElement?)AdoptAny((nint)LibGst.gst_pad_get_parent_element(Pad(lease)));
    }

    /// <summary>What can pass here by the pad's template (<c>gst_pad_get_pad_template_caps</c>), the caller's to dispose; ANY when it has none.</summary>
    public GstCaps GetTemplateCaps()
    {
        using HandleLease lease = Lease();
        return GstCaps.Adopt((nint)LibGst.gst_pad_get_pad_template_caps(Pad(lease)));
    }

    /// <summary>What this pad and the one it is linked to both can (<c>gst_pad_get_allowed_caps</c>), the caller's to dispose; <see langword="null"/> when it is not linked.</summary>
    public GstCaps? GetAllowedCaps()
    {
        using HandleLease lease = Lease();
        nint caps = (nint)LibGst.gst_pad_get_allowed_caps(Pad(lease));
        return caps == 0 ? null : GstCaps.Adopt(caps);
    }

    /// <summary>What can pass here now, as the element answers it (<c>gst_pad_query_caps</c>), the caller's to dispose.</summary>
    /// <param name="filter">Only formats among these; <see langword="null"/> for all.</param>
    public GstCaps QueryCaps(GstCaps? filter = null)
    {
        using HandleLease lease = Lease();
        using HandleLease among = filter is null ? default : filter.Lease();
        return GstCaps.Adopt((nint)LibGst.gst_pad_query_caps(Pad(lease), (Native.GstCaps*)among.Pointer));
    }

    /// <summary>Another reference to this pad (<c>gst_object_ref</c>): it keeps a pad that an event or a signal showed.</summary>
    public GstPad Retain()
    {
        using HandleLease lease = Lease();
        return Retain(lease.Pointer);
    }

    private void RequireDirections(GstPad sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        if (Direction != GstPadDirection.Src)
        {
            throw new ArgumentException($"'{Path}' is no source pad: data flows from a source pad to a sink pad. Call this on the pad upstream.", nameof(sink));
        }

        if (sink.Direction != GstPadDirection.Sink)
        {
            throw new ArgumentException($"'{sink.Path}' is no sink pad: data flows from a source pad to a sink pad.", nameof(sink));
        }
    }

    private GstPadLinkException LinkFailure(GstPadLinkReturn result, GstPad sink)
    {
        if (result == GstPadLinkReturn.Refused && ClosesLoop(sink))
        {
            return new GstPadLinkException(result, $"Could not link '{Path}' with '{sink.Path}': data would come back to where it was. {GraphLoop.WayOut}");
        }

        string why = result switch
        {
            GstPadLinkReturn.WrongHierarchy => "their elements are not in the same bin; a ghost pad leads out of one",
            GstPadLinkReturn.WasLinked => "one of them is linked already; Unlink() undoes that",
            GstPadLinkReturn.Noformat => "their caps do not meet",
            GstPadLinkReturn.Nosched => "one pulls and the other only pushes",
            _ => "an element refused",
        };
        string caps = "";
        if (result is GstPadLinkReturn.Noformat or GstPadLinkReturn.Refused)
        {
            using GstCaps gives = QueryCaps();
            using GstCaps takes = sink.QueryCaps();
            caps = $" '{Name}' gives {gives}; '{sink.Name}' takes {takes}.";
        }

        return new GstPadLinkException(result, $"Could not link '{Path}' with '{sink.Path}': {why}.{caps}");
    }

    private bool ClosesLoop(GstPad sink)
    {
        using HandleLease from = Lease();
        using HandleLease to = sink.Lease();
        using GraphChanges.Change? change = GraphChanges.TryBeginLink(Pad(from), Pad(to));
        return change is null;
    }
}
