using GstMemInterop.Bytes;
using GstMemInterop.Tests.Infrastructure;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Probes;

public class PadProbeTests
{
    private const string Source = "videotestsrc num-buffers=30 pattern=black ! video/x-raw,format=GRAY8,width=64,height=48,framerate=300/1 ! ";

    [Fact]
    public async Task Frames_are_edited_in_place_without_a_copy()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        long copies = MapCounters.Copies;
        Tally tally = new();
        using PadProbe edit = pipeline.GetPadAndAdd("tap", "src", tally, static (ref BufferProbe p, Tally t) =>
        {
            using WriteMapping pixels = p.EditBuffer();
            ByteEdit.Invert(pixels.Span);
            t.Count(p.BufferWasCopied);
            return GstPadProbeReturn.Ok;
        });
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            using ReadMapping pixels = p.Buffer.MapRead();
            t.Count(pixels.Span.IndexOfAnyExcept((byte)239) >= 0);
            return GstPadProbeReturn.Ok;
        });

        await pipeline.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal((30, 0), (tally.Calls, tally.Marked));
        Assert.Equal((30, 0), (seen.Calls, seen.Marked));
        Assert.Equal(copies, MapCounters.Copies);
    }

    [Fact]
    public void Behind_a_tee_the_writable_copy_reaches_only_its_own_branch()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "tee name=t ! identity name=a ! fakesink name=left async=false  t. ! identity name=b ! fakesink name=right async=false");
        Tally edits = new();
        using PadProbe edit = pipeline.GetPadAndAdd("a", "sink", edits, static (ref BufferProbe p, Tally t) =>
        {
            Assert.Equal(2, p.Buffer.ReferenceCount);
            using WriteMapping pixels = p.EditBuffer();
            Assert.Equal(1, p.Buffer.ReferenceCount);
            pixels.Span.Fill(200);
            t.Count(p.BufferWasCopied);
            return GstPadProbeReturn.Ok;
        });
        (Tally left, Tally right) = (new(), new());
        BufferProbeHandler<Tally> check = static (ref BufferProbe p, Tally t) =>
        {
            using ReadMapping pixels = p.Buffer.MapRead();
            t.Count(pixels.Span.IndexOfAnyExcept((byte)200) < 0);
            return GstPadProbeReturn.Ok;
        };
        using PadProbe onLeft = pipeline.GetPadAndAdd("left", "sink", left, check);
        using PadProbe onRight = pipeline.GetPadAndAdd("right", "sink", right, check);

        pipeline.Run(TestContext.Current.CancellationToken);

        Assert.Equal((30, 30), (edits.Calls, edits.Marked));
        Assert.Equal((30, 30), (left.Calls, left.Marked));
        Assert.Equal((30, 0), (right.Calls, right.Marked));
    }

    [Fact]
    public void Ten_thousand_frames_cost_no_managed_byte_and_no_memory()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=10000 ! video/x-raw,format=GRAY8,width=320,height=240,framerate=1000/1 ! identity name=tap ! fakesink sync=false");
        Allocation allocation = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", allocation, static (ref BufferProbe p, Allocation a) =>
        {
            using (WriteMapping pixels = p.EditBuffer())
            {
                pixels.Span[0] ^= 0xFF;
            }

            a.Frame();
            return GstPadProbeReturn.Ok;
        });

        pipeline.Run(TestContext.Current.CancellationToken);

        Assert.Equal(10_000, allocation.Frames);
        Assert.Equal(0, allocation.BytesAfterWarmUp);

        // 8,000 frames are 600 MB: one left behind in twenty would show. Less than that is the JIT and the heap of the test run.
        Assert.InRange(allocation.RssGrowth, long.MinValue, 32 << 20);
    }

    [Fact]
    public void An_exception_in_the_handler_is_reported_and_the_frame_passes_on()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        int reported = 0;
        int global = 0;
        EventHandler<CallbackFailedEventArgs> onGlobal = (_, _) => global++;
        GStreamer.CallbackFailed += onGlobal;
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, static (ref BufferProbe p, int _) =>
        {
            using WriteMapping pixels = p.EditBuffer();
            throw new InvalidOperationException("planted");
        });
        probe.Failed += (_, e) => reported += e.Exception.Message == "planted" ? 1 : 0;
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
        try
        {
            pipeline.Run(TestContext.Current.CancellationToken);
        }
        finally
        {
            GStreamer.CallbackFailed -= onGlobal;
        }

        Assert.Equal((30, 30, 30), (reported, global, seen.Calls));
    }

    [Fact]
    public void Take_then_Ok_is_refused_with_a_message_and_nothing_is_lost()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "fakesink name=out");
        List<GstBuffer> taken = [];
        List<string> messages = [];
        using PadProbe probe = pipeline.GetPadAndAdd("out", "sink", taken, static (ref BufferProbe p, List<GstBuffer> t) =>
        {
            t.Add(p.TakeBuffer());
            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => messages.Add(e.Exception.Message);
        pipeline.Run(TestContext.Current.CancellationToken);

        Assert.Equal(30, taken.Count);
        Assert.All(taken, static b => Assert.Equal(1, b.ReferenceCount));
        Assert.Equal(30, messages.Count);
        Assert.Contains("nothing left to pass on", messages[0], StringComparison.Ordinal);
        taken.ForEach(static b => b.Dispose());
    }

    [Fact]
    public void Buffers_can_be_taken_replaced_dropped_and_handled()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        Tally order = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", order, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(false);
            switch (t.Calls % 5)
            {
                case 0:
                    return GstPadProbeReturn.Drop;
                case 1:
                    return GstPadProbeReturn.Handled;
                case 2:
                    p.TakeBuffer().Dispose();
                    return GstPadProbeReturn.Handled;
                case 3:
                    GstBuffer replacement = GstBuffer.Allocate(64 * 48);
                    replacement.Pts = p.Buffer.Pts;
                    replacement.Duration = p.Buffer.Duration;
                    p.ReplaceBuffer(replacement);
                    return GstPadProbeReturn.Ok;
                default:
                    GstBuffer back = p.TakeBuffer();
                    back.OffsetEnd = 4711;
                    p.ReplaceBuffer(back);
                    return GstPadProbeReturn.Ok;
            }
        });
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Buffer.OffsetEnd == 4711);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((30, 12, 6), (order.Calls, seen.Calls, seen.Marked));
    }

    [Fact]
    public void A_buffer_cannot_be_taken_or_replaced_while_it_is_mapped()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink");
        Tally refused = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", refused, static (ref BufferProbe p, Tally t) =>
        {
            using WriteMapping map = p.EditBuffer();
            try
            {
                p.TakeBuffer();
            }
            catch (InvalidOperationException)
            {
                t.Count(true);
            }

            map.Span[0] = 1;
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((30, 30), (refused.Calls, refused.Marked));
    }

    [Fact]
    public void A_borrow_of_a_buffer_that_was_taken_or_replaced_says_so()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink");
        Tally refused = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", refused, static (ref BufferProbe p, Tally t) =>
        {
            GstBufferRef stale = p.Buffer;
            GstMemoryRef memory = stale.PeekMemory(0);
            p.TakeBuffer().Dispose();
            p.ReplaceBuffer(GstBuffer.Allocate(64 * 48));
            t.Count(Throws(stale) && Throws(memory));
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((30, 30), (refused.Calls, refused.Marked));
    }

    [Fact]
    public void A_mapping_that_the_handler_forgot_is_ended_for_it()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        Tally forgot = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", forgot, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.EditBuffer().IsOpen);
            return GstPadProbeReturn.Ok;
        });
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Buffer.PeekMemory(0).OpenMappings != 0);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((30, 30), (forgot.Calls, forgot.Marked));
        Assert.Equal((30, 0), (seen.Calls, seen.Marked));
    }

    [Fact]
    public void A_probe_removes_itself_by_return_or_by_dispose()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink");
        Tally once = new();
        using PadProbe byReturn = pipeline.GetPadAndAdd("tap", "src", once, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(false);
            return GstPadProbeReturn.Remove;
        });
        Tally twice = new();
        PadProbe? self = null;
        using GstPad pad = pipeline.GetPad("tap", "src");
        self = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            twice.Count(false);
            if (twice.Calls == 2)
            {
                self!.Dispose();
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((1, 2), (once.Calls, twice.Calls));
        Assert.False(byReturn.IsActive);
        Assert.False(self.IsActive);
    }

    [Fact]
    public void A_probe_that_is_not_kept_does_not_keep_its_pad()
    {
        // Not the leaks tracer: it lists every object, and dies of one that another thread is freeing.
        using NativeWeakReference weak = new();
        WeakProbe(weak);
        GstFixture.Settle();
        Assert.False(weak.IsAlive);

        static void WeakProbe(NativeWeakReference weak)
        {
            using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=weakpad ! fakesink");
            using GstPad pad = pipeline.GetPad("weakpad", "src");
            pad.AddBufferProbe(static (ref BufferProbe p) => GstPadProbeReturn.Ok);
            weak.Target(pad.DangerousHandle);
            Assert.True(weak.IsAlive);
            pipeline.Run();
        }
    }

    [Fact]
    public void Other_data_is_seen_by_kind_and_an_idle_probe_runs_at_once()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink");
        using GstPad pad = pipeline.GetPad("tap", "src");
        List<GstEventType> events = [];
        using PadProbe onEvents = pad.AddProbe(GstPadProbeType.EventDownstream, (ref PadProbeData d) =>
        {
            events.Add(d.EventType!.Value);
            Assert.False(d.IsBuffer);
            return GstPadProbeReturn.Ok;
        });
        bool idle = false;
        using PadProbe onIdle = pad.AddProbe(GstPadProbeType.Idle, (ref PadProbeData d) =>
        {
            idle = true;
            return GstPadProbeReturn.Remove;
        });
        Assert.True(idle);
        Assert.False(onIdle.IsActive);
        Assert.Throws<ArgumentException>(() => pad.AddProbe(0, static (ref PadProbeData d) => GstPadProbeReturn.Ok));

        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Contains(GstEventType.Caps, events);
        Assert.Contains(GstEventType.Eos, events);
    }

    [Fact]
    public void Buffers_in_lists_are_edited_one_by_one()
    {
        // rtpvrawpay pushes each frame's packets as one list.
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=5 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink name=out");
        ListTally edits = new();
        using PadProbe probe = pipeline.GetPadAndAdd("pay", "src", edits, static (ref BufferProbe p, ListTally t) =>
        {
            t.Calls++;
            t.InLists += p.InList ? 1 : 0;
            if (p.InList && p.ListIndex % 2 == 1)
            {
                return GstPadProbeReturn.Drop;
            }

            t.Kept++;
            p.MakeWritable();
            GstBufferRef buffer = p.Buffer;
            buffer.OffsetEnd = 99;
            return GstPadProbeReturn.Ok;
        });
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Buffer.OffsetEnd == 99);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(edits.InLists > 100, $"Only {edits.InLists} of {edits.Calls} buffers came in lists.");
        Assert.Equal((edits.Kept, edits.Kept), (seen.Calls, seen.Marked));
    }

    private static bool Throws(GstBufferRef buffer)
    {
        try
        {
            return buffer.Size == 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static bool Throws(GstMemoryRef memory)
    {
        try
        {
            return memory.Size == 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static GstPadProbeReturn CountAll(ref BufferProbe p, Tally t)
    {
        t.Count(false);
        return GstPadProbeReturn.Ok;
    }

    private sealed class Tally
    {
        public int Calls { get; private set; }

        public int Marked { get; private set; }

        public void Count(bool mark)
        {
            Calls++;
            Marked += mark ? 1 : 0;
        }
    }

    private sealed class ListTally
    {
        public int Calls;
        public int InLists;
        public int Kept;
    }

    private sealed class Allocation
    {
        private const int WarmUp = 2000;
        private long _bytesAtWarmUp;
        private long _rssAtWarmUp;

        public int Frames { get; private set; }

        public long BytesAfterWarmUp { get; private set; }

        public long RssGrowth { get; private set; }

        public void Frame()
        {
            Frames++;
            if (Frames == WarmUp)
            {
                _rssAtWarmUp = Rss();
                _bytesAtWarmUp = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (Frames == 10_000)
            {
                BytesAfterWarmUp = GC.GetAllocatedBytesForCurrentThread() - _bytesAtWarmUp;
                RssGrowth = Rss() - _rssAtWarmUp;
            }
        }

        private static long Rss() => Environment.WorkingSet;
    }
}
