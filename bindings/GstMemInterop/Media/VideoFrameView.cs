using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    /// <exception cref="ArgumentException">The buffer's video meta is of another format or a smaller frame; or it has none, and the mapping is not of the frame's size; or not the whole buffer is mapped.</exception>
    /// <exception cref="InvalidOperationException">The borrow is a default value, or its lender no longer holds the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away, or the mapping has ended.</exception>
    public VideoFrameView(in WriteMapping mapping, GstVideoInfo info, scoped GstBufferRef buffer)
    {
        ArgumentNullException.ThrowIfNull(info);
        _bytes = mapping.Span;
        _layout = new VideoLayout(info, buffer, _bytes.Length);
    }

    /// <summary>Looks at one of several frames in a mapped buffer: a view of many, or a field where each has a video meta (<c>gst_video_frame_map_id</c>).</summary>
    /// <param name="mapping">The mapping of the whole buffer.</param>
    /// <param name="info">The format of this very frame: <see cref="BufferProbe.VideoInfo"/> in a probe.</param>
    /// <param name="buffer">The buffer that was mapped; its video meta is asked for strides, now and never again.</param>
    /// <param name="id">The video meta's <see cref="GstVideoMetaRef.Id"/>. In the mode <see cref="GstVideoInterlaceMode.Fields"/> the fields of view n have 2n and 2n + 1.</param>
    /// <exception cref="ArgumentException">The buffer has no video meta with this id, or it is of another format or a smaller frame; or not the whole buffer is mapped.</exception>
    /// <exception cref="InvalidOperationException">The borrow is a default value, or its lender no longer holds the buffer.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away, or the mapping has ended.</exception>
    public VideoFrameView(in WriteMapping mapping, GstVideoInfo info, scoped GstBufferRef buffer, int id)
    {
        ArgumentNullException.ThrowIfNull(info);
        _bytes = mapping.Span;
        _layout = new VideoLayout(info, buffer, _bytes.Length, id);
    }

    private VideoFrameView(Span<byte> bytes, scoped in VideoLayout layout)
    {
        _bytes = bytes;
        _layout = layout;
    }

    /// <summary>The format and size (<c>GstVideoInfo</c>).</summary>
    public GstVideoInfo Info => _layout.Info;

    /// <summary>Pixels in a row (<c>GST_VIDEO_FRAME_WIDTH</c>).</summary>
    public int Width => _layout.Info.Width;

    /// <summary>Rows that the view shows: those of the frame, or of the field when it is one (<c>GST_VIDEO_FRAME_HEIGHT</c>).</summary>
    public int Height => _layout.Height;

    /// <summary>The rows 0, 2, 4 … of every plane: the upper field of an interlaced frame (<c>GST_VIDEO_FRAME_FLAG_TOP_FIELD</c>). Strides are twice as long. Dies with the mapping.</summary>
    /// <exception cref="InvalidOperationException">The view shows one field already, or the format's pixels do not lie in rows.</exception>
    public VideoFrameView TopField => new(_bytes, _layout.Field(0));

    /// <summary>The rows 1, 3, 5 … of every plane: the lower field of an interlaced frame (<c>GST_VIDEO_FRAME_FLAG_BOTTOM_FIELD</c>). Dies with the mapping.</summary>
    /// <exception cref="InvalidOperationException">The view shows one field already, or the format's pixels do not lie in rows.</exception>
    public VideoFrameView BottomField => new(_bytes, _layout.Field(1));

    /// <summary>The colours of a format with a palette, as numbers 0xAARRGGBB (<c>GST_VIDEO_FORMAT_INFO_HAS_PALETTE</c>). Dies with the mapping.</summary>
    /// <exception cref="InvalidOperationException">The format has none.</exception>
    public Span<uint> Palette
    {
        get
        {
            (int offset, int length) = _layout.Palette(_bytes);
            return MemoryMarshal.Cast<byte, uint>(_bytes.Slice(offset, length));
        }
    }

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

    /// <summary>One plane as elements of a type: a pixel, or one value where a pixel is nothing but such values, such as the halves of P010 chroma (<c>GST_VIDEO_FRAME_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">As large as <see cref="GstVideoInfo.PixelStride"/>, or as one value.</typeparam>
    /// <param name="index">0 to <see cref="PlaneCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, or it does not lie inside the mapped bytes.</exception>
    /// <exception cref="ArgumentException">The plane's stride does not keep <typeparamref name="T"/> aligned.</exception>
    /// <exception cref="InvalidOperationException">Pixels have another size, foreign byte order, or do not lie in rows; the message says what to take.</exception>
    public PlaneSpan<T> Plane<T>(int index) where T : unmanaged
    {
        (int offset, int rowBytes, int rows, int stride) = _layout.Plane<T>(index, _bytes);
        return new PlaneSpan<byte>(_bytes, offset, rowBytes, rows, stride).Cast<T>();
    }

    /// <summary>The pixels of a format with all of a pixel in one place: RGBA, RGB16, GRAY8, ARGB64, RGB8P (<c>GST_VIDEO_FRAME_PLANE_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">A number or struct as large as a pixel, for example <see cref="uint"/> for BGRA, where blue is then the low byte.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException">The pixels do not lie inside the mapped bytes.</exception>
    /// <exception cref="ArgumentException">The stride does not keep <typeparamref name="T"/> aligned.</exception>
    /// <exception cref="InvalidOperationException">Pixels have another size, foreign byte order, or lie in several planes; the message says what to take.</exception>
    public PlaneSpan<T> Pixels<T>() where T : unmanaged
    {
        VideoPixels.RequirePacked<T>(_layout.Info);
        return Plane<T>(0);
    }

    /// <summary>One row of pixels of a format with all of a pixel in one place; see <see cref="Pixels"/> (<c>GST_VIDEO_FRAME_PLANE_STRIDE</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">A number or struct as large as a pixel.</typeparam>
    /// <param name="y">0 to <see cref="Height"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row, or the pixels do not lie inside the mapped bytes.</exception>
    /// <exception cref="ArgumentException">The stride does not keep <typeparamref name="T"/> aligned.</exception>
    /// <exception cref="InvalidOperationException">Pixels have another size, foreign byte order, or lie in several planes; the message says what to take.</exception>
    public Span<T> Row<T>(int y) where T : unmanaged => Pixels<T>().Row(y);

    /// <summary>The values of one component, wherever they lie: <c>Component&lt;byte&gt;(1)</c> is U in I420, NV12 and YUY2, and green in every RGB of 8 bits (<c>GST_VIDEO_FRAME_COMP_DATA</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">A number as large as the word that holds the value: <see cref="byte"/>, or <see cref="ushort"/> for more than 8 bits. <see cref="GstVideoComponent.Shift"/> and <see cref="GstVideoComponent.Depth"/> say which bits of it count.</typeparam>
    /// <param name="index">0 to <see cref="GstVideoInfo.ComponentCount"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component, or its plane does not lie inside the mapped bytes.</exception>
    /// <exception cref="InvalidOperationException">Values have another size, foreign byte order or no address, or are not aligned; the message says what to take.</exception>
    public VideoComponent<T> Component<T>(int index) where T : unmanaged
    {
        (int offset, int columns, int rows, int step, int stride) = _layout.Component<T>(index, _bytes);
        return new VideoComponent<T>(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(_bytes[offset..])), columns, rows, step, stride);
    }
}
