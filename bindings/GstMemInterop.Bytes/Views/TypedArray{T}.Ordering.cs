namespace GstMemInterop.Bytes;

public sealed partial class TypedArray<T>
{
    /// <summary>A new array, in a chunk of its own and in the byte order of the first, of the elements of both.</summary>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public static TypedArray<T> operator +(TypedArray<T> left, TypedArray<T> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.Concat(right.ToArray());
    }

    /// <summary>The same as <see cref="Repeat"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public static TypedArray<T> operator *(TypedArray<T> array, int count)
    {
        ArgumentNullException.ThrowIfNull(array);
        return array.Repeat(count);
    }

    /// <summary>The same as <see cref="Repeat"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public static TypedArray<T> operator *(int count, TypedArray<T> array) => array * count;

    /// <summary>A new array, in a chunk of its own and in the same byte order, with these elements and others behind them.</summary>
    public TypedArray<T> Concat(ReadOnlySpan<T> elements)
    {
        TypedArray<T> joined = new(Order);
        joined.AddRange(ToArray());
        joined.AddRange(elements);
        return joined;
    }

    /// <summary>A new array, in a chunk of its own and in the same byte order, with these elements <paramref name="count"/> times; 0 gives an empty one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">There would be more than <see cref="int.MaxValue"/> bytes.</exception>
    public TypedArray<T> Repeat(int count)
    {
        if (count < 0)
        {
            Throw.Negative(nameof(count), count);
        }

        T[] once = ToArray();
        long bytes = (long)once.Length * ElementSize * count;
        if (bytes > int.MaxValue)
        {
            Throw.InvalidOperation($"The array would have {bytes} bytes; the limit is {int.MaxValue}.");
        }

        TypedArray<T> repeated = new(Order);
        ((NativeChunk)repeated.Memory).Capacity = (int)bytes;
        for (int i = 0; i < count && once.Length > 0; i++)
        {
            repeated.AddRange(once);
        }

        return repeated;
    }

    /// <summary>Reverses the order of the elements, in place.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    public void Reverse()
    {
        using SpanLease lease = Memory.Lease();
        Span<byte> bytes = lease.Span[..(lease.Length / ElementSize * ElementSize)];

        // The bytes of all of them backwards, then those of each forwards again.
        bytes.Reverse();
        if (ElementSize > 1)
        {
            ByteEdit.ReverseEndianness(bytes, ElementSize);
        }
    }

    /// <summary>Sorts the elements, in place, by value.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    public void Sort() => Sort((IComparer<T>?)null);

    /// <summary>Sorts the elements, in place, by a comparer.</summary>
    /// <param name="comparer">How to compare; null compares values. While it runs the elements keep their old order.</param>
    /// <exception cref="InvalidOperationException">The memory is read-only, or the comparer threw; nothing is changed then.</exception>
    public void Sort(IComparer<T>? comparer)
    {
        ProveWritable();
        T[] sorted = ToArray();
        Array.Sort(sorted, comparer);
        CopyFrom(0, sorted);
    }

    /// <summary>Sorts the elements, in place, by a comparison.</summary>
    /// <param name="comparison">How to compare. While it runs the elements keep their old order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="comparison"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only, or the comparison threw; nothing is changed then.</exception>
    public void Sort(Comparison<T> comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        Sort(Comparer<T>.Create(comparison));
    }

    private void ProveWritable()
    {
        if (IsReadOnly)
        {
            Throw.InvalidOperation("The memory is read-only; copy the elements to sort them.");
        }
    }
}
