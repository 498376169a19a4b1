using System.Collections.Concurrent;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Findings;

/// <summary>Entries C1, C2 and C4: what a handler's answer means, and what passes beside buffers.</summary>
public class CProbesTests
{
    private const string Source = "videotestsrc name=source num-buffers=30 ! video/x-raw,format=GRAY8,width=16,height=16,framerate=300/1 ! ";
    private const string Application = "appsrc name=source is-live=true do-timestamp=true format=time caps=application/x-test ! fakesink name=out";
    private const string Lists = "videotestsrc name=source num-buffers=5 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink name=out";

    [Theory]
    [InlineData("source", "src")]
    [InlineData("out", "sink")]
    public void C1_The_flow_return_of_handled_buffers_reaches_the_source_also_from_a_list(string element, string pad)
    {
        foreach (int last in (int[])[0, 2, -1])
        {
            using GstPipeline pipeline = GstPipeline.Launch(Application);
            Tally calls = new();
            using PadProbe probe = pipeline.GetPadAndAdd(element, pad, calls, (ref BufferProbe p, Tally t) =>
            {
                t.Count(p.InList);
                p.FlowReturn = (t.Calls - 1) % 3 == last ? GstFlowReturn.Eos : GstFlowReturn.Ok;
                return GstPadProbeReturn.Handled;
            });
            PushLists(pipeline, lists: 3, buffers: 3);

            // EOS ended the source after its first list; without it all three come.
            int expected = last < 0 ? 9 : 3;
            Assert.Equal((expected, expected), (calls.Calls, calls.Marked));
        }
    }

    [Theory]
    [InlineData(GstPadProbeReturn.Drop)]
    [InlineData(GstPadProbeReturn.Remove)]
    [InlineData(GstPadProbeReturn.Ok)]
    public void C1_The_flow_return_counts_only_where_the_buffer_was_handled(GstPadProbeReturn answer)
    {
        foreach (bool take in (bool[])[true, false])
        {
            foreach (string pipeline in (string[])[Source + "identity name=pay ! fakesink name=out", Lists])
            {
                int frames = Frames(pipeline, "pay", (ref BufferProbe p, int _) =>
                {
                    p.FlowReturn = GstFlowReturn.Eos;
                    if (take)
                    {
                        p.TakeBuffer().Dispose();
                    }

                    return answer;
                });
                Assert.Equal(pipeline == Lists ? 5 : 30, frames);
            }
        }
    }

    [Theory]
    [InlineData("tap", "src")]
    [InlineData("out", "sink")]
    public void C2_Remove_after_a_take_removes_the_probe_and_passes_nothing(string element, string pad)
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        Tally calls = new();
        List<Exception> failures = [];
        using PadProbe probe = pipeline.GetPadAndAdd(element, pad, calls, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(false);
            p.TakeBuffer().Dispose();
            return GstPadProbeReturn.Remove;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.Equal((1, 29), (calls.Calls, seen.Calls));
        Assert.False(probe.IsActive);
    }

    [Fact]
    public void C2_Remove_counts_also_when_the_list_became_empty()
    {
        foreach (string pad in (string[])["source.src", "out.sink"])
        {
            using GstPipeline pipeline = GstPipeline.Launch(Application);
            string[] names = pad.Split('.');
            Tally calls = new();
            using PadProbe probe = pipeline.GetPadAndAdd(names[0], names[1], calls, static (ref BufferProbe p, Tally t) =>
            {
                t.Count(p.InList);
                if (t.Calls == 3)
                {
                    p.TakeBuffer().Dispose();
                    return GstPadProbeReturn.Remove;
                }

                return GstPadProbeReturn.Drop;
            });
            Tally seen = new();
            using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
            PushLists(pipeline, lists: 2, buffers: 3);
            Assert.Equal((3, 3, 3), (calls.Calls, calls.Marked, seen.Calls));
            Assert.False(probe.IsActive);
        }
    }

    [Fact]
    public void C4_Events_say_what_they_hold()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! video/x-raw,format=GRAY8,width=16,height=8,framerate=10/1 ! taginject tags=\"title=test,track-number=3\" ! identity name=tap ! fakesink name=out");
        using GstPad pad = pipeline.GetPad("tap", "src");
        List<string> said = [];
        List<Exception> failures = [];
        using PadProbe probe = pad.AddProbe(GstPadProbeType.EventDownstream | GstPadProbeType.EventUpstream | GstPadProbeType.EventFlush, (ref PadProbeData data) =>
        {
            GstEventRef e = data.Event;
            Assert.Equal(data.EventType, e.Type);
            switch (e.Type)
            {
                case GstEventType.Caps:
                    using (GstCaps caps = e.ParseCaps())
                    {
                        said.Add($"caps {caps["width"]}x{caps["height"]}");
                    }

                    break;
                case GstEventType.Segment:
                    said.Add($"segment {e.ParseSegment().Format} {e.ParseSegment().Start}");
                    break;
                case GstEventType.StreamStart:
                    said.Add($"stream {e.ParseStreamStart().Length > 0} {e.ParseGroupId() is not null}");
                    break;
                case GstEventType.Tag when e.ParseTags().TryGetValue("title", out object? title):
                    said.Add($"tags {title} {e.ParseTags()["track-number"]}");
                    break;
                case GstEventType.Latency:
                    said.Add($"latency {e.ParseLatency().HasValue}");
                    break;
                case GstEventType.Eos:
                    said.Add($"eos {e.StructureText is null}");
                    break;
                default:
                    break;
            }

            bool refused = false;
            try
            {
                _ = e.ParseSeek();
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            Assert.True(refused || e.Type == GstEventType.Seek);
            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        foreach (string expected in (string[])["stream True True", "caps 16x8", "segment Time 0", "tags test 3", "eos True"])
        {
            Assert.Contains(expected, said);
        }
    }

    [Fact]
    public unsafe void C4_Every_kind_of_event_with_plain_values_is_read()
    {
        GStreamer.Initialize();
        using (GstEvent seek = GstEvent.Adopt((nint)Native.LibGst.gst_event_new_seek(2.5, Native.GstFormat.GST_FORMAT_TIME, Native.GstSeekFlags.GST_SEEK_FLAG_FLUSH, Native.GstSeekType.GST_SEEK_TYPE_SET, 5, Native.GstSeekType.GST_SEEK_TYPE_NONE, -1)))
        {
            Assert.Equal(new GstSeekRequest(2.5, GstFormat.Time, GstSeekFlags.Flush, GstSeekType.Set, 5, GstSeekType.None, -1), seek.Borrow().ParseSeek());
            Assert.Equal(2.5, seek.Borrow()["rate"]);
            Assert.Null(seek.Borrow()["nothing"]);
        }

        using (GstEvent qos = GstEvent.Adopt((nint)Native.LibGst.gst_event_new_qos(Native.GstQOSType.GST_QOS_TYPE_THROTTLE, 1.5, -7, 9)))
        {
            Assert.Equal(new GstQosReport(GstQOSType.Throttle, 1.5, -7, GstClockTime.FromNanoseconds(9)), qos.Borrow().ParseQos());
        }

        using (GstEvent gap = GstEvent.Adopt((nint)Native.LibGst.gst_event_new_gap(3, ulong.MaxValue)))
        {
            Assert.Equal(new GstGap(GstClockTime.FromNanoseconds(3), GstClockTime.None), gap.Borrow().ParseGap());
        }

        using (GstEvent stop = GstEvent.Adopt((nint)Native.LibGst.gst_event_new_flush_stop(1)))
        {
            Assert.True(stop.Borrow().ParseFlushStop());
            Assert.NotEqual(0u, stop.Borrow().SequenceNumber);
        }

        using GstEvent gone = GstEvent.Adopt((nint)Native.LibGst.gst_event_new_eos());
        GstEventRef borrowed = gone.Borrow();
        Assert.Equal(GstEventType.Eos, borrowed.Type);
        Assert.Null(borrowed.StructureName);
        gone.Dispose();
        bool refused = false;
        try
        {
            _ = borrowed.Type;
        }
        catch (ObjectDisposedException)
        {
            refused = true;
        }

        Assert.True(refused);
        Assert.Throws<ArgumentException>(static () => GstEvent.Adopt(0));
    }

    [Theory]
    [InlineData(GstPadProbeReturn.Handled)]
    [InlineData(GstPadProbeReturn.Drop)]
    [InlineData(GstPadProbeReturn.Ok)]
    [InlineData(GstPadProbeReturn.Remove)]
    public void C4_Events_can_be_taken_and_put_back(GstPadProbeReturn answer)
    {
        foreach (bool putBack in (bool[])[true, false])
        {
            foreach (string pad in (string[])["tap.src", "out.sink"])
            {
                using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! taginject tags=\"title=test\" ! identity name=tap ! fakesink name=out");
                string[] names = pad.Split('.');
                using GstPad where = pipeline.GetPad(names[0], names[1]);
                int calls = 0;
                List<Exception> failures = [];
                using PadProbe probe = where.AddProbe(GstPadProbeType.EventDownstream, (ref PadProbeData data) =>
                {
                    if (data.EventType != GstEventType.Tag)
                    {
                        return GstPadProbeReturn.Ok;
                    }

                    calls++;
                    GstEventRef stale = data.Event;
                    GstEvent taken = data.TakeEvent();
                    Assert.Equal(GstEventType.Tag, taken.Type);
                    Assert.False(data.IsEvent);
                    Assert.True(Refuses(stale));
                    if (putBack)
                    {
                        data.ReplaceEvent(taken);
                    }

                    taken.Dispose();
                    return answer;
                });
                probe.Failed += (_, e) => failures.Add(e.Exception);
                pipeline.Run(TestContext.Current.CancellationToken);
                Assert.True(calls > 0);
                Assert.Equal(!putBack && answer == GstPadProbeReturn.Ok ? calls : 0, failures.Count);
                Assert.Equal(answer == GstPadProbeReturn.Remove, !probe.IsActive);
            }
        }

        static bool Refuses(GstEventRef stale)
        {
            try
            {
                return stale.Type == GstEventType.Unknown;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void C4_A_taken_event_goes_on_when_it_is_sent()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using BlockingCollection<GstEvent> taken = [];
        using PadProbe probe = pad.AddProbe(GstPadProbeType.EventDownstream, (ref PadProbeData data) =>
        {
            if (data.EventType != GstEventType.Eos)
            {
                return GstPadProbeReturn.Ok;
            }

            taken.Add(data.TakeEvent());
            return GstPadProbeReturn.Handled;
        });
        pipeline.Play();
        using GstBus bus = pipeline.Bus;
        GstEvent end = taken.Take(TestContext.Current.CancellationToken);
        Assert.Null(bus.TryPop(GstMessageType.Eos, GstClockTime.FromSeconds(0.2)));
        using GstPad source = pipeline.GetPad("tap", "src");
        using (GstEvent again = end.Borrow().Retain())
        {
            Assert.Throws<ArgumentException>(() => source.SendEvent(again));
            Assert.True(again.IsDisposed);
        }

        using GstPad sink = pipeline.GetPad("out", "sink");
        Assert.True(sink.SendEvent(end));
        Assert.True(end.IsDisposed);
        using GstMessage? message = bus.TryPop(GstMessageType.Eos | GstMessageType.Error, GstClockTime.FromSeconds(10));
        Assert.Equal(GstMessageType.Eos, message?.Type);
        pipeline.Stop();
    }

    [Fact]
    public void C4_Lists_can_be_taken_and_replaced()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Lists);
        using GstPad pad = pipeline.GetPad("pay", "src");
        int lists = 0;
        int kept = 0;
        using PadProbe probe = pad.AddProbe(GstPadProbeType.BufferList, (ref PadProbeData data) =>
        {
            using GstBufferList taken = data.TakeBufferList();
            if (lists++ % 2 == 0)
            {
                return GstPadProbeReturn.Handled;
            }

            GstBufferList fewer = GstBufferList.Create();
            fewer.Add(taken.TakeAt(0));
            fewer.Add(taken.TakeAt(0));
            kept += 2;
            data.ReplaceBufferList(fewer);
            return GstPadProbeReturn.Ok;
        });
        List<Exception> failures = [];
        probe.Failed += (_, e) => failures.Add(e.Exception);
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.True(lists >= 5);
        Assert.True(kept > 0);
        Assert.Equal(kept, seen.Calls);
    }

    private static int Frames(string description, string element, BufferProbeHandler<int> handler)
    {
        using GstPipeline pipeline = GstPipeline.Launch(description);
        Tally frames = new();
        using PadProbe count = pipeline.GetPadAndAdd("source", "src", frames, CountAll);
        using PadProbe probe = pipeline.GetPadAndAdd(element, "src", 0, handler);
        pipeline.Run(TestContext.Current.CancellationToken);
        return frames.Calls;
    }

    private static unsafe void PushLists(GstPipeline pipeline, int lists, int buffers)
    {
        GStreamer.Initialize();
        pipeline.SetState(GstState.Playing);
        using GstElement element = pipeline.GetElement("source");
        for (int i = 0; i < lists; i++)
        {
            GstBufferList list = GstBufferList.Create();
            for (int j = 0; j < buffers; j++)
            {
                list.Add(GstBuffer.Allocate(8));
            }

            _ = Native.LibGstApp.gst_app_src_push_buffer_list((Native.GstAppSrc*)element.DangerousHandle, (Native.GstBufferList*)list.DangerousDetach()); // not Ok once the source has ended
        }

        _ = Native.LibGstApp.gst_app_src_end_of_stream((Native.GstAppSrc*)element.DangerousHandle); // behind the lists; an event would overtake them
        using GstBus bus = pipeline.Bus;
        using GstMessage? end = bus.TryPop(GstMessageType.Eos | GstMessageType.Error, GstClockTime.FromSeconds(10));
        Assert.Equal(GstMessageType.Eos, end?.Type);
        pipeline.SetState(GstState.Null);
    }

    private static GstPadProbeReturn CountAll(ref BufferProbe p, Tally t)
    {
        t.Count(false);
        return GstPadProbeReturn.Ok;
    }
}
