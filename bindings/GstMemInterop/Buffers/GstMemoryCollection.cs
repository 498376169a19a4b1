namespace GstMemInterop;

/// <summary>The memories of a buffer, borrowed, in their order. Lives on the stack. Stands on <c>gst_buffer_peek_memory</c>.</summary>
/// <remarks>Memories may be added and removed meanwhile: it goes by index.</remarks>
public readonly ref struct GstMemoryCollection
{
    private readonly GstBufferRef _buffer;

    internal GstMemoryCollection(GstBufferRef buffer) => _buffer = buffer;

    /// <summary>How many there are (<c>gst_buffer_n_memory</c>).</summary>
    public int Count => _buffer.MemoryCount;

    /// <summary>Borrows one of the memories (<c>gst_buffer_peek_memory</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such memory.</exception>
    public GstMemoryRef this[int index] => _buffer.PeekMemory(index);

    /// <summary>Goes through the memories.</summary>
    public Enumerator GetEnumerator() => new(_buffer);

    /// <summary>Goes through the memories of a buffer by index; lives on the stack. Stands on <c>gst_buffer_peek_memory</c>.</summary>
    public ref struct Enumerator
    {
        private readonly GstBufferRef _buffer;
        private int _index;

        internal Enumerator(GstBufferRef buffer)
        {
            _buffer = buffer;
            _index = -1;
        }

        /// <summary>The memory, borrowed; it notices when the buffer replaces it.</summary>
        public readonly GstMemoryRef Current => _buffer.PeekMemory(_index);

        /// <summary>Goes on to the next memory; <see langword="false"/> behind the last one.</summary>
        public bool MoveNext() => ++_index < _buffer.MemoryCount;
    }
}
