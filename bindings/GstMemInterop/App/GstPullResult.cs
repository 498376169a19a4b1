namespace GstMemInterop;

/// <summary>What pulling from a <see cref="GstAppSink"/> gave (<c>gst_app_sink_try_pull_sample</c>, which tells none of these apart).</summary>
public enum GstPullResult
{
    /// <summary>A sample.</summary>
    Sample = 0,
    /// <summary>No sample: the stream has ended and all samples were taken (<c>gst_app_sink_is_eos</c>).</summary>
    EndOfStream,
    /// <summary>No sample: the pipeline was stopped (state <c>READY</c> or <c>NULL</c>).</summary>
    Stopped,
    /// <summary>No sample in the time given.</summary>
    TimedOut,
}
