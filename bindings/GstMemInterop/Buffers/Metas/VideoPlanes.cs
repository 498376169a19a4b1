namespace GstMemInterop;

/// <summary>Proves the planes of a video meta before C stores them: C itself does not look.</summary>
internal static unsafe class VideoPlanes
{
    /// <summary><c>GST_VIDEO_MAX_PLANES</c>.</summary>
    internal const int Most = 4;

    private static Native.GEnumClass* s_formats;

    /// <summary>Planes of a format; 0 for <see cref="GstVideoFormat.ENCODED"/> and DMA_DRM (GStreamer 1.24), where each meta says it itself.</summary>
    internal static int CountOf(GstVideoFormat format) => format == GstVideoFormat.ENCODED ? 0 : (int)InfoOf(format)->n_planes;

    internal static void CheckFormat(GstVideoFormat format)
    {
        if (format == GstVideoFormat.UNKNOWN || !IsKnown(format))
        {
            throw new ArgumentException($"{format} is not a video format of the loaded GStreamer.", nameof(format));
        }
    }

    internal static void CheckSize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
    }

    /// <summary>Proves one plane against the buffer; an empty buffer gets its memory later and is not a limit.</summary>
    internal static void Check(GstVideoFormat format, int width, int height, GstVideoFrameFlags flags, int plane, nuint offset, int stride, nuint bufferSize)
    {
        nuint limit = bufferSize == 0 ? nuint.MaxValue : bufferSize;
        Native.GstVideoFormatInfo* info = format == GstVideoFormat.ENCODED ? null : InfoOf(format);
        int component = info is null ? -1 : ComponentOf(info, plane);
        bool palette = plane > 0 && info is not null && (info->flags & Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_PALETTE) != 0;
        bool opaque = component < 0 || palette || (info->flags & (Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_TILED | Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_COMPLEX)) != 0;
        if (opaque)
        {
            if (offset > limit)
            {
                throw Outside(plane, offset, 0, limit);
            }

            return;
        }

        bool oneField = (flags & GstVideoFrameFlags.Onefield) != 0;
        long rows = Subsampled(oneField ? (height / 2) + (height % 2) : height, (int)info->h_sub[component]);
        long rowBytes = (long)Subsampled(width, (int)info->w_sub[component]) * info->pixel_stride[component];
        if (rows > 1 && Math.Abs((long)stride) < rowBytes)
        {
            throw new ArgumentOutOfRangeException(nameof(stride), stride, $"Rows of plane {plane} hold {rowBytes} bytes; with a stride of {stride} they would overlap.");
        }

        // Rows and strides are ints, so the products fit a long; the first byte may be before the offset when rows go up.
        Int128 span = (Int128)(rows - 1) * stride;
        Int128 first = (Int128)(ulong)offset + (span < 0 ? span : 0);
        Int128 end = (Int128)(ulong)offset + (span > 0 ? span : 0) + rowBytes;
        if (first < 0 || end > (Int128)(ulong)limit)
        {
            throw Outside(plane, offset, stride, limit);
        }
    }

    /// <summary>
    /// Whether the planes have room for a padding: with it they still lie inside the buffer, and rows do not overlap. C compares
    /// sums that wrap around.
    /// </summary>
    internal static bool HavePadding(Native.GstVideoMeta* meta, GstVideoPadding padding, nuint bufferSize)
    {
        long width = (long)meta->width + padding.Left + padding.Right;
        bool oneField = (meta->flags & Native.GstVideoFrameFlags.GST_VIDEO_FRAME_FLAG_ONEFIELD) != 0;
        long height = (oneField ? (meta->height / 2) + (meta->height % 2) : meta->height) + (long)padding.Top + padding.Bottom;
        GstVideoFormat format = (GstVideoFormat)meta->format;
        if (width > int.MaxValue || height > int.MaxValue || format == GstVideoFormat.UNKNOWN || !IsKnown(format))
        {
            return false;
        }

        Native.GstVideoFormatInfo* info = format == GstVideoFormat.ENCODED ? null : InfoOf(format);
        for (int plane = 0; plane < (int)Math.Min(meta->n_planes, Most); plane++)
        {
            int component = info is null ? -1 : ComponentOf(info, plane);
            if (component < 0)
            {
                continue; // its bytes tell nothing about pixels; C compares what it has
            }

            // A plane begins at its first visible pixel: the padding above and left of it lies before.
            Int128 before = ((Int128)(padding.Top >> (int)info->h_sub[component]) * meta->stride[plane])
                + ((Int128)(padding.Left >> (int)info->w_sub[component]) * info->pixel_stride[component]);
            Int128 rows = Subsampled((int)height, (int)info->h_sub[component]);
            Int128 rowBytes = (Int128)Subsampled((int)width, (int)info->w_sub[component]) * info->pixel_stride[component];
            Int128 start = (Int128)(ulong)meta->offset[plane] - before;
            Int128 end = start + ((rows - 1) * meta->stride[plane]) + rowBytes;
            if (rowBytes > Math.Abs((long)meta->stride[plane]) || start < 0 || end < 0 || (bufferSize != 0 && end > (Int128)(ulong)bufferSize))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether the loaded GStreamer has the format; newer ones have more than our enum names, older ones fewer. Its type is asked:
    /// the calls that take a number complain on the console about one they do not know.
    /// </summary>
    internal static bool IsKnown(GstVideoFormat format)
    {
        if (s_formats is null)
        {
            MetaTypes.RequireVideo();
            s_formats = (Native.GEnumClass*)Native.LibGObject.g_type_class_ref(Native.LibGstVideo.gst_video_format_get_type());
        }

        return Native.LibGObject.g_enum_get_value(s_formats, (int)format) is not null;
    }

    private static ArgumentOutOfRangeException Outside(int plane, nuint offset, int stride, nuint limit) =>
        new(nameof(offset), offset, $"Plane {plane} at offset {offset} with a stride of {stride} does not lie inside the buffer's {limit} bytes.");

    private static Native.GstVideoFormatInfo* InfoOf(GstVideoFormat format) => Native.LibGstVideo.gst_video_format_get_info((Native.GstVideoFormat)format);

    private static int ComponentOf(Native.GstVideoFormatInfo* info, int plane)
    {
        for (int component = 0; component < (int)info->n_components; component++)
        {
            if (info->plane[component] == plane)
            {
                return component;
            }
        }

        return -1; // the palette of a format with one
    }

    private static int Subsampled(int size, int shift) => -(-size >> shift);
}
