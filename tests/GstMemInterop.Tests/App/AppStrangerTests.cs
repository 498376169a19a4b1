using System.Runtime.CompilerServices;
using GstMemInterop.Native;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.App;

/// <summary>What somebody does who has not read the remarks.</summary>
public class AppStrangerTests
{
    private const string Through = "appsrc name=in ! appsink name=out sync=false";
    private const string Frames = "video/x-raw,format=GRAY8,width=16,height=8,framerate=30/1";

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_loop_that_is_left_leaves_the_rest_for_the_next_and_one_reading_may_be_begun_again_after_a_restart()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=6 ! {Frames} ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        IAsyncEnumerable<GstSample> reading = sink.ReadAllAsync(Limited.Token);
        for (int round = 0; round < 2; round++)
        {
            pipeline.Play();
            await foreach (GstSample sample in reading)
            {
                sample.Dispose();
                break;
            }

            Assert.Equal(5, await GstAppSinkPullTests.CountAsync(sink, Limited.Token).Within());
            pipeline.Stop();
            Assert.Equal(0, await GstAppSinkPullTests.CountAsync(sink, Limited.Token).Within()); // stopped
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Samples_that_are_kept_stay_what_they_were()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=40 pattern=ball ! {Frames} ! appsink name=out sync=false max-buffers=2");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        List<(GstSample Sample, byte[] Bytes)> kept = [];
        await foreach (GstSample sample in sink.ReadAllAsync(Limited.Token))
        {
            kept.Add((sample, sample.Buffer.ToArray()));
        }

        pipeline.Stop();
        Assert.Equal(40, kept.Count);
        for (int n = 0; n < kept.Count; n++)
        {
            Assert.Equal(GstClockTime.OfFrame((ulong)n, new(30, 1)), kept[n].Sample.Buffer.Pts);
            Assert.Equal(kept[n].Bytes, kept[n].Sample.Buffer.ToArray());
            kept[n].Sample.Dispose();
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Nothing_at_all_may_be_pushed()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Through);
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        source.Push([]);
        source.Push(Array.Empty<byte>());
        source.Push(ReadOnlyMemory<byte>.Empty);
        source.Push(GstBuffer.Create());
        await source.PushAsync(ReadOnlyMemory<byte>.Empty, cancellationToken: Limited.Token);
        source.EndOfStream();
        Assert.Equal(5, await GstAppSinkPullTests.CountAsync(sink, Limited.Token).Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_source_that_leads_nowhere_says_so()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=3");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        pipeline.Play();
        GstFlowException refused = await Assert.ThrowsAsync<GstFlowException>(() => PushAsync().Within());
        Assert.NotNull(refused.InnerException);

        async Task PushAsync()
        {
            while (true) { await source.PushAsync(new byte[2], cancellationToken: Limited.Token); }
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_sink_that_is_taken_out_and_stopped_by_C_ends_its_readers()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Through);
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        using GstCaps caps = GstCaps.Parse("audio/x-raw,format=S8,rate=8000,channels=1,layout=interleaved");
        source.Caps = caps;
        pipeline.Play();
        source.Push([1]);
        sink.Pull(Limited.Token)!.Dispose();
        Task<int> reading = GstAppSinkPullTests.CountAsync(sink, Limited.Token);
        await Task.Delay(20, Limited.Token);
        TakeOutAndStop(pipeline, sink);
        Assert.Equal(0, await reading.Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_forgotten_pipeline_ends_who_reads_from_it()
    {
        (Task<int> reading, GstAppSink sink) = Begin();
        using (sink)
        {
            for (int n = 0; n < 20 && !reading.IsCompleted; n++)
            {
                GstFixture.Settle();
                await Task.Delay(50, Limited.Token);
            }

            await reading.Within();
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static (Task<int>, GstAppSink) Begin()
        {
            GstPipeline pipeline = GstPipeline.Launch($"videotestsrc is-live=true ! {Frames} ! appsink name=out");
            GstAppSink sink = pipeline.GetAppSink("out");
            pipeline.Play();
            return (GstAppSinkPullTests.CountAsync(sink, CancellationToken.None), sink);
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Objects_for_one_sink_come_and_go_while_it_streams()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc ! {Frames} ! appsink name=out sync=false max-buffers=2");
        pipeline.Play();
        Task[] workers = [.. Enumerable.Range(0, 4).Select(seed => Task.Run(async () =>
        {
            Random random = new(seed);
            for (int n = 0; n < 150; n++)
            {
                GstAppSink sink = pipeline.GetAppSink("out");
                Task ending = random.Next(3) == 0 ? Task.Run(sink.Dispose) : Task.CompletedTask;
                try
                {
                    if (random.Next(2) == 0)
                    {
                        if (sink.TryPull(TimeSpan.FromMilliseconds(1), out GstSample? sample)) { sample.Dispose(); }
                    }
                    else
                    {
                        await foreach (GstSample sample in sink.ReadAllAsync(Limited.Token))
                        {
                            sample.Dispose();
                            break;
                        }
                    }
                }
                catch (ObjectDisposedException)
                {
                    // by the other one
                }

                await ending;
                sink.Dispose();
            }
        }))];
        await Task.WhenAll(workers).Within();
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Handlers_are_changed_while_it_streams_and_no_sample_is_seen_twice_or_lost()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"videotestsrc num-buffers=3000 ! {Frames} ! appsink name=out sync=false max-buffers=2");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Lock gate = new();
        List<ulong> seen = [];
        Task<GstRunEnd> run = pipeline.RunAsync(Limited.Token);
        while (!run.IsCompleted)
        {
            using AppHandler handler = sink.OnSample((ref AppSinkSample sample) =>
            {
                lock (gate) { seen.Add(sample.Buffer.Pts.Nanoseconds); }
                return GstFlowReturn.Ok;
            });
            Assert.Equal(2u, sink.MaxBuffers);
            await Task.Delay(1, Limited.Token);
        }

        Assert.Equal(Enumerable.Range(0, 3000).Select(static n => GstClockTime.OfFrame((ulong)n, new(30, 1)).Nanoseconds), seen);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Data_goes_from_pipeline_to_pipeline_inside_a_handler()
    {
        using GstPipeline first = GstPipeline.Launch($"videotestsrc num-buffers=500 ! {Frames} ! appsink name=out sync=false");
        using GstPipeline second = GstPipeline.Launch("appsrc name=in format=time max-bytes=1000 block=true ! appsink name=out sync=false max-buffers=3");
        using GstAppSink from = first.GetAppSink("out");
        using GstAppSrc into = second.GetAppSrc("in");
        using GstAppSink end = second.GetAppSink("out");
        using AppHandler handler = from.OnSample(into, static (ref AppSinkSample sample, GstAppSrc into) =>
        {
            using GstSample kept = sample.Retain();
            into.PushSample(kept);
            return GstFlowReturn.Ok;
        });
        Task<int> reading = GstAppSinkPullTests.CountAsync(end, Limited.Token);
        second.Play();
        await first.RunAsync(Limited.Token).Within();
        into.EndOfStream();
        Assert.Equal(500, await reading.Within());
    }

    private static unsafe void TakeOutAndStop(GstPipeline pipeline, GstAppSink sink)
    {
        _ = LibGst.gst_bin_remove((Native.GstBin*)pipeline.DangerousHandle, (Native.GstElement*)sink.DangerousHandle);
        _ = LibGst.gst_element_set_state((Native.GstElement*)sink.DangerousHandle, Native.GstState.GST_STATE_NULL);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public void A_sink_that_came_into_its_pipeline_later_tells_its_error()
    {
        for (int round = 0; round < 20; round++)
        {
            using GstPipeline pipeline = GstPipeline.Create();
            using GstAppSink sink = GstAppSink.Create();
            using GstElement source = GstElement.Create("fakesrc");
            using GstElement broken = GstElement.Create("identity");
            sink.Sync = false;
            broken["error-after"] = 5;
            pipeline.Add(source, broken, sink);
            source.Link(broken).Link(sink);
            pipeline.Play();
            Thread.Sleep(round % 2 * 5);
            Assert.Throws<GstFlowException>(() =>
            {
                while (sink.Pull(Limited.Token) is { } sample)
                {
                    sample.Dispose();
                }
            });
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Pushes_wait_while_their_source_and_its_pipeline_are_disposed()
    {
        Needs.GStreamerVersion("1.20", "appsrc counts buffers");
        for (int round = 0; round < 30; round++)
        {
            GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-buffers=1 ! appsink max-buffers=1 sync=false");
            GstAppSrc source = pipeline.GetAppSrc("in");
            pipeline.Play();
            Task[] pushes = [.. Enumerable.Range(0, 10).Select(_ => source.PushAsync(new byte[4], cancellationToken: Limited.Token).AsTask())];
            source.Dispose();
            pipeline.Dispose();
            foreach (Task push in pushes)
            {
                await Record.ExceptionAsync(() => push.Within());
                Assert.True(push.IsCompleted);
            }
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Reading_that_began_before_the_start_goes_on_through_READY()
    {
        for (int round = 0; round < 10; round++)
        {
            using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=5 ! appsink name=out sync=false");
            using GstAppSink sink = pipeline.GetAppSink("out");
            Task<int> reading = GstAppSinkPullTests.CountAsync(sink, Limited.Token);
            pipeline.SetState(GstState.Ready);
            pipeline.Play();
            Assert.Equal(5, await reading.Within());
        }
    }
}
