using System.Buffers;

namespace GstMemInterop;

/// <summary>What a <see cref="CustomAllocator"/> hands over for one memory: the bytes, and whatever object belongs to them.</summary>
/// <remarks>A plain value. The bytes must stay where they are until <see cref="CustomAllocator.Free"/> was called for them.</remarks>
public readonly struct MemoryBlock : IEquatable<MemoryBlock>
{
    private readonly object? _state;

    private MemoryBlock(nint address, nuint size, object? state)
    {
        DangerousAddress = address;
        Size = size;
        _state = state;
    }

    /// <summary>Bytes at a fixed address.</summary>
    /// <param name="address">Where they begin; every byte must be readable and writable until <see cref="CustomAllocator.Free"/>.</param>
    /// <param name="size">How many bytes there are.</param>
    /// <param name="state">An object that belongs to them, or <see langword="null"/>: without one no managed object is kept per memory.</param>
    /// <exception cref="ArgumentException">The address is null.</exception>
    public static MemoryBlock FromPointer(nint address, nuint size, object? state = null) =>
        address != 0 ? new MemoryBlock(address, size, state) : throw new ArgumentException("A null pointer holds no bytes. Return default to refuse, or Unmapped for bytes that get an address when they are mapped.", nameof(address));

    /// <summary>A rented or owned block; it is pinned until it is freed. Dispose the owner in <see cref="CustomAllocator.Free"/>: it is the <see cref="State"/>.</summary>
    /// <param name="owner">Who owns the bytes.</param>
    public static MemoryBlock Pin(IMemoryOwner<byte> owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return Pin(owner.Memory, owner);
    }

    /// <summary>An array; it is pinned until it is freed, and is the <see cref="State"/>.</summary>
    /// <param name="array">The bytes.</param>
    public static MemoryBlock Pin(byte[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        return Pin(array.AsMemory(), array);
    }

    /// <summary>Managed bytes; they are pinned until they are freed.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="state">An object that belongs to them, or <see langword="null"/>.</param>
    public static unsafe MemoryBlock Pin(Memory<byte> bytes, object? state)
    {
        MemoryHandle pin = bytes.Pin();
        return new MemoryBlock((nint)pin.Pointer, (nuint)bytes.Length, new PinnedState(pin, state));
    }

    /// <summary>Bytes that the CPU sees only while they are mapped: <see cref="CustomAllocator.Map"/> must be overridden to give their address.</summary>
    /// <param name="size">How many bytes there are.</param>
    /// <param name="state">What <see cref="CustomAllocator.Map"/> needs to find them.</param>
    public static MemoryBlock Unmapped(nuint size, object state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new MemoryBlock(0, size, state);
    }

    /// <summary>Where the bytes begin; 0 when they have an address only while mapped.</summary>
    public nint DangerousAddress { get; }

    /// <summary>The whole block in bytes.</summary>
    public nuint Size { get; }

    /// <summary>The object that belongs to the bytes.</summary>
    public object? State => _state is PinnedState pinned ? pinned.State : _state;

    /// <summary>Whether this is a default value: an allocator that returns it refuses.</summary>
    public bool IsNull => DangerousAddress == 0 && _state is null;

    /// <summary>Whether both are the same bytes with the same state.</summary>
    /// <param name="other">The other block.</param>
    public bool Equals(MemoryBlock other) => DangerousAddress == other.DangerousAddress && Size == other.Size && ReferenceEquals(State, other.State);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is MemoryBlock other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DangerousAddress, Size);

    /// <summary>Whether both are the same bytes with the same state.</summary>
    public static bool operator ==(MemoryBlock left, MemoryBlock right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(MemoryBlock left, MemoryBlock right) => !left.Equals(right);

    /// <summary>What is kept in a GCHandle for the memory's life: the pin together with the user's state.</summary>
    internal object? RawState => _state;

    internal static MemoryBlock FromParts(nint address, nuint size, object? rawState) => new(address, size, rawState);

    internal void Unpin() => (_state as PinnedState)?.Unpin();

    private sealed class PinnedState(MemoryHandle pin, object? state)
    {
        private MemoryHandle _pin = pin;

        internal object? State { get; } = state;

        internal void Unpin() => _pin.Dispose();
    }
}
