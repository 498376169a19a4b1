namespace GstMemInterop;

/// <summary>Mappings of a buffer's memories, one open at a time: for <c>foreach</c>. Lives on the stack. Stands on <c>gst_memory_map</c>.</summary>
/// <typeparam name="TMapping"><see cref="ReadMapping"/> or <see cref="WriteMapping"/>.</typeparam>
public readonly unsafe ref struct MemoryMappings<TMapping> where TMapping : struct, IDisposable, allows ref struct
{
    private readonly GstBufferRef _buffer;
    private readonly delegate*<GstBufferRef, int, TMapping> _open;

    internal MemoryMappings(GstBufferRef buffer, delegate*<GstBufferRef, int, TMapping> open)
    {
        _buffer = buffer;
        _open = open;
    }

    /// <summary>Goes through the memories.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Maps one memory after the other; lives on the stack. Stands on <c>gst_memory_map</c>, <c>gst_memory_unmap</c>.</summary>
    public ref struct Enumerator : IDisposable
    {
        private readonly MemoryMappings<TMapping> _mappings;
        private TMapping _current;
        private int _index;

        internal Enumerator(MemoryMappings<TMapping> mappings)
        {
            _mappings = mappings;
            _index = -1;
        }

        /// <summary>The mapping of this memory. It needs no <c>Dispose</c> of its own.</summary>
        public readonly TMapping Current => _current;

        /// <summary>Ends the mapping and opens the next memory's; <see langword="false"/> behind the last one.</summary>
        /// <exception cref="GstMapException">The buffer is not writable for a writable mapping, or the memory cannot be mapped.</exception>
        public bool MoveNext()
        {
            Dispose();
            if (++_index >= _mappings._buffer.MemoryCount)
            {
                return false;
            }

            _current = _mappings._open(_mappings._buffer, _index);
            return true;
        }

        /// <summary>Ends the mapping that is open; <c>foreach</c> calls it.</summary>
        public void Dispose() => _current.Dispose();
    }
}
