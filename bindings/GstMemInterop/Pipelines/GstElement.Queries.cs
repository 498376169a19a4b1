using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstElement
{
    /// <summary>Asks the element (<c>gst_element_query</c>); the answer is in the query then. A bin asks its sinks.</summary>
    /// <param name="query">Made by one of its <c>New</c> methods.</param>
    /// <returns>Whether it was answered.</returns>
    /// <remarks>Positions, lengths and segments are not asked for while a decoder has not decoded anything yet: C's decoders compute with what they do not know yet.</remarks>
    /// <exception cref="InvalidOperationException">The query is being answered already, or others hold it.</exception>
    /// <exception cref="ObjectDisposedException">The element or the query was disposed.</exception>
    public bool Query(GstQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        using HandleLease lease = Lease();
        return (!StreamTime.IsAskedBy(query.Type) || StreamTime.CanAnswer(Element(lease)))
            && query.Ask(lease.Pointer, &AskNow);

        static int AskNow(nint element, Native.GstQuery* question) => LibGst.gst_element_query((Native.GstElement*)element, question);
    }

    /// <summary>How long the stream is, in a unit (<c>gst_element_query_duration</c>); <see langword="null"/> when unknown.</summary>
    /// <param name="format">The unit.</param>
    public long? QueryDuration(GstFormat format)
    {
        using GstQuery query = GstQuery.NewDuration(format);
        return Query(query) && query.Borrow().ParseDuration() is var answer && answer.Format == format ? answer.Value : null;
    }

    /// <summary>Where in the stream the element is, in a unit (<c>gst_element_query_position</c>); <see langword="null"/> when unknown.</summary>
    /// <param name="format">The unit.</param>
    public long? QueryPosition(GstFormat format)
    {
        using GstQuery query = GstQuery.NewPosition(format);
        return Query(query) && query.Borrow().ParsePosition() is var answer && answer.Format == format ? answer.Value : null;
    }

    /// <summary>How much later than it comes data is shown (<c>gst_query_new_latency</c>, <c>gst_element_query</c>); <see langword="null"/> when nobody knows.</summary>
    public GstLatency? QueryLatency()
    {
        using GstQuery query = GstQuery.NewLatency();
        return Query(query) ? query.Borrow().ParseLatency() : null;
    }

    /// <summary>Where in the stream one can go (<c>gst_query_new_seeking</c>, <c>gst_element_query</c>); <see langword="null"/> when nobody knows.</summary>
    /// <param name="format">The unit.</param>
    public GstSeekingRange? QuerySeeking(GstFormat format = GstFormat.Time)
    {
        using GstQuery query = GstQuery.NewSeeking(format);
        return Query(query) ? query.Borrow().ParseSeeking() : null;
    }

    /// <summary>What part of the stream is played (<c>gst_query_new_segment</c>, <c>gst_element_query</c>); <see langword="null"/> when nobody knows.</summary>
    /// <param name="format">The unit.</param>
    public GstPlayedRange? QuerySegment(GstFormat format = GstFormat.Time)
    {
        using GstQuery query = GstQuery.NewSegment(format);
        return Query(query) ? query.Borrow().ParseSegment() : null;
    }

    /// <summary>The units in which the element counts (<c>gst_query_new_formats</c>, <c>gst_element_query</c>); none when it does not say.</summary>
    public IReadOnlyList<GstFormat> QueryFormats()
    {
        using GstQuery query = GstQuery.NewFormats();
        return Query(query) ? query.Borrow().ParseFormats() : [];
    }
}
