using System.Buffers;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// The bytes of a buffer as a <see cref="ReadOnlySequence{T}"/>: each memory mapped for reading where it is, none merged or
/// copied. It can be stored, awaited over and sent to another thread. Stands on <c>gst_memory_map</c>.
/// </summary>
/// <remarks>
/// Costs one object, and two for each memory; to go through the memories without any, see <see cref="GstBuffer.MapEachRead"/>. The sequence
/// and its memories die with <see cref="Dispose"/> and throw from then on; a span taken before must not be used after. The unmap waits
/// for outstanding pins (asynchronous I/O). While it is open the buffer is referenced once more and so cannot be changed. One that is
/// forgotten is reported in the log by the finalizer, which unmaps it if it never handed out its bytes; otherwise they stay mapped for
/// ever, for a span may still look at them. Any thread may read it, and any thread dispose it.
/// </remarks>
public sealed unsafe partial class MappedSequence : IDisposable, IPinned
{
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly Native.GstBuffer* _buffer;
    private readonly long _ledgerId;
    private readonly MappedBytes? _first;
    private int _uses = 1; // the sequence, and each pin
    private int _hasEnded;
    private bool _handedOut;

    /// <summary>Maps every memory that has bytes, and takes a reference on the buffer.</summary>
    /// <exception cref="GstMapException">A memory cannot be mapped; then nothing stays mapped.</exception>
    internal MappedSequence(Native.GstBuffer* buffer)
    {
        _buffer = buffer;
        Kept.Reference(&buffer->mini_object); // from here on nobody changes the buffer, also not from an allocator's Map
        _ledgerId = LiveHandles.Opened(nameof(GstBuffer), (nint)buffer);
        try
        {
            _first = MapAll();
        }
        catch
        {
            GC.SuppressFinalize(this);
            EndPin();
            throw;
        }

        _sequence = Link(_first);
    }

    /// <summary>Reports what was forgotten, and unmaps it if nobody can have a span of it.</summary>
    ~MappedSequence()
    {
        LogForgotten(GStreamer.Log, _sequence.Length, _handedOut ? "its bytes were handed out, so they stay mapped" : "the finalizer unmapped it");
        if (!_handedOut)
        {
            Dispose();
        }
    }

    /// <summary>The bytes, one segment a memory (<c>GstMapInfo.data</c>). Dies with this object, and keeps it from being collected.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlySequence<byte> Sequence
    {
        get
        {
            ObjectDisposedException.ThrowIf(HasEnded, this);
            return _sequence;
        }
    }

    /// <summary>How many bytes there are: the sum of <c>GstMapInfo.size</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public long Length => Sequence.Length;

    /// <summary>Ends the mappings (<c>gst_memory_unmap</c>), once outstanding pins are gone, and lets go of the buffer. Calling it again does nothing.</summary>
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            EndPin();
        }
    }

    private bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    void IPinned.EndPin() => EndPin();

    private MappedBytes? MapAll()
    {
        MappedBytes? first = null;
        MappedBytes? last = null;
        try
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
                    MappedBytes mapped = new(this, memory);
                    _ = last is null ? first = mapped : last.Next = mapped;
                    last = mapped;
                }
            }
        }
        catch
        {
            Unmap(first);
            throw;
        }

        return first;
    }

    private static ReadOnlySequence<byte> Link(MappedBytes? first)
    {
        if (first is null)
        {
            return ReadOnlySequence<byte>.Empty;
        }

        if (first.Next is null)
        {
            return new(first.Memory);
        }

        Segment start = new(first, null);
        Segment end = start;
        for (MappedBytes? bytes = first.Next; bytes is not null; bytes = bytes.Next)
        {
            end = new Segment(bytes, end);
        }

        return new(start, 0, end, end.Memory.Length);
    }

    private static void Unmap(MappedBytes? first)
    {
        for (MappedBytes? bytes = first; bytes is not null; bytes = bytes.Next)
        {
            bytes.Unmap();
        }
    }

    private void AddPin()
    {
        int uses;
        do
        {
            uses = Volatile.Read(ref _uses);
            ObjectDisposedException.ThrowIf(uses == 0 || HasEnded, this);
        }
        while (Interlocked.CompareExchange(ref _uses, uses + 1, uses) != uses);
    }

    private void EndPin()
    {
        if (Interlocked.Decrement(ref _uses) == 0)
        {
            Unmap(_first);
            LiveHandles.Closed(_ledgerId);
            Kept.Release(&_buffer->mini_object);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A MappedSequence of {Size} bytes was never disposed; {Outcome}")]
    private static partial void LogForgotten(ILogger logger, long size, string outcome);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(MappedBytes bytes, Segment? previous)
        {
            Memory = bytes.Memory;
            if (previous is not null)
            {
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
                previous.Next = this;
            }
        }
    }

    /// <summary>One memory of the buffer, mapped. It belongs to one sequence for ever: who still holds it when that has ended gets an exception, never other bytes.</summary>
    private sealed class MappedBytes : MemoryManager<byte>
    {
        private readonly MappedSequence _sequence;
        private Native.GstMapInfo _info;

        internal MappedBytes(MappedSequence sequence, Native.GstMemory* memory)
        {
            _sequence = sequence;
            fixed (Native.GstMapInfo* info = &_info)
            {
                GstMapFailure failure = Mapper.MapForReading(memory, info);
                if (failure != GstMapFailure.None)
                {
                    MapRefusal.Throw(failure, memory);
                }
            }
        }

        internal MappedBytes? Next { get; set; }

        /// <summary>Not by way of a span, as the base does: nobody has one yet.</summary>
        public override Memory<byte> Memory => CreateMemory((int)_info.size);

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(_sequence.HasEnded, typeof(MappedSequence));
            _sequence._handedOut = true;
            return new Span<byte>(_info.data, (int)_info.size);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
            Throw.IfOutside((nuint)elementIndex, 0, _info.size);
            _sequence.AddPin();
            _sequence._handedOut = true;
            return new MemoryHandle(_info.data + elementIndex, default, new PinTicket(_sequence));
        }

        /// <summary>Each handle ends its own pin.</summary>
        public override void Unpin() { }

        internal void Unmap()
        {
            fixed (Native.GstMapInfo* info = &_info)
            {
                Native.LibGst.gst_memory_unmap(info->memory, info);
            }
        }

        /// <summary>The sequence ends the mapping.</summary>
        protected override void Dispose(bool disposing) { }
    }
}
