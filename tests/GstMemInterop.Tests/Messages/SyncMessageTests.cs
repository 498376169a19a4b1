using System.Collections.Concurrent;
using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Messages;

public sealed class SyncMessageTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task It_is_told_on_the_thread_that_posts_before_anybody_else_acts()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 ! fakesink");
        ConcurrentQueue<(GstMessageType Type, int Thread)> seen = new();
        void Note(object? sender, GstMessageEventArgs e)
        {
            Assert.Same(pipeline, sender);
            seen.Enqueue((e.Message.Type, Environment.CurrentManagedThreadId));
        }

        pipeline.SyncMessage += Note;
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        Assert.Contains(seen, s => s.Type == GstMessageType.Eos);
        Assert.Contains(seen, s => s.Type == GstMessageType.StateChanged);
        int count = seen.Count;
        pipeline.SyncMessage -= Note;
        pipeline.SyncMessage -= Note;
        Assert.True(pipeline.SetState(GstState.Ready) != GstStateChangeReturn.Failure);
        Assert.True(pipeline.PostApplicationMessage("after"));
        Assert.Equal(count, seen.Count);
        pipeline.SetState(GstState.Ready);
        int here = 0;
        pipeline.SyncMessage += (_, e) => here = e.Message.Type == GstMessageType.Application ? Environment.CurrentManagedThreadId : here;
        int thread = Environment.CurrentManagedThreadId;
        Assert.True(pipeline.PostApplicationMessage("mine"));
        Assert.Equal(thread, here);
        pipeline.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pipeline.SyncMessage += Note);
        pipeline.SyncMessage -= Note;
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_a_handler_throws_or_leaves_open_ends_there()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 ! fakesink");
        int failed = 0;
        void Count(object? sender, CallbackFailedEventArgs e)
        {
            if (e.Exception.Message == "mine")
            {
                Assert.Equal("SyncMessage listener", e.Origin);
                Interlocked.Increment(ref failed);
            }
        }

        GStreamer.CallbackFailed += Count;
        try
        {
            using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3]);
            pipeline.SyncMessage += (_, _) => throw new InvalidOperationException("mine");
            pipeline.SyncMessage += (_, _) => _ = buffer.MapRead();
            Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
            Assert.True(failed > 3);
            using WriteMapping map = buffer.MapWrite();
        }
        finally
        {
            GStreamer.CallbackFailed -= Count;
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Stop_dispose_and_an_end_of_stream_from_inside_hang_nobody()
    {
        foreach (Action<GstPipeline> inside in new Action<GstPipeline>[] { p => p.Stop(), p => p.Dispose(), p => p.SendEndOfStream(), p => p.Play(), p => p.SetState(GstState.Paused) })
        {
            foreach (GstMessageType when in new[] { GstMessageType.StreamStatus, GstMessageType.StateChanged, GstMessageType.AsyncDone, GstMessageType.StreamStart, GstMessageType.Eos })
            {
                using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=50 ! fakesink sync=false");
                int told = 0;
                pipeline.SyncMessage += (_, e) =>
                {
                    if (e.Message.Type == when && Interlocked.Exchange(ref told, 1) == 0)
                    {
                        inside(pipeline);
                    }
                };
                using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Limited.Token);
                enough.CancelAfter(TimeSpan.FromSeconds(2)); // a pause that nobody ends
                await Record.ExceptionAsync(() => pipeline.RunAsync(enough.Token).Within());
                await Task.Run(pipeline.Dispose, Limited.Token).Within();
            }
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task An_end_of_stream_in_a_handler_of_the_bus_signal_hangs_nobody()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink sync=false");
        using GstBus bus = pipeline.Bus;
        using GstElement source = (GstElement)pipeline.GetElements().First(e => e.Name.StartsWith("fakesrc", StringComparison.Ordinal));
        using GstSignalConnection connection = bus.Connect("sync-message", (ref GstSignal _) => source.SendEndOfStream());
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
    }

    [Fact]
    public void A_handler_that_posts_for_ever_is_stopped()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        pipeline.SetState(GstState.Ready);
        int posted = 0;
        EventHandler<CallbackFailedEventArgs> hush = static (_, _) => { };
        GStreamer.CallbackFailed += hush;
        pipeline.SyncMessage += (_, e) =>
        {
            posted++;
            pipeline.PostApplicationMessage("again");
        };
        Assert.True(pipeline.PostApplicationMessage("first"));
        GStreamer.CallbackFailed -= hush;
        Assert.InRange(posted, 2, 100);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Messages_of_the_application_come_in_order_with_their_contents()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink name=end");
        pipeline.SetState(GstState.Ready);
        pipeline.Stop();
        Assert.False(pipeline.PostApplicationMessage("too-late")); // the bus flushes after a stop
        pipeline.SetState(GstState.Ready);
        using GstMessageReader reader = pipeline.ReadMessages(GstMessageType.Application | GstMessageType.Element);
        using GstElement end = pipeline.GetElement("end");
        Assert.True(pipeline.PostApplicationMessage("mine, number=(int)5, text=(string)\"a, b\""));
        using GstStructure other = new("other") { ["x"] = 0.5 };
        Assert.True(end.PostMessage(GstMessage.NewElement(end, other)));
        using GstMessage first = Assert.IsType<GstMessage>(await reader.ReadAsync(Limited.Token));
        Assert.Equal((GstMessageType.Application, "mine", 5, "a, b"), (first.Type, first.StructureName, first["number"], first["text"]));
        using GstMessage second = Assert.IsType<GstMessage>(await reader.ReadAsync(Limited.Token));
        Assert.Equal((GstMessageType.Element, "other", 0.5, "end"), (second.Type, second.StructureName, second["x"], second.ElementName));
        using GstStructure? content = second.GetStructure();
        Assert.Equal(other, content);
        using GstObject? source = second.GetSource();
        Assert.Equal(end.DangerousHandle, Assert.IsType<GstElement>(source).DangerousHandle);
        Assert.Throws<FormatException>(() => pipeline.PostApplicationMessage("5 5"));
        using GstMessage? changed = await ChangedAsync(pipeline);
        GstMessage again = changed!.Retain();
        Assert.Throws<ArgumentException>(() => end.PostMessage(again));
        Assert.Throws<ObjectDisposedException>(() => end.PostMessage(again));
        Assert.Throws<ArgumentNullException>(() => end.PostMessage(null!));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Views_say_what_a_stream_tells()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! video/x-raw,format=GRAY8,width=8,height=8,framerate=10/1 ! fakesink");
        using GstMessageReader reader = pipeline.ReadMessages();
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        List<GstMessage> all = [];
        while (reader.TryRead(out GstMessage? message))
        {
            all.Add(message);
        }

        Assert.NotNull(all.Single(m => m.Type == GstMessageType.StreamStart).GroupId);
        Assert.NotNull(all.First(m => m.Type == GstMessageType.AsyncDone).AsyncDoneTime);
        Assert.All(all, m => Assert.Null(m.Progress));
        Assert.All(all, m => Assert.Null(m.QosValues));
        Assert.All(all, m => Assert.Null(m.RequestedState));
        Assert.All(all, m => Assert.Null(m.SegmentDone));
        all.ForEach(m => m.Dispose());
        Assert.True(pipeline.RecalculateLatency() || pipeline.State == GstState.Null);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Nothing_of_ours_comes_back_to_a_context_that_is_blocked()
    {
        using BlockingCollection<(SendOrPostCallback Call, object? State)> queue = [];
        TaskCompletionSource<Exception?> done = new();
        Thread ui = new(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new SingleThread(queue));
            done.SetResult(Record.Exception(static () => UseAll()));
        }) { IsBackground = true };
        ui.Start();
        Assert.Null(await done.Task.Within());
        Assert.Empty(queue);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_main_loop_runs_beside_everything()
    {
        using GLibMainLoop first = GStreamer.RunMainLoop();
        using (GLibMainLoop second = GStreamer.RunMainLoop())
        {
            using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 ! fakesink");
            Task<GstMessage?> end = pipeline.WaitForMessageAsync(GstMessageType.Eos, cancellationToken: Limited.Token);
            Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
            (await end.Within())?.Dispose();
        }

        Assert.True(await RunsOnTheLoopAsync());
        await Task.Run(first.Dispose, Limited.Token).Within();
        first.Dispose();
        for (int i = 0; i < 50; i++)
        {
            using GLibMainLoop brief = GStreamer.RunMainLoop(); // ends before it has begun
        }

        Assert.True(await Task.Run(async () =>
        {
            using GLibMainLoop again = GStreamer.RunMainLoop();
            return await RunsOnTheLoopAsync();
        }, Limited.Token).Within());
    }

    private static unsafe Task<bool> RunsOnTheLoopAsync()
    {
        s_ran = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Native.LibGLib.g_main_context_invoke(null, &OnLoop, null);
        return s_ran.Task.Within();
    }

    private static TaskCompletionSource<bool> s_ran = new();

    [System.Runtime.InteropServices.UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static unsafe int OnLoop(void* data)
    {
        s_ran.TrySetResult(true);
        return 0;
    }

    private static async Task<GstMessage?> ChangedAsync(GstPipeline pipeline)
    {
        Task<GstMessage?> changed = pipeline.WaitForMessageAsync(GstMessageType.StateChanged, cancellationToken: Limited.Token);
        pipeline.SetState(GstState.Paused);
        GstMessage? message = await changed.Within();
        pipeline.Stop();
        return message;
    }

    /// <summary>What an event handler of a window would do wrongly: wait for each of them on its thread.</summary>
    private static void UseAll()
    {
        TimeSpan limit = Limited.Short;
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! identity name=tap ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        using GstPad pad = pipeline.GetPad("tap", "src");
        Task<GstMessage?> end = pipeline.WaitForMessageAsync(GstMessageType.Eos);
        Task<GstRunEnd> run = pipeline.RunAsync();
        source.MaxBytes = 3;
        source.PushAsync(GstBuffer.CopyOf([1, 2, 3])).AsTask().Wait(limit);
        Task<bool> read = ReadAsync(sink);
        Assert.True(read.Wait(limit));
        Task<GstPadBlock> block = pad.BlockAsync();
        Assert.True(block.Wait(limit));
        block.Result.Dispose();
        source.PushAsync(GstBuffer.CopyOf([4, 5, 6])).AsTask().Wait(limit);
        source.EndOfStream();
        using (GstSample? last = sink.Pull()) { Assert.NotNull(last); }
        Assert.True(end.Wait(limit));
        end.Result?.Dispose();
        Assert.True(run.Wait(limit));
    }

    private static async Task<bool> ReadAsync(GstAppSink sink)
    {
        await foreach (GstSample sample in sink.ReadAllAsync().ConfigureAwait(false))
        {
            sample.Dispose();
            return true;
        }

        return false;
    }

    private sealed class SingleThread(BlockingCollection<(SendOrPostCallback Call, object? State)> queue) : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) => queue.Add((d, state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();
    }
}
