namespace GstMemInterop.Tests.Samples;

public class DebugLogSampleTests
{
    [Fact]
    public void The_debug_log_stands_in_the_console()
    {
        using SampleProcess sample = new("DebugLog");
        (int status, string[] output, string[] errors) = sample.Run();
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.Contains(output, static l => l.Contains("GStreamer.debuglog[5]", StringComparison.Ordinal) && l.EndsWith("frame 10", StringComparison.Ordinal));
        Assert.Contains(output, static l => l.Contains("GStreamer.GST_STATES[4]", StringComparison.Ordinal));
        Assert.DoesNotContain(output, static l => l.Contains("nobody reads this", StringComparison.Ordinal));
        Assert.Matches("^logged [0-9]+ lines about 10 frames, dropped 0$", output[^1]);
    }

    [Fact]
    public void What_is_no_threshold_is_one_line()
    {
        using SampleProcess sample = new("DebugLog");
        (int status, _, string[] errors) = sample.Run("*:loud");
        Assert.Equal(1, status);
        Assert.Contains("\"*:loud\" is no threshold", Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(0, sample.Run("--help").Status);
    }
}
