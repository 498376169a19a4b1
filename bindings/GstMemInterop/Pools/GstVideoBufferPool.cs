namespace GstMemInterop;

/// <summary>
/// Owns one reference to GStreamer's pool for raw video frames: it knows <see cref="GstBufferPoolOption.VideoMeta"/> and
/// <see cref="GstBufferPoolOption.VideoAlignment"/>. Stands on <c>GstVideoBufferPool</c>.
/// </summary>
/// <remarks>Its configuration needs caps of one raw video format and at least the bytes of one frame. With an alignment the size grows: read it back with <c>GetConfig</c>.</remarks>
/// <example>
/// <code>
/// using GstVideoBufferPool pool = GstVideoBufferPool.Create();
/// pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = GstVideoInfo.FromCaps(caps).Size, VideoAlignment = new(default, 64) });
/// </code>
/// </example>
public sealed unsafe class GstVideoBufferPool : GstBufferPool
{
    private GstVideoBufferPool(nint pointer) : base(pointer) { }

    /// <summary>A new pool for video frames (<c>gst_video_buffer_pool_new</c>). It is neither configured nor active.</summary>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public static new GstVideoBufferPool Create()
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(Native.NativeLibraries.GstVideo);
        return new GstVideoBufferPool(PoolRoom.Create(typeof(GstVideoBufferPool), Native.LibGstVideo.gst_video_buffer_pool_get_type()));
    }
}
