using GstMemInterop.Native;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Buffers.Metas;

public class VideoMetaTests
{
    [Fact]
    public void A_video_meta_says_where_the_planes_are()
    {
        using GstBuffer buffer = GstBuffer.Allocate(320 * 240 * 3 / 2);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 320, 240);
        Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef meta));
        Assert.Equal((GstVideoFormat.NV12, 320, 240, 2), (meta.Format, meta.Width, meta.Height, meta.PlaneCount));
        Assert.Equal(((nuint)0, (nuint)76800), (meta.Offset(0), meta.Offset(1)));
        Assert.Equal((320, 320), (meta.Stride(0), meta.Stride(1)));
        Assert.Equal(((nuint)76800, (nuint)38400), (meta.PlaneSize(0), meta.PlaneSize(1)));
        Assert.Equal(default, meta.Padding);
        Assert.Equal(0, meta.Id);
        Assert.Equal("GstVideoMeta", meta.Meta.Implementation);
        Assert.Equal(GstMetaApi.Video, meta.Meta.Api);
        Assert.Equal("GstVideoMetaAPI", GstMetaApi.Video.Name);
        Assert.Contains(GstMetaTags.Memory, GstMetaApi.Video.Tags);
        Assert.True(GstMetaApi.TryFind("GstVideoMeta", out GstMetaApi found));
        Assert.Equal(GstMetaApi.Video, found);
        Assert.False(GstMetaApi.TryFind("NoSuchMeta", out _));

        meta.FrameFlags = GstVideoFrameFlags.Interlaced;
        meta.Id = 3;
        Assert.Equal((GstVideoFrameFlags.Interlaced, 3), (meta.FrameFlags, meta.Id));
        Assert.True(buffer.TryGetVideoMeta(3, out _));
        Assert.False(buffer.TryGetVideoMeta(0, out GstVideoMetaRef missing));
        Assert.True(missing.IsNull);
        Assert.Throws<ArgumentOutOfRangeException>(() => { Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef m)); m.Offset(2); });
        Assert.Throws<ArgumentOutOfRangeException>(() => { Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef m)); m.Stride(-1); });
    }

    [Fact]
    public void Padded_planes_are_taken_when_they_lie_inside_the_buffer()
    {
        using GstBuffer buffer = GstBuffer.Allocate(3 * 328 * 240);
        GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 320, 240, [0, 78720], [328, 328]);
        Assert.Equal((328, (nuint)78720), (meta.Stride(1), meta.Offset(1)));
        meta.SetPlane(1, 80000, 336);
        Assert.Equal((336, (nuint)80000), (meta.Stride(1), meta.Offset(1)));

        // Bottom-up: the first row is the last in memory.
        meta.SetPlane(0, 239 * 328, -328);
        Assert.Equal(-328, meta.Stride(0));
    }

    [Theory]
    [InlineData(0, 76801, 320, 320)] // the second plane ends one byte behind the buffer
    [InlineData(1, 76800, 320, 320)] // fits: only the buffer's ends are limits, not the other planes
    [InlineData(0, 76800, 319, 320)] // rows overlap
    [InlineData(0, 76800, 320, 400)]
    [InlineData(0, 76800, -320, 320)] // rows before the buffer
    [InlineData(0, 76800, int.MaxValue, 320)]
    [InlineData(0, 76800, int.MinValue, 320)]
    [InlineData(0, long.MaxValue, 320, 320)]
    public void Planes_outside_the_buffer_are_refused(long first, long second, int stride0, int stride1)
    {
        using GstBuffer buffer = GstBuffer.Allocate(320 * 240 * 3 / 2);
        bool fits = first == 1;
        Action add = () => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 320, 240, [(nuint)first, (nuint)second], [stride0, stride1]);
        if (fits)
        {
            add();
        }
        else
        {
            Assert.Throws<ArgumentOutOfRangeException>(add);
        }

        Assert.Equal(fits ? 1 : 0, buffer.Metas.Count);
    }

    [Fact]
    public void Impossible_formats_sizes_and_plane_counts_are_refused_without_a_word_from_C()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.UNKNOWN, 4, 4));
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.UNKNOWN, 4, 4, [0], [4]));
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, (GstVideoFormat)99999, 4, 4, [0], [4]));
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.ENCODED, 4, 4));
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 4, 4, [0], [4]));
        Assert.Throws<ArgumentException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 4, 4, [0, 16], [4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 4, -1, [0, 16], [4, 4]));
        Assert.Equal(0, buffer.Metas.Count);

        // A buffer without memory gets it later.
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 1920, 1080);
        using GstBuffer shared = buffer.Retain();
        Assert.Throws<InvalidOperationException>(() => buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 1920, 1080));
    }

    [Fact]
    public unsafe void A_format_is_taken_by_its_number_when_the_loaded_GStreamer_has_it()
    {
        void* known = Native.LibGObject.g_type_class_ref(Native.LibGstVideo.gst_video_format_get_type());
        int named = 0;
        for (int number = 1; number < 300; number++)
        {
            bool has = Native.LibGObject.g_enum_get_value((Native.GEnumClass*)known, number) is not null;
            Assert.Equal(has, Enumerable.Range(0, 5).Any(planes => Takes((GstVideoFormat)number, planes)));
            named += has ? 1 : 0;
        }

        Native.LibGObject.g_type_class_unref(known);
        int expected = Enum.GetValues<GstVideoFormat>().Count(static f => f != GstVideoFormat.UNKNOWN && Needs.Has(f));
        Assert.True(named >= expected, $"Only {named} formats of {expected} are known.");

        static bool Takes(GstVideoFormat format, int planes)
        {
            using GstBuffer buffer = GstBuffer.Create();
            try
            {
                buffer.AddVideoMeta(GstVideoFrameFlags.None, format, 8, 8, new nuint[planes], [.. Enumerable.Repeat(64, planes)]);
                return true;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void Every_raw_format_can_be_described()
    {
        foreach (GstVideoFormat format in Enum.GetValues<GstVideoFormat>())
        {
            bool isRaw = format is not (GstVideoFormat.UNKNOWN or GstVideoFormat.ENCODED);
            if (isRaw && Needs.Has(format))
            {
                GstVideoInfo info = GstVideoInfo.Create(format, 321, 123);
                using GstBuffer buffer = GstBuffer.Allocate(info.Size);
                GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, format, 321, 123);
                Assert.Equal((format, info.PlaneCount), (meta.Format, meta.PlaneCount));
            }
        }

        using GstBuffer encoded = GstBuffer.Create();
        Assert.Equal(1, encoded.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.ENCODED, 64, 64, [0], [256]).PlaneCount);
        Assert.Throws<ArgumentException>(() => encoded.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.ENCODED, 64, 64, [0, 1, 2, 3, 4], [1, 1, 1, 1, 1]));
    }

    [Fact]
    public void Padding_must_match_the_strides()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 1920, 1080);
        Assert.False(meta.TrySetPadding(new GstVideoPadding(0, 0, 0, 2)));
        Assert.Equal(default, meta.Padding);
        Assert.Throws<ArgumentOutOfRangeException>(() => { Assert.True(buffer.TryGetVideoMeta(out GstVideoMetaRef m)); m.TrySetPadding(new GstVideoPadding(0, -1, 0, 0)); });

        using GstBuffer padded = GstBuffer.Create();
        GstVideoMetaRef wide = padded.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 1920, 1080, [2, 1928 * 1080 + 2], [1928, 1928]);
        Assert.True(wide.TrySetPadding(new GstVideoPadding(0, 0, 2, 6)));
        Assert.Equal(new GstVideoPadding(0, 0, 2, 6), wide.Padding);
        Assert.Equal((nuint)(1928 * 1080), wide.PlaneSize(0));
    }

    [Fact]
    public void A_video_meta_goes_with_copies_but_not_with_a_range_of_the_bytes()
    {
        using GstBuffer buffer = GstBuffer.Allocate(64 * 64);
        buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.GRAY8, 64, 64);
        using GstBuffer copy = buffer.Copy();
        Assert.True(copy.TryGetVideoMeta(out GstVideoMetaRef meta));
        Assert.Equal(64, meta.Width);
        using GstBuffer range = buffer.CopyRegion(GstBufferCopyFlags.Flags | GstBufferCopyFlags.Meta, 0, 64);
        Assert.False(range.TryGetVideoMeta(out _));
    }

    [Fact]
    public void Crop_and_regions_are_read_written_and_enumerated()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.False(buffer.TryGetVideoCropMeta(out _));
        GstVideoCropMetaRef crop = buffer.AddVideoCropMeta(1, 2, 30, 40);
        crop.X = 5;
        Assert.True(buffer.TryGetVideoCropMeta(out GstVideoCropMetaRef again));
        Assert.Equal((5u, 2u, 30u, 40u), (again.X, again.Y, again.Width, again.Height));
        (again.Y, again.Width, again.Height) = (6, 7, 8);
        Assert.Equal((5u, 6u, 7u, 8u), (crop.X, crop.Y, crop.Width, crop.Height));

        GstVideoRegionOfInterestMetaRef face = buffer.AddVideoRegionOfInterestMeta("face", 10, 20, 100, 120);
        (face.Id, face.ParentId) = (1, -1);
        GstVideoRegionOfInterestMetaRef eye = buffer.AddVideoRegionOfInterestMeta("eye", 30, 40, 10, 5);
        (eye.Id, eye.ParentId) = (2, 1);
        GstMetaStructureRef parameter = eye.AddParameter("detection, label=(string)left");
        parameter.Set("confidence", 0.75);

        List<string> regions = [];
        foreach (GstMetaRef meta in buffer.MetasOf(GstMetaApi.VideoRegionOfInterest))
        {
            Assert.True(meta.TryAs(out GstVideoRegionOfInterestMetaRef region));
            Assert.False(meta.TryAs(out GstVideoCropMetaRef none));
            Assert.True(none.IsNull);
            regions.Add($"{region.RegionType} {region.Id} in {region.ParentId}: {region.X},{region.Y} {region.Width}x{region.Height}");
        }

        Assert.Equal(["face 1 in -1: 10,20 100x120", "eye 2 in 1: 30,40 10x5"], regions);
        Assert.True(buffer.TryGetVideoRegionOfInterestMeta(2, out GstVideoRegionOfInterestMetaRef found));
        Assert.Equal(1, found.ParameterCount);
        Assert.True(found.TryGetParameter("detection", out GstMetaStructureRef detection));
        Assert.Equal(((object)"left", (object)0.75), (detection["label"], detection["confidence"]));
        Assert.False(found.TryGetParameter("other", out GstMetaStructureRef other));
        Assert.True(other.IsNull);
        Assert.False(buffer.TryGetVideoRegionOfInterestMeta(9, out _));
        Assert.Throws<FormatException>(() => { Assert.True(buffer.TryGetVideoRegionOfInterestMeta(2, out GstVideoRegionOfInterestMetaRef m)); m.AddParameter("not, a structure"); });

        using GstBuffer copy = buffer.Copy();
        Assert.True(copy.TryGetVideoRegionOfInterestMeta(2, out GstVideoRegionOfInterestMetaRef copied));
        Assert.True(copied.TryGetParameter("detection", out GstMetaStructureRef copiedDetection));
        copiedDetection.Set("label", "right");
        Assert.Equal("left", detection["label"]);
    }

    [Fact]
    public unsafe void An_overlay_composition_is_read_rectangle_by_rectangle()
    {
        using GstBuffer buffer = GstBuffer.Create();
        using GstBuffer pixels = GstBuffer.Allocate(4 * 16 * 8);
        pixels.AddVideoMeta(GstVideoFrameFlags.None, BitConverter.IsLittleEndian ? GstVideoFormat.BGRA : GstVideoFormat.ARGB, 16, 8);
        Native.GstVideoOverlayRectangle* rectangle = LibGstVideo.gst_video_overlay_rectangle_new_raw((Native.GstBuffer*)pixels.DangerousHandle, -2, 3, 32, 16, GstVideoOverlayFormatFlags.GST_VIDEO_OVERLAY_FORMAT_FLAG_NONE);
        Native.GstVideoOverlayComposition* composition = LibGstVideo.gst_video_overlay_composition_new(rectangle);
        LibGstVideo.gst_buffer_add_video_overlay_composition_meta((Native.GstBuffer*)buffer.DangerousHandle, composition);
        LibGst.gst_mini_object_unref((GstMiniObject*)rectangle);
        LibGst.gst_mini_object_unref((GstMiniObject*)composition);

        Assert.True(buffer.TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef meta));
        Assert.Equal(1, meta.Count);
        GstVideoOverlayRectangleRef read = meta[0];
        Assert.Equal((-2, 3, 32, 16), (read.X, read.Y, read.Width, read.Height));
        Assert.Equal((1f, false), (read.GlobalAlpha, read.IsPremultiplied));
        using (GstBuffer copy = buffer.Copy())
        {
            Assert.True(copy.TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef same));
            Assert.Equal((meta.CompositionNumber, read.SequenceNumber), (same.CompositionNumber, same[0].SequenceNumber));
        }

        using GstBuffer drawn = read.RetainPixels();
        Assert.True(drawn.TryGetVideoMeta(out GstVideoMetaRef picture));
        Assert.Equal((16, 8), (picture.Width, picture.Height));
        Assert.Throws<ArgumentOutOfRangeException>(() => { Assert.True(buffer.TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef m)); _ = m[1]; });
        Assert.Throws<InvalidOperationException>(() =>
        {
            Assert.True(buffer.TryGetVideoOverlayCompositionMeta(out GstVideoOverlayCompositionMetaRef m));
            GstVideoOverlayRectangleRef gone = m[0];
            buffer.RemoveMeta(m.Meta);
            _ = gone.X;
        });
    }

    [Fact]
    public void A_serialised_video_meta_comes_back_with_its_padding()
    {
        Needs.GStreamerVersion("1.24", "serialised metas");
        using GstBuffer buffer = GstBuffer.Create();
        GstVideoMetaRef meta = buffer.AddVideoMeta(GstVideoFrameFlags.None, GstVideoFormat.NV12, 1920, 1080, [2, 1928 * 1080 + 2], [1928, 1928]);
        Assert.True(meta.TrySetPadding(new GstVideoPadding(0, 0, 2, 6)));
        byte[] data = [.. meta.Meta.Serialize(), 1, 2, 3];

        // The planes are proven against the buffer's bytes: the memory comes first.
        using GstBuffer empty = GstBuffer.Create();
        Assert.False(empty.TryDeserializeMeta(data, out int consumed, out _));
        Assert.Equal((data.Length - 3, 0), (consumed, empty.Metas.Count));
        using GstBuffer other = GstBuffer.Allocate(1928 * 1080 * 2);
        Assert.True(other.TryDeserializeMeta(data, out consumed, out GstMetaRef read));
        Assert.Equal(data.Length - 3, consumed);
        Assert.True(read.TryAs(out GstVideoMetaRef video));
        Assert.Equal((GstVideoFormat.NV12, 1920, 1080, 1928, new GstVideoPadding(0, 0, 2, 6)), (video.Format, video.Width, video.Height, video.Stride(1), video.Padding));

        Assert.False(other.TryDeserializeMeta([], out consumed, out _));
        Assert.False(other.TryDeserializeMeta([1, 2, 3], out consumed, out _));
        Assert.Equal(0, consumed);
    }
}
