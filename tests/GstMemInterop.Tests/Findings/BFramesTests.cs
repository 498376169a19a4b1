using GstMemInterop.Bytes;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Findings;

/// <summary>Entries B1 to B5 and H8: frames as planes, after every change of caps and whatever the buffer does.</summary>
public class BFramesTests
{
    // One source after the other, on one pad: the caps change between two buffers.
    private const string Changing =
        "concat name=c ! identity name=tap ! fakesink name=out " +
        "videotestsrc num-buffers=4 pattern=white ! video/x-raw,format=I420,width=320,height=240 ! c. " +
        "videotestsrc num-buffers=4 pattern=white ! video/x-raw,format=I420,width=160,height=120 ! c. " +
        "videotestsrc num-buffers=4 pattern=white ! video/x-raw,format=GRAY8,width=640,height=480 ! c.";

    [Theory]
    [InlineData("tap", "src")]
    [InlineData("tap", "sink")]
    [InlineData("out", "sink")]
    public void B1_A_probe_knows_the_format_of_the_passing_frame_after_every_change_of_caps(string element, string pad)
    {
        using GstPipeline pipeline = GstPipeline.Launch(Changing);
        List<string> formats = [];
        List<GstCaps> caps = [];
        List<Exception> failures = [];
        using PadProbe probe = pipeline.GetPadAndAdd(element, pad, 0, (ref BufferProbe p, int _) =>
        {
            using WriteMapping map = p.EditBuffer();
            PlaneSpan<byte> luma = new VideoFrameView(map, p.VideoInfo, p.Buffer).Plane(0);
            formats.Add($"{p.VideoInfo.Format} {luma.Width}x{luma.Height}");
            Assert.Same(p.VideoInfo, p.VideoInfo);
            Assert.Same(p.Caps, p.Caps);
            caps.Add(p.Caps!);
            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.Equal([.. Repeat("I420 320x240"), .. Repeat("I420 160x120"), .. Repeat("GRAY8 640x480")], formats);
        Assert.Equal([320, 160, 640], caps.Distinct().Select(static c => (int)c["width"]!));
        Assert.Equal(3, caps.Distinct<GstCaps>(ReferenceEqualityComparer.Instance).Count());

        static IEnumerable<string> Repeat(string format) => Enumerable.Repeat(format, 4);
    }

    [Fact]
    public void B1_A_view_with_the_info_of_other_frames_is_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Changing);
        GstVideoInfo? first = null;
        Tally views = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int state) =>
        {
            first ??= p.VideoInfo;
            GstBufferRef buffer = p.Buffer;
            if (buffer.TryGetVideoMeta(out GstVideoMetaRef meta))
            {
                buffer.RemoveMeta(meta.Meta);
            }

            using ReadMapping map = buffer.MapRead();
            try
            {
                _ = new ReadOnlyVideoFrameView(map, first, buffer).PlaneCount;
                views.Count(true);
            }
            catch (ArgumentException exception)
            {
                Assert.Contains("VideoInfo", exception.Message, StringComparison.Ordinal);
                views.Count(false);
            }

            return GstPadProbeReturn.Ok;
        });
        List<Exception> failures = [];
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.Equal((12, 4), (views.Calls, views.Marked));
    }

    [Fact]
    public void B1_Asking_for_the_format_of_each_frame_costs_no_garbage()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=300 ! video/x-raw,format=GRAY8,width=16,height=16,framerate=1000/1 ! identity name=tap ! fakesink sync=false");
        long bytes = 0;
        int frames = 0;
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int _) =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool right = p.VideoInfo.Width == 16 && p.Caps is not null;
            long after = GC.GetAllocatedBytesForCurrentThread();
            if (frames++ > 0 && right)
            {
                bytes += after - before;
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((300, 0L), (frames, bytes));
    }

    [Fact]
    public void B1_What_is_no_raw_video_and_what_was_disposed_is_told()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=3 ! audio/x-raw,format=S16LE,rate=8000,channels=1 ! identity name=tap ! fakesink");
        int refused = 0;
        int other = 0;
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int state) =>
        {
            p.Caps!.Dispose();
            other += p.Caps!.MediaType == "audio/x-raw" ? 1 : 0;
            try
            {
                _ = p.VideoInfo;
            }
            catch (InvalidOperationException exception) when (exception.Message.Contains("audio/x-raw", StringComparison.Ordinal))
            {
                refused++;
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((3, 3), (refused, other));

        using GstCaps encoded = GstCaps.Parse("video/x-h264,width=16,height=16,framerate=1/1");
        Assert.Throws<ArgumentException>(() => GstVideoInfo.FromCaps(encoded));
    }

    [Fact]
    public void B2_A_buffer_of_one_field_has_the_rows_of_one_field()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw(format:Interlaced),format=I420,width=64,height=34,interlace-mode=alternate,framerate=25/1");
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        Assert.Equal((GstVideoInterlaceMode.Alternate, 34, 17), (info.InterlaceMode, info.Height, info.FieldHeight));
        Assert.Equal((17, 9, 9), (info.Rows(0), info.Rows(1), info.Rows(2)));
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        VideoFrameView view = new(map, info, buffer.Borrow());
        view.Plane(1).Fill(1);
        foreach (ReadOnlySpan<byte> row in view.Plane(2).AsReadOnly())
        {
            Assert.False(row.Contains((byte)1));
        }

        view.Plane(2).Fill(2);
        Assert.Equal(17, GstVideoInfo.Create(GstVideoFormat.I420, 64, 17).FieldHeight);
    }

    [Fact]
    public void B3_Rows_that_go_up_are_shown_from_the_first_row_of_the_picture()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);
        using GstBuffer buffer = GstBuffer.Allocate(16);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 4, 4, [12], [-4]);
        using (WriteMapping map = buffer.MapWrite())
        {
            for (int i = 0; i < 16; i++)
            {
                map.Span[i] = (byte)i;
            }

            PlaneSpan<byte> plane = new VideoFrameView(map, info, buffer.Borrow()).Plane(0);
            Assert.Equal((4, 4, -4), (plane.Width, plane.Height, plane.Stride));
            Assert.Equal([12, 13, 14, 15], plane[0].ToArray());
            Assert.Equal([0, 1, 2, 3], plane[3].ToArray());
        }

        using ReadMapping read = buffer.MapRead();
        Assert.Equal(15, new ReadOnlyVideoFrameView(read, info, buffer.Borrow()).Plane(0)[3, 0]);
    }

    [Fact]
    public void B4_A_plane_outside_of_the_bytes_is_refused_as_documented()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);
        foreach ((nuint offset, int stride) in ((nuint, int)[])[(1, 4), (17, 4), (nuint.MaxValue, 4), (11, -4), (0, int.MaxValue), (0, int.MinValue), (0, 3), (0, 0)])
        {
            using GstBuffer buffer = GstBuffer.Allocate(16);
            AddMetaUnchecked(buffer, offset, stride);
            using WriteMapping map = buffer.MapWrite();
            VideoFrameView view = new(map, info, buffer.Borrow());
            string refused = "";
            try
            {
                _ = view.Plane(0);
            }
            catch (ArgumentOutOfRangeException exception)
            {
                refused = exception.GetType().Name + exception.Message;
            }

            Assert.StartsWith("ArgumentOutOfRangeException", refused, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void B5_Pixels_of_three_bytes_are_shown_also_where_rows_end_in_padding()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.RGB, 321, 5);
        Assert.Equal((963, 964), (info.RowBytes(0), info.Stride(0)));
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        PlaneSpan<Rgb> pixels = new VideoFrameView(map, info, buffer.Borrow()).Plane(0).Cast<Rgb>();
        Assert.Equal((321, 5), (pixels.Width, pixels.Height));
        pixels[320, 4] = new Rgb(1, 2, 3);
        Assert.Equal([1, 2, 3], map.Slice((4 * 964) + 960, 3).ToArray());
        pixels.Slice(1, 1, 2, 2).Fill(new Rgb(9, 9, 9));
        Assert.Equal(12, map.Span.Count((byte)9));
        Assert.Equal(9, map.Span[964 + 3]);
        Assert.Equal(0, map.Span[963]);
    }

    [Fact]
    public void H8_A_view_asks_whether_its_buffer_is_there_and_keeps_what_it_read()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);
        using GstBuffer buffer = GstBuffer.Allocate(64);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 4, 4, [8], [12]);
        using ReadMapping map = buffer.MapRead();
        Assert.Equal(nameof(InvalidOperationException), Failure(map, info, default));

        ReadOnlyVideoFrameView view = new(map, info, buffer.Borrow());
        Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef meta));
        buffer.RemoveMeta(meta.Meta);
        for (int i = 0; i < 50; i++)
        {
            buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 2, 2); // where the old one lay, if anywhere
        }

        Assert.Equal(12, view.Plane(0).Stride);

        GstBufferRef borrowed = buffer.Borrow();
        buffer.Dispose();
        Assert.Equal(nameof(ObjectDisposedException), Failure(map, info, borrowed));
        Assert.Equal(12, view.Plane(0).Stride); // the mapping keeps the bytes

        static string Failure(in ReadMapping map, GstVideoInfo info, GstBufferRef buffer)
        {
            try
            {
                return new ReadOnlyVideoFrameView(map, info, buffer).PlaneCount.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
            catch (Exception exception)
            {
                return exception.GetType().Name;
            }
        }
    }

    [Fact]
    public void G7_Times_are_set_on_the_probe_and_on_a_borrow_in_a_variable()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=10 ! video/x-raw,format=GRAY8,width=16,height=16 ! tee name=t ! identity name=tap ! fakesink name=out async=false  t. ! fakesink name=other async=false");
        int copied = 0;
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "sink", 0, (ref BufferProbe p, int _) =>
        {
            p.Pts = GstClockTime.FromSeconds(7);
            p.Dts = GstClockTime.FromSeconds(6);
            p.Duration = GstClockTime.FromSeconds(5);
            GstBufferRef buffer = p.Buffer;
            buffer.OffsetEnd = 4;
            copied += p.BufferWasCopied && p.Pts == GstClockTime.FromSeconds(7) ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Buffer is { OffsetEnd: 4 } && p.Pts == GstClockTime.FromSeconds(7) && p.Dts == GstClockTime.FromSeconds(6) && p.Duration == GstClockTime.FromSeconds(5));
            return GstPadProbeReturn.Ok;
        });
        Tally original = new();
        using PadProbe checkOther = pipeline.GetPadAndAdd("other", "sink", original, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Pts == GstClockTime.FromSeconds(7));
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((10, 10, 10), (copied, seen.Calls, seen.Marked));
        Assert.Equal((10, 0), (original.Calls, original.Marked));

        using GstSample sample = GstSample.Create();
        using (GstBuffer buffer = GstBuffer.Allocate(4))
        {
            sample.SetBuffer(buffer);
        }

        GstBufferRef inSample = sample.Buffer;
        inSample.Pts = GstClockTime.FromSeconds(1);
        Assert.Equal(GstClockTime.FromSeconds(1), sample.Buffer.Pts);
    }

    private static unsafe void AddMetaUnchecked(GstBuffer buffer, nuint offset, int stride)
    {
        nuint* offsets = stackalloc nuint[4] { offset, 0, 0, 0 };
        int* strides = stackalloc int[4] { stride, 0, 0, 0 };
        Assert.True(Native.LibGstVideo.gst_buffer_add_video_meta_full(
            (Native.GstBuffer*)buffer.DangerousHandle, Native.GstVideoFrameFlags.GST_VIDEO_FRAME_FLAG_NONE, Native.GstVideoFormat.GST_VIDEO_FORMAT_GRAY8, 4, 4, 1, offsets, strides) is not null);
    }

    private readonly record struct Rgb(byte Red, byte Green, byte Blue);
}
