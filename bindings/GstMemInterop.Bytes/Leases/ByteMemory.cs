using System.Buffers;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>Makes an <see cref="IByteMemory"/> of fixed length of an array or of any memory.</summary>
public sealed class ByteMemory : IByteMemory, ILeaseOwner
{
    private readonly LeaseTable? _leases;
    private Pinning? _pin;

    /// <summary>Writable bytes of an array.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public ByteMemory(byte[] array)
        : this((ReadOnlyMemory<byte>)(array ?? throw new ArgumentNullException(nameof(array))), isReadOnly: false)
    {
    }

    /// <summary>Writable bytes of a memory.</summary>
    public ByteMemory(Memory<byte> memory)
        : this((ReadOnlyMemory<byte>)memory, isReadOnly: false)
    {
    }

    /// <summary>Bytes that may be read only.</summary>
    public ByteMemory(ReadOnlyMemory<byte> memory)
        : this(memory, isReadOnly: true)
    {
    }

    private ByteMemory(ReadOnlyMemory<byte> memory, bool isReadOnly)
    {
        Memory = memory;
        IsReadOnly = isReadOnly;
        if (!memory.IsEmpty && !MemoryMarshal.TryGetArray(memory, out _))
        {
            // Not an array: the garbage collector does not keep the bytes alive for a span, a pin does.
            _ = MemoryMarshal.TryGetMemoryManager(memory, out MemoryManager<byte>? manager);
            _leases = new LeaseTable(this, keeps: manager);
        }
    }

    /// <summary>The memory itself, without the right to write.</summary>
    public ReadOnlyMemory<byte> Memory { get; }

    /// <inheritdoc/>
    public int Length => Memory.Length;

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <summary>Always false.</summary>
    public bool CanResize => false;

    /// <summary>An array is writable memory.</summary>
    public static implicit operator ByteMemory(byte[] array) => new(array);

    /// <summary>The same as the constructor.</summary>
    public static ByteMemory FromArray(byte[] array) => new(array);

    /// <inheritdoc/>
    public SpanLease Lease()
    {
        if (IsReadOnly)
        {
            Throw.InvalidOperation("The memory is read-only; copy it to write.");
        }

        LeaseToken token = Open();
        try
        {
            return new(token, MemoryMarshal.AsMemory(Memory).Span);
        }
        catch
        {
            token.Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public ReadOnlySpanLease LeaseReadOnly()
    {
        LeaseToken token = Open();
        try
        {
            return new(token, Memory.Span);
        }
        catch
        {
            token.Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public IMemoryOwner<byte> LeaseMemory()
    {
        if (IsReadOnly)
        {
            Throw.InvalidOperation("The memory is read-only; copy it to write.");
        }

        return new Leased(MemoryMarshal.AsMemory(Memory), Open());
    }

    /// <inheritdoc/>
    public IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = Memory;
        return new LeasePin(Open());
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> destination)
    {
        if ((uint)start > (uint)Length || destination.Length > Length - start)
        {
            Throw.StartCount(start, destination.Length, Length);
        }

        Memory.Span.Slice(start, destination.Length).CopyTo(destination);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public void Write(int start, ReadOnlySpan<byte> source) => Replace(start, source.Length, source);

    /// <inheritdoc/>
    public void Replace(int start, int count, ReadOnlySpan<byte> bytes)
    {
        if ((uint)start > (uint)Length || (uint)count > (uint)(Length - start))
        {
            Throw.StartCount(start, count, Length);
        }

        if (bytes.Length != count)
        {
            Throw.NotSupported($"{count} bytes cannot be replaced by {bytes.Length}: this memory has a fixed length. Use a {nameof(NativeChunk)}.");
        }

        if (IsReadOnly)
        {
            Throw.InvalidOperation("The memory is read-only; copy it to write.");
        }

        bytes.CopyTo(MemoryMarshal.AsMemory(Memory).Span[start..]);
        GC.KeepAlive(this);
    }

    /// <summary>What kind of memory, and how long.</summary>
    public override string ToString() => $"ByteMemory, {Length} bytes{(IsReadOnly ? ", read-only" : "")}";

    void ILeaseOwner.FirstLeaseOpened()
    {
    }

    IDisposable? ILeaseOwner.LastLeaseClosed()
    {
        Pinning? pin = _pin;
        _pin = null;
        return pin;
    }

    void ILeaseOwner.Free()
    {
    }

    private LeaseToken Open()
    {
        if (_leases is null)
        {
            return default;
        }

        // The memory is pinned once for all leases, and outside the lock: it is somebody's own code that pins.
        Pinning? fresh = _leases.Open == 0 ? new Pinning(Memory.Pin()) : null;
        try
        {
            while (true)
            {
                lock (_leases.Gate)
                {
                    if (_pin is null)
                    {
                        _pin = fresh;
                        fresh = null;
                    }

                    if (_pin is not null)
                    {
                        return _leases.OpenLocked();
                    }
                }

                fresh = new Pinning(Memory.Pin());
            }
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    private sealed class Leased(Memory<byte> memory, LeaseToken token) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => token.IsOpen ? memory : throw new ObjectDisposedException(nameof(ByteMemory));

        public void Dispose() => token.Close();
    }

    private sealed class Pinning(MemoryHandle pin) : IDisposable
    {
        private MemoryHandle _pin = pin;

        public void Dispose() => _pin.Dispose();
    }
}
