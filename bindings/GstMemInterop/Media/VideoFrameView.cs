using GstMemInterop.Bytes;

namespace GstMemInterop;

/// <summary>A mapped video frame as writable planes with their true strides: those of the buffer's <c>GstVideoMeta</c> where it has one, the format's own otherwise.</summary>
/// <remarks>Dies with the mapping it looks at. Every plane is proven to lie inside the mapped bytes.</remarks>
public readonly unsafe ref struct VideoFrameView
{
    private readonly Span<byte> _bytes;
    private readonly VideoLayout _layout;

    /// <summary>Looks at a mapped frame (<c>gst_buffer_get_video_meta</c>).</summary>
    /// <param name="mapping">The mapping of the whole buffer.</param>
    /// <param name="info">The format, from the pad's caps.</param>
    /// <param name="buffer">The buffer that was mapped; its video meta is asked for strides.</param>
    /// <exception cref="ArgumentException">The buffer's video meta is of another format.</exception>
    public VideoFrameView(in WriteMapping mapping, GstVideoInfo info, GstBufferRef buffer)
    {
        ArgumentNullException.ThrowIfNull(info);
        _bytes = mapping.Span;
        _layout = new VideoLayout(info, buffer.Pointer);
    }

    /// <summary>The format and size (<c>GstVideoInfo</c>).</summary>
    public GstVideoInfo Info => _layout.Info;

    /// <summary>How many planes the frame has (<c>GST_VIDEO_INFO_N_PLANES</c>).</summary>
    public int PlaneCount => _layout.Info.PlaneCount;

    /// <summary>One plane: rows of bytes, padding not shown (<c>GstVideoMeta.offset</c>, <c>GstVideoMeta.stride</c>). Dies with the mapping.</summary>
    /// <param name="index">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <returns>The plane; its width is in bytes, so NV12 chroma is as wide as its luma.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, or it does not lie inside the mapped bytes.</exception>
    public PlaneSpan<byte> Plane(int index)
    {
        (nuint offset, int stride) = _layout[index];
        Throw.IfOutside(offset, 0, (nuint)_bytes.Length);
        return new PlaneSpan<byte>(_bytes[(int)offset..], _layout.Info.RowBytes(index), _layout.Info.Rows(index), stride);
    }
}
