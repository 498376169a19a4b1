using System.Runtime.ExceptionServices;

namespace GstMemInterop;

public sealed partial class GstPipeline
{
    /// <summary>Plays until the end of the stream, then stops (<c>gst_element_set_state</c>, <c>GST_MESSAGE_EOS</c>). The calling thread waits.</summary>
    /// <param name="cancellationToken">Stops the pipeline early; the files it writes are not closed properly then: use <see cref="GstElement.SendEndOfStream"/> for that.</param>
    /// <returns>Whether the stream came to its end, or the pipeline was stopped or disposed elsewhere.</returns>
    /// <remarks>While a run is under way, this joins it: both end together, and only the token of the first stops the pipeline.</remarks>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="InvalidOperationException">It was called in a handler of <see cref="SyncMessage"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public GstRunEnd Run(CancellationToken cancellationToken = default)
    {
        if (NoWaiting.Here)
        {
            throw new InvalidOperationException("A handler of a message that is being posted, or of a seek, may not wait for the pipeline: the stream waits for the handler. Play() it, or await RunAsync elsewhere.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        PipelineRun run = _pump.JoinOrBegin(out bool isNew);
        if (!isNew)
        {
            return run.Done.WaitAsync(cancellationToken).GetAwaiter().GetResult();
        }

        Outcome cancelled = new(null);
        Outcome outcome;
        using (cancellationToken.UnsafeRegister(_ => run.End(cancelled), null))
        {
            Start(run);
            outcome = run.Ended.GetAwaiter().GetResult();
        }

        return Finish(run, outcome, cancelled, cancellationToken);
    }

    /// <summary>Plays until the end of the stream, then stops (<c>gst_element_set_state</c>, <c>GST_MESSAGE_EOS</c>). No main loop is needed, and no thread waits.</summary>
    /// <param name="cancellationToken">Stops the pipeline early; the files it writes are not closed properly then: use <see cref="GstElement.SendEndOfStream"/> for that.</param>
    /// <returns>Whether the stream came to its end, or the pipeline was stopped or disposed elsewhere.</returns>
    /// <remarks>While a run is under way, this joins it: both end together, and only the token of the first stops the pipeline.</remarks>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task<GstRunEnd> RunAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        PipelineRun run = _pump.JoinOrBegin(out bool isNew);
        if (!isNew)
        {
            return await run.Done.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        Outcome cancelled = new(null);
        Outcome outcome;
        using (cancellationToken.UnsafeRegister(_ => run.End(cancelled), null))
        {
            // Starting may take its time (a camera, a network): not on the caller's thread. It is awaited, so that stopping comes after it.
            await Task.Run(() => Start(run), CancellationToken.None).ConfigureAwait(false);
            outcome = await run.Ended.ConfigureAwait(false);
        }

        return Finish(run, outcome, cancelled, cancellationToken);
    }

    private void Start(PipelineRun run)
    {
        if (run.Ended.IsCompleted)
        {
            return;
        }

        try
        {
            Play();
        }
        catch (ObjectDisposedException)
        {
            run.End(Outcome.Stopped);
        }
        catch (Exception exception)
        {
            run.End(new Outcome(exception));
        }
    }

    private GstRunEnd Finish(PipelineRun run, Outcome outcome, Outcome cancelled, CancellationToken cancellationToken)
    {
        try
        {
            Stop();
        }
        catch (ObjectDisposedException)
        {
            // Disposing has stopped it.
        }
        catch (Exception exception)
        {
            outcome = outcome.Error is null ? new Outcome(exception) : outcome;
        }

        _pump.Forget(run);
        run.Complete(outcome);
        if (outcome.Error is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }

        return ReferenceEquals(outcome, cancelled) ? throw new OperationCanceledException(cancellationToken) : outcome.End;
    }
}
