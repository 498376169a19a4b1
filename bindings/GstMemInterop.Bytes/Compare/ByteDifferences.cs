namespace GstMemInterop.Bytes;

/// <summary>A run of bytes: where it begins and how long it is.</summary>
/// <param name="Start">Index of the first byte.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct ByteRange(int Start, int Length)
{
    /// <summary>Index behind the last byte.</summary>
    public int End => Start + Length;

    /// <summary>
    /// What slice notation means in a block of some length: ends may be left out, negative ones count from the end, those that
    /// lie outside are moved inside, and a stop before the start gives an empty range.
    /// </summary>
    /// <param name="length">Number of bytes of the block.</param>
    /// <param name="start">First byte.</param>
    /// <param name="stop">Behind the last byte.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public static ByteRange InSlice(int length, int? start, int? stop)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (int from, int to) = Ranges.InSlice(Ranges.End(start, 0), Ranges.End(stop, ^0), length);
        return new(from, to - from);
    }

    /// <summary>These bytes of a block.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block is too short.</exception>
    public ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);
}

/// <summary>The ranges in which two blocks differ, for <c>foreach</c>; see <see cref="ByteDiff.Ranges"/>.</summary>
/// <remarks>Lives as long as the spans it was made from.</remarks>
public readonly ref struct ByteDifferences
{
    private readonly ReadOnlySpan<byte> _a;
    private readonly ReadOnlySpan<byte> _b;
    private readonly int _mergeGap;

    internal ByteDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int mergeGap)
    {
        _a = a;
        _b = b;
        _mergeGap = mergeGap;
    }

    /// <summary>Begins at the lowest index.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>All ranges in a new array.</summary>
    public ByteRange[] ToArray()
    {
        List<ByteRange> ranges = [];
        foreach (ByteRange range in this)
        {
            ranges.Add(range);
        }

        return [.. ranges];
    }

    /// <summary>Finds one range after the other.</summary>
    public ref struct Enumerator
    {
        private readonly ByteDifferences _owner;
        private int _next;
        private ByteRange _current;

        internal Enumerator(ByteDifferences owner) => _owner = owner;

        /// <summary>The range found last.</summary>
        public readonly ByteRange Current => _current;

        /// <summary>Finds the next range.</summary>
        public bool MoveNext()
        {
            int start = ByteCompare.FirstDifference(_owner._a[_next..], _owner._b[_next..]);
            if (start < 0)
            {
                _next = _owner._a.Length;
                return false;
            }

            start += _next;
            int end = EndOfRun(start);
            while (end < _owner._a.Length)
            {
                int gap = ByteCompare.FirstDifference(_owner._a[end..], _owner._b[end..]);
                if (gap < 0 || gap > _owner._mergeGap)
                {
                    break;
                }

                end = EndOfRun(end + gap);
            }

            _current = new(start, end - start);
            _next = end;
            return true;
        }

        private readonly int EndOfRun(int start)
        {
            int match = ByteCompare.FirstMatch(_owner._a[start..], _owner._b[start..]);
            return match < 0 ? _owner._a.Length : start + match;
        }
    }
}
