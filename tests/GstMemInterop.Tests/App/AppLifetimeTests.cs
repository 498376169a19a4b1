using GstMemInterop.Tests.Infrastructure;
using GstMemInterop.Tests.Lifetime;

namespace GstMemInterop.Tests.App;

public class AppLifetimeTests
{
    [Fact]
    public void Twenty_thousand_frames_each_way_keep_the_memory_flat()
    {
        const int Frames = 10_000, Size = 64 * 1024; // twice, by GrowthOver
        byte[] frame = new byte[Size];
        long growth = ResidentMemory.GrowthOver(() => Run().WaitAsync(TimeSpan.FromSeconds(120), Limited.Token).GetAwaiter().GetResult());
        Assert.InRange(growth, long.MinValue, 40L << 20);

        async Task Run()
        {
            using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false max-buffers=4");
            using GstAppSrc source = pipeline.GetAppSrc("in");
            using GstAppSink sink = pipeline.GetAppSink("out");
            Task<int> reading = GstAppSinkPullTests.CountAsync(sink, Limited.Token);
            pipeline.Play();
            for (int n = 0; n < Frames; n++)
            {
                await source.PushAsync(GstBuffer.CopyOf(frame), Limited.Token);
            }

            source.EndOfStream();
            Assert.Equal(Frames, await reading);
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_stop_button_pressed_at_every_moment_ends_everything()
    {
        for (int round = 0; round < 60; round++)
        {
            GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=1000 ! queue ! appsink name=out sync=false max-buffers=2");
            GstAppSrc source = pipeline.GetAppSrc("in");
            GstAppSink sink = pipeline.GetAppSink("out");
            Task<Exception?> pushing = Record(async () => { while (true) { await source.PushAsync(new byte[500], cancellationToken: CancellationToken.None); } });
            Task<Exception?> reading = Record(async () => await GstAppSinkPullTests.CountAsync(sink, CancellationToken.None));
            Task<Exception?> pulling = Record(() => Limited.OnThread(() => { while (sink.TryPull(Timeout.InfiniteTimeSpan, out GstSample? s)) { s.Dispose(); } return 0; }));
            pipeline.Play();
            Thread.SpinWait(round * round * 40);
            switch (round % 3)
            {
                case 0: pipeline.Stop(); break;
                case 1: pipeline.Dispose(); break;
                default: source.Dispose(); sink.Dispose(); pipeline.Stop(); break;
            }

            Assert.True(await pushing.Within() is GstFlowException or ObjectDisposedException);
            Assert.True(await reading.Within() is null or ObjectDisposedException); // disposed before it began
            Assert.True(await pulling.Within() is null or ObjectDisposedException);
            source.Dispose();
            sink.Dispose();
            pipeline.Dispose();
        }

        static async Task<Exception?> Record(Func<Task> work) => await Xunit.Record.ExceptionAsync(() => Task.Run(work));
    }

    [Fact]
    public void The_element_goes_when_its_pipeline_goes_with_all_that_hung_on_it()
    {
        using NativeWeakReference sinkAlive = new();
        using NativeWeakReference sourceAlive = new();
        using NativeWeakReference busAlive = new();
        Use();
        GstFixture.Settle();
        Assert.Equal((false, false, false), (sinkAlive.IsAlive, sourceAlive.IsAlive, busAlive.IsAlive));

        void Use()
        {
            using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false");
            using GstAppSrc source = pipeline.GetAppSrc("in");
            using GstAppSink sink = pipeline.GetAppSink("out");
            using GstBus bus = pipeline.Bus;
            sinkAlive.Target(sink.DangerousHandle);
            sourceAlive.Target(source.DangerousHandle);
            busAlive.Target(bus.DangerousHandle);
            _ = sink.OnSample(static (ref AppSinkSample _) => GstFlowReturn.Ok);
            _ = source.OnEnoughData(static () => { });
            pipeline.Play();
            source.Push([1]);
            Assert.False(sink.TryPull(TimeSpan.FromMilliseconds(10), out _));
            pipeline.Stop();
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_sink_that_waits_in_two_objects_is_read_by_both_also_when_one_is_disposed()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        GstAppSink one = pipeline.GetAppSink("out");
        using GstAppSink two = pipeline.GetAppSink("out");
        pipeline.Play();
        Task<int> first = GstAppSinkPullTests.CountAsync(one, Limited.Token);
        Task<int> second = GstAppSinkPullTests.CountAsync(two, Limited.Token);
        one.Dispose();
        Assert.Equal(0, await first.Within());
        source.Push([1]);
        source.EndOfStream();
        Assert.Equal(1, await second.Within());
    }
}
