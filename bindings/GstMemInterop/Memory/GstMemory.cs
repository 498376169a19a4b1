using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Owns one reference to a memory block: bytes that an allocator handed out. Stands on <c>GstMemory</c>.
/// Every member of <see cref="GstMemoryRef"/> is here too; each call keeps the block alive while it runs.
/// </summary>
/// <remarks>
/// <c>Dispose</c> from any thread; the finalizer releases too and needs no main loop. Disposing while another thread calls
/// or a mapping is open is safe: the reference goes when the last of them ends, and later calls throw <see cref="ObjectDisposedException"/>.
/// </remarks>
[DebuggerDisplay("GstMemory 0x{DangerousHandle,h}")]
public sealed unsafe partial class GstMemory : IDisposable
{
    private MiniObjectHandle _handle;

    private GstMemory(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstMemory));

    /// <summary>Allocates a block from the default allocator (<c>gst_allocator_alloc</c>). The bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 is allowed.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstMemory Allocate(nuint size) => Allocate(size, default);

    /// <summary>Allocates a block from the default allocator (<c>gst_allocator_alloc</c>). The visible bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 is allowed.</param>
    /// <param name="allocation">Alignment, prefix, padding and flags.</param>
    /// <returns>The memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstMemory Allocate(nuint size, in AllocationParams allocation)
    {
        allocation.Validate(size);
        GStreamer.EnsureInitialized();
        allocation.RequireRoom(size, "a memory");
        Native.GstAllocationParams native = allocation.ToNative();
        Native.GstMemory* memory = Native.LibGst.gst_allocator_alloc(null, size, &native);
        if (memory is null)
        {
            Throw.OutOfMemory("a memory", size);
        }

        return new GstMemory((nint)memory);
    }

    /// <summary>A new memory that holds a copy of the bytes (<c>gst_allocator_alloc</c> and a copy).</summary>
    /// <param name="bytes">What to copy; may be empty.</param>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstMemory CopyOf(ReadOnlySpan<byte> bytes)
    {
        GstMemory memory = Allocate((nuint)bytes.Length);
        using WriteMapping map = memory.MapWrite();
        bytes.CopyTo(map.Span);
        return memory;
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstMemory*</c>; its reference now belongs to the result.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstMemory Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstMemory));
        }

        GStreamer.EnsureInitialized();
        return new GstMemory(pointer);
    }

    /// <summary>Adds a reference to somebody else's memory (<c>gst_mini_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstMemory*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstMemory Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstMemory));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstMemory(pointer);
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>Maps the visible bytes for reading, for as long as the result lives: it can be stored, awaited over and sent to another thread (<c>gst_memory_map</c>).</summary>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public OwnedReadMapping MapReadOwned() => new(new OwnedMapping(MapRead().DangerousSlot));

    /// <summary>Maps the visible bytes for reading and writing, for as long as the result lives: it can be stored, awaited over and sent to another thread (<c>gst_memory_map</c>).</summary>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public OwnedMapping MapWriteOwned() => new(MapWrite().DangerousSlot);

    /// <summary>Gives the reference away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach() => _handle.Detach();

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>), after calls and mappings that still run on it.</summary>
    public void Dispose() => _handle.Dispose();

    internal NativeHandle Handle => _handle;
}
