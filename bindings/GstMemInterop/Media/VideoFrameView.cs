using GstMemInterop.Bytes;

namespace GstMemInterop;

/// <summary>A mapped video frame as writable planes with their true strides: those of the buffer's <c>GstVideoMeta</c> where it has one, the format's own otherwise.</summary>
/// <remarks>Dies with the mapping it looks at, and the compiler keeps it in the mapping's scope. Every plane is proven to lie inside the mapped bytes.</remarks>
public readonly ref struct VideoFrameView
{
    private readonly Span<byte> _bytes;
    private readonly VideoLayout _layout;

    /// <summary>Looks at a mapped frame (<c>gst_buffer_get_video_meta</c>).</summary>
    /// <param name="mapping">The mapping of the whole buffer.</param>
    /// <param name="info">The format of this very frame: <see cref="BufferProbe.VideoInfo"/> in a probe.</param>
    /// <param name="buffer">The buffer that was mapped; its video meta is asked for strides, now and never again.</param>
    /// <exception cref="ArgumentException">The buffer's video meta is of another format or a smaller frame; or it has none, and the mapping is not of the frame's size.</exception>
    /// <exception cref="InvalidOperationException">The borrow is a default value, or its lender no longer holds the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away, or the mapping has ended.</exception>
    public VideoFrameView(in WriteMapping mapping, GstVideoInfo info, scoped GstBufferRef buffer)
    {
        ArgumentNullException.ThrowIfNull(info);
        _bytes = mapping.Span;
        _layout = new VideoLayout(info, buffer, _bytes.Length);
    }

    /// <summary>The format and size (<c>GstVideoInfo</c>).</summary>
    public GstVideoInfo Info => _layout.Info;

    /// <summary>How many planes the frame has (<c>GST_VIDEO_INFO_N_PLANES</c>).</summary>
    public int PlaneCount => _layout.Info.PlaneCount;

    /// <summary>One plane: rows of bytes, padding not shown (<c>GstVideoMeta.offset</c>, <c>GstVideoMeta.stride</c>). With a negative stride row 0 lies last. Dies with the mapping.</summary>
    /// <param name="index">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>The plane; its width is in bytes, so NV12 chroma is as wide as its luma.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, or it does not lie inside the mapped bytes.</exception>
    public PlaneSpan<byte> Plane(int index)
    {
        (int offset, int rowBytes, int rows, int stride) = _layout.Plane(index, _bytes.Length);
        return new PlaneSpan<byte>(_bytes, offset, rowBytes, rows, stride);
    }
}
