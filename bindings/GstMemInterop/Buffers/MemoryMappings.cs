namespace GstMemInterop;

/// <summary>Mappings of a buffer's memories for reading, one open at a time: for <c>foreach</c>. Lives on the stack. Stands on <c>gst_memory_map</c>.</summary>
public readonly ref struct ReadMappings
{
    private readonly GstBufferRef _buffer;

    internal ReadMappings(GstBufferRef buffer) => _buffer = buffer;

    /// <summary>Goes through the memories.</summary>
    public Enumerator GetEnumerator() => new(_buffer);

    /// <summary>Maps one memory after the other; lives on the stack. Stands on <c>gst_memory_map</c>, <c>gst_memory_unmap</c>.</summary>
    public ref struct Enumerator : IDisposable
    {
        private readonly GstBufferRef _buffer;
        private int _index;

        internal Enumerator(GstBufferRef buffer)
        {
            _buffer = buffer;
            _index = -1;
        }

        /// <summary>The mapping of this memory. It needs no <c>Dispose</c> of its own.</summary>
        public ReadMapping Current { get; private set; }

        /// <summary>Ends the mapping and opens the next memory's; <see langword="false"/> behind the last one.</summary>
        /// <exception cref="GstMapException">The memory cannot be mapped for reading.</exception>
        public bool MoveNext()
        {
            Dispose();
            if (++_index >= _buffer.MemoryCount)
            {
                return false;
            }

            Current = _buffer.MapRead(_index, 1);
            return true;
        }

        /// <summary>Ends the mapping that is open; <c>foreach</c> calls it.</summary>
        public readonly void Dispose() => Current.Dispose();
    }
}

/// <summary>Mappings of a buffer's memories for reading and writing, one open at a time: for <c>foreach</c>. Lives on the stack. Stands on <c>gst_memory_map</c>.</summary>
public readonly ref struct WriteMappings
{
    private readonly GstBufferRef _buffer;

    internal WriteMappings(GstBufferRef buffer) => _buffer = buffer;

    /// <summary>Goes through the memories.</summary>
    public Enumerator GetEnumerator() => new(_buffer);

    /// <summary>Maps one memory after the other; lives on the stack. Stands on <c>gst_memory_map</c>, <c>gst_memory_unmap</c>.</summary>
    public ref struct Enumerator : IDisposable
    {
        private readonly GstBufferRef _buffer;
        private int _index;

        internal Enumerator(GstBufferRef buffer)
        {
            _buffer = buffer;
            _index = -1;
        }

        /// <summary>The mapping of this memory. It needs no <c>Dispose</c> of its own.</summary>
        public WriteMapping Current { get; private set; }

        /// <summary>Ends the mapping and opens the next memory's; <see langword="false"/> behind the last one.</summary>
        /// <exception cref="GstMapException">The buffer is not writable, or the memory cannot be mapped.</exception>
        public bool MoveNext()
        {
            Dispose();
            if (++_index >= _buffer.MemoryCount)
            {
                return false;
            }

            Current = _buffer.MapWrite(_index, 1);
            return true;
        }

        /// <summary>Ends the mapping that is open; <c>foreach</c> calls it.</summary>
        public readonly void Dispose() => Current.Dispose();
    }
}
