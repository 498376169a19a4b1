using GstMemInterop.Bytes;
using GstMemInterop.Tests.Findings;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Probes;

/// <summary>Handlers that do at the wrong moment what they may do: nothing may reach C, and nothing may be lost or stay open.</summary>
public class ProbeAttackTests
{
    private const string Source = "videotestsrc num-buffers=30 ! video/x-raw,format=GRAY8,width=16,height=16,framerate=300/1 ! ";

    [Fact]
    public unsafe void A_handler_that_pushes_into_its_own_pad_is_called_inside_itself()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        using GstPad pad = pipeline.GetPad("tap", "src");
        Tally outer = new();
        Tally inner = new();
        int depth = 0;
        List<Exception> failures = [];
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            BufferProbe copy = p;
            using WriteMapping map = p.EditBuffer();
            map.Span[0] = 77;
            if (depth < 3)
            {
                depth++;
                GstBuffer more = p.Buffer.CopyDeep();
                Assert.Equal(Native.GstFlowReturn.GST_FLOW_OK, Native.LibGst.gst_pad_push((Native.GstPad*)pad.DangerousHandle, (Native.GstBuffer*)more.DangerousDetach()));
                depth--;
                outer.Count(copy.Buffer.Size == 256 && map.IsOpen);
            }
            else
            {
                inner.Count(true);
                _ = p.Buffer.MapRead().IsOpen ? throw new InvalidOperationException("planted, with a mapping left open") : 0;
            }

            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.Buffer.PeekMemory(0).OpenMappings == 0);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.All(failures, static e => Assert.Contains("planted", e.Message, StringComparison.Ordinal));
        Assert.Equal((90, 90), (outer.Calls, outer.Marked));
        Assert.Equal((30, 30), (inner.Calls, failures.Count));
        Assert.Equal((120, 120), (seen.Calls, seen.Marked));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_handler_may_dispose_its_own_probe_and_go_on(int how)
    {
        foreach (string description in (string[])[Source + "identity name=pay ! fakesink name=out", "videotestsrc num-buffers=5 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink name=out"])
        {
            using GstPipeline pipeline = GstPipeline.Launch(description);
            using GstPad pad = pipeline.GetPad("pay", "src");
            Tally sent = new();
            using PadProbe before = pad.AddBufferProbe(sent, CountAll);
            PadProbe? self = null;
            int calls = 0;
            List<Exception> failures = [];
            self = pad.AddBufferProbe((ref BufferProbe p) =>
            {
                calls++;
                self!.Dispose();
                Assert.False(self.IsActive);
                switch (how)
                {
                    case 0:
                        ByteEdit.Invert(p.EditBuffer().Span);
                        return GstPadProbeReturn.Ok;
                    case 1:
                        p.TakeBuffer().Dispose();
                        return GstPadProbeReturn.Remove;
                    case 2:
                        return GstPadProbeReturn.Remove;
                    default:
                        p.ReplaceBuffer(p.TakeBuffer());
                        throw new InvalidOperationException("planted");
                }
            });
            self.Failed += (_, e) => failures.Add(e.Exception);
            Tally seen = new();
            using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
            pipeline.Run(TestContext.Current.CancellationToken);
            Assert.Equal(1, calls);
            Assert.Equal(how == 3 ? 1 : 0, failures.Count);
            Assert.Equal(how == 1 ? sent.Calls - 1 : sent.Calls, seen.Calls);
            self.Dispose();
        }
    }

    [Fact]
    public void A_listener_of_a_failure_may_throw_and_dispose_too()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        using GstPad pad = pipeline.GetPad("tap", "src");
        PadProbe probe = pad.AddBufferProbe(static (ref BufferProbe p) => throw new InvalidOperationException("planted"));
        int told = 0;
        probe.Failed += (_, _) =>
        {
            told++;
            probe.Dispose();
            throw new InvalidOperationException("planted in the listener");
        };
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((1, 30), (told, seen.Calls));
    }

    [Fact]
    public void Buffers_are_taken_and_put_back_on_two_threads_while_probes_come_and_go()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=400 ! video/x-raw,format=GRAY8,width=16,height=16,framerate=1000/1 ! tee name=t " +
            "t. ! queue ! identity name=a ! fakesink name=left sync=false async=false  t. ! queue ! identity name=b ! fakesink name=right sync=false async=false");
        using GstPad left = pipeline.GetPad("a", "src");
        using GstPad right = pipeline.GetPad("b", "src");
        Tally[] seen = [new(), new()];
        List<Exception> failures = [];
        using PadProbe onLeft = left.AddBufferProbe(0, static (ref BufferProbe p, int _) => Shuffle(ref p));
        using PadProbe onRight = right.AddBufferProbe(0, static (ref BufferProbe p, int _) => Shuffle(ref p));
        onLeft.Failed += (_, e) => failures.Add(e.Exception);
        onRight.Failed += (_, e) => failures.Add(e.Exception);
        using PadProbe checkLeft = pipeline.GetPadAndAdd("left", "sink", seen[0], Check);
        using PadProbe checkRight = pipeline.GetPadAndAdd("right", "sink", seen[1], Check);
        using CancellationTokenSource done = new();
        Task churn = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using PadProbe one = left.AddBufferProbe(static (ref BufferProbe p) => p.VideoInfo.Width == 16 ? GstPadProbeReturn.Ok : GstPadProbeReturn.Drop);
                using PadProbe two = right.AddBufferProbe(static (ref BufferProbe p) => GstPadProbeReturn.Remove);
            }
        }, TestContext.Current.CancellationToken);
        pipeline.Run(TestContext.Current.CancellationToken);
        done.Cancel();
        Assert.Empty(failures);
        Assert.Equal((400, 400, 400, 400), (seen[0].Calls, seen[0].Marked, seen[1].Calls, seen[1].Marked));

        static GstPadProbeReturn Shuffle(ref BufferProbe p)
        {
            GstBuffer taken = p.TakeBuffer();
            p.ReplaceBuffer(GstBuffer.Create());
            p.ReplaceBuffer(taken);
            p.Pts = GstClockTime.FromSeconds(3);
            using (WriteMapping map = p.EditBuffer())
            {
                map.Span.Fill(5);
            }

            return GstPadProbeReturn.Ok;
        }

        static GstPadProbeReturn Check(ref BufferProbe p, Tally t)
        {
            using ReadMapping map = p.Buffer.MapRead();
            t.Count(map.Span.IndexOfAnyExcept((byte)5) < 0);
            return GstPadProbeReturn.Ok;
        }
    }

    private static GstPadProbeReturn CountAll(ref BufferProbe p, Tally t)
    {
        t.Count(false);
        return GstPadProbeReturn.Ok;
    }
}
