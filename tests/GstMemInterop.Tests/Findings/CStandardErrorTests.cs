using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Findings;

using ChildProcess = Allocators.ChildProcess;

/// <summary>Finding C3: an exception in a callback is visible although nobody listens.</summary>
public class CStandardErrorTests
{
    [Fact]
    public void C3_the_first_exception_in_a_probe_goes_to_the_standard_error_stream()
    {
        Outcome outcome = ChildProcess.Run("throw-in-probe", "nobody-listens");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("thrown on purpose, 1", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("thrown on purpose, 2", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("CallbackFailed", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void C3_who_listens_is_told_and_nothing_is_written()
    {
        Outcome outcome = ChildProcess.Run("throw-in-probe", "listen");
        Assert.Equal(0, outcome.ExitCode);
        Assert.DoesNotContain("thrown on purpose", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("told 5", outcome.Output, StringComparison.Ordinal);
    }
}
