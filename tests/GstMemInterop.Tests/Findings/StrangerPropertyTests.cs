using System.Diagnostics;

namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke by properties and launch texts: values that a property allows and its element does not survive.</summary>
public sealed class StrangerPropertyTests
{
    public static TheoryData<string, string, object?> Traps() => new()
    {
        { "fakesink", "render-delay", ulong.MaxValue },
        { "pipeline", "delay", ulong.MaxValue },
        { "compositor", "latency", ulong.MaxValue },
        { "audiomixer", "output-buffer-duration", (ulong)uint.MaxValue },
        { "aatv", "height", int.MaxValue },
        { "cacatv", "font", int.MaxValue },
        { "rawvideoparse", "format", 0 },
        { "rawaudioparse", "pcm-format", 0 },
        { "encodebin", "profile", null },
        { "encodebin", "profile", "no such thing" },
        { "encodebin", "profile", "" },
        { "encodebin", "profile", "video/x-raw,width=[5,1]" },
        { "encodebin2", "profile", null },
        { "encodebin2", "profile", "video/x-raw,format=RGB" },
        { "multifilesrc", "caps", null },
        { "multifilesrc", "caps", "video/x-raw,width=[1,5]" },
        { "autovideosink", "filter-caps", null },
        { "autoaudiosrc", "filter-caps", null },
        { "dataurisrc", "uri", null },
        { "udpsrc", "uri", null },
        { "udpsink", "host", null },
        { "multiudpsink", "clients", null },
        { "rtspsrc", "location", null },
        { "gdkpixbufoverlay", "location", null },
        { "audiointerleave", "channel-positions", null },
        { "tee", "alloc-pad", null },
        { "rtprtxsend", "payload-type-map", "map, a=(int)3" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void A_value_that_an_element_does_not_survive_is_refused(string factory, string property, object? value)
    {
        Assert.SkipUnless(GstElement.Exists(factory), $"{factory} is not installed");
        using GstElement element = GstElement.Create(factory);
        ArgumentException refused = Assert.ThrowsAny<ArgumentException>(() => element[property] = value);
        Assert.Contains(property, refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.Message);
    }

    [Theory]
    [InlineData("fakesink render-delay=18446744073709551615")]
    [InlineData("rawvideoparse format=unknown")]
    [InlineData("aatv height=2147483647")]
    [InlineData("udpsink host=NULL")]
    [InlineData("encodebin profile=video/x-raw,width=[5,1]")]
    [InlineData("encodebin profile=no")]
    [InlineData("multifilesrc caps=video/x-raw,width=[1,5]")]
    [InlineData("tee name=a name=b")]
    [InlineData("fakesink name=a name=a")]
    public void The_same_values_are_refused_in_a_launch_text(string text) => Assert.Throws<FormatException>(() => GstPipeline.Launch(text));

    [Theory]
    [InlineData("fakesrc.( fakesink )")]
    [InlineData("videotestsrc . ( fakesink )")]
    [InlineData("[tee.!playbin!;")]
    [InlineData(" b.src !identity! name=a!")]
    [InlineData("\\@preset=xteevideo/x-raw,width=[1,5] a. fakesrctee:// a. a.!videoconvert ! ")]
    public void What_C_does_not_survive_of_the_grammar_is_refused_in_a_launch_text(string text) => Assert.ThrowsAny<GstException>(() => GstPipeline.Launch(text));

    [Theory]
    [InlineData("bin.( fakesrc ! fakesink )")]
    [InlineData("pipeline.( name=p fakesrc ! fakesink )")]
    [InlineData("( name=a fakesrc name=b ! fakesink name=c )")]
    [InlineData("videotestsrc ! encodebin profile=application/ogg:video/x-theora ! fakesink")]
    [InlineData("videotestsrc ! encodebin profile=\"application/ogg:video/x-raw,width=8->video/x-theora|presence=1\" ! fakesink")]
    public void What_C_survives_is_launched(string text) => GstPipeline.Launch(text).Dispose();

    [Fact]
    public void An_element_that_is_in_a_bin_is_none_for_a_property()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink name=out");
        using GstElement taken = pipeline.GetElement("out");
        using GstElement player = GstElement.Create("playbin");
        ArgumentException refused = Assert.Throws<ArgumentException>(() => player["audio-sink"] = taken);
        Assert.Contains("out", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => player["audio-sink"] = player);
        using GstElement free = GstElement.Create("fakesink");
        player["audio-sink"] = free;
        player["audio-sink"] = free;
        player["audio-sink"] = null;
    }

    [Theory]
    [InlineData("input-selector")]
    [InlineData("output-selector")]
    public void A_pad_of_another_element_is_not_active(string factory)
    {
        using GstElement selector = GstElement.Create(factory);
        using GstElement other = GstElement.Create("fakesink");
        using GstPad foreign = other.GetPad("sink");
        using GstPad own = selector.GetPad(factory == "input-selector" ? "src" : "sink");
        Assert.Throws<ArgumentException>(() => selector["active-pad"] = foreign);
        Assert.Throws<ArgumentException>(() => selector["active-pad"] = own);
    }

    [Fact]
    public void A_launch_text_that_C_would_chew_on_for_minutes_is_refused_at_once()
    {
        string[] texts =
        [
            string.Concat(Enumerable.Repeat("( ", 3000)) + "fakesink" + string.Concat(Enumerable.Repeat(" )", 3000)),
            "fakesrc" + string.Concat(Enumerable.Repeat(" ! identity", 2000)),
        ];
        foreach (string text in texts)
        {
            Stopwatch watch = Stopwatch.StartNew();
            Assert.Throws<FormatException>(() => GstPipeline.Launch(text));
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        }
    }

    [Theory]
    [InlineData('!')]
    [InlineData(':')]
    [InlineData('(')]
    [InlineData(')')]
    [InlineData('.')]
    [InlineData('a')]
    [InlineData('"')]
    [InlineData('=')]
    public void A_long_launch_text_is_read_in_a_time_that_grows_with_its_length(char letter)
    {
        Stopwatch watch = Stopwatch.StartNew();
        Assert.ThrowsAny<Exception>(() => GstPipeline.Launch(new string(letter, 1 << 20)));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
    }
}
