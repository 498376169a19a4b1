using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

public sealed partial class TypedArray<T>
{
    /// <summary>Copies all elements, in the byte order of this machine.</summary>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public void CopyTo(Span<T> destination)
    {
        int count = Count;
        if (destination.Length < count)
        {
            Throw.DestinationTooShort(nameof(destination), destination.Length, count);
        }

        CopyTo(0, destination[..count]);
    }

    /// <summary>Copies elements from an index on until the destination is full.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many elements; nothing is written.</exception>
    public void CopyTo(int start, Span<T> destination)
    {
        ProveRange(start, destination.Length);
        Span<byte> bytes = MemoryMarshal.AsBytes(destination);
        Memory.Read(start * ElementSize, bytes);
        Swap(bytes);
    }

    /// <summary>Copies all elements into an array.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="arrayIndex"/> lies outside the array.</exception>
    /// <exception cref="ArgumentException">They do not fit behind the index; nothing is written.</exception>
    public void CopyTo(T[] array, int arrayIndex)
    {
        ArgumentNullException.ThrowIfNull(array);
        if ((uint)arrayIndex > (uint)array.Length)
        {
            Throw.Range(nameof(arrayIndex), arrayIndex, array.Length);
        }

        CopyTo(array.AsSpan(arrayIndex));
    }

    /// <summary>Overwrites elements from an index on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not fit; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    public void CopyFrom(int start, ReadOnlySpan<T> source)
    {
        ProveRange(start, source.Length);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(source);
        if (!_swap)
        {
            Memory.Write(start * ElementSize, bytes);
            return;
        }

        using SpanLease lease = Memory.Lease();
        Span<byte> target = lease.Span.Slice(start * ElementSize, bytes.Length);
        if (target.Overlaps(bytes))
        {
            bytes.CopyTo(target);
            Swap(target);
            return;
        }

        ByteEdit.ReverseEndianness(bytes, target, ElementSize);
    }

    /// <summary>A new array with all elements.</summary>
    public T[] ToArray()
    {
        T[] copy = new T[Count];
        CopyTo(copy);
        return copy;
    }

    /// <summary>Sets every element.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    public void Fill(T value)
    {
        Span<byte> pattern = MemoryMarshal.AsBytes(new Span<T>(ref value));
        Swap(pattern);
        using SpanLease lease = Memory.Lease();
        ByteEdit.FillPattern(lease.Span[..(Count * ElementSize)], pattern);
    }

    /// <summary>Puts elements in the place of others; what follows moves when the counts differ.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only, or leased while the count would change.</exception>
    /// <exception cref="NotSupportedException">The count would change and the memory cannot be resized.</exception>
    public void Replace(int start, int count, ReadOnlySpan<T> elements)
    {
        ProveRange(start, count);
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(elements);
        if (_swap)
        {
            byte[] swapped = new byte[bytes.Length];
            ByteEdit.ReverseEndianness(bytes, swapped, ElementSize);
            bytes = swapped;
        }

        Memory.Replace(start * ElementSize, count * ElementSize, bytes);
    }

    /// <summary>Puts elements in the place of a range that may count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only, or leased while the count would change.</exception>
    /// <exception cref="NotSupportedException">The count would change and the memory cannot be resized.</exception>
    public void Replace(Range range, ReadOnlySpan<T> elements)
    {
        (int start, int count) = Ranges.Of(range, Count);
        Replace(start, count, elements);
    }

    /// <summary>Adds an element behind the last whole one.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void Add(T item) => Replace(Count, 0, new ReadOnlySpan<T>(in item));

    /// <summary>Adds elements behind the last whole one.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void AddRange(ReadOnlySpan<T> items) => Replace(Count, 0, items);

    /// <summary>Inserts an element before another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void Insert(int index, T item) => Replace(index, 0, new ReadOnlySpan<T>(in item));

    /// <summary>Inserts elements before another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void InsertRange(int index, ReadOnlySpan<T> items) => Replace(index, 0, items);

    /// <summary>Removes an element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void RemoveAt(int index)
    {
        ProveIndex(index);
        Replace(index, 1, default);
    }

    /// <summary>Removes elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only or leased.</exception>
    public void RemoveRange(int start, int count) => Replace(start, count, default);

    /// <summary>Removes the first element that equals a value.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    public bool Remove(T item)
    {
        int index = IndexOf(item);
        if (index < 0)
        {
            return false;
        }

        RemoveAt(index);
        return true;
    }

    /// <summary>Removes all whole elements.</summary>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    public void Clear() => Replace(0, Count, default);

    /// <summary>Whether an element equals a value.</summary>
    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>Index of the first element that equals a value, or -1.</summary>
    public int IndexOf(T item)
    {
        // In blocks: one call for many elements, and no array.
        Span<T> block = stackalloc T[1024 / ElementSize];
        int count = Count;
        for (int start = 0; start < count; start += block.Length)
        {
            Span<T> part = block[..Math.Min(block.Length, count - start)];
            CopyTo(start, part);
            for (int i = 0; i < part.Length; i++)
            {
                if (EqualityComparer<T>.Default.Equals(part[i], item))
                {
                    return start + i;
                }
            }
        }

        return -1;
    }
}
