using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Bytes;

namespace GstMemInterop;

// Bytes of .NET as GStreamer memory, without a copy. The bytes are pinned until the memory and every share of it are gone.
public sealed unsafe partial class GstMemory
{
    /// <summary>Lends an array to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>). It stays pinned until the memory and its last share are gone.</summary>
    /// <param name="array">The bytes; whoever writes to the memory writes to it.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the array again.</returns>
    public static GstMemory Wrap(byte[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        GStreamer.EnsureInitialized();
        return new GstMemory((nint)WrappedBytes.Wrap(array));
    }

    /// <summary>Lends managed bytes to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>). They stay pinned until the memory and its last share are gone.</summary>
    /// <param name="bytes">The bytes; whoever writes to the memory writes to them.</param>
    /// <param name="released">Called once when they are no longer used, on whatever thread that happens; it must be short.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the bytes again.</returns>
    /// <exception cref="ArgumentException">They are of a <see cref="MemoryManager{T}"/> whose pinned address is not where its span is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are of one whose span is shorter than its memory says.</exception>
    public static GstMemory Wrap(Memory<byte> bytes, Action? released = null)
    {
        GStreamer.EnsureInitialized();
        return new GstMemory((nint)WrappedBytes.Wrap(PinnedBytes.Pin(bytes), (nuint)bytes.Length, 0, bytes, released));
    }

    /// <summary>Lends managed bytes that nobody may write to (<c>gst_memory_new_wrapped</c> with <c>GST_MEMORY_FLAG_READONLY</c>), without a copy.</summary>
    /// <param name="bytes">The bytes; an edit of a buffer that holds them edits a copy.</param>
    /// <param name="released">Called once when they are no longer used, on whatever thread that happens; it must be short.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the bytes again.</returns>
    /// <exception cref="ArgumentException">They are of a <see cref="MemoryManager{T}"/> whose pinned address is not where its span is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are of one whose span is shorter than its memory says.</exception>
    public static GstMemory Wrap(ReadOnlyMemory<byte> bytes, Action? released = null)
    {
        GStreamer.EnsureInitialized();
        return new GstMemory((nint)WrappedBytes.Wrap(PinnedBytes.Pin(bytes), (nuint)bytes.Length, GstMemoryFlags.ReadOnly, bytes, released));
    }

    /// <summary>Gives owned bytes to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>): the owner is disposed when they are no longer used, on whatever thread that happens.</summary>
    /// <param name="owner">The owner; do not dispose it otherwise, unless <see cref="TryUnwrap"/> gave it back.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the owner again.</returns>
    /// <exception cref="ArgumentException">They are of a <see cref="MemoryManager{T}"/> whose pinned address is not where its span is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are of one whose span is shorter than its memory says.</exception>
    public static GstMemory Wrap(IMemoryOwner<byte> owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        GStreamer.EnsureInitialized();
        Memory<byte> bytes = owner.Memory;
        return new GstMemory((nint)WrappedBytes.Wrap(PinnedBytes.Pin(bytes), (nuint)bytes.Length, 0, owner, owner.Dispose));
    }

    /// <summary>Lends a chunk's bytes to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>). Its length cannot change until the memory and its last share are gone.</summary>
    /// <param name="chunk">The chunk; disposing it meanwhile is safe: its bytes go when they are no longer used.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the chunk again.</returns>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public static GstMemory Wrap(NativeChunk chunk)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        GStreamer.EnsureInitialized();
        MemoryHandle pin = chunk.Pin(); // first the pin: it keeps the length
        return new GstMemory((nint)WrappedBytes.Wrap(pin, (nuint)chunk.Length, 0, chunk, null));
    }

    /// <summary>Gives a rented array to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>): it goes back to its pool when it is no longer used, on whatever thread that happens.</summary>
    /// <param name="array">The rented array.</param>
    /// <param name="length">How many of its bytes are the memory's, from the first on.</param>
    /// <param name="pool">Where it was rented; <see cref="ArrayPool{T}.Shared"/> when not given.</param>
    /// <returns>The memory. <see cref="TryUnwrap"/> finds the array again; it then does not go back to the pool.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative, or the array is shorter.</exception>
    public static GstMemory WrapRented(byte[] array, int length, ArrayPool<byte>? pool = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Throw.IfOutside(0, (nuint)length, (nuint)array.Length);
        GStreamer.EnsureInitialized();
        pool ??= ArrayPool<byte>.Shared;
        return new GstMemory((nint)WrappedBytes.Wrap(array.AsMemory().Pin(), (nuint)length, 0, array, () => pool.Return(array)));
    }

    /// <summary>Lends native bytes to GStreamer, without a copy (<c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="address">Where they begin; they must stay valid until <paramref name="released"/> is called.</param>
    /// <param name="size">How many bytes there are, all visible.</param>
    /// <param name="released">Called once when they are no longer used, on whatever thread that happens; it must be short.</param>
    /// <param name="flags">For example <see cref="GstMemoryFlags.ReadOnly"/>.</param>
    /// <returns>The memory. There is no .NET owner to take back from it.</returns>
    /// <exception cref="ArgumentException">The address is null and there are bytes.</exception>
    public static GstMemory Wrap(nint address, nuint size, Action? released, GstMemoryFlags flags = 0) => Wrap(address, size, 0, size, released, flags);

    /// <summary>Lends native bytes to GStreamer with a prefix and padding, without a copy (<c>gst_memory_new_wrapped</c>).</summary>
    /// <param name="address">Where the block begins; it must stay valid until <paramref name="released"/> is called.</param>
    /// <param name="maxSize">The whole block in bytes.</param>
    /// <param name="offset">First visible byte.</param>
    /// <param name="size">Visible bytes.</param>
    /// <param name="released">Called once when they are no longer used, on whatever thread that happens; it must be short.</param>
    /// <param name="flags">For example <see cref="GstMemoryFlags.ReadOnly"/>.</param>
    /// <returns>The memory. There is no .NET owner to take back from it.</returns>
    /// <exception cref="ArgumentException">The address is null and there are bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The visible range does not lie inside the block.</exception>
    public static GstMemory Wrap(nint address, nuint maxSize, nuint offset, nuint size, Action? released, GstMemoryFlags flags = 0)
    {
        if (address == 0 && maxSize != 0)
        {
            throw new ArgumentException($"A null pointer does not hold {maxSize} bytes.", nameof(address));
        }

        Throw.IfOutside(offset, size, maxSize);
        GStreamer.EnsureInitialized();
        return new GstMemory((nint)WrappedBytes.Wrap((byte*)address, maxSize, offset, size, flags, released));
    }

    /// <summary>
    /// Takes the bytes of a wrapped memory back from GStreamer: the array, <see cref="Memory{T}"/>, owner or chunk that was
    /// wrapped. The memory is disposed, the pin undone, and a release that was asked for does not run: the bytes are the caller's again.
    /// </summary>
    /// <typeparam name="T">What was wrapped.</typeparam>
    /// <param name="owner">What was wrapped; a default value when the answer is no. Stands on <c>gst_memory_new_wrapped</c>.</param>
    /// <returns>
    /// <see langword="false"/>, and the memory as it was, when something else holds a reference or a share, when it is mapped, when
    /// it was not wrapped here, or when what was wrapped is not a <typeparamref name="T"/>.
    /// </returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool TryUnwrap<T>([NotNullWhen(true)] out T? owner) =>
        WrappedBytes.TryUnwrap(ref _handle, &Itself, shares: 0, out owner);

    private static Native.GstMemory* Itself(nint memory) => (Native.GstMemory*)memory;
}
