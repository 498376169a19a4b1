using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Bytes;
using GstMemInterop.Tests.Allocators;

namespace GstMemInterop.Tests.Pools;

[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class GstVideoBufferPoolTests
{
    private const string I420 = "video/x-raw,format=I420,width=322,height=242,framerate=30/1";

    [Fact]
    public void Frames_have_the_size_of_their_caps()
    {
        using GstCaps caps = GstCaps.Parse(I420);
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        using GstVideoBufferPool pool = GstVideoBufferPool.Create();
        Assert.Equal([GstBufferPoolOption.VideoMeta, GstBufferPoolOption.VideoAlignment], pool.Options);
        Assert.True(pool.HasOption(GstBufferPoolOption.VideoAlignment));
        pool.SetConfig(new() { Caps = caps, Size = info.Size });
        pool.Activate();
        using GstBuffer frame = pool.Acquire();
        Assert.Equal(info.Size, frame.Size);
        Assert.False(frame.TryGetVideoMeta(out _));
    }

    [Fact]
    public void What_does_not_fit_the_caps_is_refused()
    {
        using GstCaps caps = GstCaps.Parse(I420);
        using GstCaps audio = GstCaps.Parse("audio/x-raw");
        using GstVideoBufferPool pool = GstVideoBufferPool.Create();
        Assert.False(pool.TrySetConfig(new() { Size = 100 }));
        Assert.False(pool.TrySetConfig(new() { Caps = audio, Size = 100 }));
        Assert.False(pool.TrySetConfig(new() { Caps = caps, Size = 100 }));
        Assert.Throws<InvalidOperationException>(() => pool.SetConfig(new() { Caps = caps, Size = 100 }));
    }

    [Fact]
    public void An_alignment_moves_planes_and_rows_and_views_follow()
    {
        using HeapAllocator allocator = new();
        using GstCaps caps = GstCaps.Parse(I420);
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        GstVideoAlignment alignment = new(new GstVideoPadding(Top: 2, Bottom: 6, Left: 8, Right: 10), 64);
        using GstVideoBufferPool pool = GstVideoBufferPool.Create();
        pool.SetConfig(new() { Caps = caps, Size = info.Size, Allocator = allocator, VideoAlignment = alignment });
        using GstBufferPoolConfig config = pool.GetConfig();
        Assert.Equal([GstBufferPoolOption.VideoMeta, GstBufferPoolOption.VideoAlignment], config.Options);
        Assert.True(config.Size > info.Size);
        Assert.Equal(64, config.VideoAlignment!.Value.StrideAlignment);
        Assert.Equal(64u, config.Allocation.Alignment);
        Assert.True(config.VideoAlignment.Value.Padding.Right >= 10);
        pool.Activate();
        using (GstBuffer frame = pool.Acquire())
        {
            Assert.Equal(config.Size, frame.Size);
            Assert.True(frame.TryGetVideoMeta(out GstVideoMetaRef meta));
            Assert.Equal((322, 242, 3), (meta.Width, meta.Height, meta.PlaneCount));
            Assert.True(meta.Meta.IsPooled);
            using WriteMapping map = frame.MapWrite();
            VideoFrameView view = new(map, info, frame.Borrow());
            for (int i = 0; i < 3; i++)
            {
                PlaneSpan<byte> plane = view.Plane(i);
                Assert.Equal(0, plane.Stride % 64);
                Assert.Equal(meta.Stride(i), plane.Stride);
                Assert.True(plane.Stride > info.Stride(i));
                plane.Fill((byte)(i + 1));
                Assert.Equal(i + 1, map.Span[(int)meta.Offset(i)]);
            }

            Assert.True(meta.Offset(0) >= (nuint)(2 * meta.Stride(0)));
        }

        using GstBuffer again = pool.Acquire();
        Assert.True(again.TryGetVideoMeta(out _));
        Assert.Equal(1, allocator.Total);
    }

    [Fact]
    public void An_impossible_alignment_is_refused()
    {
        using GstBufferPoolConfig config = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => config.VideoAlignment = new(new(-1, 0, 0, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => config.VideoAlignment = new(default, 48));
        Assert.Throws<ArgumentOutOfRangeException>(() => config.VideoAlignment = new(default, -8));
        Assert.Throws<ArgumentNullException>(() => config.VideoAlignment = null!);
        config.VideoAlignment = new(new(1, 2, 3, 4));
        Assert.Equal(new GstVideoAlignment(new(1, 2, 3, 4), 1), config.VideoAlignment);
    }
}
