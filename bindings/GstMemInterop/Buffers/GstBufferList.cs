using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Owns one reference to a list of buffers that travel together. Stands on <c>GstBufferList</c>.
/// Every member of <see cref="GstBufferListRef"/> is here too; each call keeps the list alive while it runs.
/// </summary>
/// <remarks>
/// <c>Dispose</c> from any thread; the finalizer releases too and needs no main loop. Disposing while another thread calls or
/// a mapping of a borrowed buffer is open is safe: the reference goes when the last of them ends, and later calls throw
/// <see cref="ObjectDisposedException"/>. One thread at a time edits a list, as in C.
/// </remarks>
[DebuggerDisplay("GstBufferList 0x{DangerousHandle,h}")]
public sealed unsafe partial class GstBufferList : IDisposable
{
    private MiniObjectHandle _handle;

    private GstBufferList(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstBufferList));

    /// <summary>A new, empty list (<c>gst_buffer_list_new</c>).</summary>
    public static GstBufferList Create()
    {
        GStreamer.EnsureInitialized();
        return new GstBufferList((nint)Native.LibGst.gst_buffer_list_new());
    }

    /// <summary>A new, empty list with room for so many buffers (<c>gst_buffer_list_new_sized</c>). It grows when more are added.</summary>
    /// <param name="capacity">How many buffers fit without growing; 0 is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is negative, or exceeds the address space.</exception>
    /// <exception cref="OutOfMemoryException">That much room could not be allocated.</exception>
    public static GstBufferList Create(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((nuint)capacity, (nuint)nint.MaxValue / (nuint)(2 * sizeof(nint)), nameof(capacity));
        GStreamer.EnsureInitialized();
        Room.Require((nuint)capacity * (nuint)sizeof(nint), "a list of buffers");
        return new GstBufferList((nint)Native.LibGst.gst_buffer_list_new_sized((uint)capacity));
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstBufferList*</c>; its reference now belongs to the result.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferList Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBufferList));
        }

        GStreamer.EnsureInitialized();
        return new GstBufferList(pointer);
    }

    /// <summary>Adds a reference to somebody else's list (<c>gst_mini_object_ref</c>). While both hold one neither the list nor its buffers are writable.</summary>
    /// <param name="pointer">A valid <c>GstBufferList*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferList Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBufferList));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstBufferList(pointer);
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>
    /// Makes sure that nobody else references this list, with a shallow copy where somebody does, as
    /// <c>gst_mini_object_make_writable</c>. The buffers of a copy are shared: <see cref="GetWritable"/> copies each when it is edited.
    /// </summary>
    /// <returns>Whether a copy was made; this object then owns the copy.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool MakeWritable()
    {
        MiniObjectHandle old = _handle;
        using HandleLease lease = new(old);
        if (Native.LibGst.gst_mini_object_is_writable(lease.MiniObject) != 0)
        {
            return false;
        }

        MiniObjectHandle copy = new((nint)Native.LibGst.gst_mini_object_copy(lease.MiniObject), nameof(GstBufferList));
        bool first = Interlocked.CompareExchange(ref _handle, copy, old) == old;
        (first ? old : copy).Dispose(); // when another thread was faster, its copy stands
        return true;
    }

    /// <summary>Gives the reference away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach() => _handle.Detach();

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>), after calls and mappings that still run on it.</summary>
    public void Dispose() => _handle.Dispose();

    internal NativeHandle Handle => _handle;
}
