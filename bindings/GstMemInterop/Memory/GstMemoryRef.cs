using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// Borrows one memory block of somebody else: of a buffer, or behind a pointer from another binding. No reference is taken;
/// the compiler keeps it on the stack. Stands on <c>GstMemory</c> and <c>gst_buffer_peek_memory</c>.
/// </summary>
/// <remarks>
/// A borrow from a buffer is checked at every use: once the buffer has replaced or removed the memory (a merging map does),
/// members throw instead of touching freed memory. Not for use from several threads at once while writable.
/// </remarks>
[DebuggerDisplay("GstMemory {Size} bytes")]
public readonly unsafe ref partial struct GstMemoryRef
{
    private readonly Native.GstMemory* _memory;
    private readonly Native.GstBuffer* _buffer;
    private readonly int _index;
    private readonly BufferLender _lender;
    private readonly NativeHandle? _owner;

    private readonly ulong _arrivals;

    internal GstMemoryRef(Native.GstMemory* memory, NativeHandle? owner = null)
    {
        _memory = memory;
        _owner = owner;
    }

    internal GstMemoryRef(Native.GstMemory* memory, Native.GstBuffer* buffer, int index, NativeHandle? owner, BufferLender lender)
    {
        _arrivals = Arrivals.Borrow(ref Arrivals.Of(lender, owner));
        _lender = lender;
        _memory = memory;
        _buffer = buffer;
        _index = index;
        _owner = owner;
    }

    /// <summary>Borrows the memory behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstMemory*</c>.</param>
    /// <returns>The borrow. No reference is taken, neither by it nor by what it maps: end mappings before the memory may go. <see cref="GstMemory.Retain(nint)"/> takes one.</returns>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstMemoryRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstMemory));
        }

        GStreamer.EnsureInitialized();
        return new GstMemoryRef((Native.GstMemory*)pointer);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _memory is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_memory;

    /// <summary>The visible bytes, as <c>gst_memory_get_sizes</c> reports them.</summary>
    public nuint Size { get { using HandleLease lease = Enter(); return _memory->size; } }

    /// <summary>Where the visible bytes begin, counted in bytes from the start of the block (<c>gst_memory_get_sizes</c>).</summary>
    public nuint Offset { get { using HandleLease lease = Enter(); return _memory->offset; } }

    /// <summary>The whole block in bytes, prefix and padding included (<c>gst_memory_get_sizes</c>).</summary>
    public nuint MaxSize { get { using HandleLease lease = Enter(); return _memory->maxsize; } }

    /// <summary>The alignment of the block in bytes: the mask <c>GstMemory.align</c> plus one.</summary>
    public nuint Alignment { get { using HandleLease lease = Enter(); return _memory->align + 1; } }

    /// <summary>The memory's flags (<c>GST_MEMORY_FLAGS</c>).</summary>
    public GstMemoryFlags Flags { get { using HandleLease lease = Enter(); return (GstMemoryFlags)(_memory->mini_object.flags & ~1u); } }

    /// <summary>Whether the memory carries <c>GST_MEMORY_FLAG_READONLY</c> and can never be mapped for writing.</summary>
    public bool IsReadOnly => (Flags & GstMemoryFlags.ReadOnly) != 0;

    /// <summary>How many references exist (<c>GST_MINI_OBJECT_REFCOUNT_VALUE</c>). For diagnosis: other threads may change it at any time.</summary>
    public int ReferenceCount { get { using HandleLease lease = Enter(); return Volatile.Read(ref _memory->mini_object.refcount); } }

    /// <summary>How many mappings are open on this memory, by anybody (the lock count of <c>GstMiniObject.lockstate</c>). For diagnosis.</summary>
    public int OpenMappings { get { using HandleLease lease = Enter(); return Mapper.LocksOf(_memory); } }

    /// <summary>How many buffers and shares hold these bytes exclusively (the share count of <c>GstMiniObject.lockstate</c>); from two on nobody may write. For diagnosis.</summary>
    public int ShareCount { get { using HandleLease lease = Enter(); return Mapper.ShareCount(_memory); } }

    /// <summary>Whether the bytes may be edited right now: not read-only, no share of them is alive, and in no buffer that is shared (<c>gst_mini_object_is_writable</c> and the READONLY flag). Open mappings are not asked about: see <see cref="OpenMappings"/>.</summary>
    public bool IsWritable
    {
        get
        {
            using HandleLease lease = Enter();
            return (_memory->mini_object.flags & (uint)Native.GstMemoryFlags.GST_MEMORY_FLAG_READONLY) == 0 && Mapper.IsUnshared(_memory);
        }
    }

    /// <summary>The allocator that made the memory (<c>GstMemory.allocator</c>), with a reference of its own: dispose it.</summary>
    public GstAllocator Allocator { get { using HandleLease lease = Enter(); return GstAllocator.Retain((nint)_memory->allocator); } }

    /// <summary>The name of the allocator's memory type, for example <c>SystemMemory</c> (<c>GstAllocator.mem_type</c>).</summary>
    public string MemoryType
    {
        get
        {
            using HandleLease lease = Enter();
            return _memory->allocator is null ? "" : NativeText.Read(_memory->allocator->mem_type) ?? "";
        }
    }

    /// <summary>Whether the memory's allocator is of this type (<c>gst_memory_is_type</c>).</summary>
    /// <param name="memoryType">For example <c>SystemMemory</c> or <c>dmabuf</c>.</param>
    public bool IsType(string memoryType)
    {
        ArgumentNullException.ThrowIfNull(memoryType);
        return MemoryType == memoryType;
    }

    /// <summary>Maps the visible bytes for reading (<c>gst_memory_map</c>).</summary>
    /// <returns>The mapping; dispose it in the same scope.</returns>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public ReadMapping MapRead()
    {
        GstMapFailure failure = Map(Native.GstMapFlags.GST_MAP_READ, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new ReadMapping(slot, ticket);
    }

    /// <summary>Maps the visible bytes for reading and writing (<c>gst_memory_map</c> with <c>GST_MAP_READWRITE</c>).</summary>
    /// <returns>The mapping; dispose it in the same scope.</returns>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public WriteMapping MapWrite()
    {
        GstMapFailure failure = Map(Native.GstMapFlags.GST_MAP_READ | Native.GstMapFlags.GST_MAP_WRITE, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new WriteMapping(slot, ticket);
    }

    /// <summary>Maps the visible bytes for reading, or answers <see langword="false"/> where <see cref="MapRead"/> would throw <see cref="GstMapException"/>.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_memory_map</c>.</param>
    public bool TryMapRead(out ReadMapping mapping)
    {
        bool mapped = Map(Native.GstMapFlags.GST_MAP_READ, out MapSlot slot, out ulong ticket) == GstMapFailure.None;
        mapping = mapped ? new ReadMapping(slot, ticket) : default;
        return mapped;
    }

    /// <summary>Maps the visible bytes for reading and writing, or answers <see langword="false"/> where <see cref="MapWrite"/> would throw <see cref="GstMapException"/>.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_memory_map</c>.</param>
    public bool TryMapWrite(out WriteMapping mapping)
    {
        bool mapped = Map(Native.GstMapFlags.GST_MAP_READ | Native.GstMapFlags.GST_MAP_WRITE, out MapSlot slot, out ulong ticket) == GstMapFailure.None;
        mapping = mapped ? new WriteMapping(slot, ticket) : default;
        return mapped;
    }

    /// <summary>An owning handle on the same memory (<c>gst_memory_ref</c>).</summary>
    /// <remarks>
    /// <b>Of a buffer that comes from a pool</b> this keeps the block, not what is in it: when the buffer goes back, the pool gives it
    /// out again, and the next frame is written over these bytes, as in C. To keep the bytes, keep the buffer
    /// (<see cref="GstBufferRef.Retain"/>), or take a <see cref="Share(nuint, nuint)"/> of the memory: a pool does not use a block again that is shared.
    /// </remarks>
    public GstMemory Retain()
    {
        using HandleLease lease = Enter();
        return GstMemory.Retain((nint)_memory);
    }

    /// <summary>The memory whose block this one shows a part of (the <c>parent</c> field of <c>GstMemory</c>, set by <c>gst_memory_share</c>): the one that was allocated, also for a share of a share.</summary>
    /// <returns>An owning handle, to be disposed; <see langword="null"/> when the memory has a block of its own.</returns>
    public GstMemory? GetParent()
    {
        using HandleLease lease = Enter();
        Native.GstMemory* parent = _memory->parent;
        return parent is null ? null : GstMemory.Retain((nint)parent);
    }

    /// <summary>Copies a range of the visible bytes into a new memory (<c>gst_memory_copy</c>).</summary>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <returns>The copy; it is writable even when this memory is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the visible bytes.</exception>
    /// <exception cref="GstMapException">The allocator cannot copy these bytes.</exception>
    public GstMemory Copy(nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, _memory->size);
        return CopyFrom((nint)offset, size);
    }

    /// <summary>Copies all visible bytes into a new memory (<c>gst_memory_copy</c>).</summary>
    /// <exception cref="GstMapException">The allocator cannot copy these bytes.</exception>
    public GstMemory Copy() => Copy(0, Size);

    /// <summary>A read-only memory over a range of the same bytes, without copying (<c>gst_memory_share</c>). While it lives this memory cannot be mapped for writing: its bytes would change under the share.</summary>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the visible bytes.</exception>
    /// <exception cref="GstMapException">The memory is mapped for writing, or its allocator does not share.</exception>
    public GstMemory Share(nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, _memory->size);
        return ShareFrom((nint)offset, size);
    }

    /// <summary>Moves the visible window inside the block (<c>gst_memory_resize</c>).</summary>
    /// <param name="offset">How far the first visible byte moves, in bytes; negative to uncover the prefix.</param>
    /// <param name="size">How many bytes are visible afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">The new window does not lie inside the block.</exception>
    /// <exception cref="InvalidOperationException">The memory is shared, or sits in a buffer that is.</exception>
    public void Resize(nint offset, nuint size)
    {
        using HandleLease lease = Enter();
        nuint start = _memory->offset;
        nuint limit = _memory->maxsize;
        nuint moved = offset < 0 ? (nuint)(-offset) : (nuint)offset;
        if (offset < 0 ? moved > start : moved > limit - start)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The visible bytes begin at {start} of a block of {limit}: the offset may be {-(nint)start} to {limit - start}.");
        }

        Throw.IfOutside(offset < 0 ? start - moved : start + moved, size, limit);
        if (Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)_memory) == 0)
        {
            throw new InvalidOperationException($"The memory is shared ({Mapper.ShareCount(_memory)} holders) or its buffer is, and cannot be resized. Resize a Copy or a Share of it.");
        }

        Native.LibGst.gst_memory_resize(_memory, offset, size);
    }

    /// <summary>Whether another memory's bytes follow this one's directly in the block that both share (<c>gst_memory_is_span</c>).</summary>
    /// <param name="next">The memory that may follow.</param>
    /// <param name="offset">Where this memory begins in the shared block, in bytes; 0 when the answer is no.</param>
    public bool IsSpan(GstMemoryRef next, out nuint offset)
    {
        using HandleLease lease = Enter();
        using HandleLease nextLease = next.Enter();
        offset = 0;
        if (_memory->allocator is null || _memory->allocator->mem_is_span is null)
        {
            return false;
        }

        using Kept kept = new(_memory);
        using Kept keptNext = new(next._memory);
        nuint found;
        bool span = Native.LibGst.gst_memory_is_span(_memory, next._memory, &found) != 0;
        offset = span ? found : 0;
        return span;
    }

    internal Native.GstMemory* Pointer => _memory;

    /// <summary>A copy of checked bytes; they are counted from the first visible one, so those before it have a negative offset.</summary>
    private GstMemory CopyFrom(nint offset, nuint size)
    {
        Room.Require(size, "a copy of the memory");
        using Kept kept = new(_memory);
        Native.GstMemory* copy = AllocatorCallbacks.CopyOrNull(_memory, offset, (nint)size);
        if (copy is null)
        {
            MapRefusal.Throw(GstMapFailure.AllocatorRefused, _memory);
        }

        return GstMemory.Adopt((nint)copy);
    }

    /// <summary>A share of checked bytes, counted as in <see cref="CopyFrom"/>.</summary>
    private GstMemory ShareFrom(nint offset, nuint size)
    {
        using Kept kept = new(_memory);
        Native.GstMemory* share = BufferMemories.CanShare(_memory) ? Native.LibGst.gst_memory_share(_memory, offset, (nint)size) : null;
        if (share is null)
        {
            MapRefusal.Throw(Mapper.IsMappedForWriting(_memory) ? GstMapFailure.AlreadyMapped : GstMapFailure.AllocatorRefused, _memory);
        }

        return GstMemory.Adopt((nint)share);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal GstMapFailure Map(Native.GstMapFlags flags, out MapSlot slot, out ulong ticket) => _buffer is null && _memory is not null
        ? Mapper.MapMemory(_memory, _owner, 0, flags, out slot, out ticket)
        : MapInBuffer(flags, out slot, out ticket);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GstMapFailure MapInBuffer(Native.GstMapFlags flags, out MapSlot slot, out ulong ticket)
    {
        using HandleLease lease = Enter();
        return Mapper.MapMemory(_memory, _owner, (nint)_buffer, flags, out slot, out ticket);
    }

    /// <summary>Says why, with the counts of a memory that is still there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [DoesNotReturn]
    private void Refuse(GstMapFailure failure)
    {
        using HandleLease lease = Enter();
        MapRefusal.Throw(failure, _memory);
    }

    internal HandleLease Enter()
    {
        if (_memory is null)
        {
            Throw.DefaultBorrow(nameof(GstMemoryRef));
        }

        HandleLease lease = new(_owner);
        if (_buffer is not null && (!_lender.StillHolds(_buffer, _owner) || !StillIn(_buffer) || Arrivals.IsNewer(ref Arrivals.Of(_lender, _owner), _memory, _arrivals)))
        {
            lease.Dispose();
            throw new InvalidOperationException("The buffer no longer holds this memory: it was replaced or removed (a map that merges replaces memories). Peek it again.");
        }

        return lease;
    }

    private bool StillIn(Native.GstBuffer* buffer)
    {
        uint count = Native.LibGst.gst_buffer_n_memory(buffer);
        if ((uint)_index < count && Native.LibGst.gst_buffer_peek_memory(buffer, (uint)_index) == _memory)
        {
            return true;
        }

        for (uint i = 0; i < count; i++)
        {
            if (Native.LibGst.gst_buffer_peek_memory(buffer, i) == _memory)
            {
                return true;
            }
        }

        return false;
    }
}
