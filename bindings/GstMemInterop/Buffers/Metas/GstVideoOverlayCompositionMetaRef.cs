using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows the pictures that are to be blended over a video frame: subtitles, logos. Stands on <c>GstVideoOverlayCompositionMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. For reading.
/// </remarks>
[DebuggerDisplay("{Count} rectangles")]
public readonly unsafe ref struct GstVideoOverlayCompositionMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstVideoOverlayCompositionMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>How many pictures (<c>gst_video_overlay_composition_n_rectangles</c>).</summary>
    public int Count
    {
        get
        {
            using HandleLease lease = _borrow.Enter();
            return CountOf(Overlay);
        }
    }

    /// <summary>Tells whether two frames carry the same composition (<c>gst_video_overlay_composition_get_seqnum</c>). Counted from 0; without a composition, when <see cref="Count"/> is 0, it says nothing.</summary>
    public uint CompositionNumber
    {
        get
        {
            using HandleLease lease = _borrow.Enter();
            return Overlay is null ? 0 : Native.LibGstVideo.gst_video_overlay_composition_get_seqnum(Overlay);
        }
    }

    /// <summary>One picture; the first one lies lowest (<c>gst_video_overlay_composition_get_rectangle</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such picture.</exception>
    public GstVideoOverlayRectangleRef this[int index]
    {
        get
        {
            using HandleLease lease = _borrow.Enter();
            int count = CountOf(Overlay);
            if ((uint)index >= (uint)count)
            {
                Throw.IndexOutOfRange("overlay rectangles", index, count);
            }

            return new GstVideoOverlayRectangleRef(_borrow, Overlay, index);
        }
    }

    internal static int CountOf(Native.GstVideoOverlayComposition* overlay) =>
        overlay is null ? 0 : (int)Native.LibGstVideo.gst_video_overlay_composition_n_rectangles(overlay);

    private Native.GstVideoOverlayComposition* Overlay => ((Native.GstVideoOverlayCompositionMeta*)_borrow.Pointer)->overlay;
}

/// <summary>Borrows one picture of an overlay composition. Stands on <c>GstVideoOverlayRectangle</c>.</summary>
/// <remarks>Valid as long as the meta it came from, and checked at each use.</remarks>
[DebuggerDisplay("{X},{Y} {Width}x{Height}")]
public readonly unsafe ref struct GstVideoOverlayRectangleRef
{
    private readonly MetaBorrow _borrow;
    private readonly Native.GstVideoOverlayComposition* _overlay;
    private readonly int _index;

    internal GstVideoOverlayRectangleRef(MetaBorrow borrow, Native.GstVideoOverlayComposition* overlay, int index)
    {
        _borrow = borrow;
        _overlay = overlay;
        _index = index;
    }

    /// <summary>Where the picture begins in the frame, in pixels; may be negative (<c>gst_video_overlay_rectangle_get_render_rectangle</c>).</summary>
    public int X => Render().X;

    /// <summary>Where the picture begins in the frame, in rows; may be negative (<c>gst_video_overlay_rectangle_get_render_rectangle</c>).</summary>
    public int Y => Render().Y;

    /// <summary>How wide the picture is shown, in pixels of the frame (<c>gst_video_overlay_rectangle_get_render_rectangle</c>).</summary>
    public int Width => Render().Width;

    /// <summary>How high the picture is shown, in rows of the frame (<c>gst_video_overlay_rectangle_get_render_rectangle</c>).</summary>
    public int Height => Render().Height;

    /// <summary>How opaque the whole picture is, 0 to 1 (<c>gst_video_overlay_rectangle_get_global_alpha</c>).</summary>
    public float GlobalAlpha
    {
        get
        {
            using HandleLease lease = Enter(out Native.GstVideoOverlayRectangle* rectangle);
            return Native.LibGstVideo.gst_video_overlay_rectangle_get_global_alpha(rectangle);
        }
    }

    /// <summary>Whether the pixels are already multiplied by their alpha (<c>gst_video_overlay_rectangle_get_flags</c>).</summary>
    public bool IsPremultiplied
    {
        get
        {
            using HandleLease lease = Enter(out Native.GstVideoOverlayRectangle* rectangle);
            return (Native.LibGstVideo.gst_video_overlay_rectangle_get_flags(rectangle) & Native.GstVideoOverlayFormatFlags.GST_VIDEO_OVERLAY_FORMAT_FLAG_PREMULTIPLIED_ALPHA) != 0;
        }
    }

    /// <summary>Tells whether a picture is the same as before (<c>gst_video_overlay_rectangle_get_seqnum</c>).</summary>
    public uint SequenceNumber
    {
        get
        {
            using HandleLease lease = Enter(out Native.GstVideoOverlayRectangle* rectangle);
            return Native.LibGstVideo.gst_video_overlay_rectangle_get_seqnum(rectangle);
        }
    }

    /// <summary>An owning handle on the pixels as they were given, not scaled (<c>gst_video_overlay_rectangle_get_pixels_unscaled_raw</c>). Its video meta tells format and size. Dispose it.</summary>
    /// <exception cref="GstException">The pixels could not be prepared.</exception>
    public GstBuffer RetainPixels()
    {
        using HandleLease lease = Enter(out Native.GstVideoOverlayRectangle* rectangle);
        Native.GstBuffer* pixels = Native.LibGstVideo.gst_video_overlay_rectangle_get_pixels_unscaled_raw(rectangle, Native.LibGstVideo.gst_video_overlay_rectangle_get_flags(rectangle));
        return pixels is null ? throw new GstException("The overlay's pixels could not be prepared.") : GstBuffer.Retain((nint)pixels);
    }

    private (int X, int Y, int Width, int Height) Render()
    {
        using HandleLease lease = Enter(out Native.GstVideoOverlayRectangle* rectangle);
        int x, y;
        uint width, height;
        _ = Native.LibGstVideo.gst_video_overlay_rectangle_get_render_rectangle(rectangle, &x, &y, &width, &height);
        return (x, y, (int)width, (int)height);
    }

    private HandleLease Enter(out Native.GstVideoOverlayRectangle* rectangle)
    {
        HandleLease lease = _borrow.Enter();
        Native.GstVideoOverlayComposition* overlay = ((Native.GstVideoOverlayCompositionMeta*)_borrow.Pointer)->overlay;
        rectangle = overlay == _overlay && _index < GstVideoOverlayCompositionMetaRef.CountOf(overlay)
            ? Native.LibGstVideo.gst_video_overlay_composition_get_rectangle(overlay, (uint)_index)
            : null;
        if (rectangle is null)
        {
            lease.Dispose();
            throw new InvalidOperationException("The meta carries another composition now. Get the rectangle from it again.");
        }

        return lease;
    }
}
