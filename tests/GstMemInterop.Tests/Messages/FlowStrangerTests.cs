using GstMemInterop.Tests.App;

namespace GstMemInterop.Tests.Messages;

/// <summary>What somebody does who has not read the documentation.</summary>
public sealed class FlowStrangerTests
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Waiting_in_a_handler_of_a_posted_message_hangs_nobody()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=20 ! fakesink sync=false");
        List<Exception?> refused = [];
        pipeline.SyncMessage += (_, e) =>
        {
            _ = pipeline.WaitForState();
            if (e.Message.Type == GstMessageType.StreamStart)
            {
                refused.Add(Record.Exception(() => pipeline.Run(Limited.Token)));
                refused.Add(Record.Exception(() => pipeline.Seek(GstClockTime.Zero)));
                refused.Add(Record.Exception(() => pipeline.SendEvent(GstEvent.NewReconfigure())));
                pipeline.RecalculateLatency();
                _ = pipeline.QueryPosition(GstFormat.Time);
            }
        };
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        Assert.Equal(3, refused.Count);
        Assert.All(refused, e => Assert.IsType<InvalidOperationException>(e));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Blocks_from_many_threads_cancelled_and_stopped_leave_nothing()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! queue max-size-buffers=2 ! identity name=tap ! fakesink sync=false");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(Limited.Token);
        pipeline.Play();
        async Task Storm(int seed)
        {
            Random random = new(seed);
            while (!end.IsCancellationRequested)
            {
                using CancellationTokenSource enough = new(random.Next(1, 20));
                try
                {
                    using GstPadBlock block = await pad.BlockAsync(enough.Token);
                    if (random.Next(3) == 0)
                    {
                        await Task.Delay(random.Next(3), CancellationToken.None);
                    }
                }
                catch (Exception exception) when (exception is OperationCanceledException or GstFlowException)
                {
                }
            }
        }

        Task[] storms = [.. Enumerable.Range(0, 6).Select(n => Task.Run(() => Storm(n), Limited.Token))];
        for (int i = 0; i < 30; i++)
        {
            await Task.Delay(20, Limited.Token);
            await Task.Run(pipeline.Stop, Limited.Token).Within();
            pipeline.Play();
        }

        end.Cancel();
        await Task.WhenAll(storms).Within();
        int passed = 0;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) => { passed++; return GstPadProbeReturn.Ok; });
        await Limited.Until(() => Volatile.Read(ref passed) > 10);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_bins_pad_is_blocked_and_relinked_too()
    {
        using GstPipeline pipeline = GstPipeline.Create();
        using GstBin bin = GstBin.Create("bin");
        using GstElement source = GstElement.Create("fakesrc");
        using GstElement first = GstElement.Create("fakesink");
        using GstElement second = GstElement.Create("fakesink");
        bin.Add(source);
        using GstPad inner = source.GetPad("src");
        using GstPad outer = bin.AddGhostPad("src", inner);
        pipeline.Add(bin, first, second);
        bin.Link(first);
        second["async"] = false;
        pipeline.Play();
        Assert.True(pipeline.WaitForState()); // a sink that still waits for its first buffer holds what comes after up
        using GstPad firstPad = first.GetPad("sink");
        using GstPad secondPad = second.GetPad("sink");
        int passed = 0;
        using PadProbe probe = secondPad.AddBufferProbe((ref BufferProbe _) => { passed++; return GstPadProbeReturn.Ok; });
        for (int i = 0; i < 20; i++)
        {
            using GstPadBlock block = await outer.BlockAsync(Limited.Token).Within();
            Assert.True(outer.Unlink(i % 2 == 0 ? firstPad : secondPad));
            outer.Link(i % 2 == 0 ? secondPad : firstPad);
        }

        using (await outer.BlockAsync(Limited.Token).Within())
        {
            outer.Unlink(firstPad);
            outer.Link(secondPad);
        }

        await Limited.Until(() => Volatile.Read(ref passed) > 5);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_block_that_waits_ends_when_its_pad_is_released()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! tee name=t allow-not-linked=true ! queue ! fakesink sync=false");
        using GstElement tee = pipeline.GetElement("t");
        using GstElement sink = GstElement.Create("fakesink");
        pipeline.Add(sink);
        GstRequestPad pad = tee.RequestPad("src_%u");
        using GstPad end = sink.GetPad("sink");
        pad.Link(end);
        sink.SetState(GstState.Paused); // holds its branch, and so the tee
        pipeline.Play();
        sink.SetState(GstState.Paused);
        await Task.Delay(100, Limited.Token);
        Task<GstPadBlock> waiting = pad.BlockAsync(Limited.Token);
        await Task.Delay(50, Limited.Token);
        bool waited = !waiting.IsCompleted;
        await Task.Run(() => sink.SetState(GstState.Null), Limited.Token).Within();
        await Task.Run(pad.Dispose, Limited.Token).Within();
        Exception? ended = await Record.ExceptionAsync(() => waiting.Within());
        Assert.True(ended is null or GstFlowException, ended?.ToString());
        Assert.True(waited || ended is null);
        if (ended is null)
        {
            (await waiting).Dispose();
        }

        pipeline.Remove(sink);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task The_end_of_a_flush_that_nobody_began_holds_nobody_up()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink sync=false");
        pipeline.SetState(GstState.Paused);
        Assert.True(pipeline.WaitForState());
        Assert.False(await Task.Run(() => pipeline.SendEvent(GstEvent.NewFlushStop()), Limited.Token).Within());
        Assert.True(await Task.Run(() => pipeline.SendEvent(GstEvent.NewFlushStart()), Limited.Token).Within());
        Assert.True(await Task.Run(() => pipeline.SendEvent(GstEvent.NewFlushStop()), Limited.Token).Within());
        await Task.Run(pipeline.Stop, Limited.Token).Within();
    }

    [Fact]
    public void Copies_of_borrows_and_disposed_things_are_refused()
    {
        GstEvent made = GstEvent.NewEos();
        GstEventRef borrowed = made.Borrow();
        made.Dispose();
        bool refused = false;
        try { _ = borrowed.GetStructure(); }
        catch (ObjectDisposedException) { refused = true; }
        Assert.True(refused);
        Assert.Throws<ObjectDisposedException>(() => made.Copy());
        Assert.Throws<ObjectDisposedException>(() => made.SequenceNumber = 1);
        using GstStructure structure = new("mine");
        structure.Dispose();
        Assert.Throws<ObjectDisposedException>(() => GstEvent.NewCustom(GstEventType.CustomBoth, structure));
        Assert.Throws<ObjectDisposedException>(() => GstQuery.NewCustom(structure));
        Assert.Throws<ObjectDisposedException>(() => GstMessage.NewApplication(null, structure));
        using GstStructure content = new("nobody");
        using GstMessage nobody = GstMessage.NewApplication(null, content);
        Assert.Null(nobody.GetSource());
        Assert.Null(nobody.SourceName);
        using GstElement alone = GstElement.Create("identity");
        Assert.False(alone.PostMessage(nobody.Retain()));
        Assert.Throws<ArgumentException>(() => GstEvent.NewSegment(new GstSegment(GstFormat.Time) { Start = 5, Stop = 4 }));
        Assert.Throws<ArgumentNullException>(() => GstEvent.NewCustom(GstEventType.CustomBoth, (GstStructure)null!));
        using GstPad pad = alone.GetPad("src");
        pad.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pad.GetStickyEvents());
    }

    [Fact]
    public async Task A_blocked_pad_behind_which_the_end_of_the_stream_waits_does_not_keep_the_pipeline_from_stopping()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! identity name=i ! fakesink sync=true");
        pipeline.Play();
        using GstPad pad = pipeline.GetPad("i", "src");
        using GstPadBlock block = await pad.BlockAsync(TestContext.Current.CancellationToken);
        Task<bool> end = Task.Run(pipeline.SendEndOfStream, TestContext.Current.CancellationToken);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        await Task.Run(pipeline.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await end.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(block.IsActive);
    }

    [Fact]
    public void What_C_would_complain_about_or_not_survive_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GstEvent.NewStreamStart("x", 0));
        Assert.Throws<ArgumentException>(() => GstEvent.NewSegment(new GstSegment(GstFormat.Time) { Rate = -1 }));
        Assert.Throws<ArgumentException>(() => new GstSegment(GstFormat.Time) { Start = 10, Stop = 20 }.Seek(new GstSeekRequest(1, GstFormat.Time, GstSeekFlags.Flush, (GstSeekType)3, 30, GstSeekType.None, 0), out _));
        object nested = 1;
        Assert.Throws<ArgumentException>(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                nested = i % 2 == 0 ? new GstValueArray(nested) : new GstValueList(nested);
            }
        });
        Assert.NotEmpty(nested.ToString()!);
    }

    [Fact]
    public void A_graph_is_not_drawn_where_a_message_is_posted()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! tee name=t ! queue ! fakesink");
        int refused = 0;
        pipeline.SyncMessage += (_, _) =>
        {
            if (Record.Exception(() => pipeline.ToDot()) is InvalidOperationException)
            {
                Interlocked.Increment(ref refused);
            }
        };
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(refused > 3);
    }
}
