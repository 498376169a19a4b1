namespace GstMemInterop;

public sealed partial class GstAppSrc
{
    /// <summary>Waits for room, without holding a thread, and pushes bytes as one buffer, without a copy (<c>gst_app_src_push_buffer</c>, <c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="bytes">Pinned until the stream is done with them, which is later than this call; not written to. Leave them alone then; <c>GstBuffer.Wrap</c> tells when that is, and <c>GstBuffer.CopyOf</c> copies.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <inheritdoc cref="PushAsync(GstBuffer, CancellationToken)" path="/*[not(self::param) and not(self::summary)]"/>
    public ValueTask PushAsync(ReadOnlyMemory<byte> bytes, GstClockTime pts = default, GstClockTime duration = default, CancellationToken cancellationToken = default) =>
        PushWhenRoomAsync(Stamped(GstBuffer.Wrap(bytes), pts, duration), cancellationToken);

    /// <summary>Waits for room, without holding a thread, and pushes an array as one buffer, without a copy (<c>gst_app_src_push_buffer</c>, <c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="array">Pinned until the stream is done with it, which is later than this call, and its elements may write to it: leave it alone then.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <inheritdoc cref="PushAsync(GstBuffer, CancellationToken)" path="/*[not(self::param) and not(self::summary)]"/>
    public ValueTask PushAsync(byte[] array, GstClockTime pts = default, GstClockTime duration = default, CancellationToken cancellationToken = default) =>
        PushWhenRoomAsync(Stamped(GstBuffer.Wrap(array), pts, duration), cancellationToken);

    /// <summary>Waits for room, without holding a thread, and pushes a memory as one buffer (<c>gst_app_src_push_buffer</c>).</summary>
    /// <param name="memory">Given away, also when the call throws or is cancelled.</param>
    /// <param name="pts">Presentation time; none when not given.</param>
    /// <param name="duration">How long the data lasts; none when not given.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <inheritdoc cref="PushAsync(GstBuffer, CancellationToken)" path="/*[not(self::param) and not(self::summary)]"/>
    public ValueTask PushAsync(GstMemory memory, GstClockTime pts = default, GstClockTime duration = default, CancellationToken cancellationToken = default) =>
        PushWhenRoomAsync(Stamped(GstBuffer.Of(memory), pts, duration), cancellationToken);

    /// <summary>Waits for room, without holding a thread, and pushes a buffer (<c>gst_app_src_push_buffer</c>).</summary>
    /// <param name="buffer">Given away, also when the call throws or is cancelled. Its timestamps are its own.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <returns>Completes when the data is in the queue. The queue holds at most one push more than its limits, however many producers there are; they push in the order of their calls.</returns>
    /// <exception cref="GstFlowException">It was not taken: the pipeline, or what is behind the appsrc, was stopped (<see cref="GstFlowReturn.Flushing"/>; before the first start data is queued), the stream has ended or downstream wants no more (<see cref="GstFlowReturn.Eos"/>), or it failed; the pipeline's own error is the inner exception.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">Other code displaced our callbacks meanwhile.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed, before or meanwhile.</exception>
    public ValueTask PushAsync(GstBuffer buffer, CancellationToken cancellationToken = default) => PushWhenRoomAsync(TakeOver(buffer), cancellationToken);

    /// <summary>Waits for room, without holding a thread, and pushes a list of buffers (<c>gst_app_src_push_buffer_list</c>).</summary>
    /// <param name="list">Given away, also when the call throws or is cancelled.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <inheritdoc cref="PushAsync(GstBuffer, CancellationToken)" path="/*[not(self::param) and not(self::summary)]"/>
    public ValueTask PushListAsync(GstBufferList list, CancellationToken cancellationToken = default) => PushWhenRoomAsync(TakeOver(list), cancellationToken);

    /// <summary>Waits for room, without holding a thread, and pushes the buffer or list of a sample, after its caps where those differ (<c>gst_app_src_push_sample</c>).</summary>
    /// <param name="sample">Not given away: the stream takes references of its own.</param>
    /// <param name="cancellationToken">Ends the waiting at once; nothing is pushed then.</param>
    /// <exception cref="ArgumentException">The sample has neither buffer nor list, or caps that are not fixed.</exception>
    /// <inheritdoc cref="PushAsync(GstBuffer, CancellationToken)" path="/*[not(self::param) and not(self::summary)]"/>
    public ValueTask PushSampleAsync(GstSample sample, CancellationToken cancellationToken = default) => PushWhenRoomAsync(Copied(sample), cancellationToken);

    private void PushNow(IDisposable item)
    {
        using (item)
        {
            if (MayPush() || !Block)
            {
                Give(item);
                return;
            }

            if (_link.IsInHandler)
            {
                throw new InvalidOperationException("The queue is full, and room for more is waited for in a handler that has to return first. Push less, or wait on another thread.");
            }

            PushWhenRoomAsync(item, CancellationToken.None, whileBlocking: true).AsTask().GetAwaiter().GetResult();
        }
    }

    private async ValueTask PushWhenRoomAsync(IDisposable item, CancellationToken cancellationToken, bool whileBlocking = false)
    {
        using (item)
        {
            cancellationToken.ThrowIfCancellationRequested();
            (int stops, int ends) = (_link.Stops, _link.Ends);
            await WaitForTurnAsync(cancellationToken).ConfigureAwait(false);
            _link.NoteWaiting(1);
            try
            {
                await WaitForRoomAsync(stops, ends, whileBlocking, cancellationToken).ConfigureAwait(false);
                Give(item);
            }
            finally
            {
                _link.NoteWaiting(-1);
                _link.Turn.Release();
            }
        }
    }

    /// <summary>Others may push through another object for the same element, which is not disposed with this one.</summary>
    private async ValueTask WaitForTurnAsync(CancellationToken cancellationToken)
    {
        if (_link.Turn.Wait(0, CancellationToken.None))
        {
            return;
        }

        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposed.Token);
        try
        {
            await _link.Turn.WaitAsync(ending.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new ObjectDisposedException(nameof(GstAppSrc), "This GstAppSrc was disposed while it waited for room.");
        }
    }

    private async ValueTask WaitForRoomAsync(int stops, int ends, bool whileBlocking, CancellationToken cancellationToken)
    {
        AppLink.CallbackTicket? callbacks = null;
        while (true)
        {
            Task changed = _link.Changed.Next;
            if (_link.Stops != stops)
            {
                throw Refusal(GstFlowReturn.Flushing);
            }

            if (_link.Ends != ends)
            {
                throw Refusal(GstFlowReturn.Eos);
            }

            if (MayPush() || (whileBlocking && !Block))
            {
                return;
            }

            if (callbacks is null)
            {
                callbacks = PrepareToWait(); // and look again
                continue;
            }

            _link.RequireStillOurs(callbacks);
            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private AppLink.CallbackTicket PrepareToWait()
    {
        using HandleLease lease = Lease();
        _link.FindBus();
        if (MinPercent == 0)
        {
            MinPercent = 50;
        }

        return _link.RequireCallbacks();
    }

    /// <summary>Whether there is room, or C will refuse at once.</summary>
    /// <exception cref="GstFlowException">The stream does not go on.</exception>
    private bool MayPush()
    {
        using HandleLease lease = Lease();
        RequireFlow(endIsFine: false);
        return _link.HasRoom || (_link.HasRun && !_link.IsRunning);
    }
}
