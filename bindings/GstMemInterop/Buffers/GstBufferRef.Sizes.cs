namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>The visible bytes of all memories together (<c>gst_buffer_get_size</c>).</summary>
    public nuint Size { get { using HandleLease lease = Enter(); return Native.LibGst.gst_buffer_get_size(_buffer); } }

    /// <summary>The bytes the buffer could be resized to (<c>gst_buffer_get_sizes</c>).</summary>
    public nuint MaxSize => GetSizes().MaxSize;

    /// <summary>How the visible bytes lie in the memories (<c>gst_buffer_get_sizes</c>).</summary>
    /// <returns>The visible bytes; how many lie before them and <see cref="Resize"/> could uncover; and all there are, those before and behind included. (<see cref="Offset"/> is something else: the position in the stream.)</returns>
    public (nuint Size, nuint Offset, nuint MaxSize) GetSizes() => GetSizes(0, MemoryCount);

    /// <summary>How the visible bytes of a range of memories lie in them (<c>gst_buffer_get_sizes_range</c>).</summary>
    /// <param name="index">The first memory.</param>
    /// <param name="count">How many; none have no bytes.</param>
    /// <returns>The visible bytes; how many lie before them and <see cref="ResizeMemories"/> could uncover; and all there are, those before and behind included.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    public (nuint Size, nuint Offset, nuint MaxSize) GetSizes(int index, int count)
    {
        using HandleLease lease = Enter();
        CheckMemories(index, count);
        nuint offset, maxSize;
        nuint size = Native.LibGst.gst_buffer_get_sizes_range(_buffer, (uint)index, count, &offset, &maxSize);
        return (size, offset, maxSize);
    }

    /// <summary>Moves the visible window of the whole buffer (<c>gst_buffer_resize</c>).</summary>
    /// <param name="offset">How far the first visible byte moves, in bytes; negative to uncover bytes before it.</param>
    /// <param name="size">How many bytes are visible afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">The new window does not lie inside the buffer's memories.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    /// <exception cref="GstException">A memory that others use too could be neither shared nor copied.</exception>
    public void Resize(nint offset, nuint size) => ResizeMemories(0, MemoryCount, offset, size);

    /// <summary>Moves the visible window of a range of memories (<c>gst_buffer_resize_range</c>). A memory that others use too is replaced by a share or a copy of what is left of it.</summary>
    /// <param name="index">The first memory.</param>
    /// <param name="count">How many.</param>
    /// <param name="offset">How far the first visible byte of the range moves, in bytes; negative to uncover bytes before it.</param>
    /// <param name="size">How many bytes of the range are visible afterwards. Memories that keep none stay, empty.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories, or the new window not inside the range.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    /// <exception cref="GstException">A memory that others use too could be neither shared nor copied.</exception>
    public void ResizeMemories(int index, int count, nint offset, nuint size)
    {
        using BufferChange change = EnterChange();
        (nuint visible, nuint start, nuint limit) = GetSizes(index, count);
        nuint moved = offset < 0 ? (nuint)(-offset) : (nuint)offset;
        if (offset < 0 ? moved > start : moved > visible)
        {
            throw new ArgumentOutOfRangeException(nameof(offset), offset, $"The {visible} visible bytes begin at {start}: the offset may be {-(nint)start} to {visible}.");
        }

        Throw.IfOutside(offset < 0 ? start - moved : start + moved, size, limit);
        BufferWindow.Move(_buffer, index, count, offset < 0 ? start - moved : start + moved, size);
    }

    /// <summary>Cuts or extends the buffer at its end (<c>gst_buffer_set_size</c>).</summary>
    /// <param name="size">How many bytes are visible afterwards.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer's memories have fewer bytes.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or a mapping of it is open.</exception>
    public void SetSize(nuint size) => Resize(0, size);
}
