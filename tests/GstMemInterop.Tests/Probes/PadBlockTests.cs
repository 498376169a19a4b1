using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Probes;

/// <summary>A pad at rest: the place to change a pipeline that runs.</summary>
public sealed class PadBlockTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_running_pipeline_is_relinked_five_hundred_times_and_loses_nothing()
    {
        const int Swaps = 500;
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc name=in sizetype=fixed sizemax=16 ! identity name=before ! identity name=between ! identity name=after ! fakesink sync=false");
        using GstPad before = pipeline.GetPad("before", "src");
        using GstPad after = pipeline.GetPad("after", "sink");
        GstElement between = pipeline.GetElement("between");
        (Counter sent, Counter arrived) = (new(), new());
        using GstPad first = pipeline.GetPad("before", "sink");
        using PadProbe counts = first.AddBufferProbe(sent, Counter.Count);
        Counter passing = new(); // a handler on the pad itself: what it holds is past C's block
        using PadProbe handler = before.AddBufferProbe(passing, Counter.Count);
        using PadProbe behind = after.AddBufferProbe(arrived, Counter.Count);
        pipeline.Play();
        for (int i = 0; i < Swaps; i++)
        {
            long seen = arrived.Value;
            using (GstPadBlock block = await before.BlockAsync(Limited.Token).Within())
            {
                Assert.True(block.IsActive);
                using GstPad oldSink = between.GetPad("sink");
                using GstPad oldSource = between.GetPad("src");
                Assert.True(before.Unlink(oldSink));
                Assert.True(oldSource.Unlink(after));
                between.SetState(GstState.Null);
                pipeline.Remove(between);
                between.Dispose();
                between = GstElement.Create("identity");
                pipeline.Add(between);
                using GstPad newSink = between.GetPad("sink");
                using GstPad newSource = between.GetPad("src");
                before.Link(newSink);
                newSource.Link(after);
                between.SyncStateWithParent();
            }

            await Limited.Until(() => arrived.Value > seen);
        }

        Task<GstMessage?> end = pipeline.WaitForMessageAsync(GstMessageType.Eos | GstMessageType.Error, cancellationToken: Limited.Token);
        pipeline.SendEndOfStream();
        using (GstMessage? last = await end.Within())
        {
            Assert.Equal(GstMessageType.Eos, last?.Type);
        }

        between.Dispose();
        Assert.Equal(sent.Value, arrived.Value);
        Assert.Equal(passing.Value, arrived.Value);
        Assert.True(sent.Value >= Swaps);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Nothing_passes_a_block_and_everything_goes_on_behind_it()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=2000 ! identity name=tap ! fakesink name=end sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        Counter passed = new();
        using PadProbe probe = pad.AddBufferProbe(passed, Counter.Count);
        using GstPadBlock first = await pad.BlockAsync(Limited.Token).Within(); // before it runs: at once
        using GstPadBlock second = await pad.BlockAsync(Limited.Token).Within();
        Task<GstRunEnd> run = pipeline.RunAsync(Limited.Token);
        await Task.Delay(100, Limited.Token);
        first.Dispose();
        first.Dispose();
        await Task.Delay(50, Limited.Token);
        Assert.Equal(0, passed.Value);
        Assert.False(first.IsActive);
        second.Dispose();
        Assert.Equal(GstRunEnd.EndOfStream, await run.Within());
        Assert.Equal(2000, passed.Value);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_sink_that_holds_the_stream_up_is_waited_for_until_cancelled_stopped_or_flushed()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        using CancellationTokenSource enough = new();
        Task<GstPadBlock> cancelled = pad.BlockAsync(enough.Token);
        await Task.Delay(50, Limited.Token);
        Assert.False(cancelled.IsCompleted);
        enough.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Within());

        Task<GstPadBlock> stopped = pad.BlockAsync(Limited.Token);
        await Task.Delay(20, Limited.Token);
        pipeline.Stop();
        GstFlowException why = await Assert.ThrowsAsync<GstFlowException>(() => stopped.Within());
        Assert.Contains("stopped", why.Message, StringComparison.Ordinal);
        Assert.Equal(GstFlowReturn.Flushing, why.Flow);

        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        Task<GstPadBlock> played = pad.BlockAsync(Limited.Token);
        await Task.Delay(20, Limited.Token);
        pipeline.Play();
        using GstPadBlock block = await played.Within();
        Assert.True(block.IsActive);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Stopping_and_disposing_do_not_wait_for_a_block()
    {
        GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        pipeline.Play();
        using GstPadBlock block = await pad.BlockAsync(Limited.Token).Within();
        await Task.Run(pipeline.Stop, Limited.Token).Within();
        pipeline.Play();
        await Task.Run(pipeline.Dispose, Limited.Token).Within();
        block.Dispose();
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_cannot_be_blocked_is_refused_with_the_way_out()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad sink = pipeline.GetPad("tap", "sink");
        using GstPad source = pipeline.GetPad("tap", "src");
        InvalidOperationException isSink = await Assert.ThrowsAsync<InvalidOperationException>(() => sink.BlockAsync(Limited.Token));
        Assert.Contains("GetPeer", isSink.Message, StringComparison.Ordinal);
        TaskCompletionSource<Exception?> inside = new();
        using PadProbe probe = source.AddBufferProbe((ref BufferProbe _) =>
        {
            inside.TrySetResult(Record.Exception(() => source.BlockAsync(Limited.Token).Wait(Limited.Token)));
            return GstPadProbeReturn.Ok;
        });
        pipeline.Play();
        Assert.IsType<InvalidOperationException>(await inside.Task.Within());
        pipeline.Stop();
        source.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => source.BlockAsync(Limited.Token));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task What_a_handler_on_the_pad_still_holds_does_not_slip_through()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using GstPad end = pipeline.GetPad("end", "sink");
        Counter passed = new();
        using PadProbe counts = end.AddBufferProbe(passed, Counter.Count);
        using ManualResetEventSlim entered = new();
        using ManualResetEventSlim goOn = new();
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) =>
        {
            entered.Set();
            goOn.Wait(Limited.Short);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Play();
        Assert.True(entered.Wait(Limited.Short, Limited.Token));
        using (await pad.BlockAsync(Limited.Token).Within())
        {
            goOn.Set();
            await Task.Delay(50, Limited.Token);
            Assert.Equal(0, passed.Value);
        }

        await Limited.Until(() => passed.Value > 5);
        GstPadBlock last = await pad.BlockAsync(Limited.Token).Within();
        await Task.Run(pipeline.Stop, Limited.Token).Within();
        last.Dispose();
    }

    private sealed class Counter
    {
        private long _value;

        internal long Value => Interlocked.Read(ref _value);

        internal static GstPadProbeReturn Count(ref BufferProbe probe, Counter counter)
        {
            Interlocked.Increment(ref counter._value);
            return GstPadProbeReturn.Ok;
        }
    }
}
