namespace GstMemInterop.Bytes;

public readonly ref partial struct PlaneSpan<T>
{
    /// <summary>Iterates the rows of a plane.</summary>
    public ref struct Enumerator
    {
        private readonly PlaneSpan<T> _plane;
        private int _y;

        internal Enumerator(PlaneSpan<T> plane)
        {
            _plane = plane;
            _y = -1;
        }

        /// <summary>The current row.</summary>
        public readonly Span<T> Current => _plane.Row(_y);

        /// <summary>Goes to the next row.</summary>
        public bool MoveNext() => ++_y < _plane._height;
    }
}
