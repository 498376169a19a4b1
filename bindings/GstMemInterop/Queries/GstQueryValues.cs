namespace GstMemInterop;

/// <summary>A position in a stream, or its length. Stands on <c>gst_query_parse_position</c> and <c>gst_query_parse_duration</c>.</summary>
/// <param name="Format">The unit (<c>gst_query_parse_position</c>).</param>
/// <param name="Value">The position or length; <see langword="null"/> when unknown (<c>gst_query_parse_position</c>).</param>
public readonly record struct GstStreamPosition(GstFormat Format, long? Value);

/// <summary>How much later than they came things are shown. Stands on <c>gst_query_parse_latency</c>.</summary>
/// <param name="IsLive">Whether there is a live source (<c>gst_query_parse_latency</c>).</param>
/// <param name="Minimum">The least latency (<c>gst_query_parse_latency</c>).</param>
/// <param name="Maximum">The most that can be kept back; <see cref="GstClockTime.None"/> for no limit (<c>gst_query_parse_latency</c>).</param>
public readonly record struct GstLatency(bool IsLive, GstClockTime Minimum, GstClockTime Maximum);

/// <summary>Where in a stream one can go. Stands on <c>gst_query_parse_seeking</c>.</summary>
/// <param name="Format">The unit (<c>gst_query_parse_seeking</c>).</param>
/// <param name="IsSeekable">Whether one can go anywhere (<c>gst_query_parse_seeking</c>).</param>
/// <param name="Start">The first position; <see langword="null"/> when unknown (<c>gst_query_parse_seeking</c>).</param>
/// <param name="End">The last position; <see langword="null"/> when unknown (<c>gst_query_parse_seeking</c>).</param>
public readonly record struct GstSeekingRange(GstFormat Format, bool IsSeekable, long? Start, long? End);

/// <summary>What part of a stream is played, as an element answers it. Stands on <c>gst_query_parse_segment</c>.</summary>
/// <param name="Rate">The speed; negative plays backwards (<c>gst_query_parse_segment</c>).</param>
/// <param name="Format">The unit (<c>gst_query_parse_segment</c>).</param>
/// <param name="Start">The first position; <see langword="null"/> when unknown (<c>gst_query_parse_segment</c>).</param>
/// <param name="Stop">The last position; <see langword="null"/> when unknown (<c>gst_query_parse_segment</c>).</param>
public readonly record struct GstPlayedRange(double Rate, GstFormat Format, long? Start, long? Stop);
