using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Tests.Pipelines;

public sealed class LaunchTextTests
{
    [Theory]
    [InlineData("/tmp/plain.png")]
    [InlineData("/tmp/two words.png")]
    [InlineData("x !" + " filesink location=/tmp/evil")]
    [InlineData("\"quoted\"")]
    [InlineData("'")]
    [InlineData("ends with \\")]
    [InlineData("\\\" mixed \\'\\")]
    [InlineData("NULL")]
    [InlineData("")]
    [InlineData("line\nbreak")]
    [InlineData("Größe/日本")]
    [InlineData("a=b, c=(int)5; {1}")]
    [InlineData("C:\\Users\\me\\film.mp4")]
    public void Every_text_arrives_as_it_is(string text)
    {
        using GstPipeline pipeline = GstPipeline.Launch($"fakesrc ! filesink name=f location={text} sync=false");
        using GstElement sink = pipeline.GetElement("f");
        Assert.Equal(text, (string?)sink["location"] ?? "");
        Assert.Equal(2, Elements(pipeline));
    }

    [Fact]
    public void Any_text_arrives_as_it_is_and_adds_nothing() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>().Filter(static s => !s.Get.Contains('\0', StringComparison.Ordinal) && IsText(s.Get)), static text =>
        {
            using GstPipeline pipeline = GstPipeline.Launch($"fakesrc ! filesink name=f location={text.Get} sync=false");
            using GstElement sink = pipeline.GetElement("f");
            return (string?)sink["location"] == text.Get || ((string?)sink["location"] is null && text.Get.Length == 0);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Numbers_truths_times_fractions_and_caps_have_their_form()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=64,height=32,framerate=25/1");
        using GstPipeline pipeline = GstPipeline.Launch(
            $"videotestsrc name=v num-buffers={3} is-live={false} pattern={18} timestamp-offset={TimeSpan.FromSeconds(1)} ! {caps} ! {"identity"} name={"i"} sleep-time={10u} drop-probability={0.25f} ! capsfilter name=c caps={caps} ! fakesink");
        using GstElement source = pipeline.GetElement("v");
        using GstElement identity = pipeline.GetElement("i");
        using GstElement filter = pipeline.GetElement("c");
        using GstCaps got = (GstCaps)filter["caps"]!;
        Assert.Equal((3, false, 18, 1_000_000_000L), (source["num-buffers"], source["is-live"], source["pattern"], source["timestamp-offset"]));
        Assert.Equal((10u, 0.25f), (identity["sleep-time"], identity["drop-probability"]));
        Assert.Equal(caps, got);
    }

    [Fact]
    public void Fields_of_caps_between_links_may_be_holes()
    {
        string format = "GRAY16_LE";
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc ! video/x-raw,format={format},width={32},height={16},framerate={new GstFraction(30000, 1001)} ! fakesink name=out");
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState(TimeSpan.FromSeconds(10)));
        using GstPad sink = pipeline.GetPad("out", "sink");
        using GstCaps caps = sink.CurrentCaps!;
        Assert.Equal((format, new GstFraction(30000, 1001)), ((string)caps["format"]!, (GstFraction)caps["framerate"]!));
    }

    [Fact]
    public void A_hole_that_cannot_stand_where_it_stands_is_refused()
    {
        string words = "fakesink name=evil";
        string path = "/tmp/x";
        string? none = null;
        string zero = "a\0b";
        string folder = "C:\\";
        using GstCaps odd = GstCaps.Parse("a/b,x=\"a\\!b\"");
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"fakesrc ! {words}"));
        Assert.Contains("by itself", Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location=\"{path}\" ! fakesink")).Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location='{path}' ! fakesink"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location={none} ! fakesink"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location={zero} ! fakesink"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"fakesrc ! {odd} ! fakesink"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"fakesrc ! fakesink name={new object()}"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location={folder}x ! fakesink"));
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"filesrc location={folder}{path} ! fakesink"));
        string empty = "";
        using GstCaps any = GstCaps.CreateAny();
        Assert.Throws<FormatException>(() => GstPipeline.Launch($"fakesrc ! {any} ! fakesink"));
        using GstPipeline parts = GstPipeline.Launch($"fakesrc ! filesink name=f location={empty}.mkv fakesrc ! filesink name=g location={empty}{path} fakesrc ! filesink name=h location={empty}");
        using GstElement f = parts.GetElement("f");
        using GstElement g = parts.GetElement("g");
        using GstElement h = parts.GetElement("h");
        Assert.Equal((".mkv", "/tmp/x", ""), (f["location"], g["location"], (string?)h["location"] ?? ""));
        using GstPipeline raw = GstPipeline.Launch($"fakesrc ! {words:raw}");
        Assert.Equal(2, Elements(raw));
        using GstPipeline part = GstPipeline.Launch($"fakesrc ! filesink name=f location=/tmp/{words}.png");
        using GstElement sink = part.GetElement("f");
        Assert.Equal("/tmp/fakesink name=evil.png", sink["location"]);
        using GstPipeline blanks = GstPipeline.Launch($"fakesrc ! filesink name=f location = {words}");
        using GstElement second = blanks.GetElement("f");
        Assert.Equal(words, second["location"]);
    }

    private static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static int Elements(GstPipeline pipeline)
    {
        IReadOnlyList<GstElement> elements = pipeline.GetElements(recursive: true);
        foreach (GstElement element in elements)
        {
            element.Dispose();
        }

        return elements.Count;
    }
}
