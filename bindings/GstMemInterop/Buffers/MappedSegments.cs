using System.Buffers;
using System.Collections.Concurrent;

namespace GstMemInterop;

/// <summary>
/// What a <see cref="MappedSequence"/> is made of: the linked segments, the mappings under them, and a reference on the buffer.
/// A sequence for each frame would otherwise make two objects for each memory, so a set is used again when its sequence has ended.
/// </summary>
internal sealed unsafe class MappedSegments
{
    private const int MostKept = 16;

    private static readonly ConcurrentQueue<MappedSegments> s_free = new();

    private readonly List<Segment> _segments = [];
    private int _count;
    private Native.GstBuffer* _buffer;
    private long _ledgerId;
    private int _uses; // the sequence, and each pin
    private volatile bool _ended = true;

    /// <summary>Maps every memory that has bytes, and takes a reference on the buffer.</summary>
    /// <exception cref="GstMapException">A memory cannot be mapped; then nothing stays mapped.</exception>
    internal static MappedSegments Map(Native.GstBuffer* buffer)
    {
        if (!s_free.TryDequeue(out MappedSegments? segments))
        {
            segments = new MappedSegments();
        }

        segments._buffer = buffer;
        segments._uses = 1;
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)buffer);
        segments._ledgerId = LiveHandles.Opened(nameof(GstBuffer), (nint)buffer);
        try
        {
            segments.MapAll();
        }
        catch
        {
            segments.EndUse();
            throw;
        }

        return segments;
    }

    /// <summary>Links what was mapped.</summary>
    internal ReadOnlySequence<byte> Link()
    {
        long start = 0;
        for (int i = 0; i < _count; i++)
        {
            start = _segments[i].Link(start, i + 1 < _count ? _segments[i + 1] : null);
        }

        return _count switch
        {
            0 => ReadOnlySequence<byte>.Empty,
            1 => new(_segments[0].Memory),
            _ => new(_segments[0], 0, _segments[_count - 1], _segments[_count - 1].Memory.Length),
        };
    }

    /// <summary>Ends the sequence: from now on its spans cannot be had, and what is mapped goes with the last pin.</summary>
    internal void End()
    {
        _ended = true;
        EndUse();
    }

    private void MapAll()
    {
        uint memories = Native.LibGst.gst_buffer_n_memory(_buffer);
        for (uint i = 0; i < memories; i++)
        {
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(_buffer, i);
            if (memory->size > int.MaxValue)
            {
                Throw.MappingTooLarge(memory->size);
            }

            if (memory->size != 0)
            {
                if (_count == _segments.Count)
                {
                    _segments.Add(new Segment(this));
                }

                _segments[_count].Bytes.Map(memory);
                _count++;
            }
        }

        _ended = false;
    }

    private void AddUse()
    {
        int uses;
        do
        {
            uses = Volatile.Read(ref _uses);
            ObjectDisposedException.ThrowIf(uses == 0 || _ended, typeof(MappedSequence));
        }
        while (Interlocked.CompareExchange(ref _uses, uses + 1, uses) != uses);
    }

    private void EndUse()
    {
        if (Interlocked.Decrement(ref _uses) != 0)
        {
            return;
        }

        while (_count > 0)
        {
            _segments[--_count].Bytes.Unmap();
        }

        LiveHandles.Closed(_ledgerId);
        Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)_buffer);
        _buffer = null;
        if (s_free.Count < MostKept)
        {
            s_free.Enqueue(this);
        }
    }

    private sealed class Segment(MappedSegments set) : ReadOnlySequenceSegment<byte>
    {
        internal MappedBytes Bytes { get; } = new(set);

        internal long Link(long start, Segment? next)
        {
            Memory = Bytes.Memory;
            RunningIndex = start;
            Next = next;
            return start + Memory.Length;
        }
    }

    /// <summary>One memory of the buffer, mapped.</summary>
    private sealed class MappedBytes(MappedSegments set) : MemoryManager<byte>
    {
        private Native.GstMapInfo _info;

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(set._ended, typeof(MappedSequence));
            return new Span<byte>(_info.data, (int)_info.size);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            Throw.IfOutside((nuint)elementIndex, 0, _info.size);
            set.AddUse();
            return new MemoryHandle(_info.data + elementIndex, default, this);
        }

        public override void Unpin() => set.EndUse();

        internal void Map(Native.GstMemory* memory)
        {
            fixed (Native.GstMapInfo* info = &_info)
            {
                GstMapFailure failure = Mapper.MapForReading(memory, info);
                if (failure != GstMapFailure.None)
                {
                    MapRefusal.Throw(failure, memory);
                }
            }
        }

        internal void Unmap()
        {
            fixed (Native.GstMapInfo* info = &_info)
            {
                Native.LibGst.gst_memory_unmap(info->memory, info);
            }
        }

        /// <summary>The set ends the mapping.</summary>
        protected override void Dispose(bool disposing) { }
    }
}
