namespace GstMemInterop;

/// <summary>
/// Owns one reference to a pool: buffers that come back to be used again instead of being allocated each time.
/// Stands on <c>GstBufferPool</c>. To write one, derive from <see cref="CustomBufferPool"/>.
/// </summary>
/// <remarks>
/// <para>
/// Configure it (<see cref="SetConfig"/>), activate it, acquire buffers. A buffer goes back when its last reference goes, and no
/// sooner than the last mapping of it ended: <c>Dispose</c> of a <see cref="GstBuffer"/> waits for its mappings.
/// </para>
/// <para>
/// Members are safe from any thread. Buffers that are out keep the pool alive; disposing this object does not end it. Works on a
/// pool of another binding too: <c>GstBufferPool.Retain(theirs.Handle)</c>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using GstBufferPool pool = GstBufferPool.Create();
/// pool.SetConfig(new GstBufferPoolConfig { Size = 4096, MinBuffers = 2, MaxBuffers = 4 });
/// pool.Activate();
/// using GstBuffer buffer = pool.Acquire();
/// </code>
/// </example>
public unsafe partial class GstBufferPool : GstObject
{
    private static Native.GstBufferPoolClass* s_defaultClass;

    private protected GstBufferPool(nint pointer) : base(pointer, nameof(GstBufferPool)) { }

    private protected GstBufferPool(Func<GstObject, nint> create) : base(create, nameof(GstBufferPool)) { }

    /// <summary>A new pool of plain buffers with one memory each (<c>gst_buffer_pool_new</c>). It is neither configured nor active.</summary>
    public static GstBufferPool Create()
    {
        GStreamer.EnsureInitialized();
        return new GstBufferPool(PoolRoom.Create(typeof(GstBufferPool), Native.LibGst.gst_buffer_pool_get_type()));
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk. Stands on <c>GstBufferPool</c>.</summary>
    /// <param name="pointer">A valid <c>GstBufferPool*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferPool Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstBufferPool)));

    /// <summary>Adds a reference to somebody else's pool (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstBufferPool*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferPool Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstBufferPool)));

    /// <summary>Whether buffers can be acquired (<c>gst_buffer_pool_is_active</c>).</summary>
    /// <remarks>Waits while another thread activates or deactivates the pool.</remarks>
    public bool IsActive
    {
        get
        {
            using HandleLease lease = Lease();
            return Native.LibGst.gst_buffer_pool_is_active(Pool(lease)) != 0;
        }
    }

    /// <summary>Whether acquiring is refused, because the pool is inactive or was told to flush (<c>GST_BUFFER_POOL_IS_FLUSHING</c>).</summary>
    public bool IsFlushing
    {
        get
        {
            using HandleLease lease = Lease();
            return Volatile.Read(ref Pool(lease)->flushing) != 0;
        }
    }

    /// <summary>What the pool can do beyond plain buffers (<c>gst_buffer_pool_get_options</c>); see <see cref="GstBufferPoolOption"/>.</summary>
    public IReadOnlyList<string> Options
    {
        get
        {
            using HandleLease lease = Lease();
            List<string> options = [];
            for (byte** option = Native.LibGst.gst_buffer_pool_get_options(Pool(lease)); *option is not null; option++)
            {
                options.Add(NativeText.Read(*option) ?? "");
            }

            GC.KeepAlive(this);
            return options;
        }
    }

    /// <summary>Whether the pool knows an option (<c>gst_buffer_pool_has_option</c>).</summary>
    /// <param name="option">One of <see cref="GstBufferPoolOption"/>, or any other.</param>
    public bool HasOption(string option)
    {
        ArgumentException.ThrowIfNullOrEmpty(option);
        using NativeText text = new(option);
        using HandleLease lease = Lease();
        bool known = Native.LibGst.gst_buffer_pool_has_option(Pool(lease), text.Pointer) != 0;
        GC.KeepAlive(this);
        return known;
    }

    /// <summary>A copy of the configuration (<c>gst_buffer_pool_get_config</c>): change it and give it back with <see cref="SetConfig"/>, or dispose it.</summary>
    /// <remarks>What the pool or another library put into it and this library does not know survives the way.</remarks>
    public GstBufferPoolConfig GetConfig()
    {
        using HandleLease lease = Lease();
        return GstBufferPoolConfig.Adopt((nint)Native.LibGst.gst_buffer_pool_get_config(Pool(lease)));
    }

    /// <summary>Configures the pool (<c>gst_buffer_pool_set_config</c>). It must be inactive with all buffers back, unless nothing changes.</summary>
    /// <param name="config">Given away, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The pool is active or has buffers out, it does not accept the configuration, there are fewer buffers at most than at least, or a video frame with its alignment exceeds 32 bits of bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Size, prefix, padding and alignment exceed the address space together.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for a buffer, or for as many as the pool begins with.</exception>
    public void SetConfig(GstBufferPoolConfig config)
    {
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        if (!Take(config))
        {
            throw new InvalidOperationException(
                IsActive ? "The pool is active. Deactivate() it, and let all buffers come back, before it is configured anew."
                : "The pool did not take the configuration: buffers of it are still out, or it wants other values. GetConfig() tells what it would accept.",
                OverrideFailure.Last);
        }
    }

    /// <summary>Configures the pool (<c>gst_buffer_pool_set_config</c>), or answers that it would not.</summary>
    /// <param name="config">Given away in any case.</param>
    /// <returns><see langword="false"/> when the pool is active or has buffers out, or wants other values: <see cref="GetConfig"/> then has what it would accept.</returns>
    /// <exception cref="InvalidOperationException">There are fewer buffers at most than at least, or a video frame with its alignment exceeds 32 bits of bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Size, prefix, padding and alignment exceed the address space together.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for a buffer, or for as many as the pool begins with.</exception>
    public bool TrySetConfig(GstBufferPoolConfig config)
    {
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        return Take(config);
    }

    private bool Take(GstBufferPoolConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        using (config)
        {
            using HandleLease lease = Lease();
            bool taken = Native.LibGst.gst_buffer_pool_set_config(Pool(lease), config.Detach()) != 0;
            GC.KeepAlive(this);
            return taken;
        }
    }

    /// <summary>Allocates the configured least number of buffers and lets buffers be acquired (<c>gst_buffer_pool_set_active</c>). Does nothing when active.</summary>
    /// <exception cref="GstException">The pool was never configured, or could not allocate; what a C# pool threw is the inner exception.</exception>
    /// <exception cref="OutOfMemoryException">There is no room for as many buffers as the pool begins with.</exception>
    public void Activate()
    {
        using HandleLease lease = Lease();
        Native.GstBufferPool* pool = Pool(lease);
        RequireRoom(pool);
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        bool done = Native.LibGst.gst_buffer_pool_set_active(pool, 1) != 0;
        if (!done && (nint)ClassOf(pool)->start == (nint)DefaultClass->start && (nint)ClassOf(pool)->stop == (nint)DefaultClass->stop)
        {
            DefaultClass->stop(pool); // the buffers that could be allocated before one failed: nobody else frees them
        }

        GC.KeepAlive(this);
        if (!done)
        {
            throw new GstException("The pool could not be activated: it was not configured (SetConfig), or could not allocate its buffers.", OverrideFailure.Last);
        }
    }

    /// <summary>Refuses to give buffers from now on, wakes whoever waits for one, and frees the buffers as they come back (<c>gst_buffer_pool_set_active</c>). Does nothing when inactive.</summary>
    /// <exception cref="GstException">The pool could not be stopped; what a C# pool threw is the inner exception.</exception>
    /// <exception cref="InvalidOperationException">Called by the <see cref="CustomBufferPool.FlushStop"/> of this pool.</exception>
    public void Deactivate()
    {
        BeforeDeactivating();
        using HandleLease lease = Lease();
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        bool done = Native.LibGst.gst_buffer_pool_set_active(Pool(lease), 0) != 0;
        GC.KeepAlive(this);
        if (!done)
        {
            throw new GstException("The pool could not be stopped: it still counts buffers that did not come back.", OverrideFailure.Last);
        }
    }

    private protected virtual void BeforeDeactivating() { }

    /// <summary>
    /// Wakes whoever waits in <see cref="Acquire()"/> and refuses to give buffers, or ends that, without freeing any
    /// (<c>gst_buffer_pool_set_flushing</c>). Does nothing while the pool is inactive: then it refuses anyway.
    /// </summary>
    /// <param name="flushing">Whether to refuse.</param>
    public void SetFlushing(bool flushing)
    {
        using HandleLease lease = Lease();
        if (Native.LibGst.gst_buffer_pool_is_active(Pool(lease)) != 0)
        {
            Native.LibGst.gst_buffer_pool_set_flushing(Pool(lease), flushing ? 1 : 0);
        }

        GC.KeepAlive(this);
    }

    /// <summary>Whether a buffer comes from this pool and will go back to it (<c>GstBuffer.pool</c>).</summary>
    /// <param name="buffer">Any buffer.</param>
    public bool Owns(GstBufferRef buffer)
    {
        using HandleLease lease = Lease();
        using HandleLease other = buffer.Enter();
        return buffer.Pointer->pool == Pool(lease);
    }

    /// <summary>The configuration may be another library's, and what there was room for once may be gone.</summary>
    private static void RequireRoom(Native.GstBufferPool* pool)
    {
        if (Native.LibGst.gst_buffer_pool_is_active(pool) == 0)
        {
            using GstBufferPoolConfig config = GstBufferPoolConfig.Adopt((nint)Native.LibGst.gst_buffer_pool_get_config(pool));
            config.RequireRoom();
        }
    }

    private protected static Native.GstBufferPool* Pool(in HandleLease lease) => (Native.GstBufferPool*)lease.Pointer;

    /// <summary>GStreamer's own functions, which a pool has unless its class brings others.</summary>
    private protected static Native.GstBufferPoolClass* DefaultClass
    {
        get
        {
            if (s_defaultClass is null)
            {
                s_defaultClass = (Native.GstBufferPoolClass*)Native.LibGObject.g_type_class_ref(Native.LibGst.gst_buffer_pool_get_type());
            }

            return s_defaultClass;
        }
    }

    private static Native.GstBufferPoolClass* ClassOf(Native.GstBufferPool* pool) => (Native.GstBufferPoolClass*)((Native.GTypeInstance*)pool)->g_class;
}
