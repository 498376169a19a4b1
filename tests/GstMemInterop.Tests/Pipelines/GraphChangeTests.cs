using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Pipelines;

/// <summary>Graphs that C makes and does not survive: rings of links, bins in themselves, two threads at once.</summary>
public sealed class GraphChangeTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_ring_of_links_is_refused_with_the_way_out()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstElement a = GstElement.Create("identity", "a");
        using GstElement b = GstElement.Create("queue", "b");
        using GstElement c = GstElement.Create("identity", "c");
        pipeline.Add(a, b, c);
        Assert.Throws<GstPadLinkException>(() => a.Link(a));
        a.Link(b);
        GstPadLinkException refused = Assert.Throws<GstPadLinkException>(() => b.Link(a));
        Assert.Contains("appsrc", refused.Message, StringComparison.Ordinal);
        b.Link(c);
        Assert.Throws<GstPadLinkException>(() => c.Link(a));
        using GstCaps filter = GstCaps.Parse("video/x-raw");
        Assert.Throws<GstPadLinkException>(() => c.Link(a, filter));
        Assert.Throws<GstPadLinkException>(() => c.LinkPads("src", a, "sink"));
        using GstPad from = c.GetPad("src");
        using GstPad to = a.GetPad("sink");
        Assert.Equal(GstPadLinkReturn.Refused, from.TryLink(to));
        refused = Assert.Throws<GstPadLinkException>(() => from.Link(to));
        Assert.Contains("come back", refused.Message, StringComparison.Ordinal);
        Assert.False(from.IsLinked);
        Assert.Equal(4, new[] { a, b, c, pipeline }.Length);
        Assert.Equal(3, pipeline.GetElements().Count(e => { e.Dispose(); return true; }));
        b.Unlink(c);
        c.Link(a); // no ring any more
        await Task.CompletedTask;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_ring_over_bins_and_requested_pads_is_refused_too()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstBin bin = GstBin.Create("bin");
        using GstElement inner = GstElement.Create("identity");
        using GstElement outer = GstElement.Create("identity", "outer");
        bin.Add(inner);
        using GstPad innerSink = inner.GetPad("sink");
        using GstPad innerSource = inner.GetPad("src");
        using GstPad binSink = bin.AddGhostPad("sink", innerSink);
        using GstPad binSource = bin.AddGhostPad("src", innerSource);
        pipeline.Add(bin, outer);
        bin.Link(outer);
        Assert.Throws<GstPadLinkException>(() => outer.Link(bin));
        using GstElement tee = GstElement.Create("tee");
        using GstElement funnel = GstElement.Create("funnel");
        pipeline.Add(tee, funnel);
        outer.Link(tee);
        tee.Link(funnel);
        Assert.Throws<GstPadLinkException>(() => tee.Link(bin));
        Assert.Throws<GstPadLinkException>(() => funnel.Link(bin));
        using GstElement end = GstElement.Create("fakesink");
        pipeline.Add(end);
        funnel.Link(end);
        await Task.CompletedTask;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Two_threads_that_close_a_ring_together_do_not()
    {
        for (int round = 0; round < 100; round++)
        {
            using GstPipeline pipeline = GstPipeline.Create();
            using GstElement a = GstElement.Create("identity");
            using GstElement b = GstElement.Create("identity");
            pipeline.Add(a, b);
            Exception?[] ends = await BothAsync(() => a.Link(b), () => b.Link(a));
            Assert.InRange(ends.Count(e => e is null), 0, 1);
            Assert.All(ends, e => Assert.True(e is null or GstPadLinkException, e?.ToString()));
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Two_bins_are_not_put_into_each_other_at_once()
    {
        for (int round = 0; round < 200; round++)
        {
            using GstBin a = GstBin.Create();
            using GstBin b = GstBin.Create();
            Exception?[] ends = await BothAsync(() => a.Add(b), () => b.Add(a));
            Assert.InRange(ends.Count(e => e is null), 0, 1);
            Assert.All(ends, e => Assert.True(e is null or ArgumentException, e?.ToString()));
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task One_pad_is_ghosted_once_and_one_element_added_once_by_two_threads()
    {
        for (int round = 0; round < 100; round++)
        {
            using GstBin bin = GstBin.Create();
            using GstBin other = GstBin.Create();
            using GstElement inner = GstElement.Create("identity");
            Exception?[] adds = await BothAsync(() => bin.Add(inner), () => other.Add(inner));
            Assert.Equal(1, adds.Count(e => e is null));
            GstBin holder = adds[0] is null ? bin : other;
            using GstPad pad = inner.GetPad("sink");
            Exception?[] ghosts = await BothAsync(() => holder.AddGhostPad("one", pad).Dispose(), () => holder.AddGhostPad("two", pad).Dispose());
            Assert.InRange(ghosts.Count(e => e is null), 0, 1);
            Assert.All(ghosts, e => Assert.True(e is null or ArgumentException, e?.ToString()));
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_may_add_and_link_while_it_is_told_of_an_addition()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstElement source = GstElement.Create("fakesrc");
        using GstElement sink = GstElement.Create("fakesink");
        bool done = false;
        pipeline.ElementAdded += (_, e) =>
        {
            if (!done)
            {
                done = true;
                pipeline.Add(sink);
                Assert.True(Task.Run(() => source.Link(sink)).Wait(Limited.Short));
            }
        };
        pipeline.Add(source);
        source["num-buffers"] = 3;
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
    }

    [Theory(Timeout = Limited.Milliseconds)]
    [InlineData("identity name=a ! identity name=b ! a.")]
    [InlineData("identity name=a ! a.")]
    [InlineData("queue name=a ! identity ! video/x-raw ! identity ! a.sink")]
    [InlineData("identity name=a identity name=b a. ! b. b. ! a.")]
    [InlineData("( identity name=a ! identity name=b ) ! a.")]
    [InlineData("tee name=a ! identity name=b ! funnel name=f ! a.")]
    public async Task A_launch_text_that_makes_a_ring_is_refused(string text)
    {
        GstException refused = Assert.ThrowsAny<GstException>(() => GstPipeline.Launch(text));
        Assert.Contains("come back", refused.Message, StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Theory(Timeout = Limited.Milliseconds)]
    [InlineData("tee name=t ! queue ! funnel name=f t. ! queue ! f. f. ! fakesink")]
    [InlineData("videotestsrc num-buffers=1 ! tee name=a a. ! queue ! fakesink a. ! queue ! fakesink")]
    [InlineData("( fakesrc num-buffers=1 name=a ! identity name=b ) b. ! fakesink")]
    public async Task A_launch_text_with_branches_is_none(string text)
    {
        using GstPipeline pipeline = GstPipeline.Launch(text);
        await Task.CompletedTask;
    }

    private static async Task<Exception?[]> BothAsync(Action one, Action other)
    {
        using Barrier together = new(2);
        Task<Exception?> Run(Action action) => Limited.OnThread(() =>
        {
            together.SignalAndWait();
            return Record.Exception(action);
        });
        return await Task.WhenAll(Run(one), Run(other)).Within();
    }
}
