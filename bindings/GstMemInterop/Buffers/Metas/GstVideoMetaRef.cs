using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Rows and columns around the visible part of a frame. Stands on <c>GstVideoAlignment</c>.</summary>
/// <param name="Top">Extra rows above (<c>GstVideoAlignment.padding_top</c>).</param>
/// <param name="Bottom">Extra rows below (<c>GstVideoAlignment.padding_bottom</c>).</param>
/// <param name="Left">Extra pixels left of each row (<c>GstVideoAlignment.padding_left</c>).</param>
/// <param name="Right">Extra pixels right of each row (<c>GstVideoAlignment.padding_right</c>).</param>
public readonly record struct GstVideoPadding(int Top, int Bottom, int Left, int Right);

/// <summary>Borrows the description of how a video frame lies in its buffer: where planes begin, how far rows are apart. Stands on <c>GstVideoMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. What is set sticks; setting needs a writable buffer.
/// </remarks>
[DebuggerDisplay("{Format} {Width}x{Height}")]
public readonly unsafe ref struct GstVideoMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstVideoMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The pixel format (<c>GstVideoMeta.format</c>).</summary>
    public GstVideoFormat Format { get { using HandleLease lease = _borrow.Enter(); return (GstVideoFormat)Video->format; } }

    /// <summary>Pixels in a row (<c>GstVideoMeta.width</c>).</summary>
    public int Width { get { using HandleLease lease = _borrow.Enter(); return (int)Video->width; } }

    /// <summary>Rows (<c>GstVideoMeta.height</c>).</summary>
    public int Height { get { using HandleLease lease = _borrow.Enter(); return (int)Video->height; } }

    /// <summary>What kind of frame it is: interlaced, one field, … (<c>GstVideoMeta.flags</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstVideoFrameFlags FrameFlags
    {
        get { using HandleLease lease = _borrow.Enter(); return (GstVideoFrameFlags)Video->flags; }
        set { using HandleLease lease = _borrow.EnterWritable(); Video->flags = (Native.GstVideoFrameFlags)value; }
    }

    /// <summary>Which view of a multi-view frame this is; 0 for the main one (<c>GstVideoMeta.id</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public int Id
    {
        get { using HandleLease lease = _borrow.Enter(); return Video->id; }
        set { using HandleLease lease = _borrow.EnterWritable(); Video->id = value; }
    }

    /// <summary>How many planes the frame has (<c>GstVideoMeta.n_planes</c>).</summary>
    public int PlaneCount { get { using HandleLease lease = _borrow.Enter(); return (int)Math.Min(Video->n_planes, VideoPlanes.Most); } }

    /// <summary>The padding around the visible part (<c>GstVideoMeta.alignment</c>).</summary>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.18.</exception>
    public GstVideoPadding Padding
    {
        get
        {
            NativeFeature.VideoMetaPlanes.Require();
            using HandleLease lease = _borrow.Enter();
            ref Native.GstVideoAlignment alignment = ref Video->alignment;
            return new GstVideoPadding((int)alignment.padding_top, (int)alignment.padding_bottom, (int)alignment.padding_left, (int)alignment.padding_right);
        }
    }

    /// <summary>Where a plane begins, in bytes from the start of the buffer (<c>GstVideoMeta.offset</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane.</exception>
    public nuint Offset(int plane)
    {
        using HandleLease lease = EnterPlane(plane);
        return Video->offset[plane];
    }

    /// <summary>Bytes from one row of a plane to the next; negative when rows lie bottom-up (<c>GstVideoMeta.stride</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane.</exception>
    public int Stride(int plane)
    {
        using HandleLease lease = EnterPlane(plane);
        return Video->stride[plane];
    }

    /// <summary>Moves a plane (<c>GstVideoMeta.offset</c>, <c>GstVideoMeta.stride</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <param name="offset">Its first row, in bytes from the start of the buffer.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, rows would overlap, or the plane would not lie inside the buffer.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void SetPlane(int plane, nuint offset, int stride)
    {
        using HandleLease lease = EnterPlane(plane);
        using HandleLease writable = _borrow.EnterWritable();
        VideoPlanes.Check((GstVideoFormat)Video->format, (int)Video->width, (int)Video->height, (GstVideoFrameFlags)Video->flags, plane, offset, stride, _borrow.Buffer.Size);
        Video->offset[plane] = offset;
        Video->stride[plane] = stride;
    }

    /// <summary>Says how much padding the planes have; offsets and strides must already fit it (<c>gst_video_meta_set_alignment</c>, GStreamer 1.18).</summary>
    /// <param name="padding">Rows and pixels around the visible part.</param>
    /// <returns><see langword="false"/>, and nothing changed, when the meta's offsets and strides do not have this padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is negative.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.18.</exception>
    public bool TrySetPadding(GstVideoPadding padding)
    {
        if (padding.Top < 0 || padding.Bottom < 0 || padding.Left < 0 || padding.Right < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(padding), padding, "Padding is counted in rows and pixels outside the frame: 0 or more.");
        }

        NativeFeature.VideoMetaPlanes.Require();
        using HandleLease lease = _borrow.EnterWritable();
        Native.GstVideoAlignment alignment = default;
        alignment.padding_top = (uint)padding.Top;
        alignment.padding_bottom = (uint)padding.Bottom;
        alignment.padding_left = (uint)padding.Left;
        alignment.padding_right = (uint)padding.Right;
        return VideoPlanes.HavePadding(Video, padding, _borrow.Buffer.Size) && Native.LibGstVideo.gst_video_meta_set_alignment(Video, alignment) != 0;
    }

    /// <summary>Bytes that a plane takes, padding included (<c>gst_video_meta_get_plane_size</c>, GStreamer 1.18).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane.</exception>
    /// <exception cref="InvalidOperationException">The meta's values contradict each other.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.18.</exception>
    public nuint PlaneSize(int plane)
    {
        NativeFeature.VideoMetaPlanes.Require();
        using HandleLease lease = EnterPlane(plane);
        nuint* sizes = stackalloc nuint[VideoPlanes.Most];
        return Native.LibGstVideo.gst_video_meta_get_plane_size(Video, sizes) != 0 ? sizes[plane] : throw Contradiction();
    }

    private Native.GstVideoMeta* Video => (Native.GstVideoMeta*)_borrow.Pointer;

    private static InvalidOperationException Contradiction() => new("The video meta's format, size, strides and padding do not fit together.");

    private HandleLease EnterPlane(int plane)
    {
        HandleLease lease = _borrow.Enter();
        int count = (int)Math.Min(Video->n_planes, VideoPlanes.Most);
        if ((uint)plane >= (uint)count)
        {
            lease.Dispose();
            throw new ArgumentOutOfRangeException(nameof(plane), plane, $"The frame has {count} planes: choose 0 to {count - 1}.");
        }

        return lease;
    }
}
