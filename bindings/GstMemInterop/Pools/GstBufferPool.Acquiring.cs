using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

public partial class GstBufferPool
{
    /// <summary>A buffer; when all are out, waits until one comes back (<c>gst_buffer_pool_acquire_buffer</c>).</summary>
    /// <returns>The buffer, writable. Dispose it to give it back.</returns>
    /// <remarks>
    /// Hold no lock that whoever gives a buffer back may want. <see cref="SetFlushing"/> and <see cref="Deactivate"/> end the
    /// waiting of all threads at once; disposing this object does not.
    /// </remarks>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, or could not allocate; what a C# pool threw is the inner exception.</exception>
    public GstBuffer Acquire() => Acquire(default(GstBufferPoolAcquireParams));

    /// <summary>A buffer, with wishes (<c>gst_buffer_pool_acquire_buffer</c>).</summary>
    /// <param name="parameters">Whether to wait, and hints that some pools heed.</param>
    /// <returns>The buffer, writable. Dispose it to give it back.</returns>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, could not allocate, or has no buffer left and was told not to wait.</exception>
    public GstBuffer Acquire(in GstBufferPoolAcquireParams parameters)
    {
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        GstFlowReturn flow = Ask(parameters, out GstBuffer? buffer);
        return buffer ?? throw Refusal(flow);
    }

    /// <summary>A buffer; when all are out, waits until one comes back or the waiting is cancelled (<c>gst_buffer_pool_acquire_buffer</c>).</summary>
    /// <param name="cancellationToken">Ends the waiting of this call alone.</param>
    /// <returns>The buffer, writable. Dispose it to give it back.</returns>
    /// <remarks>
    /// GStreamer can only wake all who wait (<see cref="SetFlushing"/>), which would disturb elements that use the same pool. So a
    /// call that can be cancelled asks every millisecond instead; <see cref="Acquire()"/> wakes at once.
    /// </remarks>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, or could not allocate.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public GstBuffer Acquire(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!cancellationToken.CanBeCanceled)
        {
            return Acquire();
        }

        GstBuffer? buffer;
        while (!TryAcquire(out buffer))
        {
            cancellationToken.WaitHandle.WaitOne(PollMilliseconds);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return buffer;
    }

    /// <summary>A buffer; when all are out, waits without holding a thread (<c>gst_buffer_pool_acquire_buffer</c>). Asks every few milliseconds.</summary>
    /// <param name="cancellationToken">Ends the waiting of this call alone.</param>
    /// <returns>The buffer, writable. Dispose it to give it back.</returns>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, or could not allocate.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async ValueTask<GstBuffer> AcquireAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        GstBuffer? buffer;
        while (!TryAcquire(out buffer))
        {
            await Task.Delay(PollMilliseconds, cancellationToken).ConfigureAwait(false);
        }

        return buffer;
    }

    /// <summary>A buffer if there is one, without waiting (<c>gst_buffer_pool_acquire_buffer</c> with <c>GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT</c>).</summary>
    /// <param name="buffer">The buffer, writable. Dispose it to give it back.</param>
    /// <returns><see langword="false"/> when the greatest number of buffers is out.</returns>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, or could not allocate.</exception>
    public bool TryAcquire([NotNullWhen(true)] out GstBuffer? buffer) => TryAcquire(default, out buffer);

    /// <summary>A buffer if there is one, without waiting, with wishes (<c>gst_buffer_pool_acquire_buffer</c> with <c>GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT</c>).</summary>
    /// <param name="parameters">Hints that some pools heed.</param>
    /// <param name="buffer">The buffer, writable. Dispose it to give it back.</param>
    /// <returns><see langword="false"/> when the greatest number of buffers is out.</returns>
    /// <exception cref="GstFlowException">The pool is inactive or flushing, or could not allocate.</exception>
    public bool TryAcquire(in GstBufferPoolAcquireParams parameters, [NotNullWhen(true)] out GstBuffer? buffer)
    {
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        GstFlowReturn flow = Ask(parameters with { Flags = parameters.Flags | GstBufferPoolAcquireFlags.Dontwait }, out buffer);
        return buffer is not null || (flow == GstFlowReturn.Eos ? false : throw Refusal(flow));
    }

    /// <summary>Gives a buffer back (<c>gst_buffer_pool_release_buffer</c>): the same as disposing it, but only for buffers of this pool.</summary>
    /// <param name="buffer">Disposed by this call. The buffer is in the pool again when its other references and its mappings are gone too.</param>
    /// <exception cref="ArgumentException">The buffer is not of this pool.</exception>
    public void Release(GstBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (!Owns(buffer.Borrow()))
        {
            throw new ArgumentException("The buffer does not come from this pool. Dispose() it: it goes wherever it belongs.", nameof(buffer));
        }

        // C's function would recycle a buffer that others still reference or map; its last reference does the same safely.
        buffer.Dispose();
    }

    private const int PollMilliseconds = 1;

    private unsafe GstFlowReturn Ask(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
    {
        Native.GstBufferPoolAcquireParams native = parameters.ToNative();
        Native.GstBuffer* acquired = null;
        GstFlowReturn flow;
        using (HandleLease lease = Lease())
        {
            flow = (GstFlowReturn)Native.LibGst.gst_buffer_pool_acquire_buffer(Pool(lease), &acquired, &native);
            GC.KeepAlive(this);
        }

        buffer = flow == GstFlowReturn.Ok && acquired is not null ? GstBuffer.Adopt((nint)acquired) : null;
        return flow;
    }

    private GstFlowException Refusal(GstFlowReturn flow) => new(flow, flow switch
    {
        GstFlowReturn.Flushing => "The pool gives no buffers: it is inactive (call Activate()), or was told to flush (call SetFlushing(false)).",
        GstFlowReturn.Eos => "All buffers of the pool are out, and it was told not to wait.",
        _ when Lacking() is { } bytes => $"The pool gave no buffer: none is free, and there is not enough memory for another one of {bytes} bytes. Dispose buffers that are out, or set MaxBuffers, and Acquire() waits for one.",
        _ => $"The pool gave no buffer ({flow}): it could not allocate one.",
    }, OverrideFailure.Last);

    /// <summary>What one more buffer would take, where there is not as much.</summary>
    private unsafe nuint? Lacking()
    {
        using HandleLease lease = Lease();
        nuint bytes = PoolRoom.BytesOf(Pool(lease));
        GC.KeepAlive(this);
        return Room.Has(bytes) ? null : bytes;
    }
}
