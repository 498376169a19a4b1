namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk
{
    /// <summary>Puts <paramref name="bytes"/> in the place of a range; what follows moves when the lengths differ.</summary>
    /// <remarks>Every insertion, removal and slice assignment is this one operation.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">The length would change while a lease, memory or pin is out, or exceed <see cref="int.MaxValue"/>.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Replace(int start, int count, ReadOnlySpan<byte> bytes)
    {
        ProveRange(start, count);
        if (count == bytes.Length)
        {
            Write(start, bytes);
            return;
        }

        using (Change())
        {
            int tail = _length - start - count;
            int length = CheckedLength((long)_length - count + bytes.Length);
            Ensure(length);
            new Span<byte>(_block + start + count, tail).CopyTo(new Span<byte>(_block + start + bytes.Length, tail));
            bytes.CopyTo(new Span<byte>(_block + start, bytes.Length));
            _length = length;
        }
    }

    /// <summary>Puts <paramref name="bytes"/> in the place of a range that may count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">The length would change while a lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Replace(Range range, ReadOnlySpan<byte> bytes)
    {
        (int start, int count) = Ranges.Of(range, Length);
        Replace(start, count, bytes);
    }

    /// <summary>Adds a byte behind the last.</summary>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Add(byte item) => Replace(Length, 0, new ReadOnlySpan<byte>(in item));

    /// <summary>Adds bytes behind the last.</summary>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Append(ReadOnlySpan<byte> bytes) => Replace(Length, 0, bytes);

    /// <summary>Inserts a byte before the one at <paramref name="index"/>; the length itself appends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Insert(int index, byte item) => Replace(index, 0, new ReadOnlySpan<byte>(in item));

    /// <summary>Inserts bytes before the one at <paramref name="index"/>; the length itself appends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Insert(int index, ReadOnlySpan<byte> bytes) => Replace(index, 0, bytes);

    /// <summary>Removes the first byte with a value.</summary>
    /// <returns>False when there is none.</returns>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public bool Remove(byte item)
    {
        int index = IndexOf(item);
        if (index < 0)
        {
            return false;
        }

        Replace(index, 1, default);
        return true;
    }

    /// <summary>Removes one byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void RemoveAt(int index)
    {
        ProveIndex(index);
        Replace(index, 1, default);
    }

    /// <summary>Removes a run of bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void RemoveRange(int start, int count) => Replace(start, count, default);

    /// <summary>Removes a range that may count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void RemoveRange(Range range) => Replace(range, default);

    /// <summary>Removes all bytes; the capacity stays.</summary>
    /// <exception cref="InvalidOperationException">There are bytes and a lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Clear() => Replace(0, Length, default);
}
