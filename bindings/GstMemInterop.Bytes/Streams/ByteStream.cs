namespace GstMemInterop.Bytes;

/// <summary>
/// The whole contract of <see cref="Stream"/> over bytes in memory, written once: position, seeking, synchronous and
/// asynchronous reading and writing, cancellation, read-only and disposed behaviour. Derived classes say where the bytes are.
/// </summary>
/// <remarks>
/// <para>Everything completes at once, so the asynchronous methods never wait; a token that is already cancelled cancels. A
/// write happens completely or not at all. The position may lie behind the end: reading there gives nothing, writing there
/// - even no bytes, as with <see cref="MemoryStream"/> - fills the gap with zeros where the stream can grow.</para>
/// <para>One thread at a time.</para>
/// </remarks>
public abstract partial class ByteStream : Stream
{
    private readonly bool _writable;
    private long _position;
    private bool _disposed;

    private protected ByteStream(bool writable) => _writable = writable;

    /// <summary>True until the stream is disposed.</summary>
    public override bool CanRead => !_disposed;

    /// <summary>True until the stream is disposed.</summary>
    public override bool CanSeek => !_disposed;

    /// <summary>True when the stream may be written and is not disposed.</summary>
    public override bool CanWrite => _writable && !_disposed;

    /// <summary>Number of bytes.</summary>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public override long Length
    {
        get
        {
            ThrowIfDisposed();
            return LengthCore;
        }
    }

    /// <summary>Where the next byte is read or written; may lie behind the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public override long Position
    {
        get
        {
            ThrowIfDisposed();
            return _position;
        }

        set
        {
            if (value < 0)
            {
                Throw.Negative(nameof(value), value);
            }

            ThrowIfDisposed();
            _position = value;
        }
    }

    private protected abstract long LengthCore { get; }

    /// <summary>Moves the position.</summary>
    /// <returns>The new position.</returns>
    /// <exception cref="ArgumentException">The origin is unknown.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The position would be larger than <see cref="long.MaxValue"/>.</exception>
    /// <exception cref="IOException">The position would lie before the beginning; it stays where it was.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public override long Seek(long offset, SeekOrigin origin)
    {
        ThrowIfDisposed();
        long from = 0;
        switch (origin)
        {
            case SeekOrigin.Begin:
                break;
            case SeekOrigin.Current:
                from = _position;
                break;
            case SeekOrigin.End:
                from = LengthCore;
                break;
            default:
                Throw.Argument(nameof(origin), $"origin is {origin}; it must be Begin, Current or End.");
                break;
        }

        if (offset > long.MaxValue - from)
        {
            Throw.Range(nameof(offset), offset, long.MaxValue - from);
        }

        if (from + offset < 0)
        {
            throw new IOException($"Seeking by {offset} from {from} would lead before the beginning of the stream.");
        }

        return _position = from + offset;
    }

    /// <summary>Changes the length; new bytes are zero. A position behind the new end moves to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or larger than the stream can be.</exception>
    /// <exception cref="NotSupportedException">The stream is read-only or has a fixed length.</exception>
    /// <exception cref="ObjectDisposedException">The stream was disposed.</exception>
    public override void SetLength(long value)
    {
        if (value < 0)
        {
            Throw.Negative(nameof(value), value);
        }

        ProveWritable();
        SetLengthCore(value);
        _position = Math.Min(_position, value);
    }

    /// <summary>Does nothing: there is no buffer in between.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing, unless the token is cancelled.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _disposed = true;
        base.Dispose(disposing);
    }

    /// <summary>Copies what is at <paramref name="position"/>, which is before the end; the destination is not longer than what is left.</summary>
    private protected abstract void ReadCore(long position, Span<byte> destination);

    /// <summary>Writes, growing as needed; throws before the first byte when it cannot.</summary>
    private protected abstract void WriteCore(long position, ReadOnlySpan<byte> source);

    private protected abstract void SetLengthCore(long length);

    private protected void ThrowIfDisposed()
    {
        if (_disposed)
        {
            Throw.Disposed(GetType().Name);
        }
    }

    private void ProveWritable()
    {
        ThrowIfDisposed();
        if (!_writable)
        {
            Throw.NotSupported("The stream is read-only.");
        }
    }
}
