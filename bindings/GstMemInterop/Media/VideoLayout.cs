using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// Where the planes of one frame begin and how far their rows are apart: from its video meta, or from the format. Read once,
/// so that a meta that goes away later changes nothing.
/// </summary>
internal readonly unsafe struct VideoLayout
{
    private readonly Offsets _offsets;
    private readonly Strides _strides;

    /// <exception cref="ArgumentException">The frame is not of this format.</exception>
    internal VideoLayout(GstVideoInfo info, scoped GstBufferRef buffer, int mapped)
    {
        Info = info;
        using HandleLease lease = buffer.Enter();
        Native.GstVideoMeta* meta = Native.LibGstVideo.gst_buffer_get_video_meta(buffer.Pointer);
        if (meta is null && (nuint)mapped != info.Size)
        {
            throw new ArgumentException($"{mapped} bytes are mapped, and a frame of {info} has {info.Size}; the buffer has no video meta that says otherwise. Map the whole buffer, and take the info of this very frame: BufferProbe.VideoInfo follows every change of caps.", nameof(info));
        }

        if (meta is not null && ((GstVideoFormat)meta->format != info.Format || meta->n_planes != (uint)info.PlaneCount || meta->width < info.Width || meta->height < info.FieldHeight))
        {
            throw new ArgumentException($"The buffer's video meta says {(GstVideoFormat)meta->format} {meta->width}x{meta->height}, the caps say {info}. Read the caps again: the format changed. BufferProbe.VideoInfo follows every change.", nameof(info));
        }

        for (int plane = 0; plane < info.PlaneCount; plane++)
        {
            _offsets[plane] = meta is null ? info.PlaneOffset(plane) : meta->offset[plane];
            _strides[plane] = !info.IsMadeOfRows(plane) ? info.RowBytes(plane) : meta is null ? info.Stride(plane) : meta->stride[plane];
        }
    }

    internal GstVideoInfo Info { get; }

    /// <summary>A plane that is proven to lie inside the mapped bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such plane, or it does not lie inside.</exception>
    internal (int Offset, int RowBytes, int Rows, int Stride) Plane(int plane, int mapped)
    {
        Info.CheckPlane(plane);
        (nuint offset, int stride) = (_offsets[plane], _strides[plane]);
        (int rowBytes, int rows) = (Info.RowBytes(plane), Info.Rows(plane));

        // Rows and strides are ints, so their product fits a long; with a negative stride the rows go up from the offset.
        long reach = (rows - 1L) * stride;
        if (offset > (nuint)mapped || (long)offset + Math.Min(reach, 0) < 0 || (long)offset + Math.Max(reach, 0) + rowBytes > mapped)
        {
            throw new ArgumentOutOfRangeException(nameof(plane), plane, $"Plane {plane} of {Info}, {rows} rows of {rowBytes} bytes at offset {offset} with a stride of {stride}, does not lie inside the {mapped} mapped bytes.");
        }

        return rows == 1 || Math.Abs((long)stride) >= rowBytes
            ? ((int)offset, rowBytes, rows, stride)
            : throw new ArgumentOutOfRangeException(nameof(plane), plane, $"Rows of plane {plane} of {Info} hold {rowBytes} bytes; the video meta's stride of {stride} would have them overlap.");
    }

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
