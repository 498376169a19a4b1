namespace GstMemInterop;

/// <summary>
/// An allocator written in C#: derive, say where bytes come from and where they go, and use it wherever GStreamer takes a
/// <c>GstAllocator</c>: for a buffer, a pool, an appsrc, in an ALLOCATION query, as the default of the process.
/// </summary>
/// <remarks>
/// <para>
/// The library owns the native side: the <c>GObject</c> class (registered once per C# class), the <c>GstMemory</c> of each
/// block, prefix, padding, alignment and zeroing, shares and their parents, flags and references.
/// </para>
/// <para>
/// Overrides are called from any thread, also several at once, within other buffers' maps, and after <c>Dispose</c>, for as
/// long as memories of this allocator live. They must not call the pipeline. An exception that leaves one is reported
/// through <see cref="Failed"/> and <see cref="GStreamer.CallbackFailed"/>, and GStreamer sees a refusal.
/// </para>
/// <para>
/// While this is the process's default allocator, GStreamer cannot do without: what it refuses comes from <c>SystemMemory</c>, and
/// a map that threw is answered with the block's address. Blocks of a default allocator should have one (<see cref="MemoryBlock.Unmapped"/> ones do not).
/// </para>
/// </remarks>
/// <example>
/// <code>
/// sealed class RentedMemory() : CustomAllocator("RentedMemory")
/// {
///     protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) =>
///         MemoryBlock.Pin(MemoryPool&lt;byte&gt;.Shared.Rent(checked((int)size)));
///
///     protected override void Free(in MemoryBlock block) => ((IDisposable)block.State!).Dispose();
/// }
/// </code>
/// </example>
public abstract unsafe class CustomAllocator : GstAllocator, INativeImplementation
{
    private readonly ImplementationRoot _root;

    /// <summary>Makes the native allocator (<c>g_object_new</c>).</summary>
    /// <param name="memoryType">What kind of memory this gives, for example <c>RentedMemory</c> (<c>GstAllocator.mem_type</c>).</param>
    /// <param name="memoryFlags">Flags for every memory, for example <see cref="GstMemoryFlags.NoShare"/> where a part of a block cannot stand alone.</param>
    /// <param name="flags"><see cref="GstAllocatorFlags.CustomAlloc"/> when memories are made by functions of the derived class only (<see cref="CreateMemory"/>).</param>
    /// <exception cref="ArgumentException">The memory type is empty, holds a zero character, or is one of GStreamer's own such as <c>SystemMemory</c>.</exception>
    protected CustomAllocator(string memoryType, GstMemoryFlags memoryFlags = 0, GstAllocatorFlags flags = 0)
        : base(self => AllocatorCallbacks.Create((CustomAllocator)self, memoryType, flags))
    {
        MemoryFlags = memoryFlags;
        using HandleLease lease = Lease();
        _root = AllocatorCallbacks.Attach((Native.GstAllocator*)lease.Pointer, this);
    }

    /// <summary>Raised when an override threw, on the thread that called it, often a streaming thread.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed;

    /// <summary>The block behind a memory of this allocator, with its <see cref="MemoryBlock.State"/>; for a share the block it is a part of.</summary>
    /// <param name="memory">Any memory.</param>
    /// <param name="block">The block; a default value when the memory is of another allocator. Stands on <c>GstMemory.allocator</c>.</param>
    /// <returns>Whether the memory is of this allocator. The block is valid while the memory lives, and stays that memory's: no allocator may return it from <see cref="Allocate(nuint, in AllocationParams)"/>.</returns>
    /// <exception cref="ObjectDisposedException">The memory was disposed.</exception>
    public bool TryGetBlock(GstMemoryRef memory, out MemoryBlock block)
    {
        using HandleLease lease = memory.Enter();
        bool mine = AllocatorCallbacks.IsOf(memory.Pointer, this);
        block = mine ? BlockMemory.Root(memory.Pointer)->Block.Lent : default;
        return mine;
    }

    /// <summary>Gets bytes for a memory (<c>GstAllocatorClass.alloc</c>).</summary>
    /// <param name="size">How many bytes the block must have: prefix, visible bytes, padding, and room to align the start.</param>
    /// <param name="allocation">What was asked for. Everything in it is done by the library, from the block that is returned.</param>
    /// <returns>A block that belongs to no other memory; a default value to refuse. One that was only lent (by <see cref="TryGetBlock"/>, or to another override), or whose pin is another memory's or was undone, is refused and reported: pin its bytes anew.</returns>
    /// <remarks>The bytes need not be zeroed.</remarks>
    protected abstract new MemoryBlock Allocate(nuint size, in AllocationParams allocation);

    /// <summary>Takes a block back, once, when the last memory over it is gone (<c>GstAllocatorClass.free</c>). Pins that <see cref="MemoryBlock"/> made are undone afterwards.</summary>
    /// <param name="block">What <see cref="Allocate(nuint, in AllocationParams)"/> returned.</param>
    protected abstract void Free(in MemoryBlock block);

    /// <summary>The alignment in bytes that the address of every block has anyway: the library then asks for no room to align.</summary>
    protected internal virtual nuint BlockAlignment => 1;

    /// <summary>Makes a block visible to the CPU (<c>GstAllocator.mem_map_full</c>, <c>mem_map</c>).</summary>
    /// <param name="block">The block.</param>
    /// <param name="flags">For reading, writing, or both.</param>
    /// <param name="mapping">May be set to an object that belongs to this mapping; <see cref="Unmap"/> gets it back.</param>
    /// <returns>The address of the block's first byte, the same for all mappings that are open at once; 0 to refuse.</returns>
    /// <remarks>Maps of one block nest, and come from several threads. By default: the address of the block.</remarks>
    protected virtual nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping) => block.DangerousAddress;

    /// <summary>Ends a mapping (<c>GstAllocator.mem_unmap_full</c>, <c>mem_unmap</c>). By default: nothing.</summary>
    /// <param name="block">The block.</param>
    /// <param name="flags">As it was mapped.</param>
    /// <param name="mapping">What <see cref="Map"/> set.</param>
    protected virtual void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) { }

    /// <summary>Asks whether a read-only memory over a part of a block may be made (<c>GstAllocator.mem_share</c>). By default: yes.</summary>
    /// <param name="block">The block.</param>
    /// <param name="offset">First visible byte of the part, counted from the block's aligned start.</param>
    /// <param name="size">Visible bytes of the part.</param>
    /// <param name="share">May be set to an object that belongs to this share; <see cref="Unshare"/> gets it back.</param>
    /// <returns><see langword="false"/> to have the bytes copied instead, where GStreamer can.</returns>
    protected virtual bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share) => true;

    /// <summary>Tells that a share with an object of its own is gone (<c>GstAllocatorClass.free</c> of the share). By default: nothing.</summary>
    /// <param name="share">What <see cref="Share"/> set. The block is not told: GStreamer gives the share's hold on it up first, so it may be gone already.</param>
    protected virtual void Unshare(object share) { }

    /// <summary>Copies a range of a memory (<c>GstAllocator.mem_copy</c>).</summary>
    /// <param name="memory">The memory; it may be mapped.</param>
    /// <param name="offset">First byte, counted from the first visible one; negative inside the prefix.</param>
    /// <param name="size">How many bytes.</param>
    /// <returns>The copy, of any allocator, given away; or <see langword="null"/> to have the library copy the bytes, which is the default.</returns>
    /// <remarks>It must have as many bytes as were asked for, and be writable, unmapped and held by nobody else. What is not is reported, and the library copies.</remarks>
    protected virtual GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size) => null;

    /// <summary>Tells whether two shares of one block are neighbours, so that they can be joined without a copy (<c>GstAllocator.mem_is_span</c>).</summary>
    /// <param name="first">A share.</param>
    /// <param name="second">Another share of the same block.</param>
    /// <returns>By default: yes. The library asks only when the second begins where the first ends, and both lie inside the block.</returns>
    protected virtual bool IsSpan(GstMemoryRef first, GstMemoryRef second) => true;

    /// <summary>Makes a memory over a block outside of <see cref="Allocate(nuint, in AllocationParams)"/>, for functions of the derived class: from a file, a device, a descriptor (<c>gst_memory_init</c>).</summary>
    /// <param name="block">The block; <see cref="Free"/> is called for it once, also when this throws.</param>
    /// <param name="offset">First visible byte.</param>
    /// <param name="size">Visible bytes.</param>
    /// <param name="flags">Flags beside those given to the constructor.</param>
    /// <exception cref="ArgumentException">The block is a default value, or another memory's; then it is not freed.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the block.</exception>
    protected GstMemory CreateMemory(in MemoryBlock block, nuint offset, nuint size, GstMemoryFlags flags = 0)
    {
        if (block.IsNull)
        {
            throw new ArgumentException("A default block holds no bytes.", nameof(block));
        }

        if (block.Take() is { } flaw)
        {
            throw new ArgumentException(flaw, nameof(block));
        }

        try
        {
            Throw.IfOutside(offset, size, block.Size);
            using HandleLease lease = Lease();
            AllocationParams allocation = new() { Flags = flags, Prefix = offset };
            return GstMemory.Adopt((nint)BlockMemory.Create(this, (Native.GstAllocator*)lease.Pointer, block, size, block.Size, allocation));
        }
        catch
        {
            Release(block);
            throw;
        }
    }

    /// <summary>Whether blocks begin where the allocator means them to, aligned or not: the library then moves no first byte.</summary>
    internal virtual bool PlacesBlocks => false;

    /// <summary>Flags that every memory of this allocator has.</summary>
    internal GstMemoryFlags MemoryFlags { get; }

    internal ImplementationRoot Root => _root;

    /// <summary>Whether it was ever set as the default: only then a refusal costs the question whether it is.</summary>
    internal bool MayBeDefault { get; private set; }

    internal void MayBecomeDefault() => MayBeDefault = true;

    internal void Report(Exception exception, string callback) => OverrideFailure.Report(this, exception, callback, Failed);

    // The overrides are protected: only the callbacks call them, each behind its guard.
    internal MemoryBlock AllocateBlock(nuint size, in AllocationParams allocation)
    {
        MemoryBlock block = Allocate(size, allocation);
        return block.Take() is { } flaw ? throw new InvalidOperationException(flaw) : block;
    }

    internal nint MapBlock(in MemoryBlock block, GstMapFlags flags, ref object? mapping) => Map(block, flags, ref mapping);

    internal void UnmapBlock(in MemoryBlock block, GstMapFlags flags, object? mapping) => Unmap(block, flags, mapping);

    internal bool MayShare(in MemoryBlock block, nuint offset, nuint size, ref object? share) => Share(block, offset, size, ref share);

    internal void ShareGone(object share) => Unshare(share);

    internal GstMemory? CopyOf(GstMemoryRef memory, nint offset, nuint size) => Copy(memory, offset, size);

    internal bool AreNeighbours(GstMemoryRef first, GstMemoryRef second) => IsSpan(first, second);

    /// <summary>Gives a block back, and its pin, whatever the override does.</summary>
    internal void Release(in MemoryBlock block)
    {
        try
        {
            Free(block);
        }
        catch (Exception exception)
        {
            Report(exception, nameof(Free));
        }
        finally
        {
            block.Unpin();
        }
    }

    private protected override void BeforeUse() => _root?.Tighten();

    private protected override void BeforeLettingGo() => _root?.OwnerLeaves();

    /// <summary>Runs when the native allocator is gone, so that no memory of it is left and none can come.</summary>
    private protected virtual void NativeGone() { }

    void INativeImplementation.NativeGone() => NativeGone();
}
