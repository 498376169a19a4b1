namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>Describes the buffer as a video frame without padding (<c>gst_buffer_add_video_meta</c>).</summary>
    /// <param name="flags">What kind of frame it is.</param>
    /// <param name="format">The pixel format.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <exception cref="ArgumentException">Format or size are not possible.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The frame does not fit into the buffer's bytes. A buffer without memory gets them later and takes any frame.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoMetaRef AddVideoMeta(GstVideoFrameFlags flags, GstVideoFormat format, int width, int height)
    {
        GstVideoInfo info = GstVideoInfo.Create(format, width, height);
        Span<nuint> offsets = stackalloc nuint[VideoPlanes.Most];
        Span<int> strides = stackalloc int[VideoPlanes.Most];
        int planes = info.PlaneCount;
        for (int plane = 0; plane < planes; plane++)
        {
            offsets[plane] = info.PlaneOffset(plane);
            strides[plane] = info.Stride(plane);
        }

        return AddVideoMeta(flags, format, width, height, offsets[..planes], strides[..planes]);
    }

    /// <summary>Describes the buffer as a video frame (<c>gst_buffer_add_video_meta_full</c>).</summary>
    /// <param name="flags">What kind of frame it is.</param>
    /// <param name="format">The pixel format.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="offsets">Where each plane begins, in bytes from the start of the buffer; as many as the format has planes.</param>
    /// <param name="strides">Bytes from one row of each plane to the next; as many as the format has planes.</param>
    /// <exception cref="ArgumentException">Format, size, or the number of planes are not possible.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rows of a plane would overlap, or it does not lie inside the buffer's bytes. A buffer without memory gets them later and takes any frame.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoMetaRef AddVideoMeta(GstVideoFrameFlags flags, GstVideoFormat format, int width, int height, scoped ReadOnlySpan<nuint> offsets, scoped ReadOnlySpan<int> strides)
    {
        VideoPlanes.CheckSize(width, height);
        VideoPlanes.CheckFormat(format);
        int planes = VideoPlanes.CountOf(format);
        if (offsets.Length != strides.Length || (planes == 0 ? offsets.Length > VideoPlanes.Most : offsets.Length != planes))
        {
            throw new ArgumentException($"{format} has {(planes == 0 ? $"up to {VideoPlanes.Most}" : planes)} planes; {offsets.Length} offsets and {strides.Length} strides were given.", nameof(offsets));
        }

        using HandleLease lease = EnterWritable();
        nuint size = Native.LibGst.gst_buffer_get_size(_buffer);
        nuint* nativeOffsets = stackalloc nuint[VideoPlanes.Most];
        int* nativeStrides = stackalloc int[VideoPlanes.Most];
        for (int plane = 0; plane < VideoPlanes.Most; plane++)
        {
            bool given = plane < offsets.Length;
            if (given)
            {
                VideoPlanes.Check(format, width, height, flags, plane, offsets[plane], strides[plane], size);
            }

            nativeOffsets[plane] = given ? offsets[plane] : 0;
            nativeStrides[plane] = given ? strides[plane] : 0;
        }

        Native.GstVideoMeta* added = Native.LibGstVideo.gst_buffer_add_video_meta_full(
            _buffer, (Native.GstVideoFrameFlags)flags, (Native.GstVideoFormat)format, (uint)width, (uint)height, (uint)offsets.Length, nativeOffsets, nativeStrides);
        return new GstVideoMetaRef(BorrowAdded((Native.GstMeta*)added, "GstVideoMeta"));
    }

    /// <summary>Borrows the video meta with the lowest id (<c>gst_buffer_get_video_meta</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryGetVideoMeta(out GstVideoMetaRef meta)
    {
        MetaTypes.RequireVideo();
        using HandleLease lease = Enter();
        Native.GstMeta* found = (Native.GstMeta*)Native.LibGstVideo.gst_buffer_get_video_meta(_buffer);
        meta = found is null ? default : new GstVideoMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Borrows the video meta with this id (<c>gst_buffer_get_video_meta_id</c>).</summary>
    /// <param name="id">The view of a multi-view frame; 0 for the main one.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryGetVideoMeta(int id, out GstVideoMetaRef meta)
    {
        MetaTypes.RequireVideo();
        using HandleLease lease = Enter();
        Native.GstMeta* found = (Native.GstMeta*)Native.LibGstVideo.gst_buffer_get_video_meta_id(_buffer, id);
        meta = found is null ? default : new GstVideoMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Says which part of the video frame is to be shown (<c>gst_video_crop_meta_get_info</c>, <c>gst_buffer_add_meta</c>).</summary>
    /// <param name="x">Pixels left of it.</param>
    /// <param name="y">Rows above it.</param>
    /// <param name="width">Pixels in a row of it.</param>
    /// <param name="height">Rows of it.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoCropMetaRef AddVideoCropMeta(uint x, uint y, uint width, uint height)
    {
        MetaTypes.RequireVideo();
        using HandleLease lease = EnterWritable();
        Native.GstVideoCropMeta* added = (Native.GstVideoCropMeta*)Native.LibGst.gst_buffer_add_meta(_buffer, Native.LibGstVideo.gst_video_crop_meta_get_info(), null);
        MetaBorrow borrow = BorrowAdded((Native.GstMeta*)added, "GstVideoCropMeta");
        (added->x, added->y, added->width, added->height) = (x, y, width, height);
        return new GstVideoCropMetaRef(borrow);
    }

    /// <summary>Borrows what says which part of the video frame is to be shown (<c>gst_buffer_get_meta</c> of <c>gst_video_crop_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryGetVideoCropMeta(out GstVideoCropMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.VideoCrop, sizeof(Native.GstVideoCropMeta), out MetaBorrow borrow);
        meta = found ? new GstVideoCropMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Marks a region of the video frame (<c>gst_buffer_add_video_region_of_interest_meta</c>).</summary>
    /// <param name="regionType">What it shows, for example <c>face</c>. GStreamer keeps each different text for the life of the process.</param>
    /// <param name="x">Pixels left of it.</param>
    /// <param name="y">Rows above it.</param>
    /// <param name="width">Pixels in a row of it.</param>
    /// <param name="height">Rows of it.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public GstVideoRegionOfInterestMetaRef AddVideoRegionOfInterestMeta(string regionType, uint x, uint y, uint width, uint height)
    {
        ArgumentException.ThrowIfNullOrEmpty(regionType);
        MetaTypes.RequireVideo();
        using HandleLease lease = EnterWritable();
        using NativeText text = new(regionType);
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGstVideo.gst_buffer_add_video_region_of_interest_meta(_buffer, text.Pointer, x, y, width, height);
        return new GstVideoRegionOfInterestMetaRef(BorrowAdded(added, "GstVideoRegionOfInterestMeta"));
    }

    /// <summary>Borrows the region with this id (<c>gst_buffer_get_video_region_of_interest_meta_id</c>). For all of them: <see cref="MetasOf"/> with <see cref="GstMetaApi.VideoRegionOfInterest"/>.</summary>
    /// <param name="id">The region's <see cref="GstVideoRegionOfInterestMetaRef.Id"/>.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryGetVideoRegionOfInterestMeta(int id, out GstVideoRegionOfInterestMetaRef meta)
    {
        MetaTypes.RequireVideo();
        using HandleLease lease = Enter();
        Native.GstMeta* found = (Native.GstMeta*)Native.LibGstVideo.gst_buffer_get_video_region_of_interest_meta_id(_buffer, id);
        meta = found is null ? default : new GstVideoRegionOfInterestMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Borrows the pictures that are to be blended over the video frame (<c>gst_buffer_get_meta</c> of <c>gst_video_overlay_composition_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.VideoOverlayComposition, sizeof(Native.GstVideoOverlayCompositionMeta), out MetaBorrow borrow);
        meta = found ? new GstVideoOverlayCompositionMetaRef(borrow) : default;
        return found;
    }
}
