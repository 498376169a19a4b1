using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

public sealed partial class GstAppSink
{
    /// <summary>Waits for the next sample (<c>gst_app_sink_try_pull_sample</c>). A sink that was not started yet is waited for.</summary>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    /// <returns>The sample, to be disposed; <see langword="null"/> at the end of the stream.</returns>
    /// <exception cref="GstFlowException">An element of the pipeline reported an error; that is the inner exception. Samples from before are pulled first.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the pipeline was stopped.</exception>
    /// <exception cref="InvalidOperationException">It was called in the sink's own sample handler and would wait for itself, or other code displaced our callbacks meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or meanwhile.</exception>
    public GstSample? Pull(CancellationToken cancellationToken = default)
    {
        GstPullResult result = Wait(preroll: false, Timeout.InfiniteTimeSpan, cancellationToken, out GstSample? sample);
        return result != GstPullResult.Stopped ? sample : throw new OperationCanceledException("The sink gives no samples: its pipeline was stopped. Play() starts it again.");
    }

    /// <summary>Takes a sample that is there, or waits some time for one (<c>gst_app_sink_try_pull_sample</c>).</summary>
    /// <param name="timeout">How long to wait; <see cref="TimeSpan.Zero"/> not at all, <see cref="Timeout.InfiniteTimeSpan"/> as long as it takes.</param>
    /// <param name="sample">The sample, to be disposed.</param>
    /// <returns>Whether there was one. <see cref="TryPull(TimeSpan, out GstSample?, out GstPullResult)"/> tells why not.</returns>
    /// <inheritdoc cref="TryPull(TimeSpan, out GstSample?, out GstPullResult)" path="/exception"/>
    public bool TryPull(TimeSpan timeout, [NotNullWhen(true)] out GstSample? sample) => TryPull(timeout, out sample, out _);

    /// <summary>Takes a sample that is there, or waits some time for one, and tells why there was none (<c>gst_app_sink_try_pull_sample</c>, <c>gst_app_sink_is_eos</c>).</summary>
    /// <param name="timeout">How long to wait; <see cref="TimeSpan.Zero"/> not at all, <see cref="Timeout.InfiniteTimeSpan"/> as long as it takes. A sink that was not started yet is waited for too.</param>
    /// <param name="sample">The sample, to be disposed.</param>
    /// <param name="result">A sample, or why there is none.</param>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    /// <exception cref="GstFlowException">An element of the pipeline reported an error; that is the inner exception. Samples from before are pulled first.</exception>
    /// <exception cref="InvalidOperationException">It would wait in the sink's own sample handler, for itself, or other code displaced our callbacks meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or meanwhile.</exception>
    public bool TryPull(TimeSpan timeout, [NotNullWhen(true)] out GstSample? sample, out GstPullResult result)
    {
        result = Wait(preroll: false, timeout, CancellationToken.None, out sample);
        return sample is not null;
    }

    /// <summary>Takes the sample that a paused pipeline shows, or waits some time for it (<c>gst_app_sink_try_pull_preroll</c>). The same sample is pulled once more when the pipeline plays.</summary>
    /// <param name="timeout">How long to wait; <see cref="TimeSpan.Zero"/> not at all, <see cref="Timeout.InfiniteTimeSpan"/> as long as it takes.</param>
    /// <param name="sample">The sample, to be disposed.</param>
    /// <returns>Whether there was one. <see cref="TryPullPreroll(TimeSpan, out GstSample?, out GstPullResult)"/> tells why not.</returns>
    /// <inheritdoc cref="TryPull(TimeSpan, out GstSample?, out GstPullResult)" path="/exception"/>
    public bool TryPullPreroll(TimeSpan timeout, [NotNullWhen(true)] out GstSample? sample) => TryPullPreroll(timeout, out sample, out _);

    /// <summary>Takes the sample that a paused pipeline shows, or waits some time for it, and tells why there was none (<c>gst_app_sink_try_pull_preroll</c>).</summary>
    /// <param name="timeout">How long to wait; <see cref="TimeSpan.Zero"/> not at all, <see cref="Timeout.InfiniteTimeSpan"/> as long as it takes.</param>
    /// <param name="sample">The sample, to be disposed. It can be taken once for each preroll, and not after a sample was pulled.</param>
    /// <param name="result">A sample, or why there is none.</param>
    /// <returns>Whether there was one.</returns>
    /// <inheritdoc cref="TryPull(TimeSpan, out GstSample?, out GstPullResult)" path="/exception"/>
    public bool TryPullPreroll(TimeSpan timeout, [NotNullWhen(true)] out GstSample? sample, out GstPullResult result)
    {
        result = Wait(preroll: true, timeout, CancellationToken.None, out sample);
        return sample is not null;
    }

    /// <summary>
    /// Reads the samples as they come (<c>gst_app_sink_try_pull_sample</c>), until the stream ends, the pipeline is stopped or this
    /// object is disposed. No thread waits. A sink that was not started yet is waited for, so reading may begin before the pipeline plays
    /// for the first time; after a stop play first, then read.
    /// </summary>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    /// <returns>The samples; dispose each. What is not read stays in the sink.</returns>
    /// <exception cref="GstFlowException">An element of the pipeline reported an error; that is the inner exception. Samples from before are read first.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Other code displaced our callbacks meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed before the call.</exception>
    public IAsyncEnumerable<GstSample> ReadAllAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return ReadAsync(cancellationToken);
    }

    private async IAsyncEnumerable<GstSample> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        int stops = _link.Stops;
        AppLink.CallbackTicket? callbacks = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task changed = _link.Changed.Next;
            GstPullResult result;
            GstSample? sample;
            try
            {
                result = Look(preroll: false, stops, ref callbacks, mayWait: true, out sample);
            }
            catch (ObjectDisposedException) when (IsDisposed)
            {
                yield break;
            }

            if (sample is not null)
            {
                yield return sample;
            }
            else if (result != GstPullResult.TimedOut)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private GstPullResult Wait(bool preroll, TimeSpan timeout, CancellationToken cancellationToken, out GstSample? sample)
    {
        if (timeout < TimeSpan.Zero && timeout != Timeout.InfiniteTimeSpan)
        {
            throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "The time to wait is negative. Use TimeSpan.Zero not to wait, or Timeout.InfiniteTimeSpan to wait as long as it takes.");
        }

        cancellationToken.ThrowIfCancellationRequested();
        long began = Stopwatch.GetTimestamp();
        int stops = _link.Stops;
        AppLink.CallbackTicket? callbacks = null;
        while (true)
        {
            Task changed = (preroll ? _link.Prerolled : _link.Changed).Next;
            GstPullResult result = Look(preroll, stops, ref callbacks, mayWait: timeout != TimeSpan.Zero, out sample);
            if (result != GstPullResult.TimedOut || timeout == TimeSpan.Zero)
            {
                return result;
            }

            if (_link.IsInHandler)
            {
                throw new InvalidOperationException("A sample is waited for in the handler that would bring it. Wait on another thread, or ask with TimeSpan.Zero.");
            }

            int left = Left(timeout, began);
            if (left == 0)
            {
                return GstPullResult.TimedOut;
            }

            changed.Wait(left, cancellationToken);
        }
    }

    /// <summary>Milliseconds that are left, at least one as long as time is.</summary>
    private static int Left(TimeSpan timeout, long began)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
        {
            return Timeout.Infinite;
        }

        double left = Math.Ceiling((timeout - Stopwatch.GetElapsedTime(began)).TotalMilliseconds);
        return (int)Math.Clamp(left, 0, int.MaxValue);
    }

    /// <summary>What there is now; <see cref="GstPullResult.TimedOut"/> when it is to be waited for.</summary>
    private GstPullResult Look(bool preroll, int stops, ref AppLink.CallbackTicket? callbacks, bool mayWait, out GstSample? sample)
    {
        using HandleLease lease = Lease();
        if (callbacks is null && mayWait)
        {
            nint there = Take(preroll);
            if (there != 0)
            {
                sample = GstSample.Adopt(there);
                return GstPullResult.Sample;
            }

            // Now it will be waited for: from here on the element calls us, and what came meanwhile is seen below.
            callbacks = _link.RequireCallbacks();
        }

        nint taken = Take(preroll);
        sample = taken == 0 ? null : GstSample.Adopt(taken);
        if (sample is not null)
        {
            return GstPullResult.Sample;
        }

        _link.FindBus(); // a sink may come into its pipeline after it was made
        bool hasRun = _link.HasRun; // before the next line: it may begin to run between the two
        bool running = _link.IsRunning;
        bool stopped = _link.Stops != stops; // asked first: whoever stops says why before
        if (_link.Error is { } error)
        {
            throw new GstFlowException(GstFlowReturn.Error, error.Message, error);
        }

        if (stopped || (!running && hasRun))
        {
            return GstPullResult.Stopped;
        }

        if (running && _link.IsEndOfStream)
        {
            return GstPullResult.EndOfStream;
        }

        if (callbacks is not null)
        {
            _link.RequireStillOurs(callbacks);
        }

        return GstPullResult.TimedOut;
    }

    private nint Take(bool preroll) => preroll ? _link.TakePreroll() : _link.TakeSample();
}
