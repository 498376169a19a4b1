namespace GstMemInterop;

// Whether there is room for what is configured: C would find out when it allocates, and end the process.
public sealed unsafe partial class GstBufferPoolConfig
{
    /// <summary>More than C takes for a buffer and its memory beside the bytes.</summary>
    private const nuint Bookkeeping = 512;

    /// <summary>Proves that one buffer, and the least number of them, can be had.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parts of a block do not fit the address space together.</exception>
    /// <exception cref="InvalidOperationException">A frame with its alignment has more bytes than a pool can count.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    internal void RequireRoom()
    {
        lock (_gate)
        {
            nuint each = FrameBytes();
            Native.GstAllocator* allocator = Source(out Native.GstAllocationParams shape);
            Room.RequireFits(each, shape.prefix, shape.padding, shape.align, "a buffer of the pool");

            // A C# allocator answers for its bytes itself; only what C keeps about them is asked for here.
            nuint whole = allocator is not null && AllocatorCallbacks.IsOurs(allocator) ? 0 : each + shape.prefix + shape.padding + shape.align;
            Room.Require(whole, "a buffer of the pool");
            UInt128 all = (UInt128)(whole + Bookkeeping) * Parameters.MinBuffers;
            Room.Require(all > Room.Most ? nuint.MaxValue : (nuint)all, $"the {Parameters.MinBuffers} buffers that the pool begins with");
        }
    }

    /// <summary>The bytes of a buffer. Where an alignment of video is asked for, the size grows to at most this; C adds it up in 32 bits and does not look. With the gate held.</summary>
    private nuint FrameBytes()
    {
        nuint size = Parameters.Size;
        Native.GstCaps* caps;
        _ = Native.LibGst.gst_buffer_pool_config_get_params(Open(), &caps, null, null, null);
        if (caps is null || !HasOption(GstBufferPoolOption.VideoAlignment) || VideoAlignment is not { } alignment)
        {
            return size;
        }

        Native.GstVideoInfo info;
        if (Native.LibGst.gst_caps_is_fixed(caps) == 0 || Native.LibGstVideo.gst_video_info_from_caps(&info, caps) == 0)
        {
            return size; // the pool will not take it
        }

        GstVideoPadding padding = alignment.Padding;
        Int128 pixels = Math.Max(1, (long)info.width * info.height);
        Int128 bytesPerPixel = ((Int128)(ulong)info.size + pixels - 1) / pixels;
        Int128 step = Math.Max(1, alignment.StrideAlignment);
        Int128 width = ((Int128)info.width + padding.Left + padding.Right + step - 1) / step * step; // C widens rows until they are aligned
        Int128 frame = width * bytesPerPixel * ((Int128)info.height + padding.Top + padding.Bottom);
        return frame <= uint.MaxValue
            ? nuint.Max(size, (nuint)frame)
            : throw new InvalidOperationException($"A frame of {info.width}x{info.height} with {padding} and rows aligned to {alignment.StrideAlignment} bytes takes about {frame} bytes, and a pool counts them in 32 bits: {uint.MaxValue} at most. Choose less padding or a smaller alignment.");
    }
}
