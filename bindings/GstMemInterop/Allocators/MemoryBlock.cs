using System.Buffers;

namespace GstMemInterop;

/// <summary>What a <see cref="CustomAllocator"/> hands over for one memory: the bytes, and whatever object belongs to them.</summary>
/// <remarks>A plain value. The bytes must stay where they are until <see cref="CustomAllocator.Free"/> was called for them.</remarks>
public readonly struct MemoryBlock : IEquatable<MemoryBlock>
{
    private readonly object? _state;
    private readonly bool _isLent;

    private MemoryBlock(nint address, nuint size, object? state, bool isLent = false)
    {
        DangerousAddress = address;
        Size = size;
        _state = state;
        _isLent = isLent;
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
    /// <exception cref="ArgumentException">Its memory, pinned, is not where its span is.</exception>
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
    /// <exception cref="ArgumentException">The bytes are of a <see cref="MemoryManager{T}"/> whose pinned address is not where its span is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are of one whose span is shorter than its memory says.</exception>
    public static unsafe MemoryBlock Pin(Memory<byte> bytes, object? state)
    {
        MemoryHandle pin = PinnedBytes.Pin(bytes);
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

    /// <summary>The same block for somebody to look at: no memory can be made of it.</summary>
    internal MemoryBlock Lent => new(DangerousAddress, Size, _state, isLent: true);

    /// <summary>Takes the block for one memory.</summary>
    /// <returns>Why it cannot be had, for an exception; <see langword="null"/> when it is the caller's now.</returns>
    internal string? Take() => _isLent
        ? "The block is another memory's and was only lent: that memory's end would take the bytes away under this one. Return bytes of your own."
        : (_state as PinnedState)?.Take();

    internal void Unpin() => (_state as PinnedState)?.Unpin();

    /// <summary>A pin keeps the bytes for one memory: it is undone with that one.</summary>
    private sealed class PinnedState(MemoryHandle pin, object? state)
    {
        private const int Free = 0, Taken = 1, Undone = 2;
        private MemoryHandle _pin = pin;
        private int _use;

        internal object? State { get; } = state;

        internal string? Take() => Interlocked.CompareExchange(ref _use, Taken, Free) switch
        {
            Free => null,
            Taken => "The block was returned before, and another memory lives in it: that one's end would undo the pin under this one. Pin the bytes anew.",
            _ => "The block was freed, and its pin undone with it: the bytes may be anywhere. Keep the bytes, not the block, and pin them anew.",
        };

        internal void Unpin()
        {
            if (Interlocked.Exchange(ref _use, Undone) != Undone)
            {
                _pin.Dispose();
            }
        }
    }
}
