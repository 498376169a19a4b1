using System.Collections;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk : IList<byte>, IReadOnlyList<byte>
{
    /// <summary>One byte. Indexes from the end work: <c>chunk[^1]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public byte this[int index]
    {
        get
        {
            ProveIndex(index);
            byte value = _block[index];
            GC.KeepAlive(this);
            return value;
        }

        set
        {
            ProveIndex(index);
            _block[index] = value;
            GC.KeepAlive(this);
        }
    }

    /// <summary>
    /// A copy of a range, like that of an array; set, the range is replaced and the chunk grows or shrinks as needed:
    /// <c>chunk[2..4] = [1, 2, 3];</c>
    /// </summary>
    /// <remarks>For a view without a copy take <see cref="Slice(Range)"/>, for spans <see cref="Replace(Range, ReadOnlySpan{byte})"/>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="InvalidOperationException">The length would change while a lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public byte[] this[Range range]
    {
        get
        {
            (int start, int count) = Ranges.Of(range, Length);
            byte[] copy = Bytes.Slice(start, count).ToArray();
            GC.KeepAlive(this);
            return copy;
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Replace(range, value);
        }
    }

    /// <summary>A view of a range that follows this chunk when it moves or changes its length; nothing is copied.</summary>
    /// <param name="range">Its ends are kept as they are written: an end counted from the end stays so.</param>
    public NativeSlice Slice(Range range) => new(this, range);

    /// <summary>A view of <paramref name="length"/> bytes from <paramref name="start"/> on, as everywhere in .NET.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public NativeSlice Slice(int start, int length)
    {
        ProveRange(start, length);
        return new(this, start..(start + length));
    }

    /// <summary>A view from <paramref name="start"/> to before <paramref name="stop"/>, in slice notation; see <see cref="NativeSlice"/>.</summary>
    /// <param name="start">First byte; negative counts from the end; null is the beginning.</param>
    /// <param name="stop">Behind the last byte; negative counts from the end; null is the end, wherever it is.</param>
    public NativeSlice Window(int? start, int? stop) => new(this, start, stop);

    /// <inheritdoc/>
    public void Read(int start, Span<byte> destination)
    {
        ProveRange(start, destination.Length);
        Bytes.Slice(start, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Write(int start, ReadOnlySpan<byte> source)
    {
        ProveRange(start, source.Length);
        source.CopyTo(Bytes[start..]);
        GC.KeepAlive(this);
    }

    /// <summary>Whether a byte has this value.</summary>
    public bool Contains(byte value) => IndexOf(value) >= 0;

    /// <summary>Whether the pattern occurs; an empty one always does.</summary>
    public bool Contains(ReadOnlySpan<byte> pattern) => IndexOf(pattern) >= 0;

    /// <summary>Lowest index of a value, or -1.</summary>
    public int IndexOf(byte value)
    {
        int index = Bytes.IndexOf(value);
        GC.KeepAlive(this);
        return index;
    }

    /// <summary>Lowest index of a pattern, or -1. More ways to search: lease the bytes and use <see cref="ByteSearch"/>.</summary>
    public int IndexOf(ReadOnlySpan<byte> pattern)
    {
        int index = Bytes.IndexOf(pattern);
        GC.KeepAlive(this);
        return index;
    }

    /// <summary>Highest index of a pattern, or -1.</summary>
    public int LastIndexOf(ReadOnlySpan<byte> pattern)
    {
        int index = Bytes.LastIndexOf(pattern);
        GC.KeepAlive(this);
        return index;
    }

    /// <summary>Sets every byte.</summary>
    public void Fill(byte value)
    {
        Bytes.Fill(value);
        GC.KeepAlive(this);
    }

    /// <summary>Fills the chunk with a pattern that repeats, from its first byte.</summary>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty.</exception>
    public void Fill(ReadOnlySpan<byte> pattern)
    {
        ByteEdit.FillPattern(Bytes, pattern);
        GC.KeepAlive(this);
    }

    /// <summary>Reverses the order of the bytes.</summary>
    public void Reverse()
    {
        Bytes.Reverse();
        GC.KeepAlive(this);
    }

    /// <summary>Copies all bytes into an array.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="arrayIndex"/> lies outside the array.</exception>
    /// <exception cref="ArgumentException">They do not fit behind the index; nothing is written.</exception>
    public void CopyTo(byte[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)arrayIndex > (uint)array.Length)
        {
            Throw.Range(nameof(arrayIndex), arrayIndex, array.Length);
        }

        CopyTo(array.AsSpan(arrayIndex));
    }

    /// <summary>Copies all bytes into a span.</summary>
    /// <exception cref="ArgumentException">The span is too short; nothing is written.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Length)
        {
            Throw.DestinationTooShort(nameof(destination), destination.Length, _length);
        }

        Bytes.CopyTo(destination);
        GC.KeepAlive(this);
    }

    /// <summary>A new array with all bytes.</summary>
    public byte[] ToArray() => this[..];

    /// <summary>A chunk of its own with the same bytes and alignment.</summary>
    public NativeChunk Clone()
    {
        NativeChunk clone = new(Bytes, Alignment);
        GC.KeepAlive(this);
        return clone;
    }

    /// <summary>Iterates the bytes. Changing the length meanwhile makes the next step throw.</summary>
    public Enumerator GetEnumerator()
    {
        ThrowIfDisposed();
        return new(this);
    }

    IEnumerator<byte> IEnumerable<byte>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ProveIndex(int index)
    {
        if ((uint)index >= (uint)_length)
        {
            ThrowIfDisposed();
            Throw.Range(nameof(index), index, $"index is {index}; the chunk has {_length} bytes.");
        }
    }

    private void ProveRange(int start, int count)
    {
        ThrowIfDisposed();
        if ((uint)start > (uint)_length || (uint)count > (uint)(_length - start))
        {
            Throw.StartCount(start, count, _length);
        }
    }

    /// <summary>Iterates the bytes of a chunk.</summary>
    public struct Enumerator : IEnumerator<byte>
    {
        private readonly NativeChunk _chunk;
        private readonly int _version;
        private int _index;

        internal Enumerator(NativeChunk chunk)
        {
            _chunk = chunk;
            _version = chunk._version;
            _index = -1;
        }

        /// <summary>The current byte.</summary>
        public readonly byte Current => _chunk[_index];

        readonly object IEnumerator.Current => Current;

        /// <summary>Goes to the next byte.</summary>
        /// <exception cref="InvalidOperationException">The length was changed meanwhile.</exception>
        /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
        public bool MoveNext()
        {
            _chunk.ThrowIfDisposed();
            if (_version != _chunk._version)
            {
                Throw.InvalidOperation("The chunk was resized while it was enumerated; begin again.");
            }

            int next = _index + 1;
            if (next >= _chunk._length)
            {
                return false;
            }

            _index = next;
            return true;
        }

        /// <summary>Begins again.</summary>
        public void Reset() => _index = -1;

        /// <summary>Does nothing.</summary>
        public readonly void Dispose()
        {
        }
    }
}
