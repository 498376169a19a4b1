using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// Where the planes of one frame begin and how far their rows are apart: from its video meta, or from the format. Read once,
/// so that a meta that goes away later changes nothing.
/// </summary>
internal readonly unsafe struct VideoLayout
{
    private readonly GstVideoInfo? _info;
    private readonly Offsets _offsets;
    private readonly Strides _strides;
    private readonly int _firstRow; // of a field: 0 or 1
    private readonly bool _isField; // every second row

    /// <param name="info">The format.</param>
    /// <param name="buffer">The frame.</param>
    /// <param name="mapped">How many bytes of it are mapped.</param>
    /// <param name="id">Which video meta; <see langword="null"/> for that with the lowest id, or none.</param>
    /// <exception cref="ArgumentException">The frame is not of this format, not all of the buffer is mapped, or there is no such meta.</exception>
    internal VideoLayout(GstVideoInfo info, scoped GstBufferRef buffer, int mapped, int? id = null)
    {
        _info = info;
        using HandleLease lease = buffer.Enter();
        Native.GstVideoMeta* meta = id is { } which ? Native.LibGstVideo.gst_buffer_get_video_meta_id(buffer.Pointer, which) : Native.LibGstVideo.gst_buffer_get_video_meta(buffer.Pointer);
        if (meta is null && id is not null)
        {
            throw new ArgumentException($"The buffer has no video meta with the id {id}.", nameof(id));
        }

        nuint size = Native.LibGst.gst_buffer_get_size(buffer.Pointer);
        if ((nuint)mapped != size)
        {
            throw new ArgumentException($"{mapped} bytes are mapped, and the buffer has {size}. Map the whole buffer: what lies where is counted from its first byte.", nameof(buffer));
        }

        if (meta is null && (nuint)mapped != info.Size)
        {
            throw new ArgumentException($"{mapped} bytes are mapped, and a frame of {info} has {info.Size}; the buffer has no video meta that says otherwise. Map the whole buffer, and take the info of this very frame: BufferProbe.VideoInfo follows every change of caps.", nameof(info));
        }

        // In this mode each meta is one field, so it has half of the rows; without one C takes the buffer for a whole frame.
        Height = info.InterlaceMode == GstVideoInterlaceMode.Fields && meta is not null ? (int)(((uint)info.Height + 1) / 2) : info.FieldHeight;
        if (meta is not null && ((GstVideoFormat)meta->format != info.Format || meta->n_planes != (uint)info.PlaneCount || meta->width < info.Width || meta->height < Height))
        {
            throw new ArgumentException($"The buffer's video meta says {(GstVideoFormat)meta->format} {meta->width}x{meta->height}, the caps say {info}. Read the caps again: the format changed. BufferProbe.VideoInfo follows every change.", nameof(info));
        }

        for (int plane = 0; plane < info.PlaneCount; plane++)
        {
            _offsets[plane] = meta is null ? info.PlaneOffset(plane) : meta->offset[plane];
            _strides[plane] = !info.IsMadeOfRows(plane) ? info.RowBytes(plane) : meta is null ? info.Stride(plane) : meta->stride[plane];
        }
    }

    private VideoLayout(in VideoLayout frame, int firstRow)
    {
        this = frame;
        _firstRow = firstRow;
        _isField = true;
        Height = (frame.Height + 1 - firstRow) / 2;
    }

    /// <exception cref="InvalidOperationException">The view is a default value.</exception>
    internal GstVideoInfo Info
    {
        get
        {
            if (_info is null)
            {
                Throw.DefaultView();
            }

            return _info;
        }
    }

    /// <summary>Rows of pixels that are shown.</summary>
    internal int Height { get; }

    /// <summary>A plane that is proven to lie inside the mapped bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, or it does not lie inside.</exception>
    internal (int Offset, int RowBytes, int Rows, int Stride) Plane(int plane, int mapped)
    {
        Info.CheckPlane(plane);
        (nuint offset, int stride) = (_offsets[plane], _strides[plane]);
        (int rowBytes, int rows) = (Info.RowBytes(plane), Info.Rows(plane, Height));
        int firstRow = 0;
        if (_isField && Info.IsMadeOfRows(plane))
        {
            firstRow = _firstRow;
            rows = Math.Max(0, (FrameRows(plane) + 1 - firstRow) / 2);
            if (rows == 0)
            {
                return (0, rowBytes, 0, rowBytes);
            }
        }

        // Rows and strides are ints, so their product fits a long; with a negative stride the rows go up from the offset.
        long step = _isField ? 2L * stride : stride;
        long first = (long)Math.Min(offset, int.MaxValue) + (firstRow * (long)stride);
        long reach = (rows - 1L) * step;
        if (offset > (nuint)mapped || first + Math.Min(reach, 0) < 0 || first + Math.Max(reach, 0) + rowBytes > mapped)
        {
            throw new ArgumentOutOfRangeException(nameof(plane), plane, $"Plane {plane} of {Info}, {rows} rows of {rowBytes} bytes at offset {offset} with a stride of {step}, does not lie inside the {mapped} mapped bytes.");
        }

        return rows == 1 || Math.Abs((long)stride) >= rowBytes
            ? ((int)first, rowBytes, rows, rows == 1 && _isField ? rowBytes : (int)step)
            : throw new ArgumentOutOfRangeException(nameof(plane), plane, $"Rows of plane {plane} of {Info} hold {rowBytes} bytes; the video meta's stride of {stride} would have them overlap.");
    }

    /// <summary>Every second row of the frame.</summary>
    /// <exception cref="InvalidOperationException">The buffer holds one field only, or its pixels do not lie in rows.</exception>
    internal VideoLayout Field(int firstRow)
    {
        if (_isField || Info.InterlaceMode is GstVideoInterlaceMode.Alternate or GstVideoInterlaceMode.Fields)
        {
            throw new InvalidOperationException($"This view shows one field already{(_isField ? "" : $": in the mode {Info.InterlaceMode} each {(Info.InterlaceMode == GstVideoInterlaceMode.Alternate ? "buffer" : "video meta")} is one")}. Take its planes.");
        }

        return Info.IsTiled ? throw Tiled() : new VideoLayout(this, firstRow);
    }

    /// <summary>A plane whose pixels, or values, are of a type.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    internal (int Offset, int RowBytes, int Rows, int Stride) Plane<T>(int plane, ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        (int Offset, int RowBytes, int Rows, int Stride) where = Plane(plane, bytes.Length);
        VideoPixels.Require<T>(Info, plane);
        if (where.Rows > 0)
        {
            MapScope.RequireAligned<T>(bytes[where.Offset..]);
        }

        return where;
    }

    /// <summary>Where the values of a component are.</summary>
    /// <exception cref="InvalidOperationException">They are not of this type.</exception>
    internal (int Offset, int Columns, int Rows, int Step, int Stride) Component<T>(int index, ReadOnlySpan<byte> bytes) where T : unmanaged
    {
        GstVideoComponent component = Info.Component(index);
        VideoPixels.RequireComponent<T>(Info, index);
        (int offset, int rowBytes, int rows, int stride) = Plane(component.Plane, bytes.Length);
        if (component.Offset + ((component.Width - 1L) * component.PixelStride) + sizeof(T) > rowBytes)
        {
            throw new InvalidOperationException($"Values of component {index} of {Info.FormatName} end behind the row that GStreamer's table says they are in. Take the bytes: Plane({component.Plane}).");
        }

        offset += component.Offset;
        if (rows == 0)
        {
            return (0, component.Width, 0, component.PixelStride, stride);
        }

        MapScope.RequireAligned<T>(bytes[offset..]);
        return rows > 1 && stride % sizeof(T) != 0
            ? throw new InvalidOperationException($"Rows that are {stride} bytes apart do not keep {typeof(T).Name} aligned. Take the bytes: Plane({component.Plane}).")
            : (offset, component.Width, rows, component.PixelStride, stride);
    }

    /// <summary>Where the palette is.</summary>
    /// <exception cref="InvalidOperationException">The format has none.</exception>
    internal (int Offset, int Length) Palette(ReadOnlySpan<byte> bytes)
    {
        if (!Info.HasPalette)
        {
            throw new InvalidOperationException($"{Info.FormatName} has no palette: its pixels are colours themselves.");
        }

        (int offset, int length, _, _) = Plane(1, bytes.Length);
        MapScope.RequireAligned<uint>(bytes[offset..]);
        return (offset, length);
    }

    private InvalidOperationException Tiled() =>
        new($"Pixels of {Info.FormatName} lie in tiles, not in rows, and have no address of their own. Plane gives the bytes; 'videoconvert' and a capsfilter before the pad make rows of them.");

    /// <summary>Rows of a plane in the whole frame, of which this is a field.</summary>
    private int FrameRows(int plane) => Info.Rows(plane, Info.FieldHeight);

    [InlineArray(VideoPlanes.Most)]
    private struct Offsets
    {
        private nuint _first;
    }

    [InlineArray(VideoPlanes.Most)]
    private struct Strides
    {
        private int _first;
    }
}
