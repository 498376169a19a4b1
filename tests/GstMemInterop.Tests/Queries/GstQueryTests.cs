using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Queries;

public sealed class GstQueryTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_pipeline_answers_typed()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=50 ! video/x-raw,format=GRAY8,width=8,height=8,framerate=10/1 ! fakesink name=end sync=true");
        Assert.Null(pipeline.QueryPosition(GstFormat.Time));
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        Assert.Equal(0, pipeline.QueryPosition(GstFormat.Time));
        Assert.NotNull(pipeline.QueryLatency());
        GstSeekingRange range = Assert.NotNull(pipeline.QuerySeeking());
        Assert.True(range.IsSeekable);
        Assert.Equal(GstFormat.Time, range.Format);
        GstPlayedRange played = Assert.NotNull(pipeline.QuerySegment());
        Assert.Equal((1.0, GstFormat.Time), (played.Rate, played.Format));
        using GstElement end = pipeline.GetElement("end");
        using GstPad pad = end.GetPad("sink");
        using GstCaps good = GstCaps.Parse("video/x-raw,format=GRAY8,width=8,height=8,framerate=10/1");
        using GstCaps many = GstCaps.Parse("video/x-raw,width=[1,2]");
        Assert.True(pad.QueryAcceptCaps(good));
        Assert.Throws<ArgumentException>(() => pad.QueryAcceptCaps(many));
        using GstQuery caps = GstQuery.NewCaps(good);
        Assert.True(pad.PeerQuery(caps));
        using (GstCaps? result = caps.Borrow().ParseCapsResult())
        {
            Assert.True(good.CanIntersect(result!));
        }

        using GstQuery formats = GstQuery.NewFormats();
        _ = pipeline.Query(formats);
        Assert.NotNull(formats.Borrow().ParseFormats());
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.QueryPosition((GstFormat)77));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.QuerySeeking(GstFormat.Undefined));
        Assert.Throws<InvalidOperationException>(() => formats.Borrow().ParseLatency());
        formats.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pipeline.Query(formats));
        Assert.Throws<ArgumentNullException>(() => pad.Query(null!));
        await Task.CompletedTask;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_probe_reads_and_answers_what_passes()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using GstElement end = pipeline.GetElement("end");
        using GstPad sink = pipeline.GetPad("end", "sink");
        Exception? wrong = null;
        using PadProbe probe = pad.AddProbe(GstPadProbeType.QueryUpstream | GstPadProbeType.Push, (ref PadProbeData data) =>
        {
            if (!data.IsQuery)
            {
                return GstPadProbeReturn.Ok;
            }

            GstQueryRef query = data.Query;
            switch (query.Type)
            {
                case GstQueryType.Duration:
                    try { query.SetPosition(1); }
                    catch (InvalidOperationException exception) { wrong = exception; }
                    query.SetDuration(1234);
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Position:
                    query.SetPosition(17);
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Latency:
                    query.SetLatency(new GstLatency(true, new(3), GstClockTime.None));
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Seeking:
                    query.SetSeeking(new GstSeekingRange(query.ParseSeeking().Format, true, 2, 3));
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Segment:
                    query.SetSegment(new GstPlayedRange(2, GstFormat.Bytes, 4, 5));
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Formats:
                    query.SetFormats(GstFormat.Time, GstFormat.Bytes);
                    return GstPadProbeReturn.Handled;
                case GstQueryType.Caps:
                    using (GstCaps caps = GstCaps.Parse("audio/x-raw; video/x-raw"))
                    {
                        query.SetCapsResult(caps);
                    }

                    return GstPadProbeReturn.Handled;
                case GstQueryType.Custom when query.StructureName == "mine":
                    Assert.Equal(5, query["number"]);
                    query.SetField("answer", "yes, and more");
                    return GstPadProbeReturn.Handled;
                default:
                    return GstPadProbeReturn.Ok;
            }
        });
        T Ask<T>(GstQuery query, Func<GstQuery, T> read)
        {
            using (query)
            {
                Assert.True(sink.PeerQuery(query));
                return read(query);
            }
        }

        Assert.Equal(new GstStreamPosition(GstFormat.Time, 1234), Ask(GstQuery.NewDuration(GstFormat.Time), q => q.Borrow().ParseDuration()));
        Assert.IsType<InvalidOperationException>(wrong);
        Assert.Equal(new GstStreamPosition(GstFormat.Bytes, 17), Ask(GstQuery.NewPosition(GstFormat.Bytes), q => q.Borrow().ParsePosition()));
        Assert.Equal(new GstLatency(true, new(3), GstClockTime.None), Ask(GstQuery.NewLatency(), q => q.Borrow().ParseLatency()));
        Assert.Equal(new GstSeekingRange(GstFormat.Time, true, 2, 3), Ask(GstQuery.NewSeeking(GstFormat.Time), q => q.Borrow().ParseSeeking()));
        Assert.Equal(new GstPlayedRange(2, GstFormat.Bytes, 4, 5), Ask(GstQuery.NewSegment(GstFormat.Bytes), q => q.Borrow().ParseSegment()));
        Assert.Equal([GstFormat.Time, GstFormat.Bytes], Ask(GstQuery.NewFormats(), q => q.Borrow().ParseFormats()));
        Assert.Equal("yes, and more", Ask(GstQuery.NewCustom("mine, number=(int)5"), q => q.Borrow()["answer"]));
        using GstCaps filter = GstCaps.Parse("video/x-raw, width=5");
        Assert.Equal("video/x-raw, width=(int)5", Ask(GstQuery.NewCaps(filter), q =>
        {
            using GstCaps? result = q.Borrow().ParseCapsResult();
            return result?.ToString();
        }));
        await Task.CompletedTask;
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using GstQuery custom = GstQuery.NewCustom("mine");
        Assert.Throws<ArgumentException>(() => custom.Borrow().SetField("a\0b", "5"));
        Assert.Throws<ArgumentException>(() => custom.Borrow().SetField("a", new object()));
        Assert.Throws<FormatException>(() => GstQuery.NewCustom("]["));
        custom.Borrow().SetField("a", 7);
        Assert.Equal(7, custom.Borrow()["a"]);
        using GstQuery latency = GstQuery.NewLatency();
        Assert.Throws<ArgumentOutOfRangeException>(() => latency.Borrow().SetLatency(new(true, GstClockTime.None, GstClockTime.None)));
        Assert.Throws<ArgumentOutOfRangeException>(() => latency.Borrow().SetLatency(new(true, new(5), new(4))));
        using GstQuery seeking = GstQuery.NewSeeking(GstFormat.Time);
        Assert.Throws<ArgumentException>(() => seeking.Borrow().SetSeeking(new(GstFormat.Bytes, true, 0, 1)));
        using GstQuery segment = GstQuery.NewSegment(GstFormat.Time);
        Assert.Throws<ArgumentException>(() => segment.Borrow().SetSegment(new(0, GstFormat.Time, 0, 1)));
        using GstQuery formats = GstQuery.NewFormats();
        Assert.Throws<ArgumentOutOfRangeException>(() => formats.Borrow().SetFormats((GstFormat)50));
        formats.Borrow().SetFormats();
        Assert.Empty(formats.Borrow().ParseFormats());
        Assert.Throws<InvalidOperationException>(() => default(GstQueryRef).Type.ToString());
        GstQueryRef kept = seeking.Borrow();
        seeking.Dispose();
        bool refused = false;
        try { _ = kept.Type; }
        catch (ObjectDisposedException) { refused = true; }
        Assert.True(refused);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_query_that_is_being_answered_cannot_be_asked_again()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using GstPad sink = pipeline.GetPad("end", "sink");
        using GstQuery query = GstQuery.NewCustom("mine");
        Exception? inside = null;
        using PadProbe probe = pad.AddProbe(GstPadProbeType.QueryUpstream, (ref PadProbeData data) =>
        {
            inside = Record.Exception(() => sink.PeerQuery(query));
            query.Dispose();
            return GstPadProbeReturn.Ok;
        });
        _ = sink.PeerQuery(query);
        Assert.IsType<InvalidOperationException>(inside);
        await Task.CompletedTask;
    }
}
