using GstMemInterop.Bytes;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Media;

public class VideoFrameViewTests
{
    public static TheoryData<GstVideoFormat> Formats() =>
        [.. Enum.GetValues<GstVideoFormat>().Where(static f => f is not (GstVideoFormat.UNKNOWN or GstVideoFormat.ENCODED))];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_plane_of_every_format_lies_inside_the_frame(GstVideoFormat format)
    {
        Needs.VideoFormat(format);
        GstVideoInfo info = GstVideoInfo.Create(format, 321, 241);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, info, buffer.Borrow());
        Assert.InRange(view.PlaneCount, 1, 4);
        for (int i = 0; i < view.PlaneCount; i++)
        {
            PlaneSpan<byte> plane = view.Plane(i);
            Assert.InRange(plane.Width, 1, plane.Stride);
            Assert.InRange(plane.Height, 1, 4 * info.Height);
            plane.Fill((byte)i);
        }
    }

    [Fact]
    public void I420_planes_do_not_overlap_and_have_their_sizes()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.I420, 320, 240);
        Assert.Equal((nuint)115_200, info.Size);
        Assert.Equal(((nuint)0, (nuint)76_800, (nuint)96_000), (info.PlaneOffset(0), info.PlaneOffset(1), info.PlaneOffset(2)));
        Assert.Equal((320, 160, 160), (info.RowBytes(0), info.RowBytes(1), info.RowBytes(2)));
        Assert.Equal((240, 120, 120), (info.Rows(0), info.Rows(1), info.Rows(2)));
        Assert.Equal((2, 2), info.Subsampling(1));
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, info, buffer.Borrow());
        Assert.True(view.Plane(0).TryGetSpan(out Span<byte> luma));
        Assert.Equal(76_800, luma.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => info.Stride(3));
    }

    [Fact]
    public void The_strides_of_a_video_meta_win()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 10, 4);
        using GstBuffer buffer = GstBuffer.Allocate(128);
        AddMeta(buffer, 10, 4, offset: 16, stride: 24);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span.Clear();
            PlaneSpan<byte> plane = new VideoFrameView(map, info, buffer.Borrow()).Plane(0);
            Assert.Equal((10, 4, 24), (plane.Width, plane.Height, plane.Stride));
            plane.Fill(1);
            Assert.Equal(40, map.Span.Count((byte)1));
            Assert.Equal(1, map.Span[16 + 24]);
            Assert.Equal(0, map.Span[16 + 10]);
        }
    }

    [Fact]
    public void A_video_meta_that_points_past_the_buffer_is_refused()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 10, 4);
        using GstBuffer buffer = GstBuffer.Allocate(64);
        AddMeta(buffer, 10, 4, offset: 16, stride: 24);
        using ReadMapping map = buffer.MapRead();
        bool refused = false;
        try
        {
            _ = new ReadOnlyVideoFrameView(map, info, buffer.Borrow()).Plane(0).Width;
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void Caps_and_meta_that_disagree_are_refused()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 20, 8);
        using GstBuffer buffer = GstBuffer.Allocate(1024);
        AddMeta(buffer, 10, 4, offset: 0, stride: 12);
        using ReadMapping map = buffer.MapRead();
        bool refused = false;
        try
        {
            _ = new ReadOnlyVideoFrameView(map, info, buffer.Borrow()).PlaneCount;
        }
        catch (ArgumentException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void Caps_that_are_no_raw_video_are_refused()
    {
        using GstCaps audio = GstCaps.Parse("audio/x-raw,format=S16LE,rate=8000,channels=1");
        Assert.Throws<ArgumentException>(() => GstVideoInfo.FromCaps(audio));
        using GstCaps open = GstCaps.Parse("video/x-raw,format=I420");
        Assert.Throws<ArgumentException>(() => GstVideoInfo.FromCaps(open));
        foreach (string wrong in (string[])["no caps, = at all", "1abc", "-", "\"a b\"", "video/x-raw,width=[5,1]", "video/x-raw,framerate=[30/1,1/1]", "video/x-raw,a=(structure)1x", "video/x-raw,width=1;2x"])
        {
            Assert.Throws<FormatException>(() => GstCaps.Parse(wrong));
        }

        using GstCaps ranges = GstCaps.Parse("video/x-raw(memory:SystemMemory),width=[1,5],framerate=[0/1,30/1],format={I420,NV12};audio/x-raw,rate=(int)[8000,48000]");
        Assert.False(ranges.IsFixed);
        using GstCaps any = GstCaps.Parse("ANY");
        Assert.Null(any.MediaType);
        Assert.Throws<ArgumentOutOfRangeException>(() => GstVideoInfo.Create(GstVideoFormat.RGB, 0, 4));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create(GstVideoFormat.UNKNOWN, 4, 4));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create(GstVideoFormat.RGBA, int.MaxValue, int.MaxValue));

        using GstCaps video = GstCaps.Parse("video/x-raw,format=NV12,width=321,height=241,framerate=25/1");
        GstVideoInfo info = GstVideoInfo.FromCaps(video);
        Assert.Equal((GstVideoFormat.NV12, 321, 241, 2), (info.Format, info.Width, info.Height, info.PlaneCount));
        Assert.Equal((25, 1), info.FrameRate);
        Assert.Equal(322, info.RowBytes(1));
        Assert.Equal(2, info.PixelStride(1));
        Assert.Equal("video/x-raw", video.MediaType);
        Assert.Equal(321, video["width"]);
        Assert.Null(video["nothing"]);
    }

    private static unsafe void AddMeta(GstBuffer buffer, uint width, uint height, nuint offset, int stride)
    {
        nuint* offsets = stackalloc nuint[4] { offset, 0, 0, 0 };
        int* strides = stackalloc int[4] { stride, 0, 0, 0 };
        Assert.True(Native.LibGstVideo.gst_buffer_add_video_meta_full(
            (Native.GstBuffer*)buffer.DangerousHandle, Native.GstVideoFrameFlags.GST_VIDEO_FRAME_FLAG_NONE, Native.GstVideoFormat.GST_VIDEO_FORMAT_GRAY8, width, height, 1, offsets, strides) is not null);
    }
}
