namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>The buffer's memories, borrowed, in their order (<c>gst_buffer_peek_memory</c>). Enumerating allocates nothing.</summary>
    public GstMemoryCollection Memories => new(this);

    /// <summary>Maps the memories for reading one after the other, without merging or copying (<c>gst_memory_map</c>): <c>foreach (ReadMapping part in buffer.MapEachRead())</c>. Each mapping ends when the next one begins, or the loop does.</summary>
    /// <remarks>The mapping throws in the loop what <see cref="MapRead(int, int)"/> would. Allocates nothing.</remarks>
    public MemoryMappings<ReadMapping> MapEachRead()
    {
        return new MemoryMappings<ReadMapping>(this, &Open);

        static ReadMapping Open(GstBufferRef buffer, int memory) => buffer.MapRead(memory, 1);
    }

    /// <summary>Maps the memories for reading and writing one after the other, without merging (<c>gst_memory_map</c>): <c>foreach (WriteMapping part in buffer.MapEachWrite())</c>. Each mapping ends when the next one begins, or the loop does.</summary>
    /// <remarks>A memory that is shared or read-only is copied into the buffer when its turn comes, and its mapping says so. The mapping throws in the loop what <see cref="MapWrite(int, int)"/> would. Allocates nothing.</remarks>
    public MemoryMappings<WriteMapping> MapEachWrite()
    {
        return new MemoryMappings<WriteMapping>(this, &Open);

        static WriteMapping Open(GstBufferRef buffer, int memory) => buffer.MapWrite(memory, 1);
    }

    /// <summary>Whether a range of memories can be written without copying: nobody shares them, none is read-only, and the buffer is writable (<c>gst_buffer_is_memory_range_writable</c>, which does not look for read-only memory).</summary>
    /// <param name="index">The first memory.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    public bool AreMemoriesWritable(int index, int count)
    {
        using HandleLease lease = Enter();
        CheckMemories(index, count);
        for (int i = index; i < index + count; i++)
        {
            if (!PeekMemory(i).IsWritable)
            {
                return false;
            }
        }

        return IsWritable;
    }

    /// <summary>Whether all memories can be written without copying (<c>gst_buffer_is_all_memory_writable</c>, which does not look for read-only memory). A buffer without memory is as writable as it is itself.</summary>
    public bool AreAllMemoriesWritable => AreMemoriesWritable(0, MemoryCount);
}
