using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace GstMemInterop.Bytes;

/// <summary>
/// A block of native memory that can be resized: aligned, a mutable sequence of bytes, an <see cref="IMemoryOwner{T}"/> and an
/// <see cref="IBufferWriter{T}"/>.
/// </summary>
/// <remarks>
/// <para><b>Spans.</b> There is no property that gives an unguarded span. <see cref="Lease"/>, <see cref="LeaseMemory"/>,
/// <see cref="Memory"/>, <see cref="Pin"/> and <see cref="GetSpan"/> give access that is counted: while any of it is out, all
/// that would change the length or the address throws <see cref="InvalidOperationException"/>. Indexers and copying methods
/// need no lease.</para>
/// <para><b>Disposal.</b> From <see cref="Dispose"/> on every use throws <see cref="ObjectDisposedException"/>. The block
/// itself is freed when the last lease or pin has ended, so a span that is still out does not dangle. A chunk that nobody
/// disposes is freed by the collector - unless a lease, memory, pin or writer span of it was never ended: a span may still be
/// in use then, so the block stays, and <see cref="UnseenFailures"/> tells of it.</para>
/// <para><b>Threads.</b> A chunk belongs to one thread at a time, like a list. Any number of threads may read while none
/// writes or resizes. Leases of memory and pins may be ended on any thread.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(NativeChunkJsonConverter))]
public sealed unsafe partial class NativeChunk : IMemoryOwner<byte>, IByteMemory, ILeaseOwner
{
    /// <summary>The alignment used when none is asked for: enough for every vector of this machine.</summary>
    public const int DefaultAlignment = 64;

    /// <summary>The largest alignment that can be asked for: 16 MiB.</summary>
    public const int MaxAlignment = 1 << 24;

    private readonly LeaseTable _leases;
    private byte* _block;
    private int _length;
    private int _capacity;
    private int _version;

    /// <summary>An empty chunk.</summary>
    public NativeChunk()
        : this(0)
    {
    }

    /// <summary>A chunk of zero bytes.</summary>
    /// <param name="length">Number of bytes.</param>
    /// <param name="alignment">The address is a multiple of this power of two, also after a resize.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the alignment no power of two up to <see cref="MaxAlignment"/>.</exception>
    /// <exception cref="OutOfMemoryException">There is not that much memory.</exception>
    public NativeChunk(int length, int alignment = DefaultAlignment)
        : this(length, alignment, zero: true)
    {
    }

    /// <summary>A copy of some bytes.</summary>
    /// <param name="bytes">What to copy.</param>
    /// <param name="alignment">The address is a multiple of this power of two, also after a resize.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is no power of two up to <see cref="MaxAlignment"/>.</exception>
    public NativeChunk(ReadOnlySpan<byte> bytes, int alignment = DefaultAlignment)
        : this(bytes.Length, alignment, zero: false) => bytes.CopyTo(new Span<byte>(_block, _length));

    private NativeChunk(int length, int alignment, bool zero)
    {
        _leases = new LeaseTable(this);
        if (alignment is < 1 or > MaxAlignment || !int.IsPow2(alignment))
        {
            Throw.Range(nameof(alignment), alignment, $"alignment is {alignment}; it must be a power of two from 1 to {MaxAlignment}.");
        }

        if (length < 0)
        {
            Throw.Negative(nameof(length), length);
        }

        Alignment = alignment;
        if (length > 0)
        {
            _block = Allocate(length);
            _capacity = length;
            _length = length;
            if (zero)
            {
                NativeMemory.Clear(_block, (nuint)length);
            }
        }
    }

    /// <summary>Number of bytes.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public int Length
    {
        get
        {
            ThrowIfDisposed();
            return _length;
        }
    }

    /// <summary>Number of bytes, as for every collection.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public int Count => Length;

    /// <summary>How many bytes the chunk can hold before it must move. Setting it moves the chunk now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than the length.</exception>
    /// <exception cref="InvalidOperationException">A lease, memory or pin is out.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public int Capacity
    {
        get
        {
            ThrowIfDisposed();
            return _capacity;
        }

        set
        {
            using (Change())
            {
                if (value < _length)
                {
                    Throw.Range(nameof(value), value, $"A capacity of {value} is less than the length {_length}; shorten the chunk first.");
                }

                Move(value);
            }
        }
    }

    /// <summary>The address is always a multiple of this, in bytes.</summary>
    public int Alignment { get; }

    /// <summary>Always false: a chunk can be written.</summary>
    public bool IsReadOnly => false;

    /// <summary>Always true.</summary>
    public bool CanResize => true;

    /// <summary>How many leases, memories and pins are out now. While it is not 0 the chunk keeps its length and address.</summary>
    public int OpenLeases => _leases.Open;

    /// <summary>True after <see cref="Dispose"/>.</summary>
    public bool IsDisposed => _leases.IsEnded;

    /// <summary>Ends the chunk. The block is freed now, or when the last lease or pin ends. Again it does nothing.</summary>
    public void Dispose()
    {
        lock (_leases.Gate)
        {
            EndWriterSpan();
            _memory?.End();
            _memory = null;
            _leases.End();
        }
    }

    void ILeaseOwner.FirstLeaseOpened()
    {
    }

    IDisposable? ILeaseOwner.LastLeaseClosed() => null;

    void ILeaseOwner.Free()
    {
        byte* block = _block;
        _block = null;
        Release(block, _capacity);
        _capacity = 0;
        _length = 0;
    }

    /// <summary>Length, capacity and alignment in words.</summary>
    public override string ToString() =>
        IsDisposed ? "NativeChunk, disposed" : $"NativeChunk, {_length} bytes of {_capacity}, aligned to {Alignment}";

    private Span<byte> Bytes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ThrowIfDisposed();
            return new(_block, _length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ThrowIfDisposed()
    {
        if (_leases.IsEnded)
        {
            Throw.Disposed(nameof(NativeChunk));
        }
    }
}
