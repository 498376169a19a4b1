using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstPad
{
    /// <summary>Asks the element through this pad (<c>gst_pad_query</c>); the answer is in the query then.</summary>
    /// <param name="query">Made by one of its <c>New</c> methods.</param>
    /// <returns>Whether it was answered.</returns>
    /// <exception cref="InvalidOperationException">The query is being answered already, or others hold it.</exception>
    /// <exception cref="ObjectDisposedException">The pad or the query was disposed.</exception>
    public bool Query(GstQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using HandleLease lease = Lease();
        return CanBeAsked(lease, query.Type) && query.Ask(lease.Pointer, &AskNow);

        static int AskNow(nint pad, Native.GstQuery* question) => LibGst.gst_pad_query((Native.GstPad*)pad, question);
    }

    /// <summary>Asks the pad that this one is linked to (<c>gst_pad_peer_query</c>); the answer is in the query then.</summary>
    /// <param name="query">Made by one of its <c>New</c> methods.</param>
    /// <returns>Whether it was answered; not when the pad is not linked.</returns>
    /// <exception cref="InvalidOperationException">The query is being answered already, or others hold it.</exception>
    /// <exception cref="ObjectDisposedException">The pad or the query was disposed.</exception>
    public bool PeerQuery(GstQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using GstPad? peer = GetPeer();
        if (peer is null)
        {
            return false;
        }

        using HandleLease other = peer.Lease();
        using HandleLease lease = Lease();
        return CanBeAsked(other, query.Type) && query.Ask(lease.Pointer, &AskNow);

        static int AskNow(nint pad, Native.GstQuery* question) => LibGst.gst_pad_peer_query((Native.GstPad*)pad, question);
    }

    /// <summary>Whether a format is taken here (<c>gst_pad_query_accept_caps</c>).</summary>
    /// <param name="caps">One format.</param>
    /// <exception cref="ArgumentException">The caps name more than one format.</exception>
    public bool QueryAcceptCaps(GstCaps caps)
    {
        using GstQuery query = GstQuery.NewAcceptCaps(caps);
        return Query(query) && query.Borrow().ParseAcceptCapsResult();
    }

    private static bool CanBeAsked(in HandleLease pad, GstQueryType type)
    {
        if (!StreamTime.IsAskedBy(type))
        {
            return true;
        }

        Native.GstElement* element = LibGst.gst_pad_get_parent_element(Pad(pad));
        bool can = element is null || StreamTime.CanAnswer(element);
        if (element is not null)
        {
            LibGst.gst_object_unref(element);
        }

        return can;
    }
}
