using System.Runtime.InteropServices;
using GstMemInterop.Bytes;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Media;

public unsafe class VideoPixelsTests
{
    public static TheoryData<GstVideoFormat> Formats() => [.. RawFormats.Video];

    [Theory]
    [InlineData(GstVideoFormat.GRAY8, 1, "")]
    [InlineData(GstVideoFormat.GRAY8, 2, "1 bytes")]
    [InlineData(GstVideoFormat.RGB8P, 1, "")]
    [InlineData(GstVideoFormat.RGB16, 2, "")]
    [InlineData(GstVideoFormat.GRAY16_LE, 2, "")]
    [InlineData(GstVideoFormat.GRAY16_BE, 2, "little-endian")]
    [InlineData(GstVideoFormat.RGB, 3, "")]
    [InlineData(GstVideoFormat.RGB, 4, "3 bytes")]
    [InlineData(GstVideoFormat.BGRA, 4, "")]
    [InlineData(GstVideoFormat.BGRx, 4, "")]
    [InlineData(GstVideoFormat.BGRA, 8, "4 bytes")]
    [InlineData(GstVideoFormat.ARGB64_LE, 8, "")]
    [InlineData(GstVideoFormat.ARGB64_BE, 8, "little-endian")]
    [InlineData(GstVideoFormat.r210, 4, "little-endian")]
    [InlineData(GstVideoFormat.RGB10A2_LE, 4, "")]
    [InlineData(GstVideoFormat.I420, 1, "3 planes")]
    [InlineData(GstVideoFormat.NV12, 1, "2 planes")]
    [InlineData(GstVideoFormat.YUY2, 2, "Component")]
    [InlineData(GstVideoFormat.YUY2, 4, "Component")]
    [InlineData(GstVideoFormat.v210, 4, "packed")]
    [InlineData(GstVideoFormat.UYVP, 4, "packed")]
    [InlineData(GstVideoFormat.NV12_64Z32, 1, "planes")]
    public void Typed_pixels_are_given_where_they_are_right_and_refused_with_the_way_out(GstVideoFormat format, int size, string reason)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "needs a little-endian machine: the formats are named for it");
        Native.GstVideoFormatInfo* raw = Native.LibGstVideo.gst_video_format_get_info((Native.GstVideoFormat)format);
        string told = size switch { 1 => Try<byte>(format), 2 => Try<ushort>(format), 3 => Try<Rgb>(format), 4 => Try<uint>(format), _ => Try<ulong>(format) };
        Assert.True(raw is not null && reason.Length == 0 ? told.Length == 0 : told.Contains(reason, StringComparison.Ordinal) || (reason == "Component" && told.Contains("component", StringComparison.Ordinal)), told);
    }

    private static string Try<T>(GstVideoFormat format)
        where T : unmanaged
    {
        GstVideoInfo info = GstVideoInfo.Create(format, 22, 3);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, info, buffer.Borrow());
        try
        {
            PlaneSpan<T> pixels = view.Pixels<T>();
            Assert.Equal((22, 3), (pixels.Width, pixels.Height));
            Assert.Equal(22, view.Row<T>(2).Length);
            return "";
        }
        catch (InvalidOperationException refused)
        {
            return refused.Message;
        }
    }

    [Fact]
    public void A_plane_is_seen_as_pixels_or_as_the_values_they_consist_of()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.P010_10LE, 21, 5);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        VideoFrameView view = new(map, info, buffer.Borrow());
        Assert.Equal((21, 5), (view.Plane<ushort>(0).Width, view.Plane<ushort>(0).Height));
        Assert.Equal((11, 3), (view.Plane<uint>(1).Width, view.Plane<uint>(1).Height));
        view.Plane<ushort>(1)[21, 2] = 0x8000;
        Assert.Equal(0x80000000u, view.Plane<uint>(1)[10, 2]);
        Assert.Equal(0x8000, MemoryMarshal.Read<ushort>(view.Plane(1).Row(2)[42..]));
        string refused = "";
        try
        {
            _ = view.Plane<ulong>(1).Width;
        }
        catch (InvalidOperationException told)
        {
            refused = told.Message;
        }

        Assert.Contains("4 bytes", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void The_palette_colours_the_pixels_as_libgstvideo_does()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.RGB8P, 5, 2);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        map.Span.Clear();
        VideoFrameView view = new(map, info, buffer.Borrow());
        Assert.Equal(256, view.Palette.Length);
        view.Palette[7] = 0x80FF4020;
        view.Pixels<byte>()[4, 1] = 7;
        Native.GstVideoFormatInfo* raw = Native.LibGstVideo.gst_video_format_get_info(Native.GstVideoFormat.GST_VIDEO_FORMAT_RGB8P);
        byte* line = stackalloc byte[5 * 4];
        fixed (byte* first = map.Span)
        {
            void** data = stackalloc void*[4] { first, first + info.PlaneOffset(1), null, null };
            int* strides = stackalloc int[4] { info.Stride(0), info.Stride(1), 0, 0 };
            raw->unpack_func(raw, 0, line, data, strides, 0, 1, 5);
        }

        Assert.Equal([0x80, 0xFF, 0x40, 0x20], new ReadOnlySpan<byte>(line + 16, 4).ToArray());
        string told = "";
        try
        {
            GstVideoInfo gray = GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4);
            using GstBuffer other = GstBuffer.Allocate(gray.Size);
            using ReadMapping otherMap = other.MapRead();
            _ = new ReadOnlyVideoFrameView(otherMap, gray, other.Borrow()).Palette.Length;
        }
        catch (InvalidOperationException refused)
        {
            told = refused.Message;
        }

        Assert.Contains("no palette", told, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_aligned_are_no_numbers()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY16_LE, 4, 3);
        int refused = 0;
        foreach ((nuint offset, int stride) in ((nuint, int)[])[(1, 8), (2, 9), (2, 10)])
        {
            using GstBuffer buffer = GstBuffer.Allocate(64);
            buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY16_LE, 4, 3, [offset], [stride]);
            using WriteMapping map = buffer.MapWrite();
            VideoFrameView view = new(map, info, buffer.Borrow());
            try
            {
                view.Pixels<ushort>()[3, 2] = 1;
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or InvalidCastException)
            {
                refused++;
            }

            try
            {
                view.Component<ushort>(0)[3, 2] = 1;
            }
            catch (InvalidOperationException)
            {
                refused++;
            }
        }

        Assert.Equal(4, refused);
    }

    [Fact]
    public void Views_fields_pixels_and_components_cost_no_garbage()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.BGRA, 8, 4);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        long bytes = 0;
        for (int i = 0; i < 100; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using (WriteMapping map = buffer.MapWrite())
            {
                VideoFrameView view = new(map, info, buffer.Borrow());
                view.TopField.Pixels<uint>().Fill(0xFF00FF00);
                view.BottomField.Row<uint>(1)[3]++;
                view.Component<byte>(3).Fill(255);
            }

            bytes += i < 10 ? 0 : GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, bytes);
    }

    [Fact]
    public void A_mapping_of_another_buffer_or_of_a_part_is_refused()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, 8, 4);
        using GstBuffer one = GstBuffer.Allocate(64);
        using GstBuffer other = GstBuffer.Allocate(48);
        one.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 8, 4, [8], [8]);
        using ReadMapping map = other.MapRead();
        string told = "";
        try
        {
            _ = new ReadOnlyVideoFrameView(map, info, one.Borrow()).Height;
        }
        catch (ArgumentException refused)
        {
            told = refused.Message;
        }

        Assert.Contains("whole buffer", told, StringComparison.Ordinal);
    }

    [Fact]
    public void A_view_keeps_its_planes_when_the_meta_is_taken_away_and_the_memory_goes()
    {
        GstVideoInfo video = GstVideoInfo.Create(GstVideoFormat.GRAY8, 8, 4);
        GstAudioInfo audio = GstAudioInfo.Create(GstAudioFormat.S8, 8000, 2, GstAudioLayout.NonInterleaved);
        using GstBuffer buffer = GstBuffer.Allocate(64);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 8, 4, [8], [8]);
        buffer.AddAudioMeta(GstAudioFormat.S8, GstAudioLayout.NonInterleaved, 8000, 2, 16, [16, 48]);
        using ReadMapping map = buffer.MapRead();
        ReadOnlyVideoFrameView frame = new(map, video, buffer.Borrow());
        ReadOnlyAudioView sound = new(map, audio, buffer.Borrow());
        Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef one));
        buffer.RemoveMeta(one.Meta);
        Assert.True(buffer.TryGetAudioMeta(out GstAudioMetaRef two));
        buffer.RemoveMeta(two.Meta);
        buffer.Dispose();
        Assert.True(map.Span.Overlaps(frame.Plane(0).Row(3), out int row));
        Assert.True(map.Span.Overlaps(sound.Plane(1), out int plane));
        Assert.Equal((32, 48), (row, plane));
    }

    [Fact]
    public void A_default_view_and_indexes_beyond_the_frame_are_refused()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.I420, 8, 4);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, info, buffer.Borrow());
        VideoFrameView none = default;
        int refused = 0;
        for (int i = 0; i < 12; i++)
        {
            try
            {
                _ = i switch
                {
                    0 => none.PlaneCount, 1 => none.Plane(0).Width, 2 => none.TopField.Height, 3 => none.Component<byte>(0).Width, 4 => none.Pixels<byte>().Width, 5 => none.Palette.Length,
                    6 => view.Plane(3).Width, 7 => view.Component<byte>(3).Width, 8 => view.Component<byte>(0)[8, 0], 9 => view.Component<byte>(1)[0, 2], 10 => view.Component<byte>(-1).Width,
                    _ => view.Plane<byte>(-1).Width,
                };
            }
            catch (Exception exception) when (exception is ArgumentOutOfRangeException or InvalidOperationException)
            {
                refused++;
            }
        }

        Assert.Equal(12, refused);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_probe_inverts_what_a_source_makes_in_every_format_and_leaves_the_padding(GstVideoFormat format)
    {
        string launch =
            $"videotestsrc num-buffers=1 pattern=smpte ! video/x-raw,format=I420,width=21,height=13 ! videoconvert dither=none ! video/x-raw,format={RawFormats.Name(format)} ! identity name=tap ! appsink name=out sync=false";
        using GstPipeline pipeline = GstPipeline.Launch(launch);
        List<byte[]> before = [];
        List<Exception> failures = [];
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", before, static (ref BufferProbe p, List<byte[]> before) =>
        {
            using WriteMapping map = p.EditBuffer();
            before.Add(map.Span.ToArray());
            VideoFrameView view = new(map, p.VideoInfo, p.Buffer);
            for (int plane = 0; plane < view.PlaneCount; plane++)
            {
                ByteEdit.Invert(view.Plane(plane));
            }

            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        using GstSample sample = sink.Pull(TestContext.Current.CancellationToken)!;
        Assert.Empty(failures);
        GstVideoInfo info = GstVideoInfo.FromCaps(sample.Caps!);
        Assert.Equal(format, info.Format);
        byte[] expected = Assert.Single(before);
        for (int plane = 0; plane < info.PlaneCount; plane++)
        {
            for (int y = 0; y < info.Rows(plane); y++)
            {
                ByteEdit.Invert(expected.AsSpan((int)info.PlaneOffset(plane) + (y * (RawFormats.IsMadeOfRows(info, plane) ? info.Stride(plane) : 0)), info.RowBytes(plane)));
            }
        }

        Assert.Equal(expected, sample.Buffer.ToArray());
    }

    private readonly record struct Rgb(byte R, byte G, byte B);
}
