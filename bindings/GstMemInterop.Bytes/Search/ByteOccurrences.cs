namespace GstMemInterop.Bytes;

/// <summary>The occurrences of a pattern, found while they are enumerated with <c>foreach</c>; nothing is allocated.</summary>
/// <remarks>Lives as long as the spans it was made from. Each <c>foreach</c> begins anew.</remarks>
public readonly ref struct ByteOccurrences
{
    private readonly ReadOnlySpan<byte> _window;
    private readonly ReadOnlySpan<byte> _pattern;
    private readonly int _base;
    private readonly int _step;
    private readonly bool _overlapping;

    internal ByteOccurrences(ReadOnlySpan<byte> window, ReadOnlySpan<byte> pattern, int start, int step, bool overlapping)
    {
        _window = window;
        _pattern = pattern;
        _base = start;
        _step = step;
        _overlapping = overlapping;
    }

    /// <summary>Begins at the lowest index.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>How many there are; searches them all.</summary>
    public int Count()
    {
        int count = 0;
        foreach (int _ in this)
        {
            count++;
        }

        return count;
    }

    /// <summary>All indexes in a new array.</summary>
    public int[] ToArray()
    {
        List<int> indexes = [];
        foreach (int index in this)
        {
            indexes.Add(index);
        }

        return [.. indexes];
    }

    /// <summary>Finds one occurrence after the other.</summary>
    public ref struct Enumerator
    {
        private readonly ByteOccurrences _occurrences;
        private readonly int _stride;
        private int _next;
        private int _current;

        internal Enumerator(ByteOccurrences occurrences)
        {
            _occurrences = occurrences;
            int step = occurrences._step;
            int length = occurrences._pattern.Length;
            // Behind a whole occurrence the next allowed position is the pattern's length, rounded up to the step.
            long stride = occurrences._overlapping ? step : ((long)length + step - 1) / step * step;
            _stride = (int)Math.Min(stride, int.MaxValue);
            _next = length == 0 ? int.MaxValue : 0;
        }

        /// <summary>The index found last.</summary>
        public readonly int Current => _current + _occurrences._base;

        /// <summary>Finds the next occurrence.</summary>
        public bool MoveNext()
        {
            if (_next > _occurrences._window.Length)
            {
                return false;
            }

            int found = _occurrences._step == 1
                ? Offset(_occurrences._window[_next..].IndexOf(_occurrences._pattern), _next)
                : ByteSearch.FirstAligned(_occurrences._window, _occurrences._pattern, _next, _occurrences._step);
            if (found < 0)
            {
                _next = int.MaxValue;
                return false;
            }

            _current = found;
            _next = (int)Math.Min((long)found + _stride, int.MaxValue);
            return true;
        }

        private static int Offset(int found, int from) => found < 0 ? -1 : found + from;
    }
}
