using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// A seekable stream over several memories, one behind the other, without joining them: for example the memories of a
/// buffer. Its length is fixed.
/// </summary>
/// <remarks>Who made the memories keeps them alive; owners given to the stream are disposed with it.</remarks>
public sealed class SegmentedStream : ByteStream
{
    private readonly ReadOnlyMemory<byte>[] _segments;
    private readonly long[] _starts;
    private IDisposable[]? _owners;

    /// <summary>A stream to read and write.</summary>
    /// <param name="segments">The memories in their order; empty ones are allowed.</param>
    [OverloadResolutionPriority(1)] // decides SegmentedStream() and SegmentedStream([]), which fit several overloads
    public SegmentedStream(params ReadOnlySpan<Memory<byte>> segments)
        : this(ReadOnly(segments), [], writable: true)
    {
    }

    /// <summary>A stream to read.</summary>
    /// <param name="segments">The memories in their order; empty ones are allowed.</param>
    public SegmentedStream(params ReadOnlySpan<ReadOnlyMemory<byte>> segments)
        : this(segments.ToArray(), [], writable: false)
    {
    }

    /// <summary>A stream to read over a sequence.</summary>
    public SegmentedStream(in ReadOnlySequence<byte> sequence)
        : this(Segments(sequence), [], writable: false)
    {
    }

    /// <summary>A stream to read and write over memories whose owners it takes over.</summary>
    /// <param name="owners">They are disposed with the stream.</param>
    /// <exception cref="ArgumentNullException">The list or an owner is null.</exception>
    public SegmentedStream(IReadOnlyList<IMemoryOwner<byte>> owners)
        : this(Copy(owners))
    {
    }

    /// <summary>A stream to read, which disposes what keeps the memories alive.</summary>
    /// <param name="segments">The memories in their order; empty ones are allowed.</param>
    /// <param name="owners">Disposed with the stream; each once.</param>
    public SegmentedStream(ReadOnlySpan<ReadOnlyMemory<byte>> segments, ReadOnlySpan<IDisposable> owners)
        : this(segments.ToArray(), owners.ToArray(), writable: false)
    {
    }

    /// <summary>A stream to read and write, which disposes what keeps the memories alive.</summary>
    /// <param name="segments">The memories in their order; empty ones are allowed.</param>
    /// <param name="owners">Disposed with the stream; each once.</param>
    [OverloadResolutionPriority(1)]
    public SegmentedStream(ReadOnlySpan<Memory<byte>> segments, ReadOnlySpan<IDisposable> owners)
        : this(ReadOnly(segments), owners.ToArray(), writable: true)
    {
    }

    private SegmentedStream(IMemoryOwner<byte>[] owners)
        : this(Array.ConvertAll(owners, static o => (ReadOnlyMemory<byte>)o.Memory), owners, writable: true)
    {
    }

    private SegmentedStream(ReadOnlyMemory<byte>[] segments, IDisposable[] owners, bool writable)
        : base(writable)
    {
        _segments = segments;
        _owners = owners;
        _starts = new long[segments.Length + 1];
        for (int i = 0; i < segments.Length; i++)
        {
            _starts[i + 1] = _starts[i] + segments[i].Length;
        }
    }

    /// <summary>The same bytes as a sequence, without a copy; it lives as long as the memories.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public ReadOnlySequence<byte> AsSequence()
    {
        ThrowIfDisposed();
        return SegmentedSequence.Link(_segments, keeps: this);
    }

    private protected override long LengthCore => _starts[^1];

    private protected override void ReadCore(long position, Span<byte> destination)
    {
        for (int i = Find(position); !destination.IsEmpty; i++)
        {
            ReadOnlySpan<byte> part = _segments[i].Span[(int)(position - _starts[i])..];
            int count = Math.Min(part.Length, destination.Length);
            part[..count].CopyTo(destination);
            destination = destination[count..];
            position += count;
        }
    }

    private protected override void WriteCore(long position, ReadOnlySpan<byte> source)
    {
        if (position > LengthCore - source.Length)
        {
            Throw.NotSupported($"{source.Length} bytes at {position} do not fit into {LengthCore} bytes, and this stream cannot grow; nothing was written.");
        }

        for (int i = source.IsEmpty ? 0 : Find(position); !source.IsEmpty; i++)
        {
            Span<byte> part = MemoryMarshal.AsMemory(_segments[i]).Span[(int)(position - _starts[i])..];
            int count = Math.Min(part.Length, source.Length);
            source[..count].CopyTo(part);
            source = source[count..];
            position += count;
        }
    }

    private protected override void SetLengthCore(long length) =>
        Throw.NotSupported($"The length is {LengthCore} and cannot be set to {length}: segments have a fixed length.");

    /// <summary>Disposes all owners, then throws what one of them threw. Again it does nothing.</summary>
    /// <exception cref="AggregateException">Several owners threw.</exception>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            Owners.DisposeAll(Interlocked.Exchange(ref _owners, null));
        }
    }

    /// <summary>
    /// The segment to begin with for a position before the end. It may be an empty one that starts there: the caller walks on.
    /// </summary>
    private int Find(long position)
    {
        int index = Array.BinarySearch(_starts, position);
        return index < 0 ? ~index - 1 : index;
    }

    private static ReadOnlyMemory<byte>[] ReadOnly(ReadOnlySpan<Memory<byte>> segments)
    {
        ReadOnlyMemory<byte>[] all = new ReadOnlyMemory<byte>[segments.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = segments[i];
        }

        return all;
    }

    private static ReadOnlyMemory<byte>[] Segments(in ReadOnlySequence<byte> sequence)
    {
        List<ReadOnlyMemory<byte>> all = [];
        foreach (ReadOnlyMemory<byte> segment in sequence)
        {
            all.Add(segment);
        }

        return [.. all];
    }

    /// <summary>The list is asked once: what it says later may differ.</summary>
    private static IMemoryOwner<byte>[] Copy(IReadOnlyList<IMemoryOwner<byte>> owners)
    {
        ArgumentNullException.ThrowIfNull(owners);
        IMemoryOwner<byte>[] copy = [.. owners];
        foreach (IMemoryOwner<byte> owner in copy)
        {
            ArgumentNullException.ThrowIfNull(owner, nameof(owners));
        }

        return copy;
    }
}
