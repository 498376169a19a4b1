using GstMemInterop.Bytes;

namespace GstMemInterop;

// One map for each call. A buffer has the same verbs, and there they go across its memories.
public readonly unsafe ref partial struct GstMemoryRef
{
    /// <summary>Copies visible bytes out of the memory (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to copy.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The memory has fewer bytes than offset + destination.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public void Extract(nuint offset, Span<byte> destination)
    {
        using ReadMapping map = MapReadRange(offset, (nuint)destination.Length);
        map.Slice(offset, destination.Length).CopyTo(destination);
    }

    /// <summary>A range of the visible bytes as a new array (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to copy.</param>
    /// <param name="size">How many bytes, at most what an array holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the visible bytes, or is longer than an array can be.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public byte[] ToArray(nuint offset, nuint size)
    {
        using ReadMapping map = MapReadRange(offset, size);
        Throw.IfOutside(0, size, (nuint)Array.MaxLength);
        return map.Slice(offset, (int)size).ToArray();
    }

    /// <summary>All visible bytes as a new array (over <c>gst_memory_map</c>).</summary>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public byte[] ToArray() => ToArray(0, Size);

    /// <summary>Copies bytes into the memory (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to overwrite.</param>
    /// <param name="source">What to write; all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The memory has fewer bytes than offset + source.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for writing.</exception>
    public void Fill(nuint offset, ReadOnlySpan<byte> source)
    {
        using WriteMapping map = MapWriteRange(offset, (nuint)source.Length);
        source.CopyTo(map.Slice(offset, source.Length));
    }

    /// <summary>Sets every byte of a range to one value (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to overwrite.</param>
    /// <param name="value">The new value.</param>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the visible bytes.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for writing.</exception>
    public void Set(nuint offset, byte value, nuint size)
    {
        using WriteMapping map = MapWriteRange(offset, size);
        for (nuint end = offset + size; offset < end;)
        {
            int length = SpanLength(end - offset);
            map.Slice(offset, length).Fill(value);
            offset += (nuint)length;
        }
    }

    /// <summary>Compares a range of the visible bytes with others (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to compare.</param>
    /// <param name="other">What to compare with.</param>
    /// <returns>-1, 0 or 1: whether the memory's bytes come before, equal or come after the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The memory has fewer bytes than offset + other.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public int Compare(nuint offset, ReadOnlySpan<byte> other)
    {
        using ReadMapping map = MapReadRange(offset, (nuint)other.Length);
        return Math.Sign(map.Slice(offset, other.Length).SequenceCompareTo(other));
    }

    /// <summary>Whether the visible bytes are exactly these (over <c>gst_memory_map</c>).</summary>
    /// <param name="bytes">What to compare with.</param>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public bool ContentEquals(ReadOnlySpan<byte> bytes) => Size == (nuint)bytes.Length && Compare(0, bytes) == 0;

    /// <summary>Whether two memories show the same bytes (over <c>gst_memory_map</c>). Prefix, padding and flags are not compared.</summary>
    /// <param name="other">The other memory.</param>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public bool ContentEquals(GstMemoryRef other)
    {
        nuint size = Size;
        if (size != other.Size)
        {
            return false;
        }

        using ReadMapping map = MapRead();
        using ReadMapping otherMap = other.MapRead();
        for (nuint offset = 0; offset < size;)
        {
            int length = SpanLength(size - offset);
            if (!map.Slice(offset, length).SequenceEqual(otherMap.Slice(offset, length)))
            {
                return false;
            }

            offset += (nuint)length;
        }

        return true;
    }

    /// <summary>A range of the visible bytes as text: offset, hexadecimal, ASCII (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to show.</param>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the visible bytes, or is longer than a span can be.</exception>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public string ToHexDump(nuint offset, nuint size)
    {
        using ReadMapping map = MapReadRange(offset, size);
        Throw.IfOutside(0, size, int.MaxValue);
        return HexDump.Format(map.Slice(offset, (int)size), new HexDumpOptions { FirstOffset = (long)offset });
    }

    /// <summary>All visible bytes as text: offset, hexadecimal, ASCII (over <c>gst_memory_map</c>).</summary>
    /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
    public string ToHexDump() => ToHexDump(0, Size);

    /// <summary>The most of so many bytes that one span holds.</summary>
    private static int SpanLength(nuint size) => (int)Math.Min(size, int.MaxValue);

    /// <summary>Maps for a range, which is checked first: a bad one is told apart from a memory that cannot be mapped.</summary>
    private ReadMapping MapReadRange(nuint offset, nuint size)
    {
        Throw.IfOutside(offset, size, Size);
        return MapRead();
    }

    private WriteMapping MapWriteRange(nuint offset, nuint size)
    {
        Throw.IfOutside(offset, size, Size);
        return MapWrite();
    }
}
