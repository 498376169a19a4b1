using GstMemInterop.Bytes;

namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>All bytes for reading as a <see cref="System.Buffers.ReadOnlySequence{T}"/>, one segment for each memory that has bytes, without merging or copying (<c>gst_memory_map</c> for each).</summary>
    /// <returns>The sequence; dispose it. While it is open the buffer is referenced once more and so cannot be changed. It may be stored, awaited over and read on any thread.</returns>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    /// <exception cref="InvalidOperationException">A memory is larger than <see cref="int.MaxValue"/> bytes.</exception>
    public MappedSequence MapSequence()
    {
        using HandleLease lease = Enter();
        return new MappedSequence(_buffer);
    }

    /// <summary>A seekable stream that reads the bytes across memories, without merging or copying them (<c>gst_memory_map</c> for each).</summary>
    /// <returns>The stream; dispose it. While it is open the buffer is referenced once more and so cannot be changed.</returns>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    /// <exception cref="InvalidOperationException">A memory is larger than <see cref="int.MaxValue"/> bytes.</exception>
    public Stream OpenRead()
    {
        MappedSequence mapped = MapSequence();
        List<ReadOnlyMemory<byte>> parts = [];
        foreach (ReadOnlyMemory<byte> part in mapped.Sequence)
        {
            parts.Add(part);
        }

        return new SegmentedStream([.. parts], [mapped]);
    }

    /// <summary>A seekable stream of fixed length that reads and edits the bytes across memories, without merging them (<c>gst_memory_map</c> for each). Shared or read-only memories are copied into the buffer first.</summary>
    /// <returns>The stream; dispose it. While it is open the buffer is referenced once more and so cannot be changed otherwise.</returns>
    /// <exception cref="GstMapException">The buffer is not writable, or a memory cannot be mapped.</exception>
    /// <exception cref="InvalidOperationException">A memory is larger than <see cref="int.MaxValue"/> bytes.</exception>
    public Stream OpenReadWrite()
    {
        using HandleLease lease = Enter();
        List<IDisposable> owners = [];
        try
        {
            int count = MemoryCount;
            Memory<byte>[] parts = new Memory<byte>[count];
            for (int i = 0; i < count; i++)
            {
                MapWrite(i, 1).Dispose(); // puts a private copy in place where the memory may not be written
                using GstMemory memory = GetMemory(i);
                OwnedMapping map = memory.MapWriteOwned();
                owners.Add(map);
                parts[i] = map.Memory;
            }

            owners.Add(Retain());
            return new SegmentedStream(parts, [.. owners]);
        }
        catch
        {
            owners.ForEach(static o => o.Dispose());
            throw;
        }
    }
}
