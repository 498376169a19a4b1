using GstMemInterop.Bytes;

namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>Copies bytes out of the buffer, across its memories, without merging them (as <c>gst_buffer_extract</c> does, over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to copy.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer bytes than offset + destination.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public void Extract(nuint offset, Span<byte> destination)
    {
        foreach (Part part in Parts(offset, (nuint)destination.Length))
        {
            using ReadMapping map = MapRead(part.Memory, 1);
            map.Slice(part.Offset, part.Length).CopyTo(destination[(int)part.Position..]);
        }
    }

    /// <summary>The bytes of a range as a new array (as <c>gst_buffer_extract_dup</c> does).</summary>
    /// <param name="offset">First byte to copy.</param>
    /// <param name="size">How many bytes, at most what an array holds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer, or is longer than an array can be.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public byte[] ToArray(nuint offset, nuint size)
    {
        Throw.IfOutside(offset, size, Size);
        Throw.IfOutside(0, size, (nuint)Array.MaxLength);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size);
        Extract(offset, bytes);
        return bytes;
    }

    /// <summary>All bytes as a new array (as <c>gst_buffer_extract_dup</c> does).</summary>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public byte[] ToArray() => ToArray(0, Size);

    /// <summary>Copies bytes into the buffer, across its memories, without merging them (as <c>gst_buffer_fill</c> does, over <c>gst_memory_map</c>). Shared or read-only memories are copied into the buffer first.</summary>
    /// <param name="offset">First byte to overwrite.</param>
    /// <param name="source">What to write; all of it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer bytes than offset + source.</exception>
    /// <exception cref="GstMapException">The buffer is not writable, or a memory cannot be mapped. Nothing is written then.</exception>
    public void Fill(nuint offset, ReadOnlySpan<byte> source)
    {
        PartEnumerable parts = Parts(offset, (nuint)source.Length);
        if (parts.MoveNext())
        {
            Write(parts, source, 0);
        }
    }

    /// <summary>Sets every byte of a range to one value, across memories, without merging them (as <c>gst_buffer_memset</c> does, over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to overwrite.</param>
    /// <param name="value">The new value.</param>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer.</exception>
    /// <exception cref="GstMapException">The buffer is not writable, or a memory cannot be mapped. Nothing is written then.</exception>
    public void Set(nuint offset, byte value, nuint size)
    {
        PartEnumerable parts = Parts(offset, size);
        if (parts.MoveNext())
        {
            Write(parts, default, value);
        }
    }

    /// <summary>Writes when all memories are mapped, the last one first: an allocator that refuses one of them has changed nothing.</summary>
    /// <param name="parts">At the first part of a memory.</param>
    /// <param name="source">What to write; nothing for one value everywhere.</param>
    /// <param name="value">That value.</param>
    private void Write(PartEnumerable parts, ReadOnlySpan<byte> source, byte value)
    {
        int memory = parts.Current.Memory;
        using WriteMapping map = MapWrite(memory, 1);
        PartEnumerable next = parts;
        while (next.MoveNext())
        {
            if (next.Current.Memory != memory)
            {
                Write(next, source, value);
                break;
            }
        }

        do
        {
            Part part = parts.Current;
            Span<byte> bytes = map.Slice(part.Offset, part.Length);
            if (source.IsEmpty)
            {
                bytes.Fill(value);
            }
            else
            {
                source.Slice((int)part.Position, part.Length).CopyTo(bytes);
            }
        }
        while (parts.MoveNext() && parts.Current.Memory == memory);
    }

    /// <summary>Compares a range of the buffer with bytes, across memories, without merging them (as <c>gst_buffer_memcmp</c> does, over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to compare.</param>
    /// <param name="other">What to compare with.</param>
    /// <returns>-1, 0 or 1: whether the buffer's bytes come before, equal or come after the others.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The buffer has fewer bytes than offset + other.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public int Compare(nuint offset, ReadOnlySpan<byte> other)
    {
        foreach (Part part in Parts(offset, (nuint)other.Length))
        {
            using ReadMapping map = MapRead(part.Memory, 1);
            int order = map.Slice(part.Offset, part.Length).SequenceCompareTo(other.Slice((int)part.Position, part.Length));
            if (order != 0)
            {
                return Math.Sign(order);
            }
        }

        return 0;
    }

    /// <summary>Whether the buffer holds exactly these bytes, however they are spread over memories (over <c>gst_memory_map</c>).</summary>
    /// <param name="bytes">What to compare with.</param>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public bool ContentEquals(ReadOnlySpan<byte> bytes) => Size == (nuint)bytes.Length && Compare(0, bytes) == 0;

    /// <summary>Whether two buffers hold the same bytes, however they are spread over memories (over <c>gst_memory_map</c>). Metadata is not compared.</summary>
    /// <param name="other">The other buffer.</param>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public bool ContentEquals(GstBufferRef other)
    {
        if (Size != other.Size)
        {
            return false;
        }

        foreach (Part part in other.Parts(0, other.Size))
        {
            using ReadMapping map = other.MapRead(part.Memory, 1);
            if (Compare(part.Position, map.Slice(part.Offset, part.Length)) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a range as text: offset, hexadecimal, ASCII; across memories, without merging them (over <c>gst_memory_map</c>).</summary>
    /// <param name="offset">First byte to show.</param>
    /// <param name="size">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer.</exception>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public string ToHexDump(nuint offset, nuint size) => HexDump.Format(ToArray(offset, size), new HexDumpOptions { FirstOffset = (long)offset });

    /// <summary>All bytes as text: offset, hexadecimal, ASCII (over <c>gst_memory_map</c>).</summary>
    /// <exception cref="GstMapException">A memory cannot be mapped for reading.</exception>
    public string ToHexDump() => ToHexDump(0, Size);

    /// <summary>The pieces of memories that make up a range of the buffer.</summary>
    private PartEnumerable Parts(nuint offset, nuint size)
    {
        Throw.IfOutside(offset, size, Size);
        return new PartEnumerable(this, offset, size);
    }

    /// <summary>A piece of one memory: where it is there, and where in the whole range.</summary>
    private readonly record struct Part(int Memory, nuint Offset, int Length, nuint Position);

    private ref struct PartEnumerable(GstBufferRef buffer, nuint offset, nuint size)
    {
        private readonly GstBufferRef _buffer = buffer;
        private nuint _skip = offset;
        private nuint _left = size;
        private nuint _position;
        private int _memory;

        public Part Current { get; private set; }

        public readonly PartEnumerable GetEnumerator() => this;

        public bool MoveNext()
        {
            using HandleLease lease = _buffer.Enter();
            while (_left > 0)
            {
                if ((uint)_memory >= Native.LibGst.gst_buffer_n_memory(_buffer._buffer))
                {
                    throw new InvalidOperationException("The buffer's memories were changed while its bytes were gone through. One thread at a time changes a buffer, and none reads it meanwhile.");
                }

                nuint size = Native.LibGst.gst_buffer_peek_memory(_buffer._buffer, (uint)_memory)->size;
                if (_skip >= size)
                {
                    _skip -= size;
                    _memory++;
                    continue;
                }

                int length = (int)Math.Min(Math.Min(size - _skip, _left), int.MaxValue);
                Current = new Part(_memory, _skip, length, _position);
                _skip += (nuint)length;
                _left -= (nuint)length;
                _position += (nuint)length;
                return true;
            }

            return false;
        }
    }
}
