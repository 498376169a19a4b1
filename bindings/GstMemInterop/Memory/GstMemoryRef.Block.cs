namespace GstMemInterop;

// The whole block: the visible bytes, and the prefix and padding around them. Here offsets count from the start of the block.
public readonly unsafe ref partial struct GstMemoryRef
{
    /// <summary>Maps the whole block for reading, prefix and padding included (<c>gst_memory_map</c>). The visible bytes are <c>Slice(Offset, Size)</c> of it.</summary>
    /// <returns>The mapping, <see cref="MaxSize"/> bytes long; dispose it in the same scope. What was never written holds anything.</returns>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public ReadMapping MapReadBlock()
    {
        ReadMapping mapping = MapRead();
        Mapper.ShowBlock(mapping.DangerousSlot);
        return mapping;
    }

    /// <summary>Maps the whole block for reading and writing, prefix and padding included (<c>gst_memory_map</c> with <c>GST_MAP_READWRITE</c>). The visible bytes are <c>Slice(Offset, Size)</c> of it.</summary>
    /// <returns>The mapping, <see cref="MaxSize"/> bytes long; dispose it in the same scope. What was never written holds anything.</returns>
    /// <remarks>Nobody can promise zeros around the visible bytes any more: the memory loses <see cref="GstMemoryFlags.ZeroPrefixed"/> and <see cref="GstMemoryFlags.ZeroPadded"/>.</remarks>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public WriteMapping MapWriteBlock()
    {
        WriteMapping mapping = MapWrite();
        _memory->mini_object.flags &= ~(uint)(GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded);
        Mapper.ShowBlock(mapping.DangerousSlot);
        return mapping;
    }

    /// <summary>Copies a range of the whole block into a new memory (<c>gst_memory_copy</c>, which takes a negative offset for the prefix).</summary>
    /// <param name="offset">First byte of the range, counted from the start of the block: <see cref="Offset"/> is the first visible one.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <returns>The copy; all of its bytes are visible, and it is writable even when this memory is not.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the block of <see cref="MaxSize"/> bytes.</exception>
    /// <exception cref="GstMapException">The allocator cannot copy these bytes.</exception>
    public GstMemory CopyBlock(nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, _memory->maxsize);
        return CopyFrom((nint)offset - (nint)_memory->offset, size);
    }

    /// <summary>A read-only memory over a range of the whole block, without copying (<c>gst_memory_share</c>, which takes a negative offset for the prefix). It is a share like any other: see <see cref="Share"/>.</summary>
    /// <param name="offset">First byte of the range, counted from the start of the block: <see cref="Offset"/> is the first visible one.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the block of <see cref="MaxSize"/> bytes.</exception>
    /// <exception cref="GstMapException">The memory is mapped for writing, or its allocator does not share.</exception>
    public GstMemory ShareBlock(nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, _memory->maxsize);
        return ShareFrom((nint)offset - (nint)_memory->offset, size);
    }
}
