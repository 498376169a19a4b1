using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Owns one reference to a buffer: timestamps, flags and up to 16 blocks of memory. Stands on <c>GstBuffer</c>.
/// Every member of <see cref="GstBufferRef"/> is here too; each call keeps the buffer alive while it runs.
/// </summary>
/// <remarks>
/// <c>Dispose</c> from any thread; the finalizer releases too and needs no main loop. Disposing while another thread calls
/// or a mapping is open is safe: the reference goes when the last of them ends, and later calls throw <see cref="ObjectDisposedException"/>.
/// </remarks>
[DebuggerDisplay("GstBuffer 0x{DangerousHandle,h}")]
public sealed unsafe partial class GstBuffer : IDisposable
{
    private MiniObjectHandle _handle;

    private GstBuffer(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstBuffer));

    /// <summary>A new buffer without memory (<c>gst_buffer_new</c>).</summary>
    public static GstBuffer Create()
    {
        GStreamer.EnsureInitialized();
        return new GstBuffer((nint)Native.LibGst.gst_buffer_new());
    }

    /// <summary>A new buffer with one block from the default allocator (<c>gst_buffer_new_allocate</c>). The bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 gives a buffer without memory.</param>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstBuffer Allocate(nuint size) => Allocate(size, default);

    /// <summary>A new buffer with one block from the default allocator (<c>gst_buffer_new_allocate</c>). The visible bytes are not zeroed.</summary>
    /// <param name="size">Visible bytes; 0 gives a buffer without memory.</param>
    /// <param name="allocation">Alignment, prefix, padding and flags.</param>
    /// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or the parts exceed the address space.</exception>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstBuffer Allocate(nuint size, in AllocationParams allocation)
    {
        allocation.Validate(size);
        GStreamer.EnsureInitialized();
        allocation.RequireRoom(size, "a buffer");
        Native.GstAllocationParams native = allocation.ToNative();
        Native.GstBuffer* buffer = Native.LibGst.gst_buffer_new_allocate(null, size, &native);
        if (buffer is null)
        {
            Throw.OutOfMemory("a buffer", size);
        }

        return new GstBuffer((nint)buffer);
    }

    /// <summary>A new buffer that holds a copy of the bytes (<c>gst_buffer_new_allocate</c> and a copy).</summary>
    /// <param name="bytes">What to copy; an empty span gives a buffer without memory.</param>
    /// <exception cref="OutOfMemoryException">The block could not be allocated.</exception>
    public static GstBuffer CopyOf(ReadOnlySpan<byte> bytes)
    {
        GstBuffer buffer = Allocate((nuint)bytes.Length);
        using WriteMapping map = buffer.MapWrite();
        bytes.CopyTo(map.Span);
        return buffer;
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstBuffer*</c>; its reference now belongs to the result.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBuffer Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBuffer));
        }

        GStreamer.EnsureInitialized();
        return new GstBuffer(pointer);
    }

    /// <summary>Adds a reference to somebody else's buffer (<c>gst_mini_object_ref</c>). While both hold one the buffer is not writable.</summary>
    /// <param name="pointer">A valid <c>GstBuffer*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBuffer Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBuffer));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstBuffer(pointer);
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>
    /// Makes sure that nobody else references this buffer, with a shallow copy where somebody does, as
    /// <c>gst_mini_object_make_writable</c>. The bytes of a copy are shared until they are written.
    /// </summary>
    /// <returns>Whether a copy was made; this object then owns the copy.</returns>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool MakeWritable()
    {
        MiniObjectHandle old = _handle;
        using HandleLease lease = new(old);
        if (Mapper.IsWritable(lease.Buffer, lenderOwnsReference: true))
        {
            return false;
        }

        MiniObjectHandle copy = CopyFrom(lease.Buffer)._handle;
        if (Interlocked.CompareExchange(ref _handle, copy, old) != old)
        {
            copy.Dispose(); // another thread was faster; its copy stands
            return true;
        }

        old.Dispose();
        return true;
    }

    /// <summary>Maps all bytes for reading, for as long as the result lives: it can be stored, awaited over and sent to another thread (<c>gst_buffer_map</c>).</summary>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public OwnedReadMapping MapReadOwned() => new(new OwnedMapping(MapRead().DangerousSlot));

    /// <summary>Maps all bytes for reading and writing, for as long as the result lives: it can be stored, awaited over and sent to another thread (<c>gst_buffer_map</c>).</summary>
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

    internal static GstBuffer CopyFrom(Native.GstBuffer* buffer) => new((nint)BufferCopy.Of(buffer));
}
