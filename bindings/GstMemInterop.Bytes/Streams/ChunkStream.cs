namespace GstMemInterop.Bytes;

/// <summary>
/// A stream over an <see cref="IByteMemory"/>: over a <see cref="NativeChunk"/> it grows and shrinks the chunk, over a
/// <see cref="NativeSlice"/>, a <see cref="MemoryView"/> or an array it has a fixed length and follows a base that changes.
/// </summary>
/// <remarks>
/// The stream takes no lease between two calls: the chunk may be used and resized meanwhile. While somebody else holds a
/// lease, writes that fit succeed and writes that would grow the chunk throw <see cref="InvalidOperationException"/>.
/// </remarks>
public sealed class ChunkStream : ByteStream
{
    private const int ZeroBlock = 4096;
    private readonly IByteMemory _memory;
    private readonly bool _leaveOpen;
    private readonly bool _canGrow;

    /// <summary>A new stream over a chunk of its own, which is disposed with it.</summary>
    public ChunkStream()
        : this(new NativeChunk(), writable: true, leaveOpen: false)
    {
    }

    /// <summary>A stream over a memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="writable">Whether writing is allowed; null allows it when the memory may be written.</param>
    /// <param name="leaveOpen">False disposes the memory with the stream, when it can be disposed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="memory"/> is null.</exception>
    /// <exception cref="ArgumentException">Writing is asked for and the memory is read-only.</exception>
    public ChunkStream(IByteMemory memory, bool? writable = null, bool leaveOpen = true)
        : base(writable ?? memory is { IsReadOnly: false })
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (writable == true && memory.IsReadOnly)
        {
            Throw.Argument(nameof(writable), "The memory is read-only, so the stream cannot be writable.");
        }

        _memory = memory;
        _leaveOpen = leaveOpen;
        _canGrow = memory.CanResize;
    }

    /// <summary>A stream of fixed length over an array.</summary>
    /// <param name="array">The bytes.</param>
    /// <param name="writable">Whether writing is allowed.</param>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public ChunkStream(byte[] array, bool writable = true)
        : this(new ByteMemory(array), writable)
    {
    }

    /// <summary>What the stream reads and writes.</summary>
    public IByteMemory Memory => _memory;

    private protected override long LengthCore => LengthNow;

    /// <summary>What the memory says its length is; it may be a type of the user.</summary>
    private int LengthNow => _memory.Length is >= 0 and int length
        ? length
        : throw new InvalidOperationException($"The memory ({_memory.GetType()}) says that its length is negative: it breaks the contract of {nameof(IByteMemory)}.");

    private protected override void ReadCore(long position, Span<byte> destination) => _memory.Read((int)position, destination);

    private protected override void WriteCore(long position, ReadOnlySpan<byte> source)
    {
        int length = LengthNow;
        if (position + source.Length <= length)
        {
            _memory.Write((int)position, source);
            return;
        }

        if (!_canGrow)
        {
            Throw.NotSupported($"{source.Length} bytes at {position} do not fit into {length} bytes, and this stream cannot grow; nothing was written.");
        }

        ProveSize(position + source.Length);
        int overwritten = (int)Math.Max(0, length - position);
        if (position > length)
        {
            SetLengthCore(position);
            try
            {
                Replace((int)position, 0, source);
            }
            catch
            {
                // All or nothing: the gap goes away again.
                SetLengthCore(length);
                throw;
            }

            return;
        }

        Replace((int)position, overwritten, source);
    }

    private protected override void SetLengthCore(long length)
    {
        int now = LengthNow;
        if (!_canGrow)
        {
            Throw.NotSupported($"The length is {now} and cannot be set to {length}: the memory has a fixed length. Use a {nameof(NativeChunk)}.");
        }

        ProveSize(length);
        if (length == now)
        {
            return;
        }

        if (_memory is NativeChunk chunk)
        {
            chunk.Resize((int)length);
        }
        else if (length < now)
        {
            Replace((int)length, now - (int)length, default);
        }
        else
        {
            ReadOnlySpan<byte> zeros = stackalloc byte[ZeroBlock];
            while (now < length)
            {
                now = Replace(now, 0, zeros[..(int)Math.Min(ZeroBlock, length - now)]);
            }
        }
    }

    /// <summary>Has the memory change its length, and proves that it did: nothing here may wait for what it only promises.</summary>
    /// <returns>The new length.</returns>
    private int Replace(int start, int count, ReadOnlySpan<byte> bytes)
    {
        int expected = checked(LengthNow - count + bytes.Length);
        _memory.Replace(start, count, bytes);
        int length = LengthNow;
        return length == expected
            ? length
            : throw new InvalidOperationException($"The memory ({_memory.GetType()}) has {length} bytes after a replacement that makes {expected}: it breaks the contract of {nameof(IByteMemory)}, or another thread resizes it.");
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        bool first = CanRead;
        base.Dispose(disposing);
        if (disposing && first && !_leaveOpen)
        {
            (_memory as IDisposable)?.Dispose();
        }
    }

    private static void ProveSize(long length)
    {
        if (length > int.MaxValue)
        {
            Throw.Range(nameof(length), length, $"The stream would have {length} bytes; a chunk holds at most {int.MaxValue}.");
        }
    }
}
