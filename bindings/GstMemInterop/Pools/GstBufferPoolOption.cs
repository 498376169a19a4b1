namespace GstMemInterop;

/// <summary>Names of what a pool can do beyond plain buffers, for <see cref="GstBufferPoolConfig.AddOption"/> and <see cref="GstBufferPool.HasOption"/>. Elements may know others.</summary>
public static class GstBufferPoolOption
{
    /// <summary>Each buffer has a video meta: where planes begin, how far rows are apart (<c>GST_BUFFER_POOL_OPTION_VIDEO_META</c>).</summary>
    public const string VideoMeta = Native.GstConstants.GST_BUFFER_POOL_OPTION_VIDEO_META;

    /// <summary>Planes have padding and aligned rows (<c>GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT</c>); needs <see cref="VideoMeta"/> too. See <see cref="GstBufferPoolConfig.VideoAlignment"/>.</summary>
    public const string VideoAlignment = Native.GstConstants.GST_BUFFER_POOL_OPTION_VIDEO_ALIGNMENT;
}
