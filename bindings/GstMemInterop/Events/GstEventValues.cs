namespace GstMemInterop;

/// <summary>What a SEEK event asks for. Stands on <c>gst_event_parse_seek</c>.</summary>
/// <param name="Rate">The speed; negative plays backwards (<c>gst_event_parse_seek</c>).</param>
/// <param name="Format">The unit of the positions (<c>gst_event_parse_seek</c>).</param>
/// <param name="Flags">How to seek (<c>gst_event_parse_seek</c>).</param>
/// <param name="StartType">How <paramref name="Start"/> is meant (<c>gst_event_parse_seek</c>).</param>
/// <param name="Start">The new start; -1 for none (<c>gst_event_parse_seek</c>).</param>
/// <param name="StopType">How <paramref name="Stop"/> is meant (<c>gst_event_parse_seek</c>).</param>
/// <param name="Stop">The new end; -1 for none (<c>gst_event_parse_seek</c>).</param>
public readonly record struct GstSeekRequest(double Rate, GstFormat Format, GstSeekFlags Flags, GstSeekType StartType, long Start, GstSeekType StopType, long Stop);

/// <summary>What a QOS event reports upstream about a sink's trouble. Stands on <c>gst_event_parse_qos</c>.</summary>
/// <param name="Type">Why it was sent (<c>gst_event_parse_qos</c>).</param>
/// <param name="Proportion">How fast data should come, against how fast it comes: above 1 is too slow (<c>gst_event_parse_qos</c>).</param>
/// <param name="Difference">How many nanoseconds late (or, negative, early) the buffer was (<c>gst_event_parse_qos</c>).</param>
/// <param name="Timestamp">The running time of the buffer (<c>gst_event_parse_qos</c>).</param>
public readonly record struct GstQosReport(GstQOSType Type, double Proportion, long Difference, GstClockTime Timestamp);

/// <summary>A hole in the stream where no buffer comes. Stands on <c>gst_event_parse_gap</c>.</summary>
/// <param name="Timestamp">Where it begins (<c>gst_event_parse_gap</c>).</param>
/// <param name="Duration">How long it is (<c>gst_event_parse_gap</c>).</param>
public readonly record struct GstGap(GstClockTime Timestamp, GstClockTime Duration);

/// <summary>What a STEP event asks the sinks for. Stands on <c>gst_event_parse_step</c>.</summary>
/// <param name="Format">The unit of the amount (<c>gst_event_parse_step</c>).</param>
/// <param name="Amount">How much is skipped or played (<c>gst_event_parse_step</c>).</param>
/// <param name="Rate">At what speed (<c>gst_event_parse_step</c>).</param>
/// <param name="Flush">Whether what waits is thrown away (<c>gst_event_parse_step</c>).</param>
/// <param name="Intermediate">Whether more steps follow (<c>gst_event_parse_step</c>).</param>
public readonly record struct GstStepRequest(GstFormat Format, ulong Amount, double Rate, bool Flush, bool Intermediate);
