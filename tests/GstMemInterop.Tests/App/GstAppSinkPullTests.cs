using GstMemInterop.Native;

namespace GstMemInterop.Tests.App;

public class GstAppSinkPullTests
{
    private const string Silent = "appsrc name=in ! appsink name=out sync=false";

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Pull_gives_every_sample_in_order_and_null_at_the_end()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=5 ! video/x-raw,format=GRAY8,width=16,height=8,framerate=25/1 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Assert.False(sink.IsEndOfStream);
        pipeline.Play();
        for (ulong n = 0; n < 5; n++)
        {
            using GstSample sample = (await Limited.OnThread(() => sink.Pull(Limited.Token)).Within())!;
            Assert.Equal(GstClockTime.OfFrame(n, new(25, 1)), sample.Buffer.Pts);
            using GstCaps caps = sample.Caps!;
            Assert.Equal(16, caps["width"]);
        }

        Assert.Null(await Limited.OnThread(() => sink.Pull(Limited.Token)).Within());
        Assert.True(sink.IsEndOfStream);
        Assert.False(sink.TryPull(TimeSpan.FromSeconds(10), out _, out GstPullResult result));
        Assert.Equal(GstPullResult.EndOfStream, result);
        pipeline.Stop();
        Assert.False(sink.IsEndOfStream);
        Assert.False(sink.TryPull(TimeSpan.FromSeconds(10), out _, out result));
        Assert.Equal(GstPullResult.Stopped, result);
    }

    [Fact]
    public void Time_outs_are_told_from_the_rest_and_negative_ones_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Silent);
        using GstAppSink sink = pipeline.GetAppSink("out");
        Assert.False(sink.TryPull(TimeSpan.FromMilliseconds(20), out _, out GstPullResult result));
        Assert.Equal(GstPullResult.TimedOut, result); // not started yet
        pipeline.Play();
        Assert.False(sink.TryPull(TimeSpan.Zero, out _, out result));
        Assert.Equal(GstPullResult.TimedOut, result);
        Assert.False(sink.TryPull(TimeSpan.FromMilliseconds(20), out GstSample? none));
        Assert.Null(none);
        Assert.False(sink.TryPullPreroll(TimeSpan.FromMilliseconds(20), out _, out result));
        Assert.Equal(GstPullResult.TimedOut, result);
        Assert.Throws<ArgumentOutOfRangeException>(() => sink.TryPull(TimeSpan.FromSeconds(-3), out _));
    }

    [Fact]
    public void Only_an_appsink_is_one()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc ! identity name=tap ! appsink name=out");
        Assert.Contains("'identity'", Assert.Throws<ArgumentException>(() => pipeline.GetAppSink("tap")).Message, StringComparison.Ordinal);
        Assert.Contains("'appsink'", Assert.Throws<ArgumentException>(() => pipeline.GetAppSrc("out")).Message, StringComparison.Ordinal);
        Assert.Throws<GstException>(() => pipeline.GetAppSink("nosuch"));
        Assert.Throws<ArgumentException>(() => GstAppSink.Adopt(0));
        Assert.Throws<ArgumentException>(() => GstAppSink.Retain(pipeline.DangerousHandle));
        Assert.Throws<ArgumentNullException>(() => GstAppSink.From(null!));
        using GstElement element = pipeline.GetElement("out");
        using GstAppSink one = GstAppSink.From(element);
        using GstAppSink two = GstAppSink.Adopt(one.DangerousDetach());
        Assert.Equal(element.DangerousHandle, two.DangerousHandle);
    }

    [Fact]
    public void Settings_are_C_s()
    {
        using GstAppSink sink = GstAppSink.Create("mine");
        Assert.Equal("mine", sink.Name);
        Assert.Null(sink.Caps);
        using (GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8"))
        {
            sink.Caps = caps;
        }

        using (GstCaps caps = sink.Caps!)
        {
            Assert.Equal("GRAY8", caps["format"]);
        }

        sink.Caps = null;
        Assert.Null(sink.Caps);
        sink.MaxBuffers = 7;
        sink.Drop = true;
        sink.Sync = false;
        sink.WaitOnEos = false;
        sink.BufferListSupport = true;
        Assert.Equal((7u, true, false, false, true), (sink.MaxBuffers, sink.Drop, sink.Sync, sink.WaitOnEos, sink.BufferListSupport));
        Assert.Equal((7u, true, false, true), ((uint)sink["max-buffers"]!, (bool)sink["drop"]!, (bool)sink["emit-signals"]!, (bool)sink["buffer-list"]!));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Await_foreach_may_begin_before_the_pipeline_plays_and_ends_with_the_stream()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=200 ! video/x-raw,format=GRAY8,width=16,height=8 ! appsink name=out sync=false max-buffers=2");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Task<int> reading = CountAsync(sink, Limited.Token);
        await Task.Delay(20, Limited.Token);
        Assert.False(reading.IsCompleted);
        pipeline.Play();
        Assert.Equal(200, await reading.Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task An_error_comes_after_the_samples_before_it_with_the_pipelines_own_behind_it()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=100 ! identity name=broken error-after=4 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        for (int round = 0; round < 15; round++)
        {
            pipeline.Play();
            int seen = 0;
            GstFlowException error = await Assert.ThrowsAsync<GstFlowException>(() => ReadAsync().Within());
            Assert.Equal(3, seen);
            GstException own = Assert.IsType<GstException>(error.InnerException);
            Assert.EndsWith("broken", own.SourceName, StringComparison.Ordinal);
            Assert.Throws<GstFlowException>(() => sink.Pull(Limited.Token));
            pipeline.Stop();
            Assert.Throws<GstFlowException>(() => sink.TryPull(TimeSpan.Zero, out _)); // it is why the stream stopped
            using (GstElement mended = pipeline.GetElement("broken"))
            {
                mended["error-after"] = -1;
                pipeline.Play();
                Assert.Equal(100, await CountAsync(sink, Limited.Token).Within());
                pipeline.Stop();
                mended["error-after"] = 4;
            }

            async Task ReadAsync()
            {
                await foreach (GstSample sample in sink.ReadAllAsync(Limited.Token))
                {
                    sample.Dispose();
                    seen++;
                }
            }
        }

        using GstElement broken = pipeline.GetElement("broken");
        broken["error-after"] = -1;
        pipeline.Play();
        Assert.Equal(100, await CountAsync(sink, Limited.Token).Within()); // the old error is over
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_run_that_fails_tells_the_readers_too_although_it_stops_the_pipeline()
    {
        for (int round = 0; round < 20; round++)
        {
            using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! identity error-after=1 ! fakesink appsrc ! appsink name=out");
            using GstAppSink sink = pipeline.GetAppSink("out");
            Task<int> reading = CountAsync(sink, Limited.Token);
            await Assert.ThrowsAsync<GstException>(() => pipeline.RunAsync(Limited.Token).Within());
            await Assert.ThrowsAsync<GstFlowException>(() => reading.Within());
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_stop_ends_all_who_wait_at_once()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Silent);
        using GstAppSink sink = pipeline.GetAppSink("out");
        using GstAppSink again = pipeline.GetAppSink("out");
        for (int round = 0; round < 10; round++)
        {
            pipeline.Play();
            Task<GstSample?>[] pulls = [.. Enumerable.Range(0, 6).Select(i => Limited.OnThread(() => (i % 2 == 0 ? sink : again).Pull(CancellationToken.None)))];
            Task<int>[] readers = [.. Enumerable.Range(0, 6).Select(_ => CountAsync(again, CancellationToken.None))];
            await Task.Delay(10 * (round % 3), Limited.Token);
            pipeline.Stop();
            foreach (Task<GstSample?> pull in pulls)
            {
                await Assert.ThrowsAsync<OperationCanceledException>(() => pull.Within());
            }

            Assert.All(await Task.WhenAll(readers).Within(), static count => Assert.Equal(0, count));
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_stop_by_C_is_seen_too_also_of_a_sink_that_has_no_bus()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Silent);
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        Task<int> reading = CountAsync(sink, Limited.Token);
        await Task.Delay(20, Limited.Token);
        SetNull(pipeline);
        Assert.Equal(0, await reading.Within());

        using GstAppSink alone = GstAppSink.Create();
        alone.SetState(GstState.Paused);
        Task<int> waiting = CountAsync(alone, Limited.Token);
        await Task.Delay(20, Limited.Token);
        Assert.False(waiting.IsCompleted);
        alone.SetState(GstState.Null);
        Assert.Equal(0, await waiting.Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Cancelling_and_disposing_end_a_wait_at_once()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Silent);
        GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        using CancellationTokenSource cancel = new();
        Task<int> reading = CountAsync(sink, cancel.Token);
        Task<GstSample?> pull = Limited.OnThread(() => sink.Pull(cancel.Token));
        await Task.Delay(20, Limited.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Within());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pull.Within());
        Assert.Throws<OperationCanceledException>(() => sink.Pull(cancel.Token));

        reading = CountAsync(sink, Limited.Token);
        pull = Limited.OnThread(() => sink.Pull(CancellationToken.None));
        await Task.Delay(20, Limited.Token);
        sink.Dispose();
        Assert.Equal(0, await reading.Within());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pull.Within());
        Assert.Throws<ObjectDisposedException>(() => sink.Pull(Limited.Token));
        Assert.Throws<ObjectDisposedException>(() => sink.ReadAllAsync(Limited.Token));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Many_who_pull_share_the_samples()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=500 ! video/x-raw,format=GRAY8,width=16,height=8 ! appsink name=out sync=false max-buffers=4");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        int[] counts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => CountAsync(sink, Limited.Token))).Within();
        Assert.Equal(500, counts.Sum());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task The_preroll_sample_is_had_while_paused()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! video/x-raw,format=GRAY8,width=16,height=8 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Task<bool> waiting = Limited.OnThread(() =>
        {
            bool found = sink.TryPullPreroll(Limited.Short, out GstSample? sample);
            sample?.Dispose();
            return found;
        });
        await Task.Delay(20, Limited.Token);
        pipeline.SetState(GstState.Paused);
        Assert.True(await waiting.Within());
        Assert.False(sink.TryPullPreroll(TimeSpan.FromMilliseconds(20), out _, out GstPullResult result));
        Assert.Equal(GstPullResult.TimedOut, result);
        pipeline.Play();
        Assert.Equal(3, await CountAsync(sink, Limited.Token).Within()); // it comes again
        Assert.False(sink.TryPullPreroll(Limited.Short, out _, out result));
        Assert.Equal(GstPullResult.EndOfStream, result);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Caps_that_change_in_mid_stream_come_with_their_samples()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in format=time ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        foreach (int width in (int[])[4, 8, 8, 2])
        {
            using GstCaps caps = GstCaps.Parse($"video/x-raw,format=GRAY8,width={width},height=1,framerate=1/1");
            source.Caps = caps;
            source.Push(new byte[width].AsSpan());
        }

        source.EndOfStream();
        List<(object?, nuint)> seen = [];
        await foreach (GstSample sample in sink.ReadAllAsync(Limited.Token))
        {
            using (sample)
            {
                using GstCaps caps = sample.Caps!;
                seen.Add((caps["width"], sample.Buffer.Size));
            }
        }

        Assert.Equal([(4, (nuint)4), (8, (nuint)8), (8, (nuint)8), (2, (nuint)2)], seen);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Who_is_displaced_by_callbacks_of_C_is_told()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Silent);
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        Task<int> reading = CountAsync(sink, Limited.Token);
        await Task.Delay(20, Limited.Token);
        Displace(sink);
        InvalidOperationException told = await Assert.ThrowsAsync<InvalidOperationException>(() => reading.Within());
        Assert.Contains("callbacks", told.Message, StringComparison.Ordinal);
        reading = CountAsync(sink, Limited.Token); // whoever comes last has them
        using GstAppSrc source = pipeline.GetAppSrc("in");
        source.Push([1, 2, 3]);
        source.EndOfStream();
        Assert.Equal(1, await reading.Within());
    }

    internal static async Task<int> CountAsync(GstAppSink sink, CancellationToken cancellationToken)
    {
        int count = 0;
        await foreach (GstSample sample in sink.ReadAllAsync(cancellationToken))
        {
            sample.Dispose();
            count++;
        }

        return count;
    }

    private static unsafe void Displace(GstAppSink sink)
    {
        GstAppSinkCallbacks none = default;
        LibGstApp.gst_app_sink_set_callbacks((Native.GstAppSink*)sink.DangerousHandle, &none, null, null);
    }

    private static unsafe void SetNull(GstPipeline pipeline) => _ = LibGst.gst_element_set_state((Native.GstElement*)pipeline.DangerousHandle, Native.GstState.GST_STATE_NULL);
}
