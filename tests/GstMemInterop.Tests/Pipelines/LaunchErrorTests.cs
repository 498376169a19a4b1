namespace GstMemInterop.Tests.Pipelines;

public sealed class LaunchErrorTests
{
    [Theory]
    [InlineData("fakesrc ! nosuchelement ! fakesink", 10, "nosuchelement")]
    [InlineData("fakesrc num-bufers=5 ! fakesink", 8, "num-bufers=5")]
    [InlineData("fakesrc num-buffers=many ! fakesink", 8, "num-buffers=many")]
    [InlineData("videotestsrc ! fakesink videotestsrc ! audioconvert ! fakesink", 37, "!")]
    [InlineData("videotestsrc name=v ! audioconvert name=\"c\" ! fakesink", 20, "!")]
    [InlineData("! fakesink", 0, "!")]
    [InlineData("fakesrc ! ! fakesink", 10, "!")]
    [InlineData("fakesrc ! ( fakesink", 10, "(")]
    [InlineData("fakesrc ! fakesink )", 19, ")")]
    [InlineData("fakesrc ! num-buffers=5", 10, "num-buffers=5")]
    [InlineData("fakesrc § ! fakesink", 8, "§")]
    public void A_parse_error_says_where_it_is(string text, int position, string token)
    {
        GstParseException error = Assert.Throws<GstParseException>(() => GstPipeline.Launch(text));
        Assert.Equal((position, token), (error.Position, error.Token));
    }

    [Fact]
    public void The_graph_is_exactly_that_of_gst_launch()
    {
        using (GstPipeline one = GstPipeline.Launch("fakesrc ! identity name=i ! fakesink"))
        {
            Assert.Equal(["fakesink", "fakesrc", "i"], Kinds(one, recursive: true));
        }

        using (GstPipeline bare = GstPipeline.Launch("fakesrc name=only"))
        {
            Assert.Equal(["only"], Kinds(bare, recursive: true));
        }

        using (GstPipeline bin = GstPipeline.Launch("( name=b fakesrc ! fakesink )"))
        {
            Assert.Equal(["b"], Kinds(bin, recursive: false));
            Assert.Equal(["b", "fakesink", "fakesrc"], Kinds(bin, recursive: true));
        }

        using GstPipeline caps = GstPipeline.Launch("videotestsrc ! video/x-raw,width=64 ! fakesink fakesrc ! fakesink");
        Assert.Equal(["capsfilter", "fakesink", "fakesink", "fakesrc", "videotestsrc"], Kinds(caps, recursive: true));
    }

    private static IEnumerable<string> Kinds(GstBin bin, bool recursive)
    {
        List<string> kinds = [];
        foreach (GstElement element in bin.GetElements(recursive))
        {
            kinds.Add(element.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
            element.Dispose();
        }

        return kinds.Order(StringComparer.Ordinal);
    }
}
