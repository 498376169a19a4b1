#pragma warning disable xUnit1031, xUnit1051 // what blocks its thread, and what nothing cancels, is what some of these are about

using System.Collections.Concurrent;
using System.Diagnostics;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings D: one pump for a pipeline's messages; every wait ends.</summary>
public class DMessagesTests
{
    private const string Endless = "fakesrc is-live=true do-timestamp=true sizetype=fixed sizemax=16 datarate=16000 ! identity name=tap ! fakesink";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task D1_RunAsync_ends_after_Stop_and_after_Dispose_from_elsewhere(bool dispose)
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        Task<GstRunEnd> run = pipeline.RunAsync(Token);
        await Until(() => pipeline.State == GstState.Playing);
        if (dispose)
        {
            pipeline.Dispose();
        }
        else
        {
            pipeline.Stop();
        }

        Assert.Equal(GstRunEnd.Stopped, await run.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task D1_a_stop_button_ends_a_run_at_whatever_moment_it_is_pressed()
    {
        for (int i = 0; i < 60; i++)
        {
            GstPipeline pipeline = GstPipeline.Launch(Endless);
            Task<GstRunEnd> run = pipeline.RunAsync(Token);
            if (i % 3 > 0)
            {
                Stopwatch watch = Stopwatch.StartNew();
                SpinWait.SpinUntil(() => watch.Elapsed.TotalMicroseconds > i * 100);
            }

            if (i % 2 == 0)
            {
                pipeline.Stop();
            }
            else
            {
                pipeline.Dispose();
            }

            Assert.Equal(GstRunEnd.Stopped, await run.WaitAsync(s_soon, Token));
            if (i % 2 == 0)
            {
                Assert.Equal(GstState.Null, pipeline.State);
            }

            pipeline.Dispose();
        }
    }

    [Fact]
    public void D1_a_run_that_blocks_its_thread_ends_too()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        Task<GstRunEnd> run = Task.Factory.StartNew(() => pipeline.Run(Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => pipeline.State == GstState.Playing, s_soon));
        pipeline.Stop();
        Assert.True(run.Wait((int)s_soon.TotalMilliseconds, Token));
    }

    [Fact]
    public async Task D1_a_run_ends_when_somebody_else_stops_the_pipeline()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        Task<GstRunEnd> run = pipeline.RunAsync(Token);
        await Until(() => pipeline.State == GstState.Playing);
        unsafe
        {
            Native.LibGst.gst_element_set_state((Native.GstElement*)pipeline.DangerousHandle, Native.GstState.GST_STATE_NULL);
        }

        Assert.Equal(GstRunEnd.Stopped, await run.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task D1_an_end_that_came_before_RunAsync_is_not_waited_for()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=2 ! fakesink");
        Task<GstMessage?> end = pipeline.WaitForMessageAsync(GstMessageType.Eos, null, Token);
        pipeline.Play();
        (await end.WaitAsync(s_soon, Token))!.Dispose();
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Token).WaitAsync(s_soon, Token));
        Assert.Equal(GstState.Null, pipeline.State);
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Token).WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task D2_cancelling_a_wait_works_while_the_bus_is_flushing()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        pipeline.Play();
        pipeline.Stop();
        using GstBus bus = pipeline.Bus;
        using CancellationTokenSource cancel = new();
        Task pop = Task.Run(() => bus.Pop(GstMessageType.Eos, cancel.Token), Token);
        Task read = Read(bus.ReadAllAsync(GstMessageType.Eos, cancel.Token));
        Task readPipeline = Read(pipeline.ReadMessages(), cancel.Token);
        Task<GstMessage?> wait = pipeline.WaitForMessageAsync(GstMessageType.Eos, null, cancel.Token);
        await Task.Delay(100, Token);
        await cancel.CancelAsync();
        foreach (Task waiting in (Task[])[pop, read, readPipeline, wait])
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(s_soon, Token));
        }
    }

    [Fact]
    public async Task D2_stop_and_dispose_end_every_wait_on_a_bus()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        GstBus bus = pipeline.Bus;
        using GstBus other = GstBus.Retain(bus.DangerousHandle);
        pipeline.Play();
        Task<GstMessage> pop = Task.Run(() => bus.Pop(GstMessageType.Eos, CancellationToken.None), Token);
        Task<GstMessage?> tryPop = Task.Run(() => other.TryPop(GstMessageType.Eos, GstClockTime.None), Token);
        Task read = Read(other.ReadAllAsync(GstMessageType.Eos, Token));
        await Task.Delay(100, Token);
        pipeline.Stop();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pop.WaitAsync(s_soon, Token));
        Assert.Null(await tryPop.WaitAsync(s_soon, Token));
        await read.WaitAsync(s_soon, Token);

        Task<GstMessage?> again = Task.Run(() => bus.TryPop(GstMessageType.Eos, GstClockTime.None), Token);
        Task<GstMessage?> elsewhere = Task.Run(() => other.TryPop(GstMessageType.Eos, GstClockTime.None), Token);
        await Task.Delay(100, Token);
        bus.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => again.WaitAsync(s_soon, Token));
        pipeline.Dispose();
        Assert.Null(await elsewhere.WaitAsync(s_soon, Token));
    }

    [Fact]
    public async Task D3_many_waiters_on_one_bus_are_all_cancelled()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        using GstBus bus = pipeline.Bus;
        pipeline.Play();
        for (int round = 0; round < 20; round++)
        {
            using CancellationTokenSource cancel = new();
            Task[] waiting = [.. Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => bus.Pop(GstMessageType.Eos, cancel.Token), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            await Task.Delay(round, Token);
            await cancel.CancelAsync();
            foreach (Task wait in waiting)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait.WaitAsync(s_soon, Token));
            }
        }
    }

    [Fact]
    public async Task D4_every_reader_sees_every_message_beside_RunAsync()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=50 samplesperbuffer=4410 ! audio/x-raw,rate=44100 ! level interval=100000000 ! fakesink");
        Task<int>[] counts = [.. Enumerable.Range(0, 3).Select(_ => Count(pipeline.ReadMessages(GstMessageType.Element)))];
        int told = 0;
        pipeline.MessageReceived += (_, e) => told += e.Message.StructureName == "level" ? 1 : 0;
        pipeline.MessageReceived += (_, _) => throw new InvalidOperationException("a listener that throws");
        using FailureLog failures = new();
        Task<GstMessage?> one = pipeline.WaitForMessageAsync(GstMessageType.Element, m => m["rms"] is not null, Token);
        using GstBus bus = pipeline.Bus;
        Task<int> popped = Count(bus.ReadAllAsync(GstMessageType.Element, Token));
        Task<GstRunEnd> joined = pipeline.RunAsync(Token);
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Token).WaitAsync(s_soon, Token));
        Assert.Equal(GstRunEnd.EndOfStream, await joined.WaitAsync(s_soon, Token));
        int all = await counts[0].WaitAsync(s_soon, Token);
        Assert.InRange(all, 50, 52); // level tells of what is left at the end, too
        foreach (Task<int> count in counts)
        {
            Assert.Equal(all, await count.WaitAsync(s_soon, Token));
        }

        Assert.InRange(await popped.WaitAsync(s_soon, Token), 1, all);
        using GstMessage? level = await one.WaitAsync(s_soon, Token);
        Assert.Equal("level", level!.StructureName);
        await Until(() => told == all);
        await Until(() => failures.Texts.Count > 50);
    }

    [Fact]
    public async Task D4_a_second_RunAsync_joins_and_its_token_ends_only_its_own_wait()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        using CancellationTokenSource first = new();
        using CancellationTokenSource second = new();
        Task<GstRunEnd> run = pipeline.RunAsync(first.Token);
        Task<GstRunEnd> joined = pipeline.RunAsync(second.Token);
        Task<GstRunEnd> other = pipeline.RunAsync(Token);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => joined.WaitAsync(s_soon, Token));
        Assert.False(run.IsCompleted);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(s_soon, Token));
        Assert.Equal(GstRunEnd.Stopped, await other.WaitAsync(s_soon, Token));
        Assert.Equal(GstState.Null, pipeline.State);
    }

    [Fact]
    public async Task D4_an_error_reaches_all_who_run_and_read()
    {
        using GstPipeline pipeline = GstPipeline.Launch("filesrc location=/does/not/exist name=reader ! fakesink");
        Task<GstMessage?> error = pipeline.WaitForMessageAsync(GstMessageType.Error, null, Token);
        Task<GstRunEnd> first = pipeline.RunAsync(Token);
        Task<GstRunEnd> second = pipeline.RunAsync(Token);
        GstException thrown = await Assert.ThrowsAsync<GstException>(() => first.WaitAsync(s_soon, Token));
        Assert.EndsWith("reader", thrown.SourceName, StringComparison.Ordinal);
        await Assert.ThrowsAsync<GstException>(() => second.WaitAsync(s_soon, Token));
        using GstMessage? message = await error.WaitAsync(s_soon, Token);
        Assert.Equal("reader", message!.ElementName);
        Assert.Equal(thrown.DebugText, message.Error!.DebugText);
        await Assert.ThrowsAsync<GstException>(() => pipeline.RunAsync(Token).WaitAsync(s_soon, Token));
        Assert.Throws<GstException>(pipeline.Play);
    }

    [Fact]
    public async Task D5_messages_are_read_without_a_thread_each()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc name=source num-buffers=1 ! fakesink");
        pipeline.SetState(GstState.Ready);
        using GstBus bus = pipeline.Bus;
        ConcurrentDictionary<int, int> threads = new();
        Task<int> reading = Task.Run(
            async () =>
            {
                int count = 0;
                await foreach (GstMessage message in bus.ReadAllAsync(GstMessageType.Application, Token))
                {
                    message.Dispose();
                    if (++count == 3000)
                    {
                        break;
                    }
                }

                return count;
            },
            Token);
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < 3000; i++)
        {
            Post(pipeline, bus);
            if (i % 100 == 0)
            {
                await Task.Delay(1, Token); // lets the reader run dry
            }
        }

        Assert.Equal(3000, await reading.WaitAsync(s_soon, Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(2.5), $"3,000 messages took {watch.Elapsed}: a thread was started for each.");
    }

    [Fact]
    public async Task D4_ten_thousand_messages_wait_for_a_reader_that_sleeps_and_more_are_counted()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        pipeline.SetState(GstState.Ready);
        using GstBus bus = pipeline.Bus;
        using GstMessageReader sleeping = pipeline.ReadMessages(GstMessageType.Application);
        using GstMessageReader small = pipeline.ReadMessages(GstMessageType.Application, capacity: 16);
        Task<int> awake = Count(pipeline.ReadMessages(GstMessageType.Application));
        for (int i = 0; i < 40_000; i++)
        {
            Post(pipeline, bus);
            if (i == 9_999)
            {
                for (int read = 0; read < 10_000; read++)
                {
                    Assert.True(sleeping.TryRead(out GstMessage? message));
                    message.Dispose();
                }

                Assert.Equal(0, sleeping.Dropped);
                Assert.Equal(9_984, small.Dropped);
            }

            if (i % 1000 == 0)
            {
                await Task.Delay(5, Token);
            }
        }

        // Nobody takes them off the bus: it does not keep all of them.
        int onTheBus = 0;
        while (bus.TryPop(GstMessageType.Any, GstClockTime.Zero) is { } message)
        {
            message.Dispose();
            onTheBus++;
        }

        Assert.InRange(onTheBus, 1, 17_000);
        pipeline.Stop();
        Assert.Equal(40_000, await awake.WaitAsync(s_soon, Token));
        Assert.Equal(30_000 - 16_384, sleeping.Dropped);
    }

    [Fact]
    public async Task D4_a_pipeline_is_disposed_from_a_message_handler_and_a_reader()
    {
        GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 ! fakesink");
        TaskCompletionSource done = new();
        pipeline.MessageReceived += (sender, e) =>
        {
            if (e.Message.Type == GstMessageType.Eos)
            {
                ((GstPipeline)sender!).Dispose();
                done.SetResult();
            }
        };
        Task<GstRunEnd> run = pipeline.RunAsync(Token);
        await done.Task.WaitAsync(s_soon, Token);
        await run.WaitAsync(s_soon, Token);
        Assert.Throws<ObjectDisposedException>(() => pipeline.ReadMessages());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pipeline.RunAsync(Token));

        GstPipeline second = GstPipeline.Launch(Endless);
        await using IAsyncEnumerator<GstMessage> messages = second.ReadMessages().GetAsyncEnumerator(Token);
        ValueTask<bool> next = messages.MoveNextAsync(); // begins to read: what came before is not seen
        second.Play();
        while (await next.AsTask().WaitAsync(s_soon, Token))
        {
            messages.Current.Dispose();
            second.Dispose();
            next = messages.MoveNextAsync();
        }
    }

    [Fact]
    public void D1_nothing_needs_the_synchronization_context_of_the_caller()
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new NeverPumps());
        try
        {
            using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 ! fakesink");
            Task<GstMessage?> eos = pipeline.WaitForMessageAsync(GstMessageType.Eos, null, Token);
            Task<int> read = Task.Run(() => Count(pipeline.ReadMessages()), Token);
            Task<GstRunEnd> run = pipeline.RunAsync(Token);
            Assert.True(run.Wait((int)s_soon.TotalMilliseconds, Token));
            Assert.True(eos.Wait((int)s_soon.TotalMilliseconds, Token));
            eos.Result!.Dispose();
            Assert.Equal(GstRunEnd.EndOfStream, pipeline.Run(Token));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    [Fact]
    public async Task D4_messages_say_what_they_are_about()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 ! fakesink name=out");
        GstMessageReader reader = pipeline.ReadMessages(GstMessageType.StateChanged | GstMessageType.Eos);
        await pipeline.RunAsync(Token).WaitAsync(s_soon, Token);
        List<GstStateChanged> changes = [];
        await foreach (GstMessage message in reader)
        {
            using (message)
            {
                if (message.ElementName == "out" && message.StateChanged is { } change)
                {
                    changes.Add(change);
                }

                Assert.Null(message.Error);
                Assert.Null(message.BufferingPercent);
                Assert.Null(message.TagText);
                Assert.Null(message.QualityOfService);
                Assert.Equal(message.Type == GstMessageType.Eos, message.StateChanged is null);
            }
        }

        Assert.Equal(new GstStateChanged(GstState.Null, GstState.Ready, GstState.VoidPending), changes[0]);
        Assert.Contains(changes, static c => c.Now == GstState.Playing);
    }

    [Fact]
    public async Task D4_a_reader_in_the_middle_of_a_storm_can_go_at_any_time()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        pipeline.SetState(GstState.Ready);
        using GstBus bus = pipeline.Bus;
        using CancellationTokenSource stop = new();
        Task[] posters = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                Post(pipeline, bus);
            }
        }, Token))];
        for (int i = 0; i < 300; i++)
        {
            GstMessageReader reader = pipeline.ReadMessages(capacity: 1 + (i % 5));
            GstMessage? message = await reader.ReadAsync(Token).AsTask().WaitAsync(s_soon, Token);
            message!.Dispose();
            reader.Dispose();
            Assert.Null(await reader.ReadAsync(Token));
        }

        await stop.CancelAsync();
        await Task.WhenAll(posters).WaitAsync(s_soon, Token);
    }

    private static unsafe void Post(GstPipeline pipeline, GstBus bus)
    {
        fixed (byte* name = "posted\0"u8)
        {
            Native.GstMessage* message = Native.LibGst.gst_message_new_application((Native.GstObject*)pipeline.DangerousHandle, Native.LibGst.gst_structure_new_empty(name));
            _ = Native.LibGst.gst_bus_post((Native.GstBus*)bus.DangerousHandle, message);
        }
    }

    private static async Task<int> Count(IAsyncEnumerable<GstMessage> messages)
    {
        int count = 0;
        await foreach (GstMessage message in messages.ConfigureAwait(false))
        {
            message.Dispose();
            count++;
        }

        return count;
    }

    private static async Task Read(IAsyncEnumerable<GstMessage> messages, CancellationToken cancellationToken = default)
    {
        await foreach (GstMessage message in messages.WithCancellation(cancellationToken))
        {
            message.Dispose();
        }
    }

    private static async Task Until(Func<bool> holds)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!holds())
        {
            Assert.True(watch.Elapsed < s_soon, "It did not come true in time.");
            await Task.Delay(5, Token);
        }
    }

    private sealed class FailureLog : IDisposable
    {
        internal FailureLog() => GStreamer.CallbackFailed += Add;

        internal ConcurrentQueue<string> Texts { get; } = new();

        public void Dispose() => GStreamer.CallbackFailed -= Add;

        private void Add(object? sender, CallbackFailedEventArgs e) => Texts.Enqueue(e.Exception.Message);
    }

    private sealed class NeverPumps : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state) { }

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();
    }
}
