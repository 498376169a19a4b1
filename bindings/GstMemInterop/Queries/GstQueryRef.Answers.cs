using GstMemInterop.Native;

namespace GstMemInterop;

public readonly unsafe ref partial struct GstQueryRef
{
    /// <summary>Answers a POSITION query (<c>gst_query_set_position</c>).</summary>
    /// <param name="position">In the unit that is asked for.</param>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetPosition(long position)
    {
        using HandleLease lease = EnterToAnswer(GstQueryType.Position);
        Native.GstFormat format;
        LibGst.gst_query_parse_position(_query, &format, null);
        LibGst.gst_query_set_position(_query, format, position);
    }

    /// <summary>Answers a DURATION query (<c>gst_query_set_duration</c>).</summary>
    /// <param name="duration">In the unit that is asked for.</param>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetDuration(long duration)
    {
        using HandleLease lease = EnterToAnswer(GstQueryType.Duration);
        Native.GstFormat format;
        LibGst.gst_query_parse_duration(_query, &format, null);
        LibGst.gst_query_set_duration(_query, format, duration);
    }

    /// <summary>Answers a LATENCY query (<c>gst_query_set_latency</c>).</summary>
    /// <param name="latency">The least must be a time, not above the most.</param>
    /// <exception cref="ArgumentOutOfRangeException">The least is no time, or above the most.</exception>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetLatency(GstLatency latency)
    {
        if (!latency.Minimum.HasValue || (latency.Maximum.HasValue && latency.Maximum < latency.Minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(latency), latency, $"A latency from {latency.Minimum} to {latency.Maximum} cannot be kept: the least must be a time, and not above the most.");
        }

        using HandleLease lease = EnterToAnswer(GstQueryType.Latency);
        LibGst.gst_query_set_latency(_query, latency.IsLive ? 1 : 0, latency.Minimum.Nanoseconds, latency.Maximum.Nanoseconds);
    }

    /// <summary>Answers a SEEKING query (<c>gst_query_set_seeking</c>).</summary>
    /// <param name="range">Where one can go.</param>
    /// <exception cref="ArgumentException">The range is in another unit than was asked for.</exception>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetSeeking(GstSeekingRange range)
    {
        using HandleLease lease = EnterToAnswer(GstQueryType.Seeking);
        Native.GstFormat asked;
        LibGst.gst_query_parse_seeking(_query, &asked, null, null, null);
        RequireAsked(range.Format, asked);
        LibGst.gst_query_set_seeking(_query, asked, range.IsSeekable ? 1 : 0, range.Start ?? -1, range.End ?? -1);
    }

    /// <summary>Answers a SEGMENT query (<c>gst_query_set_segment</c>).</summary>
    /// <param name="range">What is played.</param>
    /// <exception cref="ArgumentException">The rate is 0 or not finite, or the format is none.</exception>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetSegment(GstPlayedRange range)
    {
        if (range.Rate == 0 || !double.IsFinite(range.Rate) || range.Format is <= GstFormat.Undefined or > GstFormat.Percent)
        {
            throw new ArgumentException($"{range} has no rate, or is in no unit.", nameof(range));
        }

        using HandleLease lease = EnterToAnswer(GstQueryType.Segment);
        LibGst.gst_query_set_segment(_query, range.Rate, (Native.GstFormat)range.Format, range.Start ?? -1, range.Stop ?? -1);
    }

    /// <summary>Answers a FORMATS query (<c>gst_query_set_formatsv</c>).</summary>
    /// <param name="formats">The units, each one that there is.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such format, or there are too many.</exception>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetFormats(params ReadOnlySpan<GstFormat> formats)
    {
        Native.GstFormat[] native = new Native.GstFormat[formats.Length + 1];
        for (int i = 0; i < formats.Length; i++)
        {
            if (formats[i] is <= GstFormat.Undefined or > GstFormat.Percent)
            {
                throw new ArgumentOutOfRangeException(nameof(formats), formats[i], $"{formats[i]} is no format to count in.");
            }

            native[i] = (Native.GstFormat)formats[i];
        }

        using HandleLease lease = EnterToAnswer(GstQueryType.Formats);
        fixed (Native.GstFormat* first = native)
        {
            LibGst.gst_query_set_formatsv(_query, formats.Length, first);
        }
    }

    /// <summary>Answers a CAPS query (<c>gst_query_set_caps_result</c>).</summary>
    /// <param name="caps">What can pass; not given away. Formats that were not asked for are left out.</param>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetCapsResult(GstCaps caps)
    {
        ArgumentNullException.ThrowIfNull(caps);
        using HandleLease given = caps.Lease();
        using HandleLease lease = EnterToAnswer(GstQueryType.Caps);
        Native.GstCaps* filter;
        LibGst.gst_query_parse_caps(_query, &filter);
        Native.GstCaps* result = filter is null
            ? (Native.GstCaps*)LibGst.gst_mini_object_ref(given.MiniObject)
            : LibGst.gst_caps_intersect_full((Native.GstCaps*)given.Pointer, filter, GstCapsIntersectMode.GST_CAPS_INTERSECT_FIRST);
        LibGst.gst_query_set_caps_result(_query, result);
        LibGst.gst_mini_object_unref(&result->mini_object);
    }

    /// <summary>Answers an ACCEPT-CAPS query (<c>gst_query_set_accept_caps_result</c>).</summary>
    /// <param name="accepted">Whether the format is taken.</param>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetAcceptCapsResult(bool accepted)
    {
        using HandleLease lease = EnterToAnswer(GstQueryType.AcceptCaps);
        LibGst.gst_query_set_accept_caps_result(_query, accepted ? 1 : 0);
    }

    /// <summary>Writes a field of a custom query, for whoever asked (<c>gst_query_writable_structure</c>, <c>gst_structure_set_value</c>).</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="value">Anything that a field of <see cref="GstStructure"/> takes; the rules are those of its indexer.</param>
    /// <exception cref="ArgumentException">The name is none, or the value is nothing that a field can hold.</exception>
    /// <exception cref="InvalidOperationException">It is a query of another type, or others hold it too.</exception>
    public void SetField(string field, object value)
    {
        ArgumentException.ThrowIfNullOrEmpty(field);
        ArgumentNullException.ThrowIfNull(value);
        using GstStructure made = new("answer") { [field] = value }; // what may call back or throw does so before the query is touched
        using HandleLease from = made.Lease();
        using HandleLease lease = EnterToAnswer(GstQueryType.Custom);
        using NativeText name = new(field);
        GValue* written = LibGst.gst_structure_get_value((Native.GstStructure*)from.Pointer, name.Pointer);
        LibGst.gst_structure_set_value(LibGst.gst_query_writable_structure(_query), name.Pointer, written);
    }

    private static void RequireAsked(GstFormat given, Native.GstFormat asked)
    {
        if ((Native.GstFormat)given != asked)
        {
            throw new ArgumentException($"The query asks for an answer in {(GstFormat)asked}, not in {given}.", nameof(given));
        }
    }

    private HandleLease EnterToAnswer(GstQueryType type)
    {
        HandleLease lease = Enter(type);
        if (LibGst.gst_mini_object_is_writable(&_query->mini_object) == 0)
        {
            lease.Dispose();
            throw new InvalidOperationException("The query cannot be answered: somebody else references it too. Answer it where it passes, in a probe.");
        }

        return lease;
    }
}
