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
        return new GstMemoryRef(Native.LibGst.gst_buffer_peek_memory(_buffer, (uint)index), _buffer, index, _owner);
    }

    /// <summary>An owning handle on one of the buffer's memories (<c>gst_buffer_get_memory</c>).</summary>
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
        ArgumentNullException.ThrowIfNull(memory);
        nint given = memory.DangerousDetach();
        try
        {
            using HandleLease lease = EnterUnmapped();
            int count = (int)Native.LibGst.gst_buffer_n_memory(_buffer);
            if (index < -1 || index > count)
            {
                throw new ArgumentOutOfRangeException(nameof(index), index, $"A buffer of {count} memories takes a new one at 0 to {count}, or at -1 for the end.");
            }

            Native.LibGst.gst_buffer_insert_memory(_buffer, index, (Native.GstMemory*)given);
            given = 0;
        }
        finally
        {
            if (given != 0)
            {
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)given);
            }
        }
    }

    /// <summary>Removes one memory (<c>gst_buffer_remove_memory</c>).</summary>
    /// <param name="index">0 to <see cref="MemoryCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void RemoveMemory(int index)
    {
        using HandleLease lease = EnterUnmapped();
        CheckIndex(index);
        Native.LibGst.gst_buffer_remove_memory(_buffer, (uint)index);
    }

    /// <summary>Removes all memories (<c>gst_buffer_remove_all_memory</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void RemoveAllMemories()
    {
        using HandleLease lease = EnterUnmapped();
        if (Native.LibGst.gst_buffer_n_memory(_buffer) != 0)
        {
            Native.LibGst.gst_buffer_remove_all_memory(_buffer);
        }
    }

    /// <summary>Moves the visible window of the whole buffer (<c>gst_buffer_resize</c>).</summary>
    /// <param name="offset">How far the first visible byte moves, in bytes; negative to uncover bytes before it.</param>
    /// <param name="size">How many bytes are visible afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">The new window does not lie inside the buffer's memories.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void Resize(nint offset, nuint size)
    {
        using HandleLease lease = EnterUnmapped();
        nuint start, limit;
        nuint visible = Native.LibGst.gst_buffer_get_sizes(_buffer, &start, &limit);
        nuint moved = offset < 0 ? (nuint)(-offset) : (nuint)offset;
        if (offset < 0 ? moved > start : moved > visible)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The buffer's {visible} visible bytes begin at {start}: the offset may be {-(nint)start} to {visible}.");
        }

        Throw.IfOutside(offset < 0 ? start - moved : start + moved, size, limit);
        if (Native.LibGst.gst_buffer_n_memory(_buffer) != 0)
        {
            Native.LibGst.gst_buffer_resize(_buffer, offset, (nint)size);
        }
    }

    /// <summary>Copies bytes out of the buffer, across its memories, without merging them (as <c>gst_buffer_extract</c> does, over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to copy.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer bytes than offset + destination.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public void Extract(nuint offset, Span<byte> destination)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, (nuint)destination.Length, Native.LibGst.gst_buffer_get_size(_buffer));
        for (int i = 0; destination.Length > 0; i++)
        {
            GstMemoryRef memory = new(Native.LibGst.gst_buffer_peek_memory(_buffer, (uint)i), _buffer, i);
            nuint size = memory.Size;
            if (offset >= size)
            {
                offset -= size;
                continue;
            }

            using ReadMapping map = memory.MapRead();
            int length = (int)Math.Min(size - offset, (nuint)destination.Length);
            map.Slice(offset, length).CopyTo(destination);
            destination = destination[length..];
            offset = 0;
        }
    }

    /// <summary>Copies bytes into the buffer, across its memories, without merging them (as <c>gst_buffer_fill</c> does, over <c>gst_memory_map</c>). Shared or read-only memories are copied into the buffer first.</summary>
    /// <param name="offset">First byte to overwrite.</param>
    /// <param name="source">What to write; all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer bytes than offset + source.</exception>
    /// <exception cref="GstMapException">The buffer is not writable, or a memory cannot be mapped.</exception>
    public void Fill(nuint offset, ReadOnlySpan<byte> source)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, (nuint)source.Length, Native.LibGst.gst_buffer_get_size(_buffer));
        for (int i = 0; source.Length > 0; i++)
        {
            nuint size = Native.LibGst.gst_buffer_peek_memory(_buffer, (uint)i)->size;
            if (offset >= size)
            {
                offset -= size;
                continue;
            }

            using WriteMapping map = MapWrite(i, 1);
            int length = (int)Math.Min(size - offset, (nuint)source.Length);
            source[..length].CopyTo(map.Slice(offset, length));
            source = source[length..];
            offset = 0;
        }
    }

    private void CheckIndex(int index)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(_buffer);
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange("memories of the buffer", index, count);
        }
    }

    /// <summary>A mapping of a borrowed buffer takes no reference on the memory: whoever would take the memory away asks first.</summary>
    private HandleLease EnterUnmapped()
    {
        HandleLease lease = EnterWritable();
        uint count = Native.LibGst.gst_buffer_n_memory(_buffer);
        for (uint i = 0; i < count; i++)
        {
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(_buffer, i);
            if (Mapper.IsMapped(memory))
            {
                lease.Dispose();
                throw new InvalidOperationException($"Memory {i} of the buffer is mapped ({Mapper.LocksOf(memory)} open). Dispose the mapping before changing the buffer's memories.");
            }
        }

        return lease;
    }
}
