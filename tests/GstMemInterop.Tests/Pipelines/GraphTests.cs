using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Pipelines;

public sealed class GraphTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_pipeline_built_by_hand_runs()
    {
        using GstPipeline pipeline = GstPipeline.Create("hand");
        using GstElement source = GstElement.Create("videotestsrc");
        using GstElement convert = GstElement.Create("videoconvert");
        using GstElement sink = GstElement.Create("fakesink", "end");
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=32,height=16");
        source["num-buffers"] = 5;
        pipeline.Add(source, convert, sink);
        source.Link(convert).Link(sink, caps);
        using GstPad pad = sink.GetPad("sink");
        List<nuint> sizes = [];
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) => { sizes.Add(p.Buffer.Size); return GstPadProbeReturn.Ok; });
        Assert.Equal(GstRunEnd.EndOfStream, pipeline.Run(Token));
        Assert.Equal(Enumerable.Repeat((nuint)512, 5), sizes);
        Assert.Equal(["capsfilter", "end", "videoconvert", "videotestsrc"], Names(pipeline.GetElements()));
    }

    [Fact]
    public void What_cannot_be_added_is_refused_with_a_reason()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstBin outer = GstBin.Create("outer");
        using GstBin inner = GstBin.Create("inner");
        using GstElement one = GstElement.Create("identity", "same");
        using GstElement two = GstElement.Create("identity", "same");
        outer.Add(inner);
        inner.Add(one);
        Assert.Throws<ArgumentException>(() => inner.Add(one));
        Assert.Throws<ArgumentException>(() => pipeline.Add(one));
        Assert.Throws<ArgumentException>(() => inner.Add(two));
        Assert.Throws<ArgumentException>(() => inner.Add(outer));
        Assert.Throws<ArgumentException>(() => inner.Add(inner));
        Assert.Throws<ArgumentException>(() => outer.Remove(one));
        Assert.Throws<ArgumentNullException>(() => outer.Add([null!]));
        Assert.Equal(["inner", "same"], Names(outer.GetElements(recursive: true)));
        Assert.Equal(["inner"], Names(outer.GetElements()));
        using (GstElement found = outer.GetElement("inner"))
        {
            Assert.IsType<GstBin>(found);
        }

        inner.Remove(one);
        pipeline.Add(one);
        Assert.Equal(["same"], Names(pipeline.GetElements()));
    }

    [Fact]
    public void A_link_that_fails_says_which_caps_did_not_meet()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstElement source = GstElement.Create("videotestsrc", "v");
        using GstElement sink = GstElement.Create("audioconvert", "a");
        using GstElement far = GstElement.Create("fakesink", "far");
        using GstElement taken = GstElement.Create("fakesink", "taken");
        pipeline.Add(source, sink, taken);
        GstPadLinkException refused = Assert.Throws<GstPadLinkException>(() => source.Link(sink));
        Assert.Equal(GstPadLinkReturn.Noformat, refused.Result);
        Assert.Contains("video/x-raw", refused.Message, StringComparison.Ordinal);
        Assert.Contains("audio/x-raw", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sink (sink, always)", Assert.Throws<GstPadLinkException>(() => LinkFromMux(pipeline)).Message, StringComparison.Ordinal);

        using GstCaps raw = GstCaps.Parse("video/x-raw");
        Assert.Equal(GstPadLinkReturn.WrongHierarchy, Assert.Throws<GstPadLinkException>(() => source.Link(far, raw)).Result);
        using GstPad from = source.GetPad("src");
        using GstPad to = sink.GetPad("sink");
        using GstPad other = taken.GetPad("sink");
        Assert.Equal(GstPadLinkReturn.Noformat, from.TryLink(to));
        Assert.Throws<ArgumentException>(() => to.Link(from));
        Assert.Throws<ArgumentException>(() => from.Unlink(from));
        from.Link(other);
        Assert.True(from.IsLinked);
        Assert.Contains("linked already", Assert.Throws<GstPadLinkException>(() => from.Link(other)).Message, StringComparison.Ordinal);
        using (GstPad peer = from.GetPeer()!)
        {
            Assert.Equal(other.DangerousHandle, peer.DangerousHandle);
        }

        using (GstElement owner = other.GetParentElement()!)
        {
            Assert.Equal("taken", owner.Name);
        }

        using (GstCaps allowed = from.GetAllowedCaps()!)
        {
            Assert.Contains("video/x-raw", allowed.ToString(), StringComparison.Ordinal);
        }

        using (GstCaps template = to.GetTemplateCaps())
        {
            Assert.Equal("audio/x-raw", template.MediaType);
        }

        Assert.True(from.Unlink(other));
        Assert.False(from.Unlink(other));
        Assert.Null(from.GetPeer());
        Assert.Null(from.GetAllowedCaps());

        static void LinkFromMux(GstPipeline pipeline)
        {
            using GstElement tee = GstElement.Create("multipartmux", "mux");
            using GstElement source = GstElement.Create("fakesink", "none");
            pipeline.Add(tee, source);
            source.Link(tee);
        }
    }

    [Fact]
    public void Requested_pads_go_back_when_they_are_disposed()
    {
        using GstElement tee = GstElement.Create("tee");
        GstRequestPad any = tee.RequestPad("src_%u");
        using (GstRequestPad named = tee.RequestPad("src_7"))
        {
            Assert.Equal("src_7", named.Name);
            Assert.Throws<GstException>(() => tee.RequestPad("src_7"));
            Assert.Equal(2, Count(tee, GstPadDirection.Src));
        }

        Assert.Equal(1, Count(tee, GstPadDirection.Src));
        any.Dispose();
        any.Dispose();
        Assert.Equal((0, 1), (Count(tee, GstPadDirection.Src), Count(tee, GstPadDirection.Sink)));
        Assert.Contains("src_%u (source, on request)", Assert.Throws<GstException>(() => tee.RequestPad("video_%u")).Message, StringComparison.Ordinal);
        Assert.Throws<GstException>(() => tee.RequestPad("sink"));
        Assert.Throws<GstException>(() => tee.RequestPad("src_minus"));

        // Its element may be gone before it.
        GstElement gone = GstElement.Create("tee");
        GstRequestPad last = gone.RequestPad("src_%u");
        gone.Dispose();
        last.Dispose();
    }

    [Fact]
    public void A_bin_shows_pads_of_what_is_inside()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstElement source = GstElement.Create("fakesrc");
        using GstElement sink = GstElement.Create("fakesink");
        using GstBin bin = GstBin.Create("box");
        using GstElement inside = GstElement.Create("identity", "inside");
        source["num-buffers"] = 3;
        bin.Add(inside);
        using GstPad insideSink = inside.GetPad("sink");
        using GstPad insideSource = inside.GetPad("src");
        using (GstPad foreign = sink.GetPad("sink"))
        {
            Assert.Throws<ArgumentException>(() => bin.AddGhostPad("sink", foreign));
        }

        using GstPad ghost = bin.AddGhostPad("sink", insideSink);
        Assert.Throws<ArgumentException>(() => bin.AddGhostPad("again", insideSink));
        Assert.Throws<ArgumentException>(() => bin.AddGhostPad("sink", insideSource));
        using GstPad other = bin.AddGhostPad("src", insideSource);
        pipeline.Add(source, bin, sink);
        source.Link(bin).Link(sink);
        Assert.Equal(GstRunEnd.EndOfStream, pipeline.Run(Token));
    }

    [Fact]
    public void Pads_that_come_later_are_linked_in_their_event()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=10 ! video/x-raw,width=32,height=16 ! jpegenc ! multipartmux ! multipartdemux name=demux");
        using GstElement sink = GstElement.Create("fakesink", "late");
        sink["async"] = false;
        pipeline.Add(sink);
        int frames = 0;
        List<string> senders = [];
        using GstPad sinkPad = sink.GetPad("sink");
        using PadProbe probe = sinkPad.AddBufferProbe((ref BufferProbe p) => { frames++; return GstPadProbeReturn.Ok; });
        GstPad? kept = null;
        EventHandler<GstPadEventArgs> link = (sender, e) =>
        {
            senders.Add(((GstElement)sender!).Name);
            kept = e.Pad;
            e.Pad.Link(sinkPad);
            sink.SyncStateWithParent();
        };
        using (GstElement demux = pipeline.GetElement("demux"))
        {
            demux.PadAdded += link; // stays though this object ends here
        }

        Assert.Equal(GstRunEnd.EndOfStream, pipeline.Run(Token));
        Assert.Equal(10, frames);
        Assert.Equal(["demux"], senders);
        Assert.True(kept!.IsDisposed);

        // Any object of the element removes it.
        using (GstElement demux = pipeline.GetElement("demux"))
        {
            demux.PadAdded -= link;
            demux.PadAdded -= link;
        }
    }

    [Fact]
    public void A_bin_tells_who_comes_and_goes()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstElement element = GstElement.Create("identity", "x");
        List<string> told = [];
        EventHandler<GstElementEventArgs> added = (_, e) => told.Add("+" + e.Element.Name);
        pipeline.ElementAdded += added;
        pipeline.ElementAdded += added;
        pipeline.ElementRemoved += (_, e) => told.Add("-" + e.Element.Name);
        pipeline.Add(element);
        pipeline.Remove(element);
        pipeline.ElementAdded -= added;
        pipeline.Add(element);
        Assert.Equal(["+x", "+x", "-x", "+x"], told);
    }

    [Fact]
    public void A_running_pipeline_is_relinked_500_times()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc name=source sizetype=fixed sizemax=64 ! tee name=t ! queue ! fakesink sync=false async=false");
        using GstElement tee = pipeline.GetElement("t");
        int frames = 0;
        pipeline.Play();
        for (int i = 0; i < 500; i++)
        {
            using GstElement queue = GstElement.Create("queue");
            using GstElement sink = GstElement.Create("fakesink");
            using ManualResetEventSlim seen = new();
            sink["sync"] = false;
            sink["async"] = false;
            pipeline.Add(queue, sink);
            queue.Link(sink);
            queue.SyncStateWithParent();
            sink.SyncStateWithParent();
            using GstPad end = sink.GetPad("sink");
            using PadProbe probe = end.AddBufferProbe((ref BufferProbe p) => { frames++; seen.Set(); return GstPadProbeReturn.Ok; });
            using (GstRequestPad branch = tee.RequestPad("src_%u"))
            using (GstPad into = queue.GetPad("sink"))
            {
                branch.Link(into);
                Assert.True(seen.Wait(TimeSpan.FromSeconds(20), Token), $"no frame in branch {i}");
                using ManualResetEventSlim blocked = new();
                using PadProbe block = branch.AddProbe(GstPadProbeType.BlockDownstream, (ref PadProbeData _) => { blocked.Set(); return GstPadProbeReturn.Ok; });
                Assert.True(blocked.Wait(TimeSpan.FromSeconds(20), Token), $"branch {i} was not blocked");
                branch.Unlink(into);
            }

            queue.SetState(GstState.Null);
            sink.SetState(GstState.Null);
            pipeline.Remove(queue);
            pipeline.Remove(sink);
        }

        pipeline.Stop();
        Assert.True(frames >= 500);
        Assert.Equal(4, Names(pipeline.GetElements()).Count);
        Assert.Equal(1, Count(tee, GstPadDirection.Src));
    }

    [Fact]
    public void The_graph_is_drawn()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc name=camera ! identity ! fakesink");
        string graph = pipeline.ToDot();
        Assert.StartsWith("digraph", graph, StringComparison.Ordinal);
        Assert.Contains("camera", graph, StringComparison.Ordinal);
        Assert.Contains("->", graph, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seek_goes_on_from_another_place()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=500 ! video/x-raw,framerate=25/1,width=16,height=16 ! identity name=tap ! fakesink name=out sync=false");
        using GstElement tap = pipeline.GetElement("tap");
        using GstPad pad = tap.GetPad("src");
        ulong first = 0;
        bool refused = false;
        Assert.False(pipeline.Seek(GstClockTime.Zero));
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState(GstClockTime.FromTimeSpan(TimeSpan.FromSeconds(20))));
        Assert.Throws<InvalidOperationException>(() => pipeline.Seek(GstClockTime.Zero, GstSeekFlags.None));
        Assert.True(pipeline.Seek(GstClockTime.FromTimeSpan(TimeSpan.FromSeconds(8)), GstSeekFlags.Flush | GstSeekFlags.Accurate));
        Assert.True(pipeline.WaitForState(GstClockTime.FromTimeSpan(TimeSpan.FromSeconds(20))));
        Assert.Equal(TimeSpan.FromSeconds(8), pipeline.QueryPosition().ToTimeSpan());
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            first = first == 0 ? p.Buffer.Pts.Nanoseconds : first;
            try
            {
                pipeline.Seek(GstClockTime.Zero);
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            return GstPadProbeReturn.Ok;
        });
        await pipeline.RunAsync(Token);
        Assert.True(refused);
        Assert.InRange(first, 8_000_000_000UL, 9_000_000_000UL);

        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Seek(GstClockTime.None));
        GstSeekRequest plain = new(1, GstFormat.Time, GstSeekFlags.Flush, GstSeekType.Set, 0, GstSeekType.None, -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Seek(plain with { Rate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.Seek(plain with { Rate = double.NaN }));
        Assert.Throws<ArgumentException>(() => pipeline.Seek(plain with { Format = (GstFormat)99 }));
        Assert.Throws<ArgumentException>(() => pipeline.Seek(plain with { StartType = (GstSeekType)9 }));
        Assert.Throws<ArgumentException>(() => pipeline.Seek(plain with { Start = 5, StopType = GstSeekType.Set, Stop = 4 }));
        Assert.Throws<ArgumentException>(() => pipeline.Seek(plain with { Flags = GstSeekFlags.SnapBefore }));
        Assert.Throws<ArgumentException>(() => pipeline.Seek(plain with { Flags = GstSeekFlags.InstantRateChange }));
    }

    [Fact]
    public void Caps_meet_widen_and_are_chosen()
    {
        using GstCaps wide = GstCaps.Parse("video/x-raw,width=[1,100],format={RGB,GRAY8}");
        using GstCaps narrow = GstCaps.Parse("video/x-raw,width=40,format=RGB");
        using GstCaps sound = GstCaps.Parse("audio/x-raw");
        using GstCaps any = GstCaps.CreateAny();
        using GstCaps empty = GstCaps.CreateEmpty();
        Assert.True(wide.CanIntersect(narrow));
        Assert.False(wide.CanIntersect(sound));
        Assert.True(narrow.IsSubsetOf(wide));
        Assert.False(wide.IsSubsetOf(narrow));
        Assert.Equal((true, false, true, false), (any.IsAny, any.IsEmpty, empty.IsEmpty, empty.IsAny));
        Assert.False(empty.CanIntersect(empty));
        using GstCaps emptyList = GstCaps.Parse("video/x-raw,a=(int){}");
        Assert.Throws<InvalidOperationException>(emptyList.Fixate);
        using GstCaps both = wide.Intersect(narrow);
        Assert.Equal(narrow, both);
        using GstCaps none = wide.Intersect(sound);
        Assert.True(none.IsEmpty);
        using GstCaps chosen = wide.Fixate();
        Assert.True(chosen.IsFixed);
        Assert.False(wide.IsFixed);
        Assert.Equal(1, chosen["width"]);
        Assert.Throws<InvalidOperationException>(any.Fixate);
        Assert.Throws<InvalidOperationException>(empty.Fixate);
    }

    private static int Count(GstElement element, GstPadDirection direction)
    {
        IReadOnlyList<GstPad> pads = element.GetPads(direction);
        foreach (GstPad pad in pads)
        {
            pad.Dispose();
        }

        return pads.Count;
    }

    private static List<string> Names(IReadOnlyList<GstElement> elements)
    {
        List<string> names = [];
        foreach (GstElement element in elements)
        {
            names.Add(element.Name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9'));
            element.Dispose();
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }
}
