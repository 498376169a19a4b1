namespace GstMemInterop;

/// <summary>Owns one reference to a pad: where data enters or leaves an element. Stands on <c>GstPad</c>.</summary>
/// <remarks>Members are safe from any thread. Works on a pad of another binding too: <c>GstPad.Retain(theirPad.Handle)</c>.</remarks>
public unsafe partial class GstPad : GstObject
{
    private protected GstPad(nint pointer) : base(pointer, nameof(GstPad)) { }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid <c>GstPad*</c>.</param>
    public static GstPad Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstPad)));

    /// <summary>Adds a reference to somebody else's pad (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstPad*</c>.</param>
    public static GstPad Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstPad)));

    /// <summary>Whether data leaves (<c>Src</c>) or enters (<c>Sink</c>) here (<c>gst_pad_get_direction</c>).</summary>
    public GstPadDirection Direction { get { using HandleLease lease = Lease(); return (GstPadDirection)Native.LibGst.gst_pad_get_direction(Pad(lease)); } }

    /// <summary>Whether the pad is linked to another one (<c>gst_pad_is_linked</c>).</summary>
    public bool IsLinked { get { using HandleLease lease = Lease(); return Native.LibGst.gst_pad_is_linked(Pad(lease)) != 0; } }

    /// <summary>The format that flows now (<c>gst_pad_get_current_caps</c>); <see langword="null"/> before it was negotiated.</summary>
    public GstCaps? CurrentCaps
    {
        get
        {
            using HandleLease lease = Lease();
            nint caps = (nint)Native.LibGst.gst_pad_get_current_caps(Pad(lease));
            return caps == 0 ? null : GstCaps.Adopt(caps);
        }
    }

    private static Native.GstPad* Pad(in HandleLease lease) => (Native.GstPad*)lease.Pointer;
}
