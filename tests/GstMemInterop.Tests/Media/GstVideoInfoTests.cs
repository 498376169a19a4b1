namespace GstMemInterop.Tests.Media;

public class GstVideoInfoTests
{
    [Fact]
    public void Caps_become_an_info_and_the_info_the_same_caps()
    {
        foreach (GstVideoFormat format in RawFormats.Video)
        {
            foreach (GstVideoInterlaceMode mode in Enum.GetValues<GstVideoInterlaceMode>())
            {
                GstVideoInfo made = GstVideoInfo.Create(format, 161, 121, new GstFraction(30000, 1001), mode);
                using GstCaps caps = made.ToCaps();
                GstVideoInfo read = GstVideoInfo.FromCaps(caps);
                using GstCaps again = read.ToCaps();
                Assert.Equal(caps, again);
                Assert.Equal((format, 161, 121, mode, (30000, 1001), made.Size, made.FieldHeight), (read.Format, read.Width, read.Height, read.InterlaceMode, read.FrameRate, read.Size, read.FieldHeight));
                Assert.Equal((made.Colorimetry, made.IsInterlaced, mode != GstVideoInterlaceMode.Progressive), (read.Colorimetry, read.IsInterlaced, made.IsInterlaced));
            }
        }
    }

    [Fact]
    public void Every_field_of_the_caps_is_told()
    {
        KnowFlags();
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=I420,width=1920,height=1080,framerate=50/1,pixel-aspect-ratio=4/3,interlace-mode=interleaved,field-order=top-field-first," +
            "colorimetry=(string)bt2020,chroma-site=mpeg2,multiview-mode=side-by-side,multiview-flags=(GstVideoMultiviewFlagsSet)0:ffffffff,views=2");
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        Assert.Equal((new GstFraction(4, 3), false, true, GstVideoFieldOrder.TopFieldFirst), (info.PixelAspectRatio, info.HasVariableFrameRate, info.IsInterlaced, info.FieldOrder));
        Assert.Equal((GstVideoChromaSite.Mpeg2, GstVideoMultiviewMode.SideBySide, GstVideoMultiviewFlags.None, 2), (info.ChromaSite, info.MultiviewMode, info.MultiviewFlags, info.Views));
        Assert.Equal(new GstVideoColorimetry(GstVideoColorRange.RANGE_16_235, GstVideoColorMatrix.Bt2020, info.Colorimetry.Transfer, GstVideoColorPrimaries.Bt2020), info.Colorimetry);
        Assert.Equal("bt2020", info.Colorimetry.ToString());
        Assert.Equal("", default(GstVideoColorimetry).ToString());
        Assert.Equal((true, false, false, false, false, false, 3), (info.IsYuv, info.IsRgb, info.IsGray, info.HasAlpha, info.HasPalette, info.IsTiled, info.ComponentCount));

        using GstCaps variable = GstCaps.Parse("video/x-raw,format=RGBA,width=4,height=4,framerate=0/1,max-framerate=60/1");
        GstVideoInfo other = GstVideoInfo.FromCaps(variable);
        Assert.Equal((true, (60, 1), true, true), (other.HasVariableFrameRate, other.FrameRate, other.IsRgb, other.HasAlpha));
        using GstCaps back = other.ToCaps();
        Assert.Equal("60/1", back["max-framerate"]?.ToString());
        Assert.True(GstVideoInfo.Create(GstVideoFormat.GRAY8, 4, 4).HasVariableFrameRate);
    }

    [Theory]
    [InlineData("video/x-raw,format=I420,width=-4,height=4", "width")]
    [InlineData("video/x-raw,format=I420,width=4,height=0", "width")]
    [InlineData("video/x-raw,format=I420,width=(string)4,height=4", "width")]
    [InlineData("video/x-raw,format=I420,width=-2147483648,height=2147483647", "width")]
    [InlineData("video/x-raw,format=RGBA,width=2147483647,height=2147483647", "too large")]
    [InlineData("video/x-raw,format=ARGB64,width=400000000,height=1", "too large")]
    [InlineData("video/x-raw,format=I499,width=4,height=4", "no such")]
    [InlineData("video/x-raw,format=ENCODED,width=4,height=4", "no such")]
    [InlineData("video/x-raw,format=(int)2,width=4,height=4", "format")]
    [InlineData("video/x-raw,width=4,height=4", "format")]
    [InlineData("video/x-h264,width=4,height=4", "video/x-raw")]
    [InlineData("image/jpeg,width=4,height=4", "video/x-raw")]
    [InlineData("audio/x-raw", "video/x-raw")]
    [InlineData("video/x-raw,format=I420,width=4,height=4,multiview-mode=upside-down", "multiview")]
    [InlineData("video/x-raw,format=I420,width=4,height=4,interlace-mode=alternate", "GStreamer refuses")]
    [InlineData("video/x-raw,format=I420,width=[1,4],height=4", "fixed")]
    [InlineData("ANY", "fixed")]
    public void What_C_would_complain_about_or_compute_with_is_refused_before(string text, string reason)
    {
        using GstCaps caps = GstCaps.Parse(text);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => GstVideoInfo.FromCaps(caps)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("colorimetry=99:98:97:96")]
    [InlineData("colorimetry=(string)\"\"")]
    [InlineData("colorimetry=nonsense")]
    [InlineData("chroma-site=nonsense")]
    [InlineData("chroma-site=(string)\"\"")]
    [InlineData("chroma-site=v-cosited+alt-line")]
    [InlineData("interlace-mode=nonsense")]
    [InlineData("interlace-mode=mixed,field-order=nonsense")]
    [InlineData("framerate=-5/1")]
    [InlineData("framerate=2147483647/1")]
    [InlineData("pixel-aspect-ratio=0/1")]
    [InlineData("pixel-aspect-ratio=-1/2147483647")]
    [InlineData("views=-1")]
    [InlineData("views=2147483647")]
    [InlineData("multiview-mode=mono,multiview-flags=(int)5")]
    [InlineData("multiview-mode=top-bottom,multiview-flags=(GstVideoMultiviewFlagsSet)ffffffff:ffffffff")]
    public void Strange_values_are_read_as_C_does_and_written_again_without_a_word(string fields)
    {
        KnowFlags();
        using GstCaps caps = GstCaps.Parse($"video/x-raw,format=I420,width=4,height=4,{fields}");
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        _ = (info.PixelAspectRatio, info.FieldOrder, info.ChromaSite, info.Colorimetry.ToString(), info.MultiviewFlags, info.MultiviewMode, info.Views, info.FrameRate, info.ToString());
        using GstCaps back = info.ToCaps();
        Assert.Equal(info.Size, GstVideoInfo.FromCaps(back).Size);
    }

    [Fact]
    public void An_aspect_ratio_that_cannot_be_doubled_is_refused()
    {
        KnowFlags();
        foreach (string ratio in (string[])["1/1073741824", "1073741824/1", "1/2147483647"])
        {
            using GstCaps caps = GstCaps.Parse($"video/x-raw,format=I420,width=4,height=4,pixel-aspect-ratio={ratio},multiview-mode=top-bottom,multiview-flags=(GstVideoMultiviewFlagsSet)4000:ffffffff");
            GstVideoInfo info = GstVideoInfo.FromCaps(caps);
            Assert.True((info.MultiviewFlags & GstVideoMultiviewFlags.HalfAspect) != 0);
            Assert.Throws<InvalidOperationException>(info.ToCaps);
        }
    }

    [Fact]
    public void Impossible_frames_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GstVideoInfo.Create(GstVideoFormat.I420, 4, 4, new GstFraction(-1, 1)));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create(GstVideoFormat.I420, 4, 4, default, (GstVideoInterlaceMode)17));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create((GstVideoFormat)9999, 4, 4));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create(GstVideoFormat.ENCODED, 4, 4));
        Assert.Throws<ArgumentException>(() => GstVideoInfo.Create(GstVideoFormat.ARGB64, 400_000_000, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstVideoInfo.Create(GstVideoFormat.I420, 4, 4).Component(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstVideoInfo.Create(GstVideoFormat.I420, 4, 4).Component(-1));
        Assert.Equal(new GstVideoComponent(1, 1, 2, 8, 0, 11, 7), GstVideoInfo.Create(GstVideoFormat.NV12, 21, 13).Component(2));
    }

    /// <summary>The type of multiview-flags is there when libgstvideo wrote some.</summary>
    private static void KnowFlags()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=I420,width=4,height=4,multiview-mode=mono");
        GstVideoInfo.FromCaps(caps).ToCaps().Dispose();
    }
}
