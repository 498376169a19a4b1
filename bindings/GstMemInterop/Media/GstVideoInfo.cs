namespace GstMemInterop;

/// <summary>How raw video lies in memory: format, size, planes, strides. From libgstvideo's own tables (<c>gst_video_info_from_caps</c>). Immutable.</summary>
public sealed unsafe class GstVideoInfo
{
    private readonly Native.GstVideoInfo _native;

    private GstVideoInfo(in Native.GstVideoInfo native) => _native = native;

    /// <summary>Reads the layout from caps (<c>gst_video_info_from_caps</c>).</summary>
    /// <param name="caps">Fixed caps of <c>video/x-raw</c>.</param>
    /// <exception cref="ArgumentException">The caps are not raw video, or not fixed.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstVideoInfo FromCaps(GstCaps caps)
    {
        ArgumentNullException.ThrowIfNull(caps);
        GStreamer.RequireLibrary(Native.NativeLibraries.GstVideo);
        using HandleLease lease = caps.Lease();
        Native.GstCaps* native = (Native.GstCaps*)lease.Pointer;
        Native.GstVideoInfo info;
        if (Native.LibGst.gst_caps_is_fixed(native) == 0 || Native.LibGstVideo.gst_video_info_from_caps(&info, native) == 0
            || info.finfo->format is Native.GstVideoFormat.GST_VIDEO_FORMAT_UNKNOWN or Native.GstVideoFormat.GST_VIDEO_FORMAT_ENCODED)
        {
            throw new ArgumentException($"'{caps}' does not describe one raw video format. Put a capsfilter such as 'video/x-raw,format=I420' before the pad.", nameof(caps));
        }

        return new GstVideoInfo(info);
    }

    /// <summary>The layout of a format and size without padding (<c>gst_video_info_set_format</c>).</summary>
    /// <param name="format">The pixel format.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">Format or size are not possible.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstVideoInfo Create(GstVideoFormat format, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (format is GstVideoFormat.UNKNOWN or GstVideoFormat.ENCODED || !VideoPlanes.IsKnown(format))
        {
            throw new ArgumentException($"{format} is not a raw format of the loaded GStreamer.", nameof(format));
        }

        Native.GstVideoInfo info;
        Native.LibGstVideo.gst_video_info_init(&info);
        return Native.LibGstVideo.gst_video_info_set_format(&info, (Native.GstVideoFormat)format, (uint)width, (uint)height) != 0
            ? new GstVideoInfo(info)
            : throw new ArgumentException($"A frame of {width} x {height} in {format} is not possible: it is too large.", nameof(width));
    }

    /// <summary>The pixel format (<c>GST_VIDEO_INFO_FORMAT</c>).</summary>
    public GstVideoFormat Format => (GstVideoFormat)_native.finfo->format;

    /// <summary>Pixels in a row (<c>GST_VIDEO_INFO_WIDTH</c>).</summary>
    public int Width => _native.width;

    /// <summary>Rows of a whole picture (<c>GST_VIDEO_INFO_HEIGHT</c>); for those of one buffer see <see cref="FieldHeight"/>.</summary>
    public int Height => _native.height;

    /// <summary>How the fields of a frame come (<c>GST_VIDEO_INFO_INTERLACE_MODE</c>).</summary>
    public GstVideoInterlaceMode InterlaceMode => (GstVideoInterlaceMode)_native.interlace_mode;

    /// <summary>Rows in one buffer: half of <see cref="Height"/> where each buffer is one field, <see cref="GstVideoInterlaceMode.Alternate"/>; else all (<c>GST_VIDEO_INFO_FIELD_HEIGHT</c>).</summary>
    public int FieldHeight => InterlaceMode == GstVideoInterlaceMode.Alternate ? (int)(((uint)Height + 1) / 2) : Height;

    /// <summary>Bytes of a whole frame without a video meta (<c>GST_VIDEO_INFO_SIZE</c>).</summary>
    public nuint Size => _native.size;

    /// <summary>Frames per second as a fraction; 0/1 for a variable rate (<c>GST_VIDEO_INFO_FPS_N</c>, <c>GST_VIDEO_INFO_FPS_D</c>).</summary>
    public (int Numerator, int Denominator) FrameRate => (_native.fps_n, _native.fps_d);

    /// <summary>How many planes the format has (<c>GST_VIDEO_INFO_N_PLANES</c>).</summary>
    public int PlaneCount => (int)_native.finfo->n_planes;

    /// <summary>Bytes from one row of a plane to the next, without a video meta (<c>GST_VIDEO_INFO_PLANE_STRIDE</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public int Stride(int plane)
    {
        CheckPlane(plane);
        return _native.stride[plane];
    }

    /// <summary>Where a plane begins in the frame, in bytes, without a video meta (<c>GST_VIDEO_INFO_PLANE_OFFSET</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public nuint PlaneOffset(int plane)
    {
        CheckPlane(plane);
        return _native.offset[plane];
    }

    /// <summary>Bytes of pixels in one row of a plane, padding not counted. A plane that is not made of rows (tiled formats, a palette) counts as one row of all its bytes. From <c>GST_VIDEO_FORMAT_INFO_SCALE_WIDTH</c> and <c>GST_VIDEO_FORMAT_INFO_PSTRIDE</c>.</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public int RowBytes(int plane)
    {
        int component = FirstComponentOf(plane);
        if (!IsMadeOfRows(plane))
        {
            nuint end = plane + 1 < PlaneCount ? _native.offset[plane + 1] : _native.size;
            return checked((int)(end - _native.offset[plane]));
        }

        Native.GstVideoFormatInfo* format = _native.finfo;
        bool packed = (format->flags & Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_COMPLEX) != 0 || format->pixel_stride[component] == 0;
        return packed ? _native.stride[plane] : Subsampled(_native.width, (int)format->w_sub[component]) * format->pixel_stride[component];
    }

    /// <summary>Rows of a plane in one buffer: the <see cref="FieldHeight"/>, halved for subsampled chroma; 1 for a plane that is not made of rows (<c>GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public int Rows(int plane)
    {
        int component = FirstComponentOf(plane);
        return IsMadeOfRows(plane) ? Subsampled(FieldHeight, (int)_native.finfo->h_sub[component]) : 1;
    }

    /// <summary>How many pixels of the frame one value of a plane covers, across and down: 2 x 2 for I420 chroma (<c>GST_VIDEO_FORMAT_INFO_W_SUB</c>, <c>GST_VIDEO_FORMAT_INFO_H_SUB</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public (int Across, int Down) Subsampling(int plane)
    {
        int component = FirstComponentOf(plane);
        return IsMadeOfRows(plane) ? (1 << (int)_native.finfo->w_sub[component], 1 << (int)_native.finfo->h_sub[component]) : (1, 1);
    }

    /// <summary>Bytes from one value of a plane's component to the next in the same row: 1 for planar formats, 2 for NV12 chroma, 3 or 4 for RGB (<c>GST_VIDEO_FORMAT_INFO_PSTRIDE</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public int PixelStride(int plane)
    {
        int component = FirstComponentOf(plane);
        return IsMadeOfRows(plane) ? _native.finfo->pixel_stride[component] : 1;
    }

    /// <summary>Whether rows are laid out in tiles or bit-packed groups, so that planes are only bytes and not addressable pixels (<c>GST_VIDEO_FORMAT_FLAG_COMPLEX</c>).</summary>
    public bool IsComplex => (_native.finfo->flags & (Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_COMPLEX | Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_TILED)) != 0;

    /// <summary>Format, size and rate, for people.</summary>
    public override string ToString() => $"{Format} {Width}x{Height} @ {_native.fps_n}/{_native.fps_d}";

    internal void CheckPlane(int plane)
    {
        if ((uint)plane >= (uint)PlaneCount)
        {
            Throw.IndexOutOfRange($"planes of {Format}", plane, PlaneCount);
        }
    }

    /// <summary>Tiles are not rows, and neither is the second plane of a paletted format.</summary>
    internal bool IsMadeOfRows(int plane) =>
        (_native.finfo->flags & Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_TILED) == 0
        && ((_native.finfo->flags & Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_PALETTE) == 0 || plane == 0);

    /// <summary>The first component that lives in a plane.</summary>
    private int FirstComponentOf(int plane)
    {
        CheckPlane(plane);
        Native.GstVideoFormatInfo* format = _native.finfo;
        for (int component = 0; component < (int)format->n_components; component++)
        {
            if (format->plane[component] == plane)
            {
                return component;
            }
        }

        return 0;
    }

    private static int Subsampled(int size, int shift) => -(-size >> shift);
}
