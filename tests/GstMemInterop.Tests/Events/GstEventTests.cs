using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Events;

public sealed class GstEventTests
{
    [Fact]
    public void What_is_made_is_read_again()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=4,height=4,framerate=1/1");
        using (GstEvent made = GstEvent.NewCaps(caps))
        {
            using GstCaps read = made.Borrow().ParseCaps();
            Assert.Equal(caps.ToString(), read.ToString());
        }

        GstSegment segment = new(GstFormat.Time) { Rate = 2, Start = 5, Stop = 9, Base = 3 };
        using (GstEvent made = GstEvent.NewSegment(segment)) { Assert.Equal(segment, made.Borrow().ParseSegment()); }
        using (GstEvent made = GstEvent.NewSegmentDone(GstFormat.Bytes, 17)) { Assert.Equal(new GstStreamPosition(GstFormat.Bytes, 17), made.Borrow().ParseSegmentDone()); }
        using (GstEvent made = GstEvent.NewFlushStart()) { Assert.Equal(GstEventType.FlushStart, made.Type); }
        using (GstEvent made = GstEvent.NewFlushStop(resetTime: false)) { Assert.False(made.Borrow().ParseFlushStop()); }
        using (GstEvent made = GstEvent.NewEos()) { Assert.Equal(GstEventType.Eos, made.Type); }
        using (GstEvent made = GstEvent.NewReconfigure()) { Assert.Equal(GstEventType.Reconfigure, made.Type); }
        using (GstEvent made = GstEvent.NewGap(new(7), new(8))) { Assert.Equal(new GstGap(new(7), new(8)), made.Borrow().ParseGap()); }
        using (GstEvent made = GstEvent.NewLatency(new(99))) { Assert.Equal(new GstClockTime(99), made.Borrow().ParseLatency()); }
        GstSeekRequest seek = new(-1, GstFormat.Time, GstSeekFlags.Flush, GstSeekType.Set, 1, GstSeekType.Set, 2);
        using (GstEvent made = GstEvent.NewSeek(seek)) { Assert.Equal(seek, made.Borrow().ParseSeek()); }
        GstQosReport qos = new(GstQOSType.Underflow, 1.5, -5, new(5));
        using (GstEvent made = GstEvent.NewQos(qos)) { Assert.Equal(qos, made.Borrow().ParseQos()); }
        GstStepRequest step = new(GstFormat.Buffers, 3, 0.5, true, false);
        using (GstEvent made = GstEvent.NewStep(step.Format, step.Amount, step.Rate, step.Flush, step.Intermediate)) { Assert.Equal(step, made.Borrow().ParseStep()); }
        uint group = GstEvent.NextGroupId();
        using (GstEvent made = GstEvent.NewStreamStart("mine", group))
        {
            Assert.Equal("mine", made.Borrow().ParseStreamStart());
            Assert.Equal(group, made.Borrow().ParseGroupId());
            made.SequenceNumber = 77;
            Assert.Equal(77u, made.SequenceNumber);
            using GstEvent other = made.Borrow().Retain();
            Assert.Throws<InvalidOperationException>(() => made.SequenceNumber = 78);
            using GstEvent copy = made.Copy();
            copy.SequenceNumber = 78;
            Assert.Equal(77u, other.SequenceNumber);
            Assert.Throws<ArgumentOutOfRangeException>(() => copy.SequenceNumber = 0);
        }

        using (GstEvent made = GstEvent.NewCustom(GstEventType.CustomDownstreamOob, "mine, number=(int)5"))
        {
            Assert.Equal(("mine", 5), (made.Borrow().StructureName, (int)made.Borrow()["number"]!));
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Tags_travel_as_an_event_and_come_as_a_message()
    {
        using GstTagList tags = new();
        tags.Add("title", "mine");
        using GstEvent made = GstEvent.NewTag(tags);
        tags.Add("title", "changed", GstTagMergeMode.Replace);
        using (GstTagList read = made.Borrow().ParseTagList()) { Assert.Equal("mine", read.Get<string>("title")); }
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=50 ! fakesink sync=false");
        Task<GstMessage?> told = pipeline.WaitForMessageAsync(GstMessageType.Tag, cancellationToken: Limited.Token);
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        Assert.True(pipeline.SendEvent(made.Copy()));
        pipeline.Play();
        using GstMessage? message = await told.Within();
        using GstTagList? seen = message?.GetTags();
        Assert.Equal("mine", seen?.Get<string>("title"));
    }

    [Fact]
    public void What_C_would_only_complain_about_is_refused()
    {
        using GstCaps many = GstCaps.Parse("video/x-raw,width=[1,2]");
        Assert.Throws<ArgumentException>(() => GstEvent.NewCaps(many));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewSegment(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewSegmentDone((GstFormat)99, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewGap(GstClockTime.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewLatency(GstClockTime.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewStep(GstFormat.Time, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewStep(GstFormat.Time, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewQos(new(GstQOSType.Overflow, 1, -6, new(5))));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewQos(new(GstQOSType.Overflow, 1, long.MinValue, new(5))));
        Assert.Throws<ArgumentException>(() => GstEvent.NewQos(new((GstQOSType)9, 1, 0, new(5))));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewSeek(new(0, GstFormat.Time, 0, GstSeekType.Set, 0, GstSeekType.None, -1)));
        Assert.Throws<ArgumentException>(() => GstEvent.NewStreamStart(""));
        Assert.Throws<ArgumentException>(() => GstEvent.NewStreamStart("a\0b"));
        Assert.Throws<ArgumentException>(() => GstEvent.NewCustom(GstEventType.Caps, "mine"));
        Assert.Throws<ArgumentException>(() => GstEvent.NewCustom((GstEventType)(1 << 30), "mine"));
        Assert.Throws<FormatException>(() => GstEvent.NewCustom(GstEventType.CustomBoth, "5 is no name"));
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink");
        using GstPad source = pipeline.GetPad("tap", "src");
        using GstPad sink = pipeline.GetPad("tap", "sink");
        Assert.Throws<ArgumentException>(() => source.PushEvent(GstEvent.NewReconfigure()));
        Assert.Throws<ArgumentException>(() => sink.PushEvent(GstEvent.NewEos()));
        Assert.Throws<ArgumentException>(() => source.SendEvent(GstEvent.NewEos()));
        Assert.Throws<ArgumentException>(() => source.GetStickyEvent(GstEventType.Seek));
        Assert.Throws<ArgumentException>(() => source.GetStickyEvent((GstEventType)5));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.GetStickyEvent(GstEventType.Caps, -1));
        Assert.False(source.PushEvent(GstEvent.NewEos())); // not active
        Assert.False(pipeline.SendEvent(GstEvent.NewEos()));
        using GstEvent gone = GstEvent.NewEos();
        gone.Dispose();
        Assert.Throws<ObjectDisposedException>(() => source.PushEvent(gone));
        Assert.Throws<ObjectDisposedException>(() => pipeline.SendEvent(gone));
        Assert.Throws<ArgumentNullException>(() => pipeline.SendEvent(null!));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Custom_events_arrive_where_they_are_sent()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc name=in ! identity name=tap ! fakesink name=out sync=false");
        using GstPad below = pipeline.GetPad("out", "sink");
        using GstPad above = pipeline.GetPad("in", "src");
        using GstPad tap = pipeline.GetPad("tap", "src");
        System.Collections.Concurrent.ConcurrentQueue<string> seen = new();
        GstPadProbeReturn Note(ref PadProbeData data)
        {
            if (data.IsEvent && data.Event.StructureName is { } name && name.StartsWith("mine", StringComparison.Ordinal))
            {
                seen.Enqueue($"{name} {data.EventType} {data.Event["n"]}");
            }

            return GstPadProbeReturn.Ok;
        }

        using PadProbe down = below.AddProbe(GstPadProbeType.EventDownstream, Note);
        using PadProbe up = above.AddProbe(GstPadProbeType.EventUpstream, Note);
        pipeline.Play();
        Assert.True(pipeline.WaitForState());
        pipeline.SendEvent(GstEvent.NewCustom(GstEventType.CustomDownstream, "mine-line, n=1"));
        tap.PushEvent(GstEvent.NewCustom(GstEventType.CustomDownstreamOob, "mine-oob, n=2"));
        pipeline.SendEvent(GstEvent.NewCustom(GstEventType.CustomUpstream, "mine-up, n=3"));
        await Limited.Until(() => seen.Count == 3);
        Assert.Equal(["mine-line CustomDownstream 1", "mine-oob CustomDownstreamOob 2", "mine-up CustomUpstream 3"], seen.Order(StringComparer.Ordinal));
        pipeline.Stop();
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_pad_keeps_its_sticky_events_in_their_order()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! video/x-raw,format=GRAY8,width=8,height=8,framerate=10/1 ! fakesink name=end");
        using GstPad pad = pipeline.GetPad("end", "sink");
        Assert.Empty(pad.GetStickyEvents());
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        IReadOnlyList<GstEvent> kept = pad.GetStickyEvents();
        Assert.Equal([GstEventType.StreamStart, GstEventType.Caps, GstEventType.Segment], kept.Select(e => e.Type).Where(t => t != GstEventType.Tag));
        foreach (GstEvent one in kept)
        {
            one.Dispose();
        }

        using GstEvent segment = Assert.IsType<GstEvent>(pad.GetStickyEvent(GstEventType.Segment));
        Assert.Equal(GstFormat.Time, segment.Borrow().ParseSegment().Format);
        Assert.Null(pad.GetStickyEvent(GstEventType.Segment, 1));
        Assert.Null(pad.GetStickyEvent(GstEventType.Eos));
        await Task.CompletedTask;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task On_a_streaming_thread_an_end_is_sent_later_and_the_rest_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        TaskCompletionSource<Exception?> custom = new();
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) =>
        {
            custom.TrySetResult(Record.Exception(() => pipeline.SendEvent(GstEvent.NewCustom(GstEventType.CustomUpstream, "mine"))));
            Assert.True(pipeline.SendEvent(GstEvent.NewEos()));
            return GstPadProbeReturn.Ok;
        });
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        Assert.IsType<InvalidOperationException>(await custom.Task);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_step_shows_one_frame_more_and_a_seek_can_be_sent_as_an_event()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! video/x-raw,format=GRAY8,width=8,height=8,framerate=10/1 ! fakesink name=end sync=true");
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        Assert.True(pipeline.SendEvent(GstEvent.NewStep(GstFormat.Buffers, 2)));
        Assert.True(pipeline.WaitForState());
        Assert.True(pipeline.QueryPosition().HasValue);
        Assert.True(await Task.Run(() => pipeline.SendEvent(GstEvent.NewSeek(new(1, GstFormat.Time, GstSeekFlags.Flush, GstSeekType.Set, 5_000_000_000, GstSeekType.None, -1))), Limited.Token).Within());
        Assert.True(pipeline.WaitForState());
        Assert.Equal(GstClockTime.FromSeconds(5), pipeline.QueryPosition());
        Assert.Throws<InvalidOperationException>(() => pipeline.SendEvent(GstEvent.NewSeek(new(1, GstFormat.Time, 0, GstSeekType.Set, 0, GstSeekType.None, -1))));
    }
}
