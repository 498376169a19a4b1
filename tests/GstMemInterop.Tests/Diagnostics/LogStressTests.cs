using Microsoft.Extensions.Logging;

namespace GstMemInterop.Tests.Diagnostics;

public class LogStressTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private static readonly GstDebugCategory s_category = new("test-stress");

    [Fact]
    public void Eight_threads_write_while_bridges_come_and_go()
    {
        GStreamer.SetDebugThreshold("test-nobody:3");
        DebugLogState before = DebugLogState.Now(s_category);
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(4));
        Thread[] writers = [.. Enumerable.Range(0, 8).Select(i => new Thread(() =>
        {
            for (int n = 0; !stop.IsCancellationRequested; n++)
            {
                s_category.Log(GstDebugLevel.Info, $"{i} {n}");
                using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3]);
                buffer.MapRead().Dispose();
                if (n % 50 == 0)
                {
                    using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=2 ! fakesink");
                    pipeline.Run();
                }
            }
        }))];
        foreach (Thread writer in writers)
        {
            writer.Start();
        }

        long taken = 0;
        int rounds = 0;
        while (!stop.IsCancellationRequested)
        {
            RecordingLoggers loggers = new();
            RecordingLoggers others = new();
            using GstLogBridge bridge = GStreamer.LogTo(loggers, rounds % 2 == 0 ? "*:9" : "test-stress:4");
            using GstLogBridge other = GStreamer.LogTo(others, new GstLogOptions { Thresholds = "*:5", Capacity = 64 });
            bridge.Thresholds = "*:6";
            GStreamer.SetDebugThreshold("test-nobody:3");
            other.Dispose();
            Assert.True(other.Flush(s_limit));
            Assert.Equal(other.Logged, others.Records.Length);
            bridge.Dispose();
            Assert.True(bridge.Flush(s_limit));
            Assert.Equal(bridge.Logged, loggers.Records.Length);
            taken += bridge.Logged;
            rounds++;
        }

        Assert.All(writers, static w => Assert.True(w.Join(s_limit)));
        Assert.True(taken > 0 && rounds > 3);
        Assert.Equal(before, DebugLogState.Now(s_category));
    }

    [Fact]
    public void The_lines_of_each_thread_come_in_order_and_none_is_missing()
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, new GstLogOptions { Thresholds = "test-stress:4", Capacity = 100_000 });
        Parallel.For(0, 8, i =>
        {
            for (int n = 0; n < 2000; n++)
            {
                s_category.Log(GstDebugLevel.Info, $"{i} {n}");
            }
        });
        Assert.True(bridge.Flush(s_limit));

        Assert.Equal(0, bridge.Dropped);
        foreach (IGrouping<string, string[]> writer in loggers.Of("test-stress").Select(static r => r.Message.Split(' ')).GroupBy(static m => m[0]))
        {
            Assert.Equal(Enumerable.Range(0, 2000).Select(static n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)), writer.Select(static m => m[1]));
        }
    }

    [Fact]
    public void Names_change_and_elements_go_while_lines_about_them_are_written()
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "*:9");
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(2));
        using GstElement element = GstElement.Create("fakesink");
        Thread renamer = new(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                element["name"] = new string((char)('a' + i % 26), 1 + i % 40);
            }
        });
        Thread disposer = new(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=2 ! identity ! fakesink");
                pipeline.Play();
            }
        });
        renamer.Start();
        disposer.Start();
        while (!stop.IsCancellationRequested)
        {
            s_category.Log(GstDebugLevel.Info, "about it", element);
        }

        Assert.True(renamer.Join(s_limit) && disposer.Join(s_limit));
        Assert.True(bridge.Flush(s_limit));
        string[] names = [.. loggers.Of("test-stress").Select(static r => r.Object![(r.Object!.IndexOf(':', StringComparison.Ordinal) + 1)..])];
        Assert.NotEmpty(names);
        string[] wrong = [.. names.Where(static n => !n.StartsWith("fakesink", StringComparison.Ordinal) && !n.StartsWith("GstFakeSink@0x", StringComparison.Ordinal) && n.Distinct().Count() != 1)];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {names.Length}: {string.Join(' ', wrong.Take(3))}");
    }

    [Fact]
    public void Everything_that_maps_and_edits_may_write_at_the_highest_level()
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, new GstLogOptions { Thresholds = "*:9", Capacity = 1_000_000 });
        LoggedCalls.All();

        Assert.True(bridge.Flush(s_limit));
        Assert.Equal(0, bridge.Dropped);
        Assert.NotEmpty(loggers.Of("GST_MEMORY").Concat(loggers.Of("GST_BUFFER")));
    }

    [Fact]
    public void A_message_storm_takes_no_more_room_than_was_said()
    {
        RecordingLoggers loggers = new();
        using ManualResetEventSlim go = new();
        loggers.OnLine = _ => go.Wait();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-stress:9");
        string text = new('x', 1 << 20);
        for (int i = 0; i < 200; i++)
        {
            s_category.Log(GstDebugLevel.Memdump, text);
        }

        Assert.InRange(bridge.Dropped, 200 - 34, 200 - 31);
        go.Set();
        Assert.True(bridge.Flush(s_limit));
        s_category.Log(GstDebugLevel.Memdump, new string('y', 40 << 20)); // alone it passes
        Assert.True(bridge.Flush(s_limit));
        Assert.Contains(loggers.Records, static r => r.Message.Length == 40 << 20);
    }
}
