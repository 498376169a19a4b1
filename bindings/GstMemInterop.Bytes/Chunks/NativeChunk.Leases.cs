using System.Buffers;
using System.Diagnostics;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk : IBufferWriter<byte>
{
    private LeasedMemory? _memory;
    private LeaseToken _writerToken;
    private bool _writerOut;

    /// <summary>
    /// The bytes as memory that can be stored and awaited over. From the first time this is read until
    /// <see cref="ReturnMemory"/> or <see cref="Dispose"/> the chunk keeps its length and address.
    /// </summary>
    /// <remarks>For a shorter and explicit lifetime take <see cref="LeaseMemory"/>. After disposal the memory throws.</remarks>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public Memory<byte> Memory
    {
        get
        {
            lock (_leases.Gate)
            {
                ThrowIfDisposed();
                _memory ??= MemoryOf(_leases.OpenLocked(), _length);
                return _memory.Memory;
            }
        }
    }

    /// <summary>Ends what reading <see cref="Memory"/> began: that memory throws from now on and the chunk may change again.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void ReturnMemory()
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            _memory?.End();
            _memory = null;
        }
    }

    /// <summary>The bytes as a span, until the lease is disposed: <c>using SpanLease lease = chunk.Lease();</c></summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public SpanLease Lease()
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            return new(_leases.OpenLocked(), new Span<byte>(_block, _length));
        }
    }

    /// <summary>The bytes as a read-only span, until the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public ReadOnlySpanLease LeaseReadOnly()
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            return new(_leases.OpenLocked(), new ReadOnlySpan<byte>(_block, _length));
        }
    }

    /// <summary>The bytes as memory, until the owner that is returned is disposed; it may be disposed on any thread.</summary>
    /// <remarks>The owner is a small object. Its memory throws once the owner or the chunk has been disposed.</remarks>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public IMemoryOwner<byte> LeaseMemory()
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            return MemoryOf(_leases.OpenLocked(), _length);
        }
    }

    /// <inheritdoc/>
    public IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory)
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            LeaseToken token = _leases.OpenLocked();
            memory = MemoryOf(token, _length).Memory;
            return new LeasePin(token);
        }
    }

    /// <summary>The address of a byte, for native code, valid until the handle is disposed - also when the chunk is disposed before.</summary>
    /// <param name="index">Which byte; the length itself is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public MemoryHandle Pin(int index = 0)
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            if ((uint)index > (uint)_length)
            {
                Throw.Range(nameof(index), index, _length);
            }

            return new(_block + index, default, new LeasePin(_leases.OpenLocked()));
        }
    }

    /// <summary>Room behind the last byte to write into; <see cref="Advance"/> makes the bytes part of the chunk.</summary>
    /// <remarks>
    /// The span dies with the next call of <see cref="Advance"/>, <see cref="GetSpan"/> or <see cref="GetMemory"/>. Until
    /// <see cref="Advance"/> the chunk refuses to be resized in other ways.
    /// </remarks>
    /// <param name="sizeHint">The least length of the span; 0 asks for any that is not empty.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sizeHint"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        PrepareWriter(sizeHint);
        return new(_block + _length, _capacity - _length);
    }

    /// <summary>The same as <see cref="GetSpan"/>, as memory.</summary>
    /// <param name="sizeHint">The least length; 0 asks for any that is not empty.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="sizeHint"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        PrepareWriter(sizeHint);
        return MemoryOf(_writerToken, _capacity).Memory[_length..];
    }

    /// <summary>Makes bytes written behind the end part of the chunk; 0 gives the span back unused.</summary>
    /// <param name="count">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than the span had; the span stays out.</exception>
    /// <exception cref="InvalidOperationException">No span is out, and <paramref name="count"/> is not 0.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Advance(int count)
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            if (!_writerOut && count > 0)
            {
                Throw.InvalidOperation($"{count} bytes cannot be added: no span of {nameof(GetSpan)} or {nameof(GetMemory)} is out. Ask for one, write, then advance once.");
            }

            if (count < 0 || count > _capacity - _length)
            {
                Throw.Range(nameof(count), count, _writerOut ? _capacity - _length : 0);
            }

            EndWriterSpan();
            _length += count;
            _version++;
        }
    }

    private LeasedMemory MemoryOf(LeaseToken token, int length) => new(_leases, token, _block, length, nameof(NativeChunk));

    private void PrepareWriter(int sizeHint)
    {
        if (sizeHint < 0)
        {
            Throw.Negative(nameof(sizeHint), sizeHint);
        }

        // Recursive lock: ending the former writer span, growing and opening the new one are one step.
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            if (_writerOut && _leases.Open > 1)
            {
                ThrowLeased();
            }

            EndWriterSpan();
            using (Change())
            {
                Ensure(CheckedLength((long)_length + Math.Max(sizeHint, 1)));
            }

            _writerToken = _leases.OpenLocked();
            _writerOut = true;
        }
    }

    private void EndWriterSpan()
    {
        if (_writerOut)
        {
            _writerOut = false;
            _writerToken.Close();
        }
    }
}
