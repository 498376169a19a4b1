using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Says of a meta whether it is meant.</summary>
/// <param name="meta">The meta; valid during the call.</param>
public delegate bool GstMetaPredicate(GstMetaRef meta);

/// <summary>The metas of a buffer, or those of one kind, in the order they were added (<c>gst_buffer_iterate_meta</c>).</summary>
/// <remarks>Enumerating allocates nothing. Metas may be added and removed meanwhile: removed ones are not shown, added ones are shown last.</remarks>
[DebuggerDisplay("{Count} metas")]
public readonly unsafe ref struct GstMetaCollection
{
    private readonly GstBufferRef _buffer;
    private readonly nuint _api;

    internal GstMetaCollection(GstBufferRef buffer, nuint api = 0)
    {
        _buffer = buffer;
        _api = api;
    }

    /// <summary>How many there are (<c>gst_buffer_get_n_meta</c>).</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public int Count
    {
        get
        {
            using HandleLease lease = _buffer.EnterForMeta();
            int count = 0;
            void* state = null;
            while (Next(&state) is not null)
            {
                count++;
            }

            return count;
        }
    }

    /// <summary>The number of the one that was added last; 0 where there is none.</summary>
    internal ulong LastSequence
    {
        get
        {
            using HandleLease lease = _buffer.EnterForMeta();
            ulong last = 0;
            void* state = null;
            for (Native.GstMeta* meta; (meta = Next(&state)) is not null;)
            {
                last = Math.Max(last, Native.LibGst.gst_meta_get_seqnum(meta));
            }

            return last;
        }
    }

    /// <summary>Enumerates them.</summary>
    public Enumerator GetEnumerator() => new(this);

    private Native.GstMeta* Next(void** state) => _api == 0
        ? Native.LibGst.gst_buffer_iterate_meta(_buffer.Pointer, state)
        : Native.LibGst.gst_buffer_iterate_meta_filtered(_buffer.Pointer, state, _api);

    /// <summary>Walks over the metas of a buffer (<c>gst_buffer_iterate_meta</c>).</summary>
    public ref struct Enumerator
    {
        private readonly GstMetaCollection _metas;
        private Native.GstMeta* _current;
        private ulong _sequence;
        private bool _started;

        internal Enumerator(GstMetaCollection metas) => _metas = metas;

        /// <summary>The meta at hand.</summary>
        /// <exception cref="InvalidOperationException">Before the first or after the last one.</exception>
        public readonly GstMetaRef Current
        {
            get
            {
                if (_current is null)
                {
                    throw new InvalidOperationException("There is no meta at hand: call MoveNext first, and stop when it answers false.");
                }

                return new GstMetaRef(new MetaBorrow(_metas._buffer, _current, _sequence));
            }
        }

        /// <summary>Goes on to the next meta.</summary>
        /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
        public bool MoveNext()
        {
            // The loop's body may remove any meta, and C's iteration state would then point to freed memory. So the next
            // one is looked for by its sequence number: the smallest above the last.
            using HandleLease lease = _metas._buffer.EnterForMeta();
            Native.GstMeta* next = null;
            ulong sequence = 0;
            void* state = null;
            for (Native.GstMeta* meta; (meta = _metas.Next(&state)) is not null;)
            {
                ulong number = Native.LibGst.gst_meta_get_seqnum(meta);
                if ((!_started || number > _sequence) && (next is null || number < sequence))
                {
                    next = meta;
                    sequence = number;
                }
            }

            _started = true;
            _current = next;
            _sequence = next is null ? _sequence : sequence;
            return next is not null;
        }
    }
}
