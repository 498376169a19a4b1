using System.Collections.Concurrent;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.App;

public class GstAppSrcTests
{
    [Fact]
    public void Settings_are_C_s()
    {
        using GstAppSrc source = GstAppSrc.Create("mine");
        Assert.Equal("mine", source.Name);
        Assert.Equal(GstFormat.Bytes, source.Format);
        Assert.Equal((200_000ul, 0ul), (source.MaxBytes, source.CurrentLevelBytes));
        Assert.Null(source.Caps);
        Assert.Null(source.Size);
        Assert.Equal(GstClockTime.None, source.Duration);
        source.Format = GstFormat.Time;
        source.MaxBytes = 5;
        source.StreamType = GstAppStreamType.Seekable;
        source.Size = 77;
        source.Duration = GstClockTime.FromSeconds(2);
        source.IsLive = true;
        source.Block = true;
        source.DoTimestamp = true;
        source.MinPercent = 10;
        Assert.Equal((GstFormat.Time, 5ul, GstAppStreamType.Seekable, 77L, GstClockTime.FromSeconds(2)), (source.Format, source.MaxBytes, source.StreamType, source.Size, source.Duration));
        Assert.Equal((true, true, true, 10u), (source.IsLive, source.Block, source.DoTimestamp, source.MinPercent));
        Assert.Equal((5ul, 77L, 10u), ((ulong)source["max-bytes"]!, (long)source["size"]!, (uint)source["min-percent"]!));
        source.Size = null;
        Assert.Equal(-1L, source["size"]);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Size = -5);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.StreamType = (GstAppStreamType)9);
        Assert.Throws<ArgumentOutOfRangeException>(() => source.MinPercent = 101);
    }

    [Fact]
    public void Limits_in_buffers_and_time_are_C_s_where_it_has_them()
    {
        Needs.GStreamerVersion("1.20", "limits of an appsrc in buffers and time");
        using GstAppSrc source = GstAppSrc.Create();
        Assert.Equal((0ul, GstClockTime.None, 0ul), (source.MaxBuffers, source.MaxTime, source.CurrentLevelBuffers));
        source.MaxBuffers = 3;
        source.MaxTime = GstClockTime.FromSeconds(1);
        Assert.Equal((3ul, GstClockTime.FromSeconds(1), GstClockTime.Zero), (source.MaxBuffers, source.MaxTime, source.CurrentLevelTime));
        source.MaxTime = GstClockTime.None;
        Assert.Equal(0ul, source["max-time"]);
    }

    [Fact]
    public void Caps_that_C_would_not_survive_are_refused()
    {
        using GstAppSrc source = GstAppSrc.Create();
        using GstCaps wide = GstCaps.Parse("video/x-raw,width=[1,100]");
        Assert.Contains("video/x-raw", Assert.Throws<ArgumentException>(() => source.Caps = wide).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => source.Caps = null);
        using GstBuffer buffer = GstBuffer.CopyOf([1]);
        using GstSample unfixed = GstSample.Create(buffer, wide);
        Assert.Throws<ArgumentException>(() => source.PushSample(unfixed));
        using GstSample empty = GstSample.Create();
        Assert.Throws<ArgumentException>(() => source.PushSample(empty));
        Assert.Throws<ArgumentNullException>(() => source.Push((GstBuffer)null!));
        Assert.Throws<ArgumentNullException>(() => source.PushList(null!));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Every_way_to_push_arrives_byte_by_byte()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        Random random = new(5);
        List<byte> model = [];
        byte[] Next()
        {
            byte[] bytes = new byte[random.Next(1, 3000)];
            random.NextBytes(bytes);
            model.AddRange(bytes);
            return bytes;
        }

        Task<byte[]> reading = ReadAsync(sink);
        pipeline.Play();
        for (int n = 0; n < 400; n++)
        {
            byte[] bytes = Next();
            switch (n % 10)
            {
                case 0: source.Push(bytes.AsSpan()); break;
                case 1: source.Push(bytes); break;
                case 2: source.Push(new ReadOnlyMemory<byte>(bytes)); break;
                case 3: source.Push(GstMemory.Wrap(bytes)); break;
                case 4: source.Push(GstBuffer.CopyOf(bytes)); break;
                case 5: await source.PushAsync(bytes, cancellationToken: Limited.Token); break;
                case 6: await source.PushAsync(bytes.AsMemory(), cancellationToken: Limited.Token); break;
                case 7: await source.PushAsync(GstMemory.Wrap(bytes), cancellationToken: Limited.Token); break;
                case 8:
                    GstBufferList list = GstBufferList.Create();
                    list.Add(GstBuffer.CopyOf(bytes));
                    list.Add(GstBuffer.CopyOf(Next()));
                    await source.PushListAsync(list, Limited.Token);
                    break;
                default:
                    using (GstBuffer buffer = GstBuffer.CopyOf(bytes))
                    using (GstSample sample = GstSample.Create(buffer))
                    {
                        await source.PushSampleAsync(sample, Limited.Token);
                        Assert.False(sample.IsDisposed);
                    }

                    break;
            }
        }

        source.EndOfStream();
        source.EndOfStream();
        Assert.Equal(model, await reading.Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Many_producers_never_fill_up_more_than_one_push_beyond_the_limit()
    {
        const int Most = 10_000, Piece = 3_000, Pieces = 60;
        using GstPipeline pipeline = GstPipeline.Launch($"appsrc name=in max-bytes={Most} ! appsink name=out sync=false max-buffers=1");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        ulong highest = 0;
        using CancellationTokenSource done = new();
        Task watching = Task.Run(() => { while (!done.IsCancellationRequested) { highest = Math.Max(highest, source.CurrentLevelBytes); Thread.Yield(); } }, Limited.Token);
        Task[] producers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(async () => { for (int n = 0; n < Pieces; n++) { await source.PushAsync(new byte[Piece], cancellationToken: Limited.Token); } }))];
        await Task.Delay(200, Limited.Token);
        Assert.DoesNotContain(producers, static p => p.IsCompleted); // they wait
        Task<byte[]> reading = ReadAsync(sink, TimeSpan.FromMilliseconds(1));
        await Task.WhenAll(producers).Within();
        source.EndOfStream();
        Assert.Equal(4 * Pieces * Piece, (await reading.Within()).Length);
        await done.CancelAsync();
        await watching.Within();
        Assert.InRange(highest, (ulong)Most, (ulong)(Most + Piece - 1));
    }

    [Theory(Timeout = Limited.Milliseconds)]
    [InlineData("stop")]
    [InlineData("dispose")]
    [InlineData("cancel")]
    [InlineData("dispose pipeline")]
    [InlineData("stop by C")]
    public async Task All_who_wait_for_room_end_at_once(string how)
    {
        GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=10 ! appsink name=out max-buffers=1");
        GstAppSrc source = pipeline.GetAppSrc("in");
        int released = 0;
        try
        {
            pipeline.Play();
            using CancellationTokenSource cancel = new();
            Task[] pushes = [.. Enumerable.Range(0, 8).Select(_ => source.PushAsync(GstBuffer.Wrap(new byte[10].AsMemory(), () => Interlocked.Increment(ref released)), cancel.Token).AsTask())];
            await Limited.Until(() => pushes.Count(static p => p.IsCompleted) >= 2);
            await Task.Delay(30, Limited.Token);
            Assert.Contains(pushes, static p => !p.IsCompleted);
            switch (how)
            {
                case "stop": pipeline.Stop(); break;
                case "dispose": source.Dispose(); break;
                case "cancel": await cancel.CancelAsync(); break;
                case "dispose pipeline": pipeline.Dispose(); break;
                default: SetNull(pipeline); break;
            }

            foreach (Task push in pushes)
            {
                Exception? ended = await Record.ExceptionAsync(() => push.Within());
                Assert.True(
                    ended is null or ObjectDisposedException or GstFlowException { Flow: GstFlowReturn.Flushing }
                    || (how == "cancel" && ended is OperationCanceledException), $"{ended}");
            }

            Assert.Contains(pushes, static p => !p.IsCompletedSuccessfully);
        }
        finally
        {
            source.Dispose();
            pipeline.Dispose();
        }

        await Limited.Until(() => Volatile.Read(ref released) == 8); // consumed on every path
    }

    [Theory(Timeout = Limited.Milliseconds)]
    [InlineData("identity eos-after=2 ! fakesink", GstFlowReturn.Eos, false)]
    [InlineData("identity error-after=2 ! fakesink", GstFlowReturn.Error, true)]
    [InlineData("queue ! identity error-after=2 ! fakesink", GstFlowReturn.Error, true)]
    [InlineData("capsfilter caps=video/x-raw ! fakesink", GstFlowReturn.Error, true)]
    public async Task What_downstream_answers_is_an_exception_with_the_pipelines_own_error(string behind, GstFlowReturn flow, bool hasError)
    {
        using GstPipeline pipeline = GstPipeline.Launch($"appsrc name=in max-bytes=10 ! {behind:raw}");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstCaps caps = GstCaps.Parse("audio/x-raw,format=S8,rate=8000,channels=1,layout=interleaved");
        source.Caps = caps;
        pipeline.Play();
        GstFlowException refused = await Assert.ThrowsAsync<GstFlowException>(() => PushAsync().Within());
        Assert.Equal(flow, refused.Flow);
        Assert.Equal(hasError, refused.InnerException is GstException { SourceName: not null });
        Assert.Equal(flow, Assert.Throws<GstFlowException>(() => source.Push([1])).Flow);
        if (hasError)
        {
            Assert.Throws<GstFlowException>(source.EndOfStream);
        }

        async Task PushAsync()
        {
            while (true)
            {
                await source.PushAsync(new byte[10], cancellationToken: Limited.Token);
            }
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_stopped_source_refuses_and_one_that_plays_again_takes()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        source.Push([1, 2]); // before the first start it is queued
        pipeline.Play();
        using (GstSample first = sink.Pull(Limited.Token)!)
        {
            Assert.Equal([1, 2], first.Buffer.ToArray());
        }

        pipeline.Stop();
        GstBuffer given = GstBuffer.CopyOf([3]);
        Assert.Equal(GstFlowReturn.Flushing, Assert.Throws<GstFlowException>(() => source.Push(given)).Flow);
        Assert.True(given.IsDisposed);
        Assert.Equal(GstFlowReturn.Flushing, Assert.Throws<GstFlowException>(source.EndOfStream).Flow);
        pipeline.Play();
        source.Push([4]);
        source.EndOfStream();
        Assert.Equal(GstFlowReturn.Eos, Assert.Throws<GstFlowException>(() => source.Push([5])).Flow);
        Assert.Equal([4], await ReadAsync(sink).Within());
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Handlers_are_asked_for_data_and_told_when_it_is_enough()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=10 ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        int next = 0, enough = 0;
        using AppHandler need = source.OnNeedData(_ =>
        {
            for (bool full = false; next < 200 && !full;)
            {
                source.Push(new byte[] { (byte)next++, 0, 0, 0 }.AsSpan());
                full = source.CurrentLevelBytes > 20;
            }

            if (next == 200)
            {
                source.EndOfStream();
            }
        });
        using AppHandler told = source.OnEnoughData(() => enough++);
        Assert.Throws<InvalidOperationException>(() => source.OnNeedData(static _ => { }));
        pipeline.Play();
        byte[] read = await ReadAsync(sink).Within();
        Assert.Equal(Enumerable.Range(0, 200).Select(static n => (byte)n), read.Where(static (_, place) => place % 4 == 0));
        Assert.InRange(enough, 1, 200);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_handler_that_throws_is_reported_and_one_that_would_wait_for_itself_is_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=2 block=true ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        ConcurrentQueue<Exception> failures = new();
        int calls = 0;
        using AppHandler need = source.OnNeedData(_ =>
        {
            if (calls++ == 0)
            {
                source.Push([1, 2]);
                source.Push([3, 4]);
            }
            else
            {
                source.EndOfStream();
            }
        });
        need.Failed += (_, failure) => failures.Enqueue(failure.Exception);
        pipeline.Play();
        Assert.Equal([1, 2], await ReadAsync(sink).Within());
        Assert.Contains("handler", Assert.IsType<InvalidOperationException>(Assert.Single(failures)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Push_waits_where_it_shall_block_and_ends_with_the_stop()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=10 block=true ! appsink name=out sync=false max-buffers=1");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        int pushed = 0;
        Task<bool>[] producers = [.. Enumerable.Range(0, 3).Select(_ => Limited.OnThread(() =>
        {
            while (true)
            {
                source.Push(new byte[10]);
                Interlocked.Increment(ref pushed);
            }
#pragma warning disable CS0162
            return true;
#pragma warning restore CS0162
        }))];
        await Limited.Until(() => Volatile.Read(ref pushed) >= 3);
        await Task.Delay(50, Limited.Token);
        int held = Volatile.Read(ref pushed);
        Assert.InRange(held, 3, 4);
        for (int n = 0; n < 20; n++)
        {
            sink.Pull(Limited.Token)!.Dispose();
        }

        await Limited.Until(() => Volatile.Read(ref pushed) >= held + 19);
        pipeline.Stop();
        foreach (Task<bool> producer in producers)
        {
            Assert.Equal(GstFlowReturn.Flushing, (await Assert.ThrowsAsync<GstFlowException>(() => producer.Within())).Flow);
        }
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Timestamps_arrive_and_frame_numbers_make_exact_ones()
    {
        GstFraction rate = new(30000, 1001);
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in format=time ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        const ulong Far = 10_000_000;
        await source.PushAsync(new byte[4], GstClockTime.OfFrame(Far, rate), GstClockTime.DurationOfFrame(Far, rate), Limited.Token);
        source.Push([1]);
        using (GstSample sample = sink.Pull(Limited.Token)!)
        {
            Assert.Equal(333_666_666_666_666ul, sample.Buffer.Pts.Nanoseconds); // 10,000,000 * 1001 / 30000 seconds
            Assert.Equal(33_366_667ul, sample.Buffer.Duration.Nanoseconds);
        }

        using (GstSample sample = sink.Pull(Limited.Token)!)
        {
            Assert.Equal((GstClockTime.None, GstClockTime.None), (sample.Buffer.Pts, sample.Buffer.Duration));
        }
    }

    [Fact]
    public void Frame_times_have_no_drift_and_no_gap_and_refuse_what_has_no_answer()
    {
        GstFraction rate = new(30000, 1001);
        UInt128 sum = 0;
        for (ulong n = 0; n < 100_000; n++)
        {
            Assert.Equal(sum, GstClockTime.OfFrame(n, rate).Nanoseconds);
            sum += GstClockTime.DurationOfFrame(n, rate).Nanoseconds;
        }

        Assert.Equal(GstClockTime.FromSeconds(1001), GstClockTime.OfFrame(30000, rate));
        Assert.Equal(GstClockTime.FromSeconds(1), GstClockTime.OfFrame(48000, new(48000, 1)));
        Assert.Equal(18446744073709551614ul, GstClockTime.OfFrame(18446744073709551614ul, new(1_000_000_000, 1)).Nanoseconds);
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.OfFrame(ulong.MaxValue, new(1_000_000_000, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.OfFrame(ulong.MaxValue, rate));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.DurationOfFrame(ulong.MaxValue, new(int.MaxValue, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.OfFrame(1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => GstClockTime.OfFrame(1, new(-30, 1)));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_seek_asks_the_handler_where_to_go_on()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in stream-type=random-access format=bytes size=1000 ! filesink location=/dev/null");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        ConcurrentQueue<ulong> positions = new();
        using AppHandler seek = source.OnSeekData(position =>
        {
            positions.Enqueue(position);
            return true;
        });
        int left = 10;
        using AppHandler need = source.OnNeedData(wanted =>
        {
            if (left-- > 0) { source.Push(new byte[100].AsSpan()); }
            else { source.EndOfStream(); }
        });
        Assert.Equal(GstRunEnd.EndOfStream, await pipeline.RunAsync(Limited.Token).Within());
        Assert.Equal(0ul, Assert.Single(positions.Distinct()));
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task A_leaky_source_drops_without_calling_it_the_end()
    {
        Needs.GStreamerVersion("1.20", "leaky appsrc");
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=10 leaky-type=upstream ! appsink name=out sync=false max-buffers=1");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        for (int n = 0; n < 100; n++)
        {
            source.Push(new byte[10]);
        }

        source.EndOfStream();
        Assert.InRange((await ReadAsync(sink).Within()).Length, 10, 500);
    }

    internal static async Task<byte[]> ReadAsync(GstAppSink sink, TimeSpan pause = default)
    {
        List<byte> all = [];
        await foreach (GstSample sample in sink.ReadAllAsync(Limited.Token))
        {
            using (sample)
            {
                all.AddRange(sample.Buffer.ToArray());
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, Limited.Token);
            }
        }

        return [.. all];
    }

    private static unsafe void SetNull(GstPipeline pipeline) => _ = Native.LibGst.gst_element_set_state((Native.GstElement*)pipeline.DangerousHandle, Native.GstState.GST_STATE_NULL);
}
