using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// A <see cref="ReadOnlySequence{T}"/> over several memories, without joining them, together with what keeps them alive.
/// </summary>
/// <remarks>The sequence dies with <see cref="Dispose"/>, and keeps the owners alive until then. Any thread may read it.</remarks>
public sealed class SegmentedSequence : IDisposable
{
    private readonly ReadOnlySequence<byte> _sequence;
    private IDisposable[]? _owners;

    /// <summary>A sequence over memories.</summary>
    /// <param name="segments">The memories in their order; empty ones are left out.</param>
    /// <param name="owners">What is disposed with the sequence; each once.</param>
    public SegmentedSequence(ReadOnlySpan<ReadOnlyMemory<byte>> segments, params ReadOnlySpan<IDisposable> owners)
    {
        _sequence = Link(segments, keeps: this);
        _owners = owners.ToArray();
    }

    /// <summary>The bytes.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlySequence<byte> Sequence
    {
        get
        {
            if (_owners is null)
            {
                Throw.Disposed(nameof(SegmentedSequence));
            }

            return _sequence;
        }
    }

    /// <summary>Number of bytes.</summary>
    public long Length => Sequence.Length;

    /// <summary>The bytes of a chunk, slice or view as a sequence; it is leased until the sequence is disposed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="memory"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public static SegmentedSequence Over(IByteMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        IDisposable lease = memory.LeaseReadOnlyMemory(out ReadOnlyMemory<byte> bytes);
        return new([bytes], lease);
    }

    /// <summary>Links memories to a sequence. Nothing is copied; who made the memories keeps them alive.</summary>
    public static ReadOnlySequence<byte> Link(params ReadOnlySpan<ReadOnlyMemory<byte>> segments) => Link(segments, keeps: null);

    /// <summary>Disposes all owners, then throws what one of them threw. Again it does nothing.</summary>
    /// <exception cref="AggregateException">Several of them threw.</exception>
    public void Dispose()
    {
        IDisposable[]? owners = Interlocked.Exchange(ref _owners, null);
        Owners.DisposeAll(owners);
    }

    /// <param name="segments">The memories.</param>
    /// <param name="keeps">What every segment keeps alive, so that who still reads the sequence does.</param>
    internal static ReadOnlySequence<byte> Link(ReadOnlySpan<ReadOnlyMemory<byte>> segments, object? keeps)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (ReadOnlyMemory<byte> memory in segments)
        {
            if (!memory.IsEmpty)
            {
                last = last is null ? first = new Segment(memory, keeps) : last.Append(memory);
            }
        }

        return first is null ? ReadOnlySequence<byte>.Empty : new(first, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        private readonly object? _keeps;

        public Segment(ReadOnlyMemory<byte> memory, object? keeps)
        {
            Memory = memory;
            _keeps = keeps;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory, _keeps) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
