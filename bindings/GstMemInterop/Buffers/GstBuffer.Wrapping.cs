using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Bytes;

namespace GstMemInterop;

// Buffers over memory that is not GStreamer's default: of an allocator, or bytes of .NET without a copy.
public sealed unsafe partial class GstBuffer
{
    /// <summary>A new buffer with one block from an allocator (<c>gst_buffer_new_allocate</c>). The bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 gives a buffer without memory.</param>
    /// <param name="allocator">Where the block comes from.</param>
    /// <param name="allocation">Alignment, prefix, padding and flags.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="InvalidOperationException">The allocator does not allocate by size alone (<see cref="GstAllocatorFlags.CustomAlloc"/>).</exception>
    /// <exception cref="GstException">It refused; a C# allocator's own exception is the inner one.</exception>
    public static GstBuffer Allocate(nuint size, GstAllocator allocator, in AllocationParams allocation = default)
    {
        ArgumentNullException.ThrowIfNull(allocator);
        using HandleLease lease = allocator.RequireAllocatable(size, allocation);
        using OverrideFailure.Watch watch = OverrideFailure.Begin();
        Native.GstAllocationParams native = allocation.ToNative();
        Native.GstBuffer* buffer = Native.LibGst.gst_buffer_new_allocate((Native.GstAllocator*)lease.Pointer, size, &native);
        return buffer is not null ? new GstBuffer((nint)buffer) : throw allocator.Refusal(size, OverrideFailure.Last);
    }

    /// <inheritdoc cref="GstMemory.Wrap(byte[])"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the array again.</returns>
    public static GstBuffer Wrap(byte[] array) => Of(GstMemory.Wrap(array));

    /// <inheritdoc cref="GstMemory.Wrap(Memory{byte}, Action)"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the bytes again.</returns>
    public static GstBuffer Wrap(Memory<byte> bytes, Action? released = null) => Of(GstMemory.Wrap(bytes, released));

    /// <inheritdoc cref="GstMemory.Wrap(ReadOnlyMemory{byte}, Action)"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the bytes again.</returns>
    public static GstBuffer Wrap(ReadOnlyMemory<byte> bytes, Action? released = null) => Of(GstMemory.Wrap(bytes, released));

    /// <inheritdoc cref="GstMemory.Wrap(IMemoryOwner{byte})"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the owner again.</returns>
    public static GstBuffer Wrap(IMemoryOwner<byte> owner) => Of(GstMemory.Wrap(owner));

    /// <inheritdoc cref="GstMemory.Wrap(NativeChunk)"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the chunk again.</returns>
    public static GstBuffer Wrap(NativeChunk chunk) => Of(GstMemory.Wrap(chunk));

    /// <inheritdoc cref="GstMemory.WrapRented(byte[], int, ArrayPool{byte})"/>
    /// <returns>A buffer that holds the memory. <see cref="TryUnwrap"/> finds the array again.</returns>
    public static GstBuffer WrapRented(byte[] array, int length, ArrayPool<byte>? pool = null) => Of(GstMemory.WrapRented(array, length, pool));

    /// <inheritdoc cref="GstMemory.Wrap(nint, nuint, Action, GstMemoryFlags)"/>
    /// <returns>A buffer that holds the memory.</returns>
    public static GstBuffer Wrap(nint address, nuint size, Action? released, GstMemoryFlags flags = 0) => Of(GstMemory.Wrap(address, size, released, flags));

    /// <inheritdoc cref="GstMemory.Wrap(nint, nuint, nuint, nuint, Action, GstMemoryFlags)"/>
    /// <returns>A buffer that holds the memory.</returns>
    public static GstBuffer Wrap(nint address, nuint maxSize, nuint offset, nuint size, Action? released, GstMemoryFlags flags = 0) =>
        Of(GstMemory.Wrap(address, maxSize, offset, size, released, flags));

    /// <summary>A new buffer that holds one memory (<c>gst_buffer_new</c>, <c>gst_buffer_append_memory</c>).</summary>
    /// <param name="memory">Given away, also when the call throws.</param>
    /// <exception cref="ObjectDisposedException">The memory was disposed or given away.</exception>
    public static GstBuffer Of(GstMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        nint given = memory.DangerousDetach();
        GstBuffer buffer = Create();
        Native.LibGst.gst_buffer_append_memory((Native.GstBuffer*)buffer.DangerousHandle, (Native.GstMemory*)given);
        return buffer;
    }

    /// <summary>
    /// Takes the bytes of a buffer that wraps .NET bytes back from GStreamer: the array, <see cref="Memory{T}"/>, owner or chunk
    /// that was wrapped. The buffer is disposed, the pin undone, and a release that was asked for does not run.
    /// </summary>
    /// <typeparam name="T">What was wrapped.</typeparam>
    /// <param name="owner">What was wrapped; a default value when the answer is no. Stands on <c>gst_memory_new_wrapped</c>.</param>
    /// <returns>
    /// <see langword="false"/>, and the buffer as it was, when something else holds a reference to it or its memory or a share of
    /// it, when it is mapped, when it has no or several memories, when the memory was not wrapped here, or when what was wrapped is
    /// not a <typeparamref name="T"/>.
    /// </returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool TryUnwrap<T>([NotNullWhen(true)] out T? owner) => WrappedBytes.TryUnwrap(ref _handle, &SoleMemory, shares: 1, out owner);

    /// <summary>The one memory of a buffer that nobody else references; null when there is no such memory.</summary>
    private static Native.GstMemory* SoleMemory(nint pointer)
    {
        Native.GstBuffer* buffer = (Native.GstBuffer*)pointer;
        return Mapper.IsWritable(buffer, lenderOwnsReference: true) && Native.LibGst.gst_buffer_n_memory(buffer) == 1
            ? Native.LibGst.gst_buffer_peek_memory(buffer, 0)
            : null;
    }
}
