namespace GstMemInterop.Tests.App;

/// <summary>Waits for room that end when nothing comes of them.</summary>
public sealed class AppSrcWaitingTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task The_end_of_the_stream_ends_pushes_that_wait()
    {
        using GstPipeline pipeline = Paused(out GstAppSrc source);
        using (source)
        {
            Task waiting = FillAsync(source);
            Task<GstFlowException> sync = Limited.OnThread(() => Assert.Throws<GstFlowException>(() => { source.Block = true; source.Push([1, 2, 3]); }));
            await Task.Delay(100, Limited.Token);
            Assert.False(waiting.IsCompleted);
            source.EndOfStream();
            Assert.Equal(GstFlowReturn.Eos, (await Assert.ThrowsAsync<GstFlowException>(() => waiting.Within())).Flow);
            Assert.Equal(GstFlowReturn.Eos, (await sync.Within()).Flow);
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_sink_that_is_stopped_alone_ends_pushes_that_wait()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=3 ! queue max-size-buffers=1 name=queue ! fakesink name=fakesink sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstElement end = pipeline.GetElement("fakesink");
        pipeline.SetState(GstState.Paused);
        Task waiting = FillAsync(source);
        await Task.Delay(100, Limited.Token);
        Assert.False(waiting.IsCompleted);
        await Task.Run(() => end.SetState(GstState.Null), Limited.Token).Within();
        Assert.Equal(GstFlowReturn.Flushing, (await Assert.ThrowsAsync<GstFlowException>(() => waiting.Within())).Flow);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Block_set_to_false_lets_a_push_go_on()
    {
        using GstPipeline pipeline = Paused(out GstAppSrc source);
        using (source)
        {
            source.Block = true;
            Task<bool> pushing = Limited.OnThread(() =>
            {
                for (int i = 0; i < 10; i++)
                {
                    source.Push([1, 2, 3]);
                }

                return true;
            });
            await Task.Delay(100, Limited.Token);
            Assert.False(pushing.IsCompleted);
            source.Block = false;
            Assert.True(await pushing.Within());
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_is_pushed_before_the_first_start_is_played()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        source.Push([7]);
        pipeline.Play();
        using (GstSample sample = Assert.IsType<GstSample>(sink.Pull(Limited.Token)))
        {
            using ReadMapping map = sample.Buffer.MapRead();
            Assert.Equal(7, map.Span[0]);
        }

        pipeline.Stop();
        Assert.Equal(GstFlowReturn.Flushing, Assert.Throws<GstFlowException>(() => source.Push([8])).Flow);
        await Task.CompletedTask;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Samples_of_two_threads_keep_their_caps()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in block=true max-bytes=4 ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        const int Each = 300;
        Task<bool> Push(byte width) => Limited.OnThread(() =>
        {
            using GstCaps caps = GstCaps.Parse($"video/x-raw,format=GRAY8,width={width},height=1,framerate=1/1");
            for (int i = 0; i < Each; i++)
            {
                using GstBuffer buffer = GstBuffer.CopyOf([width]);
                using GstSample sample = GstSample.Create(buffer, caps);
                source.PushSample(sample);
            }

            return true;
        });
        Task<bool[]> pushed = Task.WhenAll(Push(1), Push(2));
        for (int i = 0; i < 2 * Each; i++)
        {
            using GstSample sample = Assert.IsType<GstSample>(await Task.Run(() => sink.Pull(Limited.Token), Limited.Token).Within());
            using GstCaps? caps = sample.Caps;
            using ReadMapping map = sample.Buffer.MapRead();
            Assert.Contains($"width=(int){map.Span[0]}", caps?.ToString(), StringComparison.Ordinal);
        }

        await pushed.Within();
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_that_always_has_data_does_not_starve_a_push()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=30 ! fakesink sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using AppHandler handler = source.OnNeedData(_ =>
        {
            for (int i = 0; i < 12; i++)
            {
                source.Push([1, 2, 3]);
            }
        });
        pipeline.Play();
        for (int i = 0; i < 20; i++)
        {
            await source.PushAsync(GstBuffer.CopyOf([9, 9, 9]), Limited.Token).AsTask().Within();
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Stop_in_a_seek_handler_hangs_nobody()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in stream-type=seekable format=time ! fakesink sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using AppHandler handler = source.OnSeekData(position =>
        {
            if (position > 0)
            {
                pipeline.Stop();
            }

            return true;
        });
        pipeline.Play();
        source.Push(GstBuffer.CopyOf([1]));
        Assert.True(await Task.Run(() => pipeline.WaitForState(GstClockTime.FromSeconds(5)), Limited.Token).Within());
        await Task.Run(() => pipeline.Seek(GstClockTime.FromSeconds(1)), Limited.Token).Within();
        await Limited.Until(() => pipeline.State == GstState.Null);
    }

    private static GstPipeline Paused(out GstAppSrc source)
    {
        GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=3 ! fakesink sync=false");
        source = pipeline.GetAppSrc("in");
        pipeline.SetState(GstState.Paused);
        return pipeline;
    }

    private static async Task FillAsync(GstAppSrc source)
    {
        while (true)
        {
            await source.PushAsync(GstBuffer.CopyOf([1, 2, 3]), Limited.Token).ConfigureAwait(false);
        }
    }
}
