using System.Buffers;
using System.Diagnostics;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk : IBufferWriter<byte>
{
    private ChunkMemory? _memory;
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
                _memory ??= new ChunkMemory(this, _leases.OpenLocked(), _length);
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
            _memory?.EndLocked();
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
            return new ChunkMemory(this, _leases.OpenLocked(), _length);
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

            return new(_block + index, default, new ChunkPin(_leases.OpenLocked()));
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
        return new ChunkMemory(this, _writerToken, _capacity).Memory[_length..];
    }

    /// <summary>Makes bytes written behind the end part of the chunk; 0 gives the span back unused.</summary>
    /// <param name="count">How many bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than the span had.</exception>
    /// <exception cref="InvalidOperationException">No span is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void Advance(int count)
    {
        lock (_leases.Gate)
        {
            ThrowIfDisposed();
            if (count < 0 || count > (_writerOut ? _capacity - _length : 0))
            {
                Throw.Range(nameof(count), count, _writerOut ? _capacity - _length : 0);
            }

            EndWriterSpan();
            _length += count;
            _version++;
        }
    }

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

    /// <summary>Memory over the block as it lies now; the lease it holds keeps the block there.</summary>
    private sealed class ChunkMemory(NativeChunk chunk, LeaseToken token, int length) : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(length);

        public override Span<byte> GetSpan()
        {
            if (!token.IsOpen || chunk._disposed)
            {
                Throw.Disposed(nameof(NativeChunk), "The memory of the chunk was returned or the chunk disposed; lease it again.");
            }

            return new(chunk._block, length);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            if ((uint)elementIndex > (uint)length)
            {
                Throw.Range(nameof(elementIndex), elementIndex, length);
            }

            lock (chunk._leases.Gate)
            {
                _ = GetSpan();
                return new(chunk._block + elementIndex, default, new ChunkPin(chunk._leases.OpenLocked()));
            }
        }

        /// <summary>Never called: every pin has its own object, so that ending one twice is harmless.</summary>
        public override void Unpin()
        {
        }

        public void EndLocked() => token.Close();

        protected override void Dispose(bool disposing) => token.Close();
    }

    private sealed class ChunkPin(LeaseToken token) : IPinnable
    {
        public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("A pin cannot be pinned again.");

        public void Unpin() => token.Close();
    }
}
