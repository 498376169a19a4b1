using GstMemInterop.Tests.Infrastructure;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Findings;

/// <summary>Entries I4 to I7 and I11: what handlers of probes did to C, to other buffers of a list, and to each other.</summary>
public class IProbesTests
{
    private const string Source = "videotestsrc num-buffers=30 ! video/x-raw,format=GRAY8,width=16,height=16,framerate=300/1 ! ";

    // rtpvrawpay pushes each frame's packets as one list.
    private const string Lists = "videotestsrc num-buffers=5 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink name=out";

    // A parser on a file pulls blocks of 64 KiB.
    private const string Puller = "rawvideoparse format=gray8 width=100 height=50 framerate=25/1";
    private const int FileSize = 500_000;

    public enum InPullMode
    {
        Handle,
        Drop,
        TakeAndHandle,
        TakeAndDrop,
        TakeAndPass,
        TakeAndThrow,
        TakeAndRemove,
        Replace,
        Copy,
        DataHandle,
        DataTake,
        DataTakeAndThrow,
    }

    [Theory]
    [MemberData(nameof(PullModes))]
    public void I4_In_pull_mode_C_releases_what_a_handler_kept_from_passing(InPullMode what)
    {
        using PulledFile file = new(FileSize);
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc name=source location={file.Path} ! {Puller:raw} ! fakesink name=out");
        List<GstBuffer> taken = [];
        List<Exception> failures = [];
        int calls = 0;
        using GstPad pad = pipeline.GetPad("source", "src");
        using PadProbe probe = what >= InPullMode.DataHandle
            ? pad.AddProbe(GstPadProbeType.Buffer, (ref PadProbeData data) => InTheData(ref data))
            : pad.AddBufferProbe((ref BufferProbe p) => InTheBuffer(ref p));
        probe.Failed += (_, e) => failures.Add(e.Exception);
        long seen = 0;
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", 0, (ref BufferProbe p, int _) =>
        {
            seen += (long)p.Buffer.Size;
            return GstPadProbeReturn.Ok;
        });
        try
        {
            pipeline.Run(TestContext.Current.CancellationToken);
        }
        catch (GstException)
        {
            Assert.Equal(0, seen); // a file that ends at once is no video
        }

        pipeline.Stop();
        bool passes = what is InPullMode.Replace or InPullMode.Copy or InPullMode.TakeAndThrow or InPullMode.DataTakeAndThrow;
        bool fails = what is InPullMode.TakeAndPass or InPullMode.TakeAndThrow or InPullMode.DataTakeAndThrow;
        Assert.Equal(passes ? FileSize : 0, seen);
        Assert.Equal(passes, calls > 3);
        Assert.Equal(fails ? calls : 0, failures.Count);
        Assert.Equal(what != InPullMode.TakeAndRemove, probe.IsActive);
        foreach (GstBuffer buffer in taken)
        {
            Assert.Equal(1, buffer.ReferenceCount);
            Assert.True(buffer.IsWritable);
            buffer.Dispose();
        }

        GstPadProbeReturn InTheBuffer(ref BufferProbe p)
        {
            calls++;
            switch (what)
            {
                case InPullMode.Handle:
                    p.FlowReturn = GstFlowReturn.Error; // in pull mode nobody gets it
                    return GstPadProbeReturn.Handled;
                case InPullMode.Drop:
                    return GstPadProbeReturn.Drop;
                case InPullMode.Replace:
                    p.ReplaceBuffer(p.Buffer.CopyDeep());
                    return GstPadProbeReturn.Ok;
                case InPullMode.Copy:
                    using (GstBuffer other = p.Buffer.Retain())
                    {
                        return p.MakeWritable() ? GstPadProbeReturn.Ok : GstPadProbeReturn.Drop;
                    }

                default:
                    taken.Add(p.TakeBuffer());
                    return what switch
                    {
                        InPullMode.TakeAndHandle => GstPadProbeReturn.Handled,
                        InPullMode.TakeAndDrop => GstPadProbeReturn.Drop,
                        InPullMode.TakeAndRemove => GstPadProbeReturn.Remove,
                        InPullMode.TakeAndThrow => throw new InvalidOperationException("planted"),
                        _ => GstPadProbeReturn.Ok,
                    };
            }
        }

        GstPadProbeReturn InTheData(ref PadProbeData data)
        {
            calls++;
            if (what != InPullMode.DataHandle)
            {
                taken.Add(data.TakeBuffer());
            }

            return what == InPullMode.DataTakeAndThrow ? throw new InvalidOperationException("planted") : GstPadProbeReturn.Handled;
        }
    }

    public static TheoryData<InPullMode> PullModes() => [.. Enum.GetValues<InPullMode>()];

    [Fact]
    public void I5_A_probe_that_is_copied_by_value_is_the_same_probe()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "fakesink name=out");
        List<GstBuffer> taken = [];
        List<Exception> failures = [];
        Tally copies = new();
        using PadProbe probe = pipeline.GetPadAndAdd("out", "sink", 0, (ref BufferProbe p, int _) =>
        {
            taken.Add(TakeFrom(p));
            copies.Count(Refuses(p));
            return GstPadProbeReturn.Handled;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.Equal((30, 30), (copies.Calls, copies.Marked));
        Assert.All(taken, static buffer => Assert.Equal(1, buffer.ReferenceCount));
        taken.ForEach(static buffer => buffer.Dispose());

        static bool Refuses(BufferProbe p)
        {
            try
            {
                p.TakeBuffer().Dispose();
                return false;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    [Fact]
    public void I5_Taking_through_a_copy_takes_no_other_buffer_of_the_list()
    {
        (int sent, int seen) = RunLists(0, static (ref BufferProbe p, int _) =>
        {
            TakeFrom(p).Dispose();
            return GstPadProbeReturn.Handled;
        });
        Assert.True(sent > 100);
        Assert.Equal(0, seen);

        (sent, seen) = RunLists(new Tally(), static (ref BufferProbe p, Tally t) =>
        {
            t.Count(false);
            if (t.Calls % 2 == 0)
            {
                TakeFrom(p).Dispose();
                return GstPadProbeReturn.Handled;
            }

            return GstPadProbeReturn.Ok;
        });
        Assert.Equal((sent + 1) / 2, seen);
    }

    [Fact]
    public void I5_A_copy_of_a_list_item_is_the_same_item()
    {
        using GstBufferList list = GstBufferList.Create();
        for (byte i = 0; i < 6; i++)
        {
            list.Add(GstBuffer.CopyOf([i]));
        }

        int visits = 0;
        list.ForEach((ref GstBufferListItem item) =>
        {
            visits++;
            RemoveFrom(item);
            bool refused = false;
            try
            {
                item.Remove();
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            Assert.True(refused);
            return true;
        });
        Assert.Equal((6, 0), (visits, list.Count));

        bool clear = false;
        try
        {
            GstBufferListItem nothing = default;
            nothing.Remove();
        }
        catch (InvalidOperationException)
        {
            clear = true;
        }

        Assert.True(clear);

        static void RemoveFrom(GstBufferListItem item) => item.Remove();
    }

    [Fact]
    public void I11_A_default_probe_says_what_it_is()
    {
        int refused = 0;
        for (int i = 0; i < 9; i++)
        {
            BufferProbe buffer = default;
            PadProbeData data = default;
            try
            {
                switch (i)
                {
                    case 0: _ = buffer.Buffer; break;
                    case 1: buffer.TakeBuffer().Dispose(); break;
                    case 2: buffer.EditBuffer().Dispose(); break;
                    case 3: buffer.FlowReturn = GstFlowReturn.Ok; break;
                    case 4: buffer.ReplaceBuffer(GstBuffer.Create()); break;
                    case 5: _ = buffer.VideoInfo; break;
                    case 6: _ = data.IsBuffer; break;
                    case 7: _ = data.AllocationQuery; break;
                    default: _ = data.EventType; break;
                }
            }
            catch (InvalidOperationException exception) when (exception.Message.Contains("default value", StringComparison.Ordinal))
            {
                refused++;
            }
        }

        Assert.Equal(9, refused);
    }

    [Fact]
    public void I6_A_replacement_that_is_refused_leaves_the_buffer_in_its_list()
    {
        Tally refusals = new();
        (int sent, int seen) = RunLists(refusals, static (ref BufferProbe p, Tally t) =>
        {
            GstBuffer disposed = GstBuffer.Create();
            disposed.Dispose();
            try
            {
                p.ReplaceBuffer(disposed);
            }
            catch (ObjectDisposedException)
            {
                t.Count(p.Buffer.Size > 0);
            }

            return GstPadProbeReturn.Ok;
        });
        Assert.Equal((sent, sent), (refusals.Calls, refusals.Marked));
        Assert.Equal(sent, seen);
    }

    [Fact]
    public void I6_An_exception_ends_the_handler_for_one_buffer_of_the_list_only()
    {
        Tally calls = new();
        (int sent, int seen) = RunLists(calls, static (ref BufferProbe p, Tally t) =>
        {
            t.Count(p.InList);
            return t.Calls % 10 == 3 ? throw new InvalidOperationException("planted") : GstPadProbeReturn.Ok;
        });
        Assert.Equal(sent, calls.Calls);
        Assert.True(calls.Marked > 100);
        Assert.Equal(sent, seen);
    }

    [Fact]
    public void I7_Two_threads_may_dispose_a_probe_and_no_call_begins_afterwards()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! video/x-raw,format=GRAY8,width=16,height=16,framerate=1000/1 ! identity name=tap ! fakesink sync=false");
        pipeline.SetState(GstState.Playing);
        using GstPad pad = pipeline.GetPad("tap", "src");
        for (int round = 0; round < 60; round++)
        {
            Tally calls = new();
            PadProbe probe = pad.AddBufferProbe(calls, static (ref BufferProbe p, Tally t) =>
            {
                t.Count(false);
                return GstPadProbeReturn.Ok;
            });
            SpinWait.SpinUntil(() => calls.Calls > 0, TimeSpan.FromSeconds(10));
            using Barrier together = new(2);
            Parallel.Invoke(
                () => { together.SignalAndWait(); probe.Dispose(); },
                () => { together.SignalAndWait(); probe.Dispose(); });
            Assert.False(probe.IsActive);
            int after = calls.Calls;
            Assert.True(after > 0);
            Thread.Sleep(6); // frames pass meanwhile
            Assert.InRange(calls.Calls, after, after + 1); // the one call that was under way may still end
            probe.Dispose();
        }

        pipeline.SetState(GstState.Null);
    }

    [Theory]
    [InlineData(GstPadProbeType.Push)]
    [InlineData(GstPadProbeType.Pull)]
    public void I7_Handled_for_a_caps_query_without_an_answer_counts_as_not_answered(GstPadProbeType when)
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "fakesink name=out");
        using GstPad pad = pipeline.GetPad("out", "sink");
        int handled = 0;
        List<Exception> failures = [];
        using PadProbe probe = pad.AddProbe(GstPadProbeType.QueryDownstream | when, (ref PadProbeData data) =>
        {
            if (data.QueryType is not (GstQueryType.Caps or GstQueryType.Context))
            {
                return GstPadProbeReturn.Ok;
            }

            handled++;
            return GstPadProbeReturn.Handled;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(handled > 0);
        if (when == GstPadProbeType.Push)
        {
            Assert.Equal(handled, failures.Count);
        }
        else
        {
            Assert.Empty(failures); // the element had answered before
        }
    }

    [Theory]
    [InlineData(GstPadProbeReturn.Drop)]
    [InlineData(GstPadProbeReturn.Handled)]
    public void I7_An_idle_probe_has_nothing_to_drop(GstPadProbeReturn answer)
    {
        using PulledFile file = new(FileSize);
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc location={file.Path} ! {Puller:raw} name=parse ! fakesink");
        using GstPad pad = pipeline.GetPad("parse", "sink");
        int idle = 0;
        using PadProbe probe = pad.AddProbe(GstPadProbeType.Idle, (ref PadProbeData data) =>
        {
            idle++;
            return answer;
        });
        _ = Task.Delay(300, TestContext.Current.CancellationToken).ContinueWith(_ => probe.Dispose(), TestContext.Current.CancellationToken, TaskContinuationOptions.None, TaskScheduler.Default);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(idle > 0);
    }

    private static GstBuffer TakeFrom(BufferProbe copy) => copy.TakeBuffer();

    private static (int Sent, int Seen) RunLists<TState>(TState state, BufferProbeHandler<TState> handler)
    {
        using GstPipeline pipeline = GstPipeline.Launch(Lists);
        Tally sent = new();
        using PadProbe before = pipeline.GetPadAndAdd("pay", "src", sent, CountAll);
        using PadProbe probe = pipeline.GetPadAndAdd("pay", "src", state, handler);
        Tally seen = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", seen, CountAll);
        pipeline.Run(TestContext.Current.CancellationToken);
        return (sent.Calls, seen.Calls);
    }

    private static GstPadProbeReturn CountAll(ref BufferProbe p, Tally t)
    {
        t.Count(false);
        return GstPadProbeReturn.Ok;
    }
}

internal sealed class Tally
{
    public int Calls { get; private set; }

    public int Marked { get; private set; }

    public void Count(bool mark)
    {
        Calls++;
        Marked += mark ? 1 : 0;
    }
}

/// <summary>A file of so many bytes, for a parser that pulls.</summary>
internal sealed class PulledFile : IDisposable
{
    public PulledFile(int bytes) => File.WriteAllBytes(Path, new byte[bytes]);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"pulled-{Guid.NewGuid():N}.bin");

    public void Dispose() => File.Delete(Path);
}
