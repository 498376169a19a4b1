namespace GstMemInterop;

/// <summary>What is wished for when a buffer is acquired. Stands on <c>GstBufferPoolAcquireParams</c>.</summary>
/// <remarks>A plain value. GStreamer's own pools heed <see cref="GstBufferPoolAcquireFlags.Dontwait"/> only; the rest is for pools that can do more.</remarks>
public readonly record struct GstBufferPoolAcquireParams
{
    /// <summary>Whether to wait, and what the buffer will hold (<c>GstBufferPoolAcquireParams.flags</c>).</summary>
    public GstBufferPoolAcquireFlags Flags { get; init; }

    /// <summary>The unit of <see cref="Start"/> and <see cref="Stop"/> (<c>GstBufferPoolAcquireParams.format</c>).</summary>
    public GstFormat Format { get; init; }

    /// <summary>The first position that the buffer will hold (<c>GstBufferPoolAcquireParams.start</c>).</summary>
    public long Start { get; init; }

    /// <summary>The last position that the buffer will hold (<c>GstBufferPoolAcquireParams.stop</c>).</summary>
    public long Stop { get; init; }

    internal Native.GstBufferPoolAcquireParams ToNative()
    {
        Native.GstBufferPoolAcquireParams native = default;
        native.flags = (Native.GstBufferPoolAcquireFlags)Flags;
        native.format = (Native.GstFormat)Format;
        native.start = Start;
        native.stop = Stop;
        return native;
    }

    /// <summary>C passes nothing when nothing is wished for.</summary>
    internal static unsafe GstBufferPoolAcquireParams FromNative(Native.GstBufferPoolAcquireParams* native) => native is null ? default : new()
    {
        Flags = (GstBufferPoolAcquireFlags)native->flags,
        Format = (GstFormat)native->format,
        Start = native->start,
        Stop = native->stop,
    };
}
