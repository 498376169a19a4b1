using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.App;

public class GstAppSinkHandlerTests
{
    private const string Frames = "video/x-raw,format=GRAY8,width=16,height=8,framerate=30/1";

    private sealed class Seen
    {
        internal int Count;
        internal long Bytes;
        internal long Sum;
        internal long Before;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_sees_every_sample_and_costs_no_managed_bytes()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=20000 ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Seen seen = new();
        using AppHandler handler = sink.OnSample(seen, static (ref AppSinkSample sample, Seen seen) =>
        {
            using (ReadMapping map = sample.Buffer.MapRead())
            {
                seen.Sum += map.Span[0] + sample.VideoInfo.Width + (sample.Caps is null ? 1000 : 0) + (sample.Segment.Format == GstFormat.Time ? 0 : 1000);
            }

            if (++seen.Count == 1000)
            {
                seen.Before = GC.GetAllocatedBytesForCurrentThread();
            }

            seen.Bytes = GC.GetAllocatedBytesForCurrentThread() - seen.Before;
            return GstFlowReturn.Ok;
        });
        Assert.True(handler.IsActive);
        await pipeline.RunAsync(Limited.Token).Within();
        Assert.Equal(20000, seen.Count);
        Assert.Equal(0, seen.Bytes);
        Assert.InRange(seen.Sum, 20000 * 16, 20000 * (16 + 255));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_a_handler_throws_is_reported_and_the_stream_goes_on()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=10 ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        int calls = 0, reported = 0;
        using AppHandler handler = sink.OnSample((ref AppSinkSample sample) => ++calls % 2 == 0 ? throw new InvalidDataException("on purpose") : GstFlowReturn.Ok);
        handler.Failed += (_, failure) => reported += failure.Exception is InvalidDataException ? 1 : 0;
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        Assert.Equal((10, 5), (calls, reported));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_a_handler_returns_goes_upstream()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        int calls = 0;
        using (sink.OnSample((ref AppSinkSample _) => ++calls == 3 ? GstFlowReturn.Eos : GstFlowReturn.Ok))
        {
            Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        }

        Assert.Equal(3, calls);
        using (sink.OnSample((ref AppSinkSample _) => GstFlowReturn.Error))
        {
            await Assert.ThrowsAsync<GstException>(() => pipeline.RunAsync(Limited.Token).Within());
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_keeps_a_sample_by_retaining_it_and_what_it_leaves_open_is_ended()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=4 ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        List<GstSample> kept = [];
        using AppHandler handler = sink.OnSample((ref AppSinkSample sample) =>
        {
            _ = sample.Buffer.MapRead(); // forgotten
            Assert.False(sample.Buffer.IsWritable);
            kept.Add(sample.Retain());
            return GstFlowReturn.Ok;
        });
        await pipeline.RunAsync(Limited.Token).Within();
        Assert.Equal(4, kept.Select(static s => s.DangerousHandle).Distinct().Count());
        for (int n = 0; n < 4; n++)
        {
            Assert.Equal(GstClockTime.OfFrame((ulong)n, new(30, 1)), kept[n].Buffer.Pts);
            kept[n].Dispose();
        }

        Assert.Throws<InvalidOperationException>(static () => default(AppSinkSample).Buffer.IsNull);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_may_stop_dispose_and_end_everything()
    {
        for (int what = 0; what < 4; what++)
        {
            GstPipeline pipeline = GstPipeline.Launch($"videotestsrc ! {Frames} ! appsink name=out sync=false");
            GstAppSink sink = pipeline.GetAppSink("out");
            AppHandler? handler = null;
            int calls = 0, choice = what;
            TaskCompletionSource called = new(TaskCreationOptions.RunContinuationsAsynchronously);
            handler = sink.OnSample((ref AppSinkSample sample) =>
            {
                if (++calls == 3)
                {
                    switch (choice)
                    {
                        case 0: pipeline.Stop(); break;
                        case 1: pipeline.Dispose(); break;
                        case 2: sink.Dispose(); handler!.Dispose(); break;
                        default: handler!.Dispose(); break;
                    }

                    _ = sample.Buffer.Size; // still there
                    called.TrySetResult();
                }

                return GstFlowReturn.Ok;
            });
            pipeline.Play();
            await called.Task.Within();
            if (choice >= 2)
            {
                Assert.False(handler.IsActive);
                Assert.Equal(3, calls);
                pipeline.Stop();
            }

            handler.Dispose();
            sink.Dispose();
            pipeline.Dispose();
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Waiting_inside_a_handler_for_what_it_brings_is_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=3 ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        int refused = 0, empty = 0;
        using AppHandler handler = sink.OnSample((ref AppSinkSample _) =>
        {
            Assert.Throws<InvalidOperationException>(() => sink.Pull(CancellationToken.None));
            refused++;
            empty += sink.TryPull(TimeSpan.Zero, out GstSample? _) ? 0 : 1;
            return GstFlowReturn.Ok;
        });
        List<Exception> failures = [];
        handler.Failed += (_, failure) => failures.Add(failure.Exception);
        await pipeline.RunAsync(Limited.Token).Within();
        Assert.Empty(failures);
        Assert.Equal((3, 3), (refused, empty));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_that_comes_to_a_full_sink_gets_what_waits_in_order()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=10 ! {Frames} ! appsink name=out sync=false max-buffers=3");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Task<GstRunEnd> run = pipeline.RunAsync(Limited.Token);
        await Task.Delay(100, Limited.Token);
        List<GstClockTime> times = [];
        using AppHandler handler = sink.OnSample((ref AppSinkSample sample) =>
        {
            times.Add(sample.Buffer.Pts);
            return GstFlowReturn.Ok;
        });
        Assert.Equal(GstRunEnd.EndOfStream, await run.Within());
        Assert.Equal(Enumerable.Range(0, 10).Select(static n => GstClockTime.OfFrame((ulong)n, new(30, 1))), times);
        Assert.Equal(3u, sink.MaxBuffers);
    }

    [Fact]
    public void An_element_has_one_sample_handler_whatever_object_it_is_set_through()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc ! appsink name=out");
        using GstAppSink one = pipeline.GetAppSink("out");
        using GstAppSink two = pipeline.GetAppSink("out");
        AppHandler first = one.OnSample(static (ref AppSinkSample _) => GstFlowReturn.Ok);
        Assert.Throws<InvalidOperationException>(() => two.OnSample(static (ref AppSinkSample _) => GstFlowReturn.Ok));
        first.Dispose();
        first.Dispose();
        Assert.False(first.IsActive);
        using AppHandler second = two.OnSample(static (ref AppSinkSample _) => GstFlowReturn.Ok);
        first.Dispose();
        Assert.True(second.IsActive);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_outlives_the_object_it_was_set_through()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=50 ! {Frames} ! appsink name=out sync=false");
        StrongBox<int> calls = new();
        SetAndForget(pipeline, calls);
        GstFixture.Settle();
        await pipeline.RunAsync(Limited.Token).Within();
        Assert.Equal(50, calls.Value);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void SetAndForget(GstPipeline pipeline, StrongBox<int> calls) =>
            pipeline.GetAppSink("out").OnSample(calls, static (ref AppSinkSample _, StrongBox<int> calls) =>
            {
                calls.Value++;
                return GstFlowReturn.Ok;
            });
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Lists_come_whole_where_they_are_wanted()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false buffer-list=true");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        List<string> seen = [];
        using AppHandler handler = sink.OnSample((ref AppSinkSample sample) =>
        {
            seen.Add(sample.BufferList.IsNull ? "buffer" : $"list of {sample.BufferList.Count}, {sample.BufferList[1].Size}");
            Assert.Equal(sample.BufferList.IsNull, !sample.Buffer.IsNull);
            return GstFlowReturn.Ok;
        });
        pipeline.Play();
        GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf([1]));
        list.Add(GstBuffer.CopyOf([2, 3]));
        source.PushList(list);
        Assert.Throws<ObjectDisposedException>(() => list.Count);
        source.PushList(GstBufferList.Create());
        source.Push([4]);
        source.EndOfStream();
        await Limited.Until(() => sink.IsEndOfStream && seen.Count == 2);
        Assert.Equal(["list of 2, 2", "buffer"], seen);
    }
}
