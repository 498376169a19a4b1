namespace GstMemInterop;

/// <summary>Where the planes of one frame begin and how far their rows are apart: from its video meta, or from the format.</summary>
internal readonly unsafe struct VideoLayout
{
    private readonly Native.GstVideoMeta* _meta;

    internal VideoLayout(GstVideoInfo info, Native.GstBuffer* buffer)
    {
        Info = info;
        _meta = Native.LibGstVideo.gst_buffer_get_video_meta(buffer);
        if (_meta is not null && ((GstVideoFormat)_meta->format != info.Format || _meta->n_planes != (uint)info.PlaneCount || _meta->width < info.Width || _meta->height < info.Height))
        {
            throw new ArgumentException($"The buffer's video meta says {(GstVideoFormat)_meta->format} {_meta->width}x{_meta->height}, the caps say {info}. Read the caps again: the format changed.", nameof(info));
        }
    }

    internal GstVideoInfo Info { get; }

    internal (nuint Offset, int Stride) this[int plane]
    {
        get
        {
            Info.CheckPlane(plane);
            if (!Info.IsMadeOfRows(plane))
            {
                return (_meta is null ? Info.PlaneOffset(plane) : _meta->offset[plane], Info.RowBytes(plane));
            }

            return _meta is null ? (Info.PlaneOffset(plane), Info.Stride(plane)) : (_meta->offset[plane], _meta->stride[plane]);
        }
    }
}
