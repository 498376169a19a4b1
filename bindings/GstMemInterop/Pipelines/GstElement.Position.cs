namespace GstMemInterop;

public unsafe partial class GstElement
{
    /// <summary>How long the stream lasts (<c>gst_element_query_duration</c> with <c>GST_FORMAT_TIME</c>); <see cref="GstClockTime.None"/> when unknown.</summary>
    /// <remarks>While a decoder has not decoded anything yet, nobody is asked who would ask it: C's decoders compute with what they do not know yet.</remarks>
    public GstClockTime QueryDuration() => Ask(&Native.LibGst.gst_element_query_duration);

    /// <summary>Where in the stream the element is (<c>gst_element_query_position</c> with <c>GST_FORMAT_TIME</c>); <see cref="GstClockTime.None"/> when unknown.</summary>
    /// <remarks>While a decoder has not decoded anything yet, nobody is asked who would ask it: C's decoders compute with what they do not know yet.</remarks>
    public GstClockTime QueryPosition() => Ask(&Native.LibGst.gst_element_query_position);

    private GstClockTime Ask(delegate*<Native.GstElement*, Native.GstFormat, long*, int> query)
    {
        using HandleLease lease = Lease();
        Native.GstElement* element = Element(lease);
        if (StreamTime.CanAnswer(element))
        {
            return Answer(query, element);
        }

        // A bin asks each of its sinks and takes the latest: those that can be asked.
        GstClockTime latest = GstClockTime.None;
        foreach (nint sink in StreamTime.SinksOf(element))
        {
            if (StreamTime.CanAnswer((Native.GstElement*)sink) && Answer(query, (Native.GstElement*)sink) is { HasValue: true } time && (!latest.HasValue || time > latest))
            {
                latest = time;
            }

            Native.LibGst.gst_object_unref((void*)sink);
        }

        return latest;
    }

    private static GstClockTime Answer(delegate*<Native.GstElement*, Native.GstFormat, long*, int> query, Native.GstElement* element)
    {
        long time;
        return query(element, Native.GstFormat.GST_FORMAT_TIME, &time) != 0 && time >= 0 ? new((ulong)time) : GstClockTime.None;
    }
}
