namespace GstMemInterop;

// Every member here stands once, in GstBufferRef; the views it gives out know their owner and lease it themselves.
public sealed partial class GstBuffer
{
    /// <inheritdoc cref="GstBufferRef.Metas"/>
    public GstMetaCollection Metas => Owned.Metas;

    /// <inheritdoc cref="GstBufferRef.MetasOf(GstMetaApi)"/>
    public GstMetaCollection MetasOf(GstMetaApi api) => Owned.MetasOf(api);

    /// <inheritdoc cref="GstBufferRef.TryGetMeta(GstMetaApi, out GstMetaRef)"/>
    public bool TryGetMeta(GstMetaApi api, out GstMetaRef meta) => Owned.TryGetMeta(api, out meta);

    /// <inheritdoc cref="GstBufferRef.RemoveMeta(GstMetaRef)"/>
    public void RemoveMeta(GstMetaRef meta) => Owned.RemoveMeta(meta);

    /// <inheritdoc cref="GstBufferRef.RemoveMetas(GstMetaPredicate)"/>
    public int RemoveMetas(GstMetaPredicate match) => Owned.RemoveMetas(match);

    /// <inheritdoc cref="GstBufferRef.AddMeta{T}(GstMeta{T}, T)"/>
    public GstMetaRef<T> AddMeta<T>(GstMeta<T> type, T value) where T : unmanaged => Owned.AddMeta(type, value);

    /// <inheritdoc cref="GstBufferRef.AddMeta{T}(GstObjectMeta{T}, T)"/>
    public GstObjectMetaRef<T> AddMeta<T>(GstObjectMeta<T> type, T value) where T : class => Owned.AddMeta(type, value);

    /// <inheritdoc cref="GstBufferRef.TryGetMeta{T}(GstMeta{T}, out GstMetaRef{T})"/>
    public bool TryGetMeta<T>(GstMeta<T> type, out GstMetaRef<T> meta) where T : unmanaged => Owned.TryGetMeta(type, out meta);

    /// <inheritdoc cref="GstBufferRef.TryGetMeta{T}(GstObjectMeta{T}, out GstObjectMetaRef{T})"/>
    public bool TryGetMeta<T>(GstObjectMeta<T> type, out GstObjectMetaRef<T> meta) where T : class => Owned.TryGetMeta(type, out meta);

    /// <inheritdoc cref="GstBufferRef.AddCustomMeta(string)"/>
    public GstCustomMetaRef AddCustomMeta(string name) => Owned.AddCustomMeta(name);

    /// <inheritdoc cref="GstBufferRef.TryGetCustomMeta(string, out GstCustomMetaRef)"/>
    public bool TryGetCustomMeta(string name, out GstCustomMetaRef meta) => Owned.TryGetCustomMeta(name, out meta);

    /// <inheritdoc cref="GstBufferRef.AddVideoMeta(GstVideoFrameFlags, GstVideoFormat, int, int)"/>
    public GstVideoMetaRef AddVideoMeta(GstVideoFrameFlags flags, GstVideoFormat format, int width, int height) => Owned.AddVideoMeta(flags, format, width, height);

    /// <inheritdoc cref="GstBufferRef.AddVideoMeta(GstVideoFrameFlags, GstVideoFormat, int, int, ReadOnlySpan{nuint}, ReadOnlySpan{int})"/>
    public GstVideoMetaRef AddVideoMeta(GstVideoFrameFlags flags, GstVideoFormat format, int width, int height, scoped ReadOnlySpan<nuint> offsets, scoped ReadOnlySpan<int> strides) => Owned.AddVideoMeta(flags, format, width, height, offsets, strides);

    /// <inheritdoc cref="GstBufferRef.TryGetVideoMeta(out GstVideoMetaRef)"/>
    public bool TryGetVideoMeta(out GstVideoMetaRef meta) => Owned.TryGetVideoMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.TryGetVideoMeta(int, out GstVideoMetaRef)"/>
    public bool TryGetVideoMeta(int id, out GstVideoMetaRef meta) => Owned.TryGetVideoMeta(id, out meta);

    /// <inheritdoc cref="GstBufferRef.AddVideoCropMeta(uint, uint, uint, uint)"/>
    public GstVideoCropMetaRef AddVideoCropMeta(uint x, uint y, uint width, uint height) => Owned.AddVideoCropMeta(x, y, width, height);

    /// <inheritdoc cref="GstBufferRef.TryGetVideoCropMeta(out GstVideoCropMetaRef)"/>
    public bool TryGetVideoCropMeta(out GstVideoCropMetaRef meta) => Owned.TryGetVideoCropMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.AddVideoRegionOfInterestMeta(string, uint, uint, uint, uint)"/>
    public GstVideoRegionOfInterestMetaRef AddVideoRegionOfInterestMeta(string regionType, uint x, uint y, uint width, uint height) => Owned.AddVideoRegionOfInterestMeta(regionType, x, y, width, height);

    /// <inheritdoc cref="GstBufferRef.TryGetVideoRegionOfInterestMeta(int, out GstVideoRegionOfInterestMetaRef)"/>
    public bool TryGetVideoRegionOfInterestMeta(int id, out GstVideoRegionOfInterestMetaRef meta) => Owned.TryGetVideoRegionOfInterestMeta(id, out meta);

    /// <inheritdoc cref="GstBufferRef.TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef)"/>
    public bool TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef meta) => Owned.TryGetVideoOverlayCompositionMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.AddAudioMeta(GstAudioFormat, GstAudioLayout, int, int, nuint, ReadOnlySpan{nuint})"/>
    public GstAudioMetaRef AddAudioMeta(GstAudioFormat format, GstAudioLayout layout, int rate, int channels, nuint samples, scoped ReadOnlySpan<nuint> offsets = default) => Owned.AddAudioMeta(format, layout, rate, channels, samples, offsets);

    /// <inheritdoc cref="GstBufferRef.TryGetAudioMeta(out GstAudioMetaRef)"/>
    public bool TryGetAudioMeta(out GstAudioMetaRef meta) => Owned.TryGetAudioMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.AddAudioClippingMeta(GstFormat, ulong, ulong)"/>
    public GstAudioClippingMetaRef AddAudioClippingMeta(GstFormat format, ulong start, ulong end) => Owned.AddAudioClippingMeta(format, start, end);

    /// <inheritdoc cref="GstBufferRef.TryGetAudioClippingMeta(out GstAudioClippingMetaRef)"/>
    public bool TryGetAudioClippingMeta(out GstAudioClippingMetaRef meta) => Owned.TryGetAudioClippingMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.AddReferenceTimestampMeta(GstCaps, GstClockTime, GstClockTime)"/>
    public GstReferenceTimestampMetaRef AddReferenceTimestampMeta(GstCaps reference, GstClockTime timestamp, GstClockTime duration) => Owned.AddReferenceTimestampMeta(reference, timestamp, duration);

    /// <inheritdoc cref="GstBufferRef.TryGetReferenceTimestampMeta(out GstReferenceTimestampMetaRef)"/>
    public bool TryGetReferenceTimestampMeta(out GstReferenceTimestampMetaRef meta) => Owned.TryGetReferenceTimestampMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.TryGetReferenceTimestampMeta(GstCaps, out GstReferenceTimestampMetaRef)"/>
    public bool TryGetReferenceTimestampMeta(GstCaps reference, out GstReferenceTimestampMetaRef meta) => Owned.TryGetReferenceTimestampMeta(reference, out meta);

    /// <inheritdoc cref="GstBufferRef.AddParentBufferMeta(GstBuffer)"/>
    public GstParentBufferMetaRef AddParentBufferMeta(GstBuffer parent) => Owned.AddParentBufferMeta(parent);

    /// <inheritdoc cref="GstBufferRef.TryGetParentBufferMeta(out GstParentBufferMetaRef)"/>
    public bool TryGetParentBufferMeta(out GstParentBufferMetaRef meta) => Owned.TryGetParentBufferMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.AddProtectionMeta(string)"/>
    public GstProtectionMetaRef AddProtectionMeta(string structure) => Owned.AddProtectionMeta(structure);

    /// <inheritdoc cref="GstBufferRef.TryGetProtectionMeta(out GstProtectionMetaRef)"/>
    public bool TryGetProtectionMeta(out GstProtectionMetaRef meta) => Owned.TryGetProtectionMeta(out meta);

    /// <inheritdoc cref="GstBufferRef.TryDeserializeMeta(ReadOnlySpan{byte}, out int, out GstMetaRef)"/>
    public bool TryDeserializeMeta(scoped ReadOnlySpan<byte> data, out int consumed, out GstMetaRef meta) => Owned.TryDeserializeMeta(data, out consumed, out meta);
}
