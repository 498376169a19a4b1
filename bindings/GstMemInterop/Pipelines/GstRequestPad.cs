using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>A pad that an element made on request. Disposing it gives it back (<c>gst_element_release_request_pad</c>), which also unlinks it.</summary>
/// <remarks>
/// One that is not disposed stays with its element, as does one whose reference was given away. While data flows, end the stream
/// into what is behind it or block the pad before it, as in C.
/// </remarks>
public sealed unsafe class GstRequestPad : GstPad
{
    private int _released;

    internal GstRequestPad(nint pointer) : base(pointer) { }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !IsDisposed && Interlocked.Exchange(ref _released, 1) == 0)
        {
            using HandleLease lease = Lease();
            Native.GstElement* element = LibGst.gst_pad_get_parent_element((Native.GstPad*)lease.Pointer);
            if (element is not null)
            {
                LibGst.gst_element_release_request_pad(element, (Native.GstPad*)lease.Pointer);
                using GstObject? last = AdoptAny((nint)element);
            }
        }

        base.Dispose(disposing);
    }
}
