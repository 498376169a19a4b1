namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>The buffer's metas, in the order they were added (<c>gst_buffer_iterate_meta</c>). Enumerating allocates nothing.</summary>
    public GstMetaCollection Metas => new(this);

    /// <summary>The buffer's metas of one kind, in the order they were added (<c>gst_buffer_iterate_meta_filtered</c>).</summary>
    /// <param name="api">Which ones, for example <see cref="GstMetaApi.VideoRegionOfInterest"/>.</param>
    /// <exception cref="ArgumentException">The kind is a default value.</exception>
    public GstMetaCollection MetasOf(GstMetaApi api)
    {
        RequireApi(api);
        return new GstMetaCollection(this, api.Type);
    }

    /// <summary>Borrows the first meta of a kind (<c>gst_buffer_get_meta</c>).</summary>
    /// <param name="api">Which one.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="ArgumentException">The kind is a default value.</exception>
    public bool TryGetMeta(GstMetaApi api, out GstMetaRef meta)
    {
        RequireApi(api);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, api.Type);
        meta = found is null ? default : new GstMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Removes a meta (<c>gst_buffer_remove_meta</c>). Views of it throw from then on.</summary>
    /// <param name="meta">A meta of this buffer.</param>
    /// <exception cref="ArgumentException">The meta belongs to another buffer, or was removed before.</exception>
    /// <exception cref="InvalidOperationException">The meta is locked, or the buffer is not writable.</exception>
    public void RemoveMeta(GstMetaRef meta)
    {
        using HandleLease lease = EnterWritable();
        if (meta.IsNull || !meta.Borrow.IsOn(_buffer))
        {
            throw new ArgumentException("This buffer does not have that meta: it belongs to another buffer, or was removed before.", nameof(meta));
        }

        Remove(meta.Borrow.Pointer);
    }

    /// <summary>Removes every meta that is meant (<c>gst_buffer_remove_meta</c>, as <c>gst_buffer_foreach_meta</c> does); the others keep their order.</summary>
    /// <param name="match">Says which ones. An exception from it comes out here; what was removed before stays removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="InvalidOperationException">A meta that is meant is locked, or the buffer is not writable.</exception>
    public int RemoveMetas(GstMetaPredicate match)
    {
        ArgumentNullException.ThrowIfNull(match);
        using HandleLease lease = EnterWritable();
        int removed = 0;
        foreach (GstMetaRef meta in Metas)
        {
            if (match(meta))
            {
                RemoveMeta(meta);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Adds a meta with a payload of your own (<c>gst_buffer_add_meta</c>).</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="type">The kind, from <see cref="GstMeta.Register{T}"/>.</param>
    /// <param name="value">The payload; it is copied into the meta.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstMetaRef<T> AddMeta<T>(GstMeta<T> type, T value) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = EnterWritable();
        return new GstMetaRef<T>(new MetaBorrow(this, MetaCallbacks.Add(_buffer, type, &value)));
    }

    /// <summary>Adds a meta that holds a .NET object (<c>gst_buffer_add_meta</c>).</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="type">The kind, from <see cref="GstObjectMeta.Register{T}"/>.</param>
    /// <param name="value">The object; it stays reachable as long as a buffer carries it.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstObjectMetaRef<T> AddMeta<T>(GstObjectMeta<T> type, T value) where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        using HandleLease lease = EnterWritable();
        return new GstObjectMetaRef<T>(new MetaBorrow(this, type.Add(_buffer, value)));
    }

    /// <summary>Borrows the first meta with a payload of your own (<c>gst_buffer_get_meta</c>).</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="type">The kind.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetMeta<T>(GstMeta<T> type, out GstMetaRef<T> meta) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, type.Api.Type);
        meta = found is null ? default : new GstMetaRef<T>(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Borrows the first meta that holds a .NET object of a kind (<c>gst_buffer_get_meta</c>).</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="type">The kind.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetMeta<T>(GstObjectMeta<T> type, out GstObjectMetaRef<T> meta) where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, type.Api.Type);
        meta = found is null ? default : new GstObjectMetaRef<T>(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Adds a meta that is a named structure, still empty (<c>gst_buffer_add_custom_meta</c>, GStreamer 1.20).</summary>
    /// <param name="name">A name that <see cref="GstCustomMeta.Register"/>, or anybody else, registered.</param>
    /// <exception cref="ArgumentException">No custom meta of this name is registered.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.20.</exception>
    public GstCustomMetaRef AddCustomMeta(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        NativeFeature.CustomMetas.Require();
        using HandleLease lease = EnterWritable();
        if (GstCustomMeta.Find(name) is null)
        {
            throw new ArgumentException($"No custom meta '{name}' is registered. Call GstCustomMeta.Register(\"{name}\") once at the start.", nameof(name));
        }

        using NativeText text = new(name);
        return new GstCustomMetaRef(BorrowAdded((Native.GstMeta*)Native.LibGst.gst_buffer_add_custom_meta(_buffer, text.Pointer), name));
    }

    /// <summary>Borrows the first meta that is a structure of this name (<c>gst_buffer_get_custom_meta</c>, GStreamer 1.20).</summary>
    /// <param name="name">The name it was registered under.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetCustomMeta(string name, out GstCustomMetaRef meta)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using HandleLease lease = Enter();
        Native.GstMetaInfo* info = NativeFeature.CustomMetas.IsAvailable ? GstCustomMeta.Find(name) : null;
        Native.GstMeta* found = info is null ? null : Native.LibGst.gst_buffer_get_meta(_buffer, info->api);
        meta = found is null ? default : new GstCustomMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

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

    /// <summary>Describes the buffer as audio samples (<c>gst_buffer_add_audio_meta</c>).</summary>
    /// <param name="format">The sample format.</param>
    /// <param name="layout">Sample by sample, or plane by plane.</param>
    /// <param name="rate">Samples per second of each channel.</param>
    /// <param name="channels">1 to 64.</param>
    /// <param name="samples">Valid samples of each channel.</param>
    /// <param name="offsets">Planar audio only: where each channel begins, in bytes from the start of the buffer. Empty when they follow each other.</param>
    /// <exception cref="ArgumentException">The format is not raw audio, offsets are given for interleaved audio, or not one for each channel, or planes overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Rate or channels are not possible, or the samples do not lie inside the buffer.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioMetaRef AddAudioMeta(GstAudioFormat format, GstAudioLayout layout, int rate, int channels, nuint samples, scoped ReadOnlySpan<nuint> offsets = default)
    {
        MetaTypes.RequireAudio();
        AudioPlanes.CheckFormat(format, layout, rate, channels);
        using HandleLease lease = EnterWritable();
        Native.GstAudioInfo info;
        Native.LibGstAudio.gst_audio_info_init(&info);
        Native.LibGstAudio.gst_audio_info_set_format(&info, (Native.GstAudioFormat)format, rate, channels, null);
        info.layout = (Native.GstAudioLayout)layout;
        AudioPlanes.Check(layout, channels, samples, (nuint)info.bpf, offsets, Native.LibGst.gst_buffer_get_size(_buffer));
        fixed (nuint* first = offsets)
        {
            return new GstAudioMetaRef(BorrowAdded((Native.GstMeta*)Native.LibGstAudio.gst_buffer_add_audio_meta(_buffer, &info, samples, first), "GstAudioMeta"));
        }
    }

    /// <summary>Borrows the description of the buffer as audio samples (<c>gst_buffer_get_meta</c> of <c>gst_audio_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryGetAudioMeta(out GstAudioMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.Audio, sizeof(Native.GstAudioMeta), out MetaBorrow borrow);
        meta = found ? new GstAudioMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Says how much to cut off the audio that the buffer decodes to (<c>gst_buffer_add_audio_clipping_meta</c>).</summary>
    /// <param name="format">The unit: <see cref="GstFormat.Default"/> for samples, <see cref="GstFormat.Time"/> for nanoseconds.</param>
    /// <param name="start">How much off the start.</param>
    /// <param name="end">How much off the end.</param>
    /// <exception cref="ArgumentException">The unit is neither samples nor time.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public GstAudioClippingMetaRef AddAudioClippingMeta(GstFormat format, ulong start, ulong end)
    {
        if (format is not (GstFormat.Default or GstFormat.Time))
        {
            throw new ArgumentException($"Audio is clipped in samples (Default) or nanoseconds (Time), not in {format}.", nameof(format));
        }

        MetaTypes.RequireAudio();
        using HandleLease lease = EnterWritable();
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGstAudio.gst_buffer_add_audio_clipping_meta(_buffer, (Native.GstFormat)format, start, end);
        return new GstAudioClippingMetaRef(BorrowAdded(added, "GstAudioClippingMeta"));
    }

    /// <summary>Borrows what says how much to cut off the audio (<c>gst_buffer_get_meta</c> of <c>gst_audio_clipping_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryGetAudioClippingMeta(out GstAudioClippingMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.AudioClipping, sizeof(Native.GstAudioClippingMeta), out MetaBorrow borrow);
        meta = found ? new GstAudioClippingMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Adds a timestamp of another clock (<c>gst_buffer_add_reference_timestamp_meta</c>).</summary>
    /// <param name="reference">Names the clock, for example <c>timestamp/x-ntp</c>; the meta takes its own reference.</param>
    /// <param name="timestamp">The time on that clock.</param>
    /// <param name="duration">The duration on that clock, or <see cref="GstClockTime.None"/>.</param>
    /// <exception cref="ArgumentException">The timestamp is none.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstReferenceTimestampMetaRef AddReferenceTimestampMeta(GstCaps reference, GstClockTime timestamp, GstClockTime duration)
    {
        ArgumentNullException.ThrowIfNull(reference);
        GstReferenceTimestampMetaRef.RequireTime(timestamp);
        using HandleLease lease = EnterWritable();
        using HandleLease caps = reference.Lease();
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_reference_timestamp_meta(_buffer, (Native.GstCaps*)caps.Pointer, timestamp.Nanoseconds, duration.Nanoseconds);
        return new GstReferenceTimestampMetaRef(BorrowAdded(added, "GstReferenceTimestampMeta"));
    }

    /// <summary>Borrows the first timestamp of any other clock (<c>gst_buffer_get_reference_timestamp_meta</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetReferenceTimestampMeta(out GstReferenceTimestampMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.ReferenceTimestamp, sizeof(Native.GstReferenceTimestampMeta), out MetaBorrow borrow);
        meta = found ? new GstReferenceTimestampMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Borrows the first timestamp of this clock (<c>gst_buffer_get_reference_timestamp_meta</c>).</summary>
    /// <param name="reference">Names the clock; a meta matches when its caps are a subset of these.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetReferenceTimestampMeta(GstCaps reference, out GstReferenceTimestampMetaRef meta)
    {
        ArgumentNullException.ThrowIfNull(reference);
        using HandleLease lease = Enter();
        using HandleLease caps = reference.Lease();
        Native.GstMeta* found = (Native.GstMeta*)Native.LibGst.gst_buffer_get_reference_timestamp_meta(_buffer, (Native.GstCaps*)caps.Pointer);
        meta = found is null ? default : new GstReferenceTimestampMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Keeps another buffer alive as long as this one lives (<c>gst_buffer_add_parent_buffer_meta</c>).</summary>
    /// <param name="parent">The buffer whose memory this one uses; it is not writable meanwhile.</param>
    /// <exception cref="ArgumentException">The parent is this buffer itself, which would then never be freed.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstParentBufferMetaRef AddParentBufferMeta(GstBuffer parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        using HandleLease lease = EnterWritable();
        using HandleLease kept = new(parent.Handle);
        if (kept.Buffer == _buffer)
        {
            throw new ArgumentException("A buffer that keeps itself alive is never freed.", nameof(parent));
        }

        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_parent_buffer_meta(_buffer, kept.Buffer);
        return new GstParentBufferMetaRef(BorrowAdded(added, "GstParentBufferMeta"));
    }

    /// <summary>Borrows the note that this buffer keeps another one alive (<c>gst_buffer_get_meta</c> of <c>gst_parent_buffer_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetParentBufferMeta(out GstParentBufferMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.ParentBuffer, sizeof(Native.GstParentBufferMeta), out MetaBorrow borrow);
        meta = found ? new GstParentBufferMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Says how the buffer's data is encrypted (<c>gst_buffer_add_protection_meta</c>).</summary>
    /// <param name="structure">In GStreamer's text form, for example <c>application/x-cenc, iv_size=(uint)8</c>; a bare name makes one without fields. Set buffers and the like through the result.</param>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstProtectionMetaRef AddProtectionMeta(string structure)
    {
        using HandleLease lease = EnterWritable();
        Native.GstStructure* parsed = MetaStructures.Parse(structure);
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_protection_meta(_buffer, parsed);
        return new GstProtectionMetaRef(BorrowAdded(added, "GstProtectionMeta"));
    }

    /// <summary>Borrows what says how the buffer's data is encrypted (<c>gst_buffer_get_meta</c> of <c>gst_protection_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetProtectionMeta(out GstProtectionMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.Protection, sizeof(Native.GstProtectionMeta), out MetaBorrow borrow);
        meta = found ? new GstProtectionMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Adds a meta from its portable form (<c>gst_meta_deserialize</c>, GStreamer 1.24); see <see cref="GstMetaRef.TrySerialize"/>. A meta that describes the bytes, as the video meta does, needs them in the buffer first.</summary>
    /// <param name="data">Begins with a serialised meta; more may follow.</param>
    /// <param name="consumed">The bytes of it, also when the meta itself is unknown; 0 when the data is not a serialised meta.</param>
    /// <param name="meta">The meta; a default value when it could not be read.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.24.</exception>
    public bool TryDeserializeMeta(scoped ReadOnlySpan<byte> data, out int consumed, out GstMetaRef meta)
    {
        NativeFeature.MetaSerialization.Require();
        using HandleLease lease = EnterWritable();
        uint used = 0;
        Native.GstMeta* added = null;
        fixed (byte* first = data)
        {
            if (first is not null)
            {
                added = Native.LibGst.gst_meta_deserialize(_buffer, first, (nuint)data.Length, &used);
            }
        }

        consumed = (int)Math.Min(used, (uint)data.Length);
        meta = added is null ? default : new GstMetaRef(new MetaBorrow(this, added));
        return added is not null;
    }

    internal HandleLease EnterForMeta() => Enter();

    internal HandleLease EnterWritableForMeta() => EnterWritable();

    private static void RequireApi(GstMetaApi api)
    {
        if (api.IsNull)
        {
            throw new ArgumentException("This GstMetaApi is a default value and names nothing. Use GstMetaApi.Video and the like, GstMetaApi.TryFind, or the Api of a meta.", nameof(api));
        }
    }

    /// <summary>The first meta of a kind that is as large as the structure we are going to read.</summary>
    private bool TryFind(nuint api, int size, out MetaBorrow borrow)
    {
        void* state = null;
        for (Native.GstMeta* meta; (meta = Native.LibGst.gst_buffer_iterate_meta_filtered(_buffer, &state, api)) is not null;)
        {
            if (meta->info->size >= (nuint)size)
            {
                borrow = new MetaBorrow(this, meta);
                return true;
            }
        }

        borrow = default;
        return false;
    }

    private MetaBorrow BorrowAdded(Native.GstMeta* added, string name) =>
        added is null ? throw new GstException($"GStreamer did not add the meta '{name}'.") : new MetaBorrow(this, added);

    private void Remove(Native.GstMeta* meta)
    {
        if ((meta->flags & Native.GstMetaFlags.GST_META_FLAG_LOCKED) != 0)
        {
            throw new InvalidOperationException("The meta is locked: whoever added it needs it on the buffer. Clear IsLocked first if it is yours.");
        }

        if (Native.LibGst.gst_buffer_remove_meta(_buffer, meta) == 0)
        {
            throw new GstException("GStreamer did not remove the meta.");
        }
    }
}
