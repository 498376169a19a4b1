using System.Reflection;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings E: properties are real objects, launch makes gst-launch's graph, exceptions tell all they know.</summary>
public class EPropertiesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task E1_a_sample_is_null_or_a_sample()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! video/x-raw,format=GRAY8,width=16,height=8 ! fakesink name=out enable-last-sample=true");
        using GstElement sink = pipeline.GetElement("out");
        Assert.Null(sink["last-sample"]);
        Task<GstMessage?> eos = pipeline.WaitForMessageAsync(GstMessageType.Eos, null, Token);
        pipeline.Play();
        (await eos)!.Dispose();
        using GstSample sample = Assert.IsType<GstSample>(sink["last-sample"]);
        using GstCaps? caps = sample.Caps;
        Assert.Equal(16, caps!["width"]);
    }

    [Fact]
    public void E1_caps_go_both_ways()
    {
        using GstElement filter = GstElement.Create("capsfilter");
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=\"a b\",framerate=30/1");
        filter["caps"] = caps;
        using (GstCaps read = Assert.IsType<GstCaps>(filter["caps"]))
        {
            Assert.Equal(caps, read);
            filter["caps"] = read.ToString();
        }

        using (GstCaps again = Assert.IsType<GstCaps>(filter["caps"]))
        {
            Assert.Equal(caps, again);
        }

        filter["caps"] = null;
        using GstCaps any = Assert.IsType<GstCaps>(filter["caps"]);
        Assert.Equal("ANY", any.ToString());
        Assert.Throws<ArgumentException>(() => filter["caps"] = 5);
        Assert.Throws<ArgumentException>(() => filter["caps"] = "video/x-raw,width=[5,1]");
    }

    [Fact]
    public void E1_elements_times_fractions_enums_and_null_are_what_they_are()
    {
        using GstElement decode = GstElement.Create("uridecodebin");
        Assert.Null(decode["source"]);
        Assert.Null(decode["uri"]);
        decode["buffer-duration"] = TimeSpan.FromSeconds(2);
        Assert.Equal(2_000_000_000L, decode["buffer-duration"]);
        decode["buffer-duration"] = GstClockTime.None;
        Assert.Equal(-1L, decode["buffer-duration"]);

        using GstElement queue = GstElement.Create("queue");
        queue["max-size-time"] = GstClockTime.FromSeconds(3);
        Assert.Equal(3_000_000_000UL, queue["max-size-time"]);
        queue["leaky"] = "downstream";
        Assert.Equal(2, queue["leaky"]);
        queue["leaky"] = Leak.Upstream;
        Assert.Equal(1, queue["leaky"]);
        Assert.Throws<ArgumentException>(() => queue["max-size-time"] = null);
        Assert.Throws<ArgumentException>(() => queue["max-size-time"] = new GstFraction(1, 2));
        Assert.Throws<ArgumentException>(() => queue["max-size-buffers"] = TimeSpan.FromSeconds(1));

        using GstElement play = GstElement.Create("playbin");
        using GstElement sink = GstElement.Create("fakesink", "mine");
        play["video-sink"] = sink;
        using (GstElement read = Assert.IsType<GstElement>(play["video-sink"]))
        {
            Assert.Equal("mine", read.Name);
        }

        play["video-sink"] = null;
        Assert.Null(play["video-sink"]);
        play["flags"] = "video+audio";
        Assert.Equal(3u, play["flags"]);
        using GstPad pad = sink.GetPad("sink");
        Assert.Throws<ArgumentException>(() => play["video-sink"] = pad);

        if (GstElement.Exists("videorate"))
        {
            using GstElement test = GstElement.Create("videorate");
            test["rate"] = 0.5;
            Assert.Equal(0.5, test["rate"]);
        }
    }

    [Fact]
    public void E1_a_fraction_property_takes_and_gives_a_fraction()
    {
        Needs.GStreamerVersion("1.22", "videoconvertscale");
        using GstElement image = GstElement.Create("videoconvertscale");
        using GstElement sink = GstElement.Create("aspectratiocrop");
        sink["aspect-ratio"] = new GstFraction(16, 9);
        Assert.Equal(new GstFraction(16, 9), sink["aspect-ratio"]);
        sink["aspect-ratio"] = "4/3";
        Assert.Equal(new GstFraction(4, 3), sink["aspect-ratio"]);
        Assert.Throws<ArgumentException>(() => sink["aspect-ratio"] = "1/0");
        Assert.Throws<ArgumentOutOfRangeException>(() => new GstFraction(1, 0));
        Assert.Equal("0/1", default(GstFraction).ToString());
    }

    [Fact]
    public void E2_a_value_outside_the_limits_is_refused_and_named()
    {
        using GstElement volume = GstElement.Create("volume");
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => volume["volume"] = 50.0);
        Assert.Equal("value", refused.ParamName);
        Assert.Contains("50", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'10'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1.0, volume["volume"]);
        volume["volume"] = 10.0;
        Assert.Equal("value", Assert.Throws<ArgumentException>(() => volume["volume"] = "loud").ParamName);
        using GstElement source = GstElement.Create("videotestsrc");
        Assert.Throws<ArgumentOutOfRangeException>(() => source["pattern"] = 4711);
        Assert.Throws<ArgumentOutOfRangeException>(() => source["num-buffers"] = -2);
        Assert.Throws<ArgumentException>(() => source["parent"] = null);
    }

    [Fact]
    public void E3_a_launched_graph_has_no_bin_of_its_own()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc name=source ! fakesink name=out");
        using GstElement source = pipeline.GetElement("source");
        Assert.Equal($"{pipeline.Path}/GstVideoTestSrc:source", source.Path);
        using GstPipeline bin = GstPipeline.Launch("( videotestsrc name=source ! fakesink )");
        using GstElement inner = bin.GetElement("source");
        Assert.StartsWith(bin.Path + "/GstBin:", inner.Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task E4_an_exception_as_text_shows_the_debug_text()
    {
        using GstPipeline pipeline = GstPipeline.Launch("filesrc location=/does/not/exist.mkv ! fakesink");
        GstException error = await Assert.ThrowsAsync<GstException>(() => pipeline.RunAsync(Token));
        Assert.Contains("/does/not/exist.mkv", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(error.Message, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("   at ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void E5_every_public_enum_is_used_by_a_member()
    {
        Type[] types = typeof(GstBuffer).Assembly.GetExportedTypes();
        HashSet<Type> used = [.. types.SelectMany(Mentioned)];
        Assert.Empty(types.Where(t => t.IsEnum && !used.Contains(t)).Select(static t => t.Name));

        static IEnumerable<Type> Mentioned(Type type) => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .SelectMany(static member => member switch
            {
                PropertyInfo property => [property.PropertyType],
                MethodBase method => method.GetParameters().Select(static p => p.ParameterType).Append((method as MethodInfo)?.ReturnType ?? typeof(void)),
                _ => (IEnumerable<Type>)[],
            })
            .SelectMany(static t => t.GetGenericArguments().Append(t.GetElementType() ?? t))
            .Select(static t => Nullable.GetUnderlyingType(t) ?? t);
    }

    [Fact]
    public void E5_one_word_for_one_more_reference() =>
        Assert.DoesNotContain(typeof(GstBuffer).Assembly.GetExportedTypes().SelectMany(static t => t.GetMethods()), static m => m.Name == "Duplicate");

    [Theory]
    [InlineData("fakesrc ! video/x-raw,width=[5,1] ! fakesink")]
    [InlineData("fakesrc ! 1/2,x=5 ! fakesink")]
    [InlineData("fakesrc ! video/x-raw(memory:X Y) ! fakesink")]
    [InlineData("fakesrc ! video/x-raw,y=(GstElement)a ! fakesink")]
    [InlineData("fakesrc ! video/x-raw,a=(GstCaps)\"video/x-raw,b=(buffer)zz\" ! fakesink")]
    public void E6_malformed_caps_in_a_launch_text_are_refused_before_C_complains(string text) =>
        Assert.Throws<FormatException>(() => GstPipeline.Launch(text));

    private enum Leak
    {
        No,
        Upstream,
        Downstream,
    }
}
