namespace GstMemInterop;

/// <summary>How <see cref="GstPipeline.RunAsync"/> ended without an error.</summary>
public enum GstRunEnd
{
    /// <summary>Everything was played (<c>GST_MESSAGE_EOS</c>).</summary>
    EndOfStream = 0,
    /// <summary>The pipeline was stopped or disposed before (<c>GST_STATE_NULL</c>).</summary>
    Stopped,
}

/// <summary>What ended a run: an error, or one of the good ends.</summary>
internal sealed class Outcome(Exception? error, GstRunEnd end = GstRunEnd.Stopped)
{
    internal Exception? Error { get; } = error;

    internal GstRunEnd End { get; } = end;

    internal static Outcome EndOfStream { get; } = new(null, GstRunEnd.EndOfStream);

    internal static Outcome Stopped { get; } = new(null);
}

/// <summary>One run of a pipeline, from <c>RunAsync</c> to its end, for all who wait for it.</summary>
internal sealed class PipelineRun
{
    private readonly TaskCompletionSource<Outcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<GstRunEnd> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when there is nothing more to wait for; the pipeline may still play.</summary>
    internal Task<Outcome> Ended => _ended.Task;

    /// <summary>Completes when the pipeline was stopped too.</summary>
    internal Task<GstRunEnd> Done => _done.Task;

    internal void End(Outcome outcome) => _ended.TrySetResult(outcome);

    internal void Complete(Outcome outcome)
    {
        if (outcome.Error is { } error)
        {
            _done.TrySetException(error);
            _ = _done.Task.Exception; // whoever drives the run throws it; those who joined may not be there
        }
        else
        {
            _done.TrySetResult(outcome.End);
        }
    }
}
