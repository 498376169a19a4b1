namespace GstMemInterop;

/// <summary>
/// Owns one reference to an allocator: what memories come from. Stands on <c>GstAllocator</c>.
/// To write one, derive from <see cref="CustomAllocator"/>.
/// </summary>
/// <remarks>Members are safe from any thread. Works on an allocator of another binding too: <c>GstAllocator.Retain(theirs.Handle)</c>.</remarks>
public unsafe class GstAllocator : GstObject
{
    private static readonly Lock s_namesGate = new();
    private static readonly HashSet<string> s_ownNames = [];

    private protected GstAllocator(nint pointer) : base(pointer, nameof(GstAllocator)) { }

    private protected GstAllocator(Func<GstObject, nint> create) : base(create, nameof(GstAllocator)) { }

    /// <summary>The allocator that everything uses which names none (<c>gst_allocator_find</c> without a name).</summary>
    /// <remarks>Each call gives an object of its own; dispose it.</remarks>
    public static GstAllocator Default => FindOrNull(null)!;

    /// <summary>GStreamer's own allocator, of memory type <c>SystemMemory</c> (<c>gst_allocator_find</c>).</summary>
    /// <remarks>Each call gives an object of its own; dispose it.</remarks>
    public static GstAllocator SystemMemory => FindOrNull(Native.GstConstants.GST_ALLOCATOR_SYSMEM)!;

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid <c>GstAllocator*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstAllocator Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstAllocator)));

    /// <summary>Adds a reference to somebody else's allocator (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstAllocator*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstAllocator Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstAllocator)));

    /// <summary>The allocator that was registered under a name (<c>gst_allocator_find</c>).</summary>
    /// <param name="name">The name, for example <c>SystemMemory</c>.</param>
    /// <returns>The allocator, or <see langword="null"/> when nobody registered that name.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <remarks>Elements and libraries register theirs when they are loaded: <c>GLMemory</c> is only found once GL is in use.</remarks>
    public static GstAllocator? Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return FindOrNull(name);
    }

    /// <summary>Makes this allocator the one that everything uses which names none (<c>gst_allocator_set_default</c>), process-wide.</summary>
    /// <returns>Dispose it to put the previous default back.</returns>
    /// <remarks>
    /// Change it before pipelines run: GStreamer reads the default without a lock. From then on it is called from every
    /// streaming thread, for merges and copies too, so its memory must be writable by the CPU.
    /// </remarks>
    /// <exception cref="InvalidOperationException">It does not allocate by size alone (<see cref="GstAllocatorFlags.CustomAlloc"/>).</exception>
    public DefaultAllocatorScope SetDefault()
    {
        RequireGeneralUse();
        GstAllocator previous = Default;
        (this as CustomAllocator)?.MayBecomeDefault();
        Native.LibGst.gst_allocator_set_default((Native.GstAllocator*)AddReference());
        return new DefaultAllocatorScope(previous);
    }

    /// <summary>Registers this allocator under a name, so that <see cref="Find"/> and C find it (<c>gst_allocator_register</c>), process-wide.</summary>
    /// <param name="name">The name. An earlier registration of that name by this method is replaced by this one.</param>
    /// <remarks>GStreamer cannot forget a registration: the allocator, and one it replaced, live as long as the process.</remarks>
    /// <exception cref="ArgumentException">The name is empty, or holds a zero character.</exception>
    /// <exception cref="InvalidOperationException">GStreamer, or a library in this process, has an allocator of that name, for example <c>SystemMemory</c>: those who ask for it take what they find for theirs.</exception>
    public void Register(string name)
    {
        NativeName.Check(name, "an allocator");
        using HandleLease lease = Lease();
        Native.GstAllocator* allocator = (Native.GstAllocator*)lease.Pointer;
        lock (s_namesGate)
        {
            if (!s_ownNames.Contains(name) && IsRegistered(name))
            {
                throw new InvalidOperationException($"The name '{name}' is taken: GStreamer, or a library in this process, registered an allocator of its own under it. Choose another name; SetDefault() is how to take SystemMemory's place.");
            }

            // GStreamer keeps the name's pointer, and the leaks tracer should not report what lives for ever on purpose.
            Interlocked.Or(ref allocator->@object.flags, (uint)Native.GstObjectFlags.GST_OBJECT_FLAG_MAY_BE_LEAKED);
            Native.LibGst.gst_allocator_register(NativeText.Intern(name), (Native.GstAllocator*)AddReference());
            s_ownNames.Add(name);
        }

        GC.KeepAlive(this);
    }

    /// <summary>What kind of memory comes from it, for example <c>SystemMemory</c> (<c>GstAllocator.mem_type</c>).</summary>
    public string MemoryType
    {
        get
        {
            using HandleLease lease = Lease();
            return NativeText.Read(((Native.GstAllocator*)lease.Pointer)->mem_type) ?? "";
        }
    }

    /// <summary>The allocator's flags (<c>GST_OBJECT_FLAGS</c>).</summary>
    public GstAllocatorFlags Flags
    {
        get
        {
            using HandleLease lease = Lease();
            return (GstAllocatorFlags)((Native.GstAllocator*)lease.Pointer)->@object.flags;
        }
    }

    /// <summary>Allocates a block (<c>gst_allocator_alloc</c>). The bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 is allowed.</param>
    /// <exception cref="InvalidOperationException">It does not allocate by size alone (<see cref="GstAllocatorFlags.CustomAlloc"/>).</exception>
    /// <exception cref="GstException">It refused; a C# allocator's own exception is the inner one.</exception>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public GstMemory Allocate(nuint size) => Allocate(size, default);

    /// <summary>Allocates a block (<c>gst_allocator_alloc</c>). The visible bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 is allowed.</param>
    /// <param name="allocation">Alignment, prefix, padding and flags.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="InvalidOperationException">It does not allocate by size alone (<see cref="GstAllocatorFlags.CustomAlloc"/>).</exception>
    /// <exception cref="GstException">It refused; a C# allocator's own exception is the inner one.</exception>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public GstMemory Allocate(nuint size, in AllocationParams allocation)
    {
        using HandleLease lease = RequireAllocatable(size, allocation);
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        Native.GstAllocationParams native = allocation.ToNative();
        Native.GstMemory* memory = Native.LibGst.gst_allocator_alloc((Native.GstAllocator*)lease.Pointer, size, &native);
        return memory is not null ? GstMemory.Adopt((nint)memory) : throw Refusal(size, OverrideFailure.Last);
    }

    /// <summary>Leases the allocator for an allocation by size, after everything that C would complain about was checked.</summary>
    internal HandleLease RequireAllocatable(nuint size, in AllocationParams allocation)
    {
        allocation.Validate(size);
        RequireGeneralUse();
        if (this is not CustomAllocator)
        {
            allocation.RequireRoom(size, "a memory");
        }

        return Lease();
    }

    /// <summary>Why an allocation gave nothing.</summary>
    internal Exception Refusal(nuint size, Exception? failure) =>
        new GstException($"The allocator '{MemoryType}' gave no memory of {size} bytes.", failure);

    private void RequireGeneralUse()
    {
        // GStreamer's shm allocator inherits the flag from the descriptor allocator, and allocates by size all the same.
        if ((Flags & GstAllocatorFlags.CustomAlloc) != 0 && MemoryType != "shm")
        {
            throw new InvalidOperationException($"The allocator '{MemoryType}' does not allocate by size alone (GST_ALLOCATOR_FLAG_CUSTOM_ALLOC). Use the function of its own that makes its memories.");
        }
    }

    private static bool IsRegistered(string name)
    {
        using GstAllocator? found = FindOrNull(name);
        return found is not null;
    }

    private static GstAllocator? FindOrNull(string? name)
    {
        GStreamer.EnsureInitialized();
        using NativeText text = new(name);
        nint found = (nint)Native.LibGst.gst_allocator_find(text.Pointer);
        return found == 0 ? null : new GstAllocator(found);
    }
}

/// <summary>A default allocator that was set for a while. Disposing it puts the previous one back (<c>gst_allocator_set_default</c>).</summary>
/// <remarks>Dispose nested ones in reverse order. Not disposing leaves the default as it is.</remarks>
public sealed unsafe class DefaultAllocatorScope : IDisposable
{
    private GstAllocator? _previous;

    internal DefaultAllocatorScope(GstAllocator previous) => _previous = previous;

    /// <summary>Puts the previous default allocator back. Calling it again does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _previous, null) is { } previous)
        {
            Native.LibGst.gst_allocator_set_default((Native.GstAllocator*)previous.DangerousDetach());
        }
    }
}
