using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Owns one reference to an event: something that travels through pads beside the data. What it says is read from its <see cref="Borrow()"/>. Stands on <c>GstEvent</c>.</summary>
/// <remarks><c>Dispose</c> from any thread; the finalizer releases too and needs no main loop. Not changed by this type, so safe from any thread.</remarks>
[DebuggerDisplay("GstEvent 0x{DangerousHandle,h}")]
public sealed unsafe partial class GstEvent : IDisposable
{
    private readonly MiniObjectHandle _handle;

    private GstEvent(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstEvent));

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstEvent*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstEvent Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstEvent));
        }

        GStreamer.EnsureInitialized();
        return new GstEvent(pointer);
    }

    /// <summary>Adds a reference to somebody else's event (<c>gst_mini_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstEvent*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstEvent Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstEvent));
        }

        GStreamer.EnsureInitialized();
        return new GstEvent((nint)Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer));
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>What the event says (<c>GST_EVENT_TYPE</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstEventType Type => Borrow().Type;

    /// <summary>Borrows this event, to read what it says. The borrow knows its owner: after <see cref="Dispose"/> its members throw.</summary>
    public GstEventRef Borrow() => new((Native.GstEvent*)_handle.DangerousPointer, _handle);

    /// <summary>Gives the reference away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach() => _handle.Detach();

    /// <summary>Type and content, for logs (<c>gst_structure_to_string</c>).</summary>
    public override string ToString() => _handle.IsClosing ? "GstEvent (disposed)" : Borrow().ToString();

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>).</summary>
    public void Dispose() => _handle.Dispose();
}
