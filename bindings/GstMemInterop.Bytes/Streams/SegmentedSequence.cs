using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// A <see cref="ReadOnlySequence{T}"/> over several memories, without joining them, together with what keeps them alive.
/// </summary>
/// <remarks>The sequence dies with <see cref="Dispose"/>. Any thread may read it.</remarks>
public sealed class SegmentedSequence : IDisposable
{
    private readonly ReadOnlySequence<byte> _sequence;
    private IDisposable[]? _owners;

    /// <summary>A sequence over memories.</summary>
    /// <param name="segments">The memories in their order; empty ones are left out.</param>
    /// <param name="owners">What is disposed with the sequence; each once.</param>
    public SegmentedSequence(ReadOnlySpan<ReadOnlyMemory<byte>> segments, params ReadOnlySpan<IDisposable> owners)
    {
        _sequence = Link(segments);
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

    /// <summary>The bytes of a chunk as a sequence; the chunk is leased until it is disposed.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="chunk"/> is null.</exception>
    public static SegmentedSequence Over(NativeChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        IMemoryOwner<byte> owner = chunk.LeaseMemory();
        return new([owner.Memory], owner);
    }

    /// <summary>Links memories to a sequence. Nothing is copied; who made the memories keeps them alive.</summary>
    public static ReadOnlySequence<byte> Link(params ReadOnlySpan<ReadOnlyMemory<byte>> segments)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (ReadOnlyMemory<byte> memory in segments)
        {
            if (!memory.IsEmpty)
            {
                last = last is null ? first = new Segment(memory) : last.Append(memory);
            }
        }

        return first is null ? ReadOnlySequence<byte>.Empty
            : first == last ? new(first.Memory)
            : new(first, 0, last!, last!.Memory.Length);
    }

    /// <summary>Disposes the owners. Again it does nothing.</summary>
    public void Dispose()
    {
        IDisposable[]? owners = Interlocked.Exchange(ref _owners, null);
        foreach (IDisposable owner in owners ?? [])
        {
            owner.Dispose();
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            Segment next = new(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
