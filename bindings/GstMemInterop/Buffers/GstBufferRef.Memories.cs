namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>How many memories the buffer holds (<c>gst_buffer_n_memory</c>).</summary>
    public int MemoryCount { get { using HandleLease lease = Enter(); return (int)Native.LibGst.gst_buffer_n_memory(_buffer); } }

    /// <summary>The most memories a buffer holds; appending another one merges (<c>gst_buffer_get_max_memory</c>).</summary>
    public static int MaxMemoryCount
    {
        get
        {
            GStreamer.EnsureInitialized();
            return (int)Native.LibGst.gst_buffer_get_max_memory();
        }
    }

    /// <summary>Borrows one of the buffer's memories (<c>gst_buffer_peek_memory</c>).</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/> - 1.</param>
    /// <returns>The borrow; it notices when the buffer replaces the memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    public GstMemoryRef PeekMemory(int index)
    {
        using HandleLease lease = Enter();
        CheckIndex(index);
        return new GstMemoryRef(Native.LibGst.gst_buffer_peek_memory(_buffer, (uint)index), _buffer, index, _owner, _lender);
    }

    /// <summary>An owning handle on one of the buffer's memories (<c>gst_buffer_get_memory</c>). Of a pooled buffer it outlives the frame: see <see cref="GstMemoryRef.Retain"/>.</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    public GstMemory GetMemory(int index)
    {
        using HandleLease lease = Enter();
        CheckIndex(index);
        return GstMemory.Adopt((nint)Native.LibGst.gst_buffer_get_memory(_buffer, (uint)index));
    }

    /// <summary>Appends a memory (<c>gst_buffer_append_memory</c>). A buffer that is full merges what it has first.</summary>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void AppendMemory(GstMemory memory) => InsertMemory(-1, memory);

    /// <summary>Inserts a memory (<c>gst_buffer_insert_memory</c>). A buffer that is full merges what it has first.</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/>, or -1 for the end.</param>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the buffer.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void InsertMemory(int index, GstMemory memory)
    {
        using GstMemory given = TakeOver(memory);
        using BufferChange change = EnterChange();
        int count = (int)Native.LibGst.gst_buffer_n_memory(_buffer);
        if (index < -1 || index > count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"A buffer of {count} memories takes a new one at 0 to {count}, or at -1 for the end.");
        }

        BufferMemories.Insert(_buffer, index, (Native.GstMemory*)given.DangerousDetach());
    }

    /// <summary>Removes one memory (<c>gst_buffer_remove_memory</c>).</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void RemoveMemory(int index)
    {
        using BufferChange change = EnterChange();
        CheckIndex(index);
        BufferMemories.Remove(_buffer, index, 1);
    }

    /// <summary>Removes all memories (<c>gst_buffer_remove_all_memory</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void RemoveAllMemories()
    {
        using BufferChange change = EnterChange();
        BufferMemories.Remove(_buffer, 0, (int)Native.LibGst.gst_buffer_n_memory(_buffer));
    }

    /// <summary>Prepends a memory (<c>gst_buffer_prepend_memory</c>). A buffer that is full merges what it has first.</summary>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void PrependMemory(GstMemory memory) => InsertMemory(0, memory);

    /// <summary>Puts a memory in the place of one (<c>gst_buffer_replace_memory</c>).</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/> - 1.</param>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void ReplaceMemory(int index, GstMemory memory) => ReplaceMemories(index, 1, memory);

    /// <summary>Puts one memory in the place of a range of memories (<c>gst_buffer_replace_memory_range</c>).</summary>
    /// <param name="index">The first memory to replace.</param>
    /// <param name="count">How many; at least one.</param>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void ReplaceMemories(int index, int count, GstMemory memory)
    {
        using GstMemory given = TakeOver(memory);
        using BufferChange change = EnterChange();
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        CheckMemories(index, count);
        BufferMemories.Replace(_buffer, index, count, (Native.GstMemory*)given.DangerousDetach());
    }

    /// <summary>Puts one memory in the place of all (<c>gst_buffer_replace_all_memory</c>).</summary>
    /// <param name="memory">Given away to the buffer, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void ReplaceAllMemories(GstMemory memory)
    {
        using GstMemory given = TakeOver(memory);
        using BufferChange change = EnterChange();
        BufferMemories.Replace(_buffer, 0, (int)Native.LibGst.gst_buffer_n_memory(_buffer), (Native.GstMemory*)given.DangerousDetach());
    }

    /// <summary>Removes a range of memories (<c>gst_buffer_remove_memory_range</c>).</summary>
    /// <param name="index">The first memory to remove.</param>
    /// <param name="count">How many; zero removes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void RemoveMemories(int index, int count)
    {
        using BufferChange change = EnterChange();
        CheckMemories(index, count);
        BufferMemories.Remove(_buffer, index, count);
    }

    /// <summary>A range of memories as one (<c>gst_buffer_get_memory_range</c>): the live memory when it is one, a merged copy when it is more.</summary>
    /// <param name="index">The first memory.</param>
    /// <param name="count">How many; at least one.</param>
    /// <returns>The memory. Writing into a merged copy does not change the buffer. Of a pooled buffer the live one outlives the frame: see <see cref="GstMemoryRef.Retain"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped and so not be merged.</exception>
    public GstMemory GetMemories(int index, int count)
    {
        using HandleLease lease = Enter();
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        CheckMemories(index, count);
        GstMapFailure failure = BufferMemories.TryGather(_buffer, index, count, out Native.GstMemory* memory);
        if (failure != GstMapFailure.None)
        {
            MapRefusal.Throw(failure, _buffer);
        }

        return GstMemory.Adopt((nint)memory);
    }

    /// <summary>Finds the memories that hold a range of bytes (<c>gst_buffer_find_memory</c>).</summary>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <returns>The first memory, how many memories the range touches, and how many bytes of the first come before it. At the very end of the buffer: <see cref="MemoryCount"/>, 0, 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer.</exception>
    public (int Index, int Count, nuint Skip) FindMemories(nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        nuint all = Native.LibGst.gst_buffer_get_size(_buffer);
        Throw.IfOutside(offset, size, all);
        if (offset == all)
        {
            return ((int)Native.LibGst.gst_buffer_n_memory(_buffer), 0, 0); // C finds no memory at the very end
        }

        uint index, count;
        nuint skip;
        _ = Native.LibGst.gst_buffer_find_memory(_buffer, offset, size, &index, &count, &skip);
        return ((int)index, (int)count, skip);
    }

    private void CheckIndex(int index)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(_buffer);
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange("memories of the buffer", index, count);
        }
    }

    /// <summary>Begins a change of the buffer's memories: it is writable, and no mapping through this very buffer is open. What others map through their own holders is theirs.</summary>
    internal BufferChange EnterChange()
    {
        HandleLease lease = EnterWritable();
        MapSlots slots = MapSlots.Current;
        if (slots.IsMapped((nint)_buffer) || (_owner is { } owner && owner.IsMappedElsewhere(slots, 0)))
        {
            lease.Dispose();
            throw new InvalidOperationException("A mapping of this buffer is open, or a call that maps or changes it is still running. Dispose the mapping before changing the buffer's memories.");
        }

        return new BufferChange(_buffer, lease, ref Arrivals.Of(_lender, _owner));
    }

    /// <summary>A memory that was given to us: the caller's object ends here and now; ours goes to C, or is released when the call does not get that far.</summary>
    private static GstMemory TakeOver(GstMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        return GstMemory.Adopt(memory.DangerousDetach());
    }
}
