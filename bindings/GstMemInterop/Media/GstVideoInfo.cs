namespace GstMemInterop;

/// <summary>How raw video lies in memory: format, size, planes, strides. From libgstvideo's own tables (<c>gst_video_info_from_caps</c>). Immutable.</summary>
public sealed unsafe partial class GstVideoInfo
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
        string? fault = VideoCaps.Fault(native);
        if (fault is null && Native.LibGstVideo.gst_video_info_from_caps(&info, native) != 0 && new GstVideoInfo(info) is { IsPossible: true } read)
        {
            return read;
        }

        throw new ArgumentException($"'{caps}' does not describe one raw video format: {fault ?? "GStreamer refuses it, or the frame is too large"}. Put a capsfilter such as 'video/x-raw,format=I420' before the pad.", nameof(caps));
    }

    /// <summary>The layout of a format and size without padding (<c>gst_video_info_set_format</c>).</summary>
    /// <param name="format">The pixel format.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">Format or size are not possible.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstVideoInfo Create(GstVideoFormat format, int width, int height) => Create(format, width, height, default);

    /// <summary>The layout of a format and size without padding, with a frame rate (<c>gst_video_info_set_interlaced_format</c>).</summary>
    /// <param name="format">The pixel format.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="frameRate">Frames per second; 0/1 for a variable rate.</param>
    /// <param name="interlaceMode">How the fields of a frame come.</param>
    /// <exception cref="ArgumentException">Format or size are not possible, or the mode is none.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static GstVideoInfo Create(GstVideoFormat format, int width, int height, GstFraction frameRate, GstVideoInterlaceMode interlaceMode = GstVideoInterlaceMode.Progressive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (frameRate.Numerator < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(frameRate), frameRate, "A frame rate is not negative; 0/1 stands for a variable one.");
        }

        if (!Enum.IsDefined(interlaceMode))
        {
            throw new ArgumentException($"{interlaceMode} is not a way in which fields come.", nameof(interlaceMode));
        }

        if (format is GstVideoFormat.UNKNOWN or GstVideoFormat.ENCODED || !VideoPlanes.IsKnown(format) || VideoPlanes.CountOf(format) == 0)
        {
            throw new ArgumentException($"{format} is not a raw format of the loaded GStreamer.", nameof(format));
        }

        Native.GstVideoInfo info;
        Native.LibGstVideo.gst_video_info_init(&info);
        bool possible = Native.LibGstVideo.gst_video_info_set_interlaced_format(&info, (Native.GstVideoFormat)format, (Native.GstVideoInterlaceMode)interlaceMode, (uint)width, (uint)height) != 0;
        (info.fps_n, info.fps_d) = (frameRate.Numerator, frameRate.Denominator);
        return possible && new GstVideoInfo(info) is { IsPossible: true } made
            ? made
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

    /// <summary>Frames per second as a fraction; of a variable rate the highest, or 0/1 (<c>GST_VIDEO_INFO_FPS_N</c>, <c>GST_VIDEO_INFO_FPS_D</c>).</summary>
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
        CheckPlane(plane);
        if (!IsMadeOfRows(plane))
        {
            nuint end = plane + 1 < PlaneCount ? _native.offset[plane + 1] : _native.size;
            return checked((int)(end - _native.offset[plane]));
        }

        return HasPixelsIn(plane) ? WidestComponent(plane) : _native.stride[plane];
    }

    /// <summary>Rows of a plane in one buffer: the <see cref="FieldHeight"/>, halved for subsampled chroma; 1 for a plane that is not made of rows (<c>GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT</c>).</summary>
    /// <param name="plane">0 to <see cref="PlaneCount"/> - 1.</param>
    public int Rows(int plane) => Rows(plane, FieldHeight);

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
    public override string ToString() => $"{FormatName} {Width}x{Height} @ {_native.fps_n}/{_native.fps_d}";

    /// <summary>GStreamer's name of the format, also of those that are newer than our enum.</summary>
    internal string FormatName => NativeText.Read(_native.finfo->name) ?? "";

    internal void CheckPlane(int plane)
    {
        if ((uint)plane >= (uint)PlaneCount)
        {
            Throw.IndexOutOfRange($"planes of {FormatName}", plane, PlaneCount);
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

    internal int Rows(int plane, int height)
    {
        int component = FirstComponentOf(plane);
        return IsMadeOfRows(plane) ? Subsampled(height, (int)_native.finfo->h_sub[component]) : 1;
    }

    /// <summary>Whether a plane consists of pixels in rows, which have an address each: not so tiles, palettes, and pixels packed across bytes.</summary>
    internal bool HasPixelsIn(int plane)
    {
        Native.GstVideoFormatInfo* format = _native.finfo;
        return IsMadeOfRows(plane) && (format->flags & Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_COMPLEX) == 0 && format->pixel_stride[FirstComponentOf(plane)] != 0;
    }

    /// <summary>Bytes of a row up to the end of the last value of any component: in YUY2 an odd last pixel has its chroma behind it.</summary>
    private int WidestComponent(int plane)
    {
        long widest = 0;
        for (int component = 0; component < ComponentCount; component++)
        {
            if (_native.finfo->plane[component] == plane)
            {
                widest = Math.Max(widest, (long)Subsampled(_native.width, (int)_native.finfo->w_sub[component]) * _native.finfo->pixel_stride[component]);
            }
        }

        return checked((int)widest);
    }

    /// <summary>Whether C's numbers hold: it computes strides with ints, which wrap around in very wide frames.</summary>
    private bool IsPossible
    {
        get
        {
            bool possible = true;
            for (int plane = 0; plane < PlaneCount; plane++)
            {
                possible &= _native.offset[plane] <= _native.size && (!IsMadeOfRows(plane) || _native.stride[plane] >= 0);
            }

            return possible;
        }
    }

    private static int Subsampled(int size, int shift) => -(-size >> shift);
}
