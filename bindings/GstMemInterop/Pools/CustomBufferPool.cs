using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>
/// A pool written in C#: derive, override what should be different, and use it wherever GStreamer takes a <c>GstBufferPool</c>:
/// directly, or proposed to an upstream element in an ALLOCATION query. What is not overridden is GStreamer's own.
/// </summary>
/// <remarks>
/// <para>
/// Overrides are called from any thread, also several at once, and after <c>Dispose</c>, for as long as C or a buffer holds the
/// pool; <see cref="Start"/>, <see cref="Stop"/> and <see cref="ApplyConfig"/> under the pool's lock. Their base does what
/// GStreamer does, and works only within the call. An exception that leaves an override is reported through
/// <see cref="Failed"/> and <see cref="GStreamer.CallbackFailed"/>; GStreamer sees a failure, and no buffer is lost.
/// </para>
/// <para>
/// A pool that is active needs <c>Dispose</c>: the garbage collector frees one that was forgotten in GStreamer's way, without
/// asking its overrides.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// sealed class TwoPartPool(GstAllocator allocator) : CustomBufferPool
/// {
///     protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
///     {
///         buffer = GstBuffer.Allocate(16, allocator);                             // a header,
///         buffer.AppendMemory(allocator.Allocate(BufferSize - 16));               // and what it describes
///         return GstFlowReturn.Ok;
///     }
/// }
/// </code>
/// </example>
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.NonPublicMethods)]
public abstract unsafe partial class CustomBufferPool : GstBufferPool
{
    private readonly ImplementationRoot _root;
    private uint _bufferSize;

    /// <summary>Makes the native pool (<c>g_object_new</c>). It is neither configured nor active.</summary>
    protected CustomBufferPool() : base(static self => CreateNative((CustomBufferPool)self))
    {
        using HandleLease lease = Lease();
        _root = ImplementationRoot.Attach(Pool(lease), this);
        ((Instance*)Pool(lease))->Cookie = _root.Cookie;
    }

    /// <summary>Raised when an override threw, on the thread that called it, often a streaming thread.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed;

    /// <summary>Bytes in each buffer, as configured last (<c>gst_buffer_pool_config_get_params</c>). Also within overrides, and after <c>Dispose</c>.</summary>
    protected nuint BufferSize => Volatile.Read(ref _bufferSize);

    /// <summary>What the pool can do beyond plain buffers (<c>GstBufferPoolClass.get_options</c>). By default: nothing.</summary>
    protected virtual IReadOnlyList<string> SupportedOptions => [];

    /// <summary>Takes over a configuration (<c>GstBufferPoolClass.set_config</c>). By default: size, numbers and allocator are remembered.</summary>
    /// <param name="config">Lent for the call. It may be changed before it goes on to the base: who configured sees the change.</param>
    /// <returns><see langword="false"/> to refuse; what was changed tells what would be accepted.</returns>
    protected virtual bool ApplyConfig(GstBufferPoolConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.ApplyTo(Calling(), DefaultClass);
    }

    /// <summary>Gets ready to give buffers (<c>GstBufferPoolClass.start</c>). By default: the least number of buffers is allocated.</summary>
    /// <returns><see langword="false"/> when that failed.</returns>
    protected virtual bool Start() => DefaultClass->start(Calling()) != 0;

    /// <summary>Ends giving buffers, when all are back (<c>GstBufferPoolClass.stop</c>). By default: they are freed; call it.</summary>
    /// <returns><see langword="false"/> when that failed.</returns>
    protected virtual bool Stop() => DefaultClass->stop(Calling()) != 0;

    /// <summary>Makes a buffer, when none is free and there may be more (<c>GstBufferPoolClass.alloc_buffer</c>). By default: one memory of the configured allocator.</summary>
    /// <param name="parameters">What is wished for.</param>
    /// <param name="buffer">A new buffer of <see cref="BufferSize"/> bytes: one of another size is not used again. Metas on it stay on it. It is given to the pool.</param>
    /// <returns><see cref="GstFlowReturn.Ok"/>; <see cref="GstFlowReturn.Eos"/> to have the caller wait until a buffer comes back; anything else to refuse.</returns>
    protected virtual GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
    {
        Native.GstBufferPoolAcquireParams native = parameters.ToNative();
        Native.GstBufferPool* pool = Calling();
        if (!Room.Has(PoolRoom.BytesOf(pool)))
        {
            buffer = null;
            return GstFlowReturn.Error;
        }

        Native.GstBuffer* allocated = null;
        Native.GstFlowReturn flow = DefaultClass->alloc_buffer(pool, &allocated, &native);
        buffer = allocated is null ? null : GstBuffer.Adopt((nint)allocated);
        return (GstFlowReturn)flow;
    }

    /// <summary>Gives a buffer to whoever asks (<c>GstBufferPoolClass.acquire_buffer</c>). By default: a free one, a new one, or the next that comes back. May wait.</summary>
    /// <param name="parameters">What is wished for; <see cref="GstBufferPoolAcquireFlags.Dontwait"/> should be heeded.</param>
    /// <param name="buffer">The buffer. It is given to whoever asks.</param>
    /// <returns><see cref="GstFlowReturn.Ok"/>; else why there is none.</returns>
    protected virtual GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
    {
        Native.GstBufferPoolAcquireParams native = parameters.ToNative();
        Native.GstBuffer* acquired = null;
        Native.GstFlowReturn flow = DefaultClass->acquire_buffer(Calling(), &acquired, &native);
        if (flow != Native.GstFlowReturn.GST_FLOW_OK || acquired is null)
        {
            buffer = null;
            return (GstFlowReturn)flow;
        }

        Hold(acquired, Held.Counted);
        buffer = GstBuffer.Adopt((nint)acquired);
        return GstFlowReturn.Ok;
    }

    /// <summary>Makes a buffer that came back like new (<c>GstBufferPoolClass.reset_buffer</c>). By default: times, flags and size are reset, metas of others removed.</summary>
    /// <param name="buffer">The buffer, writable; lent for the call.</param>
    /// <exception cref="InvalidOperationException">It is another one, or somebody else holds a reference on it by now.</exception>
    protected virtual void ResetBuffer(GstBufferRef buffer)
    {
        Native.GstBufferPool* pool = Calling();
        using HandleLease lease = buffer.Enter();
        RequireHeld(buffer.Pointer, Held.Counted);
        RequireAlone(buffer.Pointer);
        KeepOutIfCut(buffer.Pointer);
        DefaultClass->reset_buffer(pool, buffer.Pointer);
    }

    /// <summary>Takes a buffer back, after it was reset (<c>GstBufferPoolClass.release_buffer</c>). By default: it is free again, or discarded when its memory was changed.</summary>
    /// <param name="buffer">The buffer, now the override's: give it to the base or to <see cref="Discard"/>, or keep it. One that somebody else references or maps is discarded by the base.</param>
    /// <exception cref="InvalidOperationException">The base got a buffer that is not this pool's, or went back already; or a mapping of it is open.</exception>
    protected virtual void ReleaseBuffer(GstBuffer buffer)
    {
        Native.GstBufferPool* pool = Calling();
        Native.GstBuffer* taken = TakeBack(buffer, Held.Counted);
        if (IsAlone(taken))
        {
            DefaultClass->release_buffer(pool, taken);
        }
        else
        {
            DiscardNative(pool, taken);
        }
    }

    /// <summary>Frees a buffer that came back, and makes room for a new one (<c>GstBufferPoolClass.release_buffer</c> with <c>GST_BUFFER_FLAG_TAG_MEMORY</c>). For overrides of <see cref="ReleaseBuffer"/>.</summary>
    /// <param name="buffer">The buffer; given away.</param>
    /// <exception cref="InvalidOperationException">It is not this pool's, or went back already; or a mapping of it is open.</exception>
    protected void Discard(GstBuffer buffer)
    {
        Native.GstBufferPool* pool = Calling();
        DiscardNative(pool, TakeBack(buffer, Held.Counted));
    }

    /// <summary>Frees a buffer (<c>GstBufferPoolClass.free_buffer</c>). By default: its reference is released.</summary>
    /// <param name="buffer">The buffer, now the override's. One that is not disposed is released after the call.</param>
    /// <exception cref="InvalidOperationException">The base got another buffer than the one to free; or a mapping of it is open.</exception>
    protected virtual void FreeBuffer(GstBuffer buffer)
    {
        Native.GstBufferPool* pool = Calling();
        DefaultClass->free_buffer(pool, TakeBack(buffer, Held.Freed));
    }

    /// <summary>C counts what is free in a queue of wake-ups: behind the override it waits for the end of it, which stopping would have taken away.</summary>
    private protected override void BeforeDeactivating()
    {
        if (_stopsFlushing == Environment.CurrentManagedThreadId)
        {
            throw new InvalidOperationException("FlushStop of this pool runs on this thread. Deactivate the pool when it has returned.");
        }
    }

    /// <summary>Begins to refuse buffers (<c>GstBufferPoolClass.flush_start</c>). By default: nothing beside waking those who wait.</summary>
    protected virtual void FlushStart()
    {
        if (DefaultClass->flush_start is not null)
        {
            DefaultClass->flush_start(Calling());
        }
    }

    /// <summary>Ends refusing buffers (<c>GstBufferPoolClass.flush_stop</c>). By default: nothing. It cannot deactivate the pool.</summary>
    protected virtual void FlushStop()
    {
        if (DefaultClass->flush_stop is not null)
        {
            DefaultClass->flush_stop(Calling());
        }
    }

    private protected override void BeforeUse() => _root?.Tighten();

    private protected override void BeforeLettingGo() => _root?.OwnerLeaves();
}
