using System.Diagnostics;
using System.Text;
using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.Tests.Diagnostics;

public class GstLogBridgeTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);
    private static readonly GstDebugCategory s_category = new("test-bridge", "lines of the tests");

    public static TheoryData<GstDebugLevel, LogLevel, string> Levels => new()
    {
        { GstDebugLevel.Error, LogLevel.Error, "ERROR" },
        { GstDebugLevel.Warning, LogLevel.Warning, "WARN" },
        { GstDebugLevel.Fixme, LogLevel.Warning, "FIXME" },
        { GstDebugLevel.Info, LogLevel.Information, "INFO" },
        { GstDebugLevel.Debug, LogLevel.Debug, "DEBUG" },
        { GstDebugLevel.Log, LogLevel.Trace, "LOG" },
        { GstDebugLevel.Trace, LogLevel.Trace, "TRACE" },
        { GstDebugLevel.Memdump, LogLevel.Trace, "MEMDUMP" },
    };

    [Theory]
    [MemberData(nameof(Levels))]
    public void Each_level_has_its_own(GstDebugLevel level, LogLevel expected, string name)
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:9");

        s_category.Log(level, "a line");
        Assert.True(bridge.Flush(s_limit));

        (string logger, LogLevel logLevel, object? state, string text) = Assert.Single(loggers.Lines);
        Assert.Equal(("GStreamer.test-bridge", expected, "a line"), (logger, logLevel, text));
        GstLogRecord record = Assert.IsType<GstLogRecord>(state);
        Assert.Equal((level, name, "a line"), (record.Level, record.LevelName, record.Message));
        Assert.Equal(1, bridge.Logged);
        Assert.Equal(0, bridge.Dropped);
    }

    [Fact]
    public void A_line_has_its_values_by_name()
    {
        RecordingLoggers loggers = new();
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink name=s");
        using GstElement sink = pipeline.GetElement("s");
        using GstPad pad = sink.GetPad("sink");
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:5");

        s_category.Log(GstDebugLevel.Debug, $"about {1.5}", pad);
        s_category.Log(GstDebugLevel.Debug, "about an element", sink);
        Assert.True(bridge.Flush(s_limit));

        GstLogRecord[] records = loggers.Records;
        Dictionary<string, object?> values = records[0].ToDictionary();
        Assert.Equal(pad.Path, values["Object"]);
        Assert.Equal(sink.Path, records[1].Object);
        Assert.Equal("about 1.5", values["Message"]);
        Assert.Equal("test-bridge", values["Category"]);
        Assert.Equal("DEBUG", values["Level"]);
        Assert.EndsWith("GstLogBridgeTests.cs", Assert.IsType<string>(values["File"]), StringComparison.Ordinal);
        Assert.True(values["Line"] is > 40 and < 80);
        Assert.Equal(nameof(A_line_has_its_values_by_name), values["Function"]);
        Assert.Equal(Environment.CurrentManagedThreadId, values["ThreadId"]);
        Assert.InRange((DateTimeOffset)values["Time"]!, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow);
        Assert.Equal("{Object}: {Message}", values["{OriginalFormat}"]);
        Assert.Equal($"{pad.Path}: about 1.5", records[0].ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => records[0][10]);
    }

    [Fact]
    public void Elements_of_C_are_heard_with_their_names()
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "*:4");
        using (GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 ! fakesink name=heard"))
        {
            pipeline.Run(TestContext.Current.CancellationToken);
        }

        Assert.True(bridge.Flush(s_limit));
        Assert.Contains(loggers.Of("GST_STATES"), static r => r.Object?.Contains("GstFakeSink:heard", StringComparison.Ordinal) == true && r.Level == GstDebugLevel.Info && r.Line > 0 && r.File is not null && r.Function is not null);
    }

    [Fact]
    public void Thresholds_change_while_lines_are_written()
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "*:1,test-*:2");

        s_category.Log(GstDebugLevel.Debug, "too early");
        bridge.Thresholds = "test-bridg?:DEBUG";
        s_category.Log(GstDebugLevel.Debug, "now");
        s_category.Log(GstDebugLevel.Log, "too much");
        bridge.Thresholds = "9,test*:NONE";
        s_category.Log(GstDebugLevel.Error, "too late");
        Assert.True(bridge.Flush(s_limit));

        Assert.Equal(["now"], loggers.Of("test-bridge").Select(static r => r.Message));
        Assert.Equal("9,test*:NONE", bridge.Thresholds);
        bridge.Thresholds = null;
        Assert.Equal(GstDebugLevel.Warning, s_category.Threshold);
    }

    [Theory]
    [InlineData("*:10")]
    [InlineData("*:")]
    [InlineData(":3")]
    [InlineData("tsdemux")]
    [InlineData("*:2,tsdemux:-1")]
    [InlineData("a\0b:3")]
    [InlineData("*:warning")]
    [InlineData("99999999999999999999")]
    public void What_is_no_list_of_thresholds_is_refused_and_changes_nothing(string text)
    {
        RecordingLoggers loggers = new();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:3");

        Assert.Contains("threshold", Assert.Throws<ArgumentException>(() => bridge.Thresholds = text).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => GStreamer.LogTo(loggers, text));
        Assert.Throws<ArgumentException>(() => GStreamer.SetDebugThreshold(text));
        Assert.Equal("test-bridge:3", bridge.Thresholds);
        Assert.Equal(GstDebugLevel.Fixme, s_category.Threshold);
    }

    [Fact]
    public void Disposing_puts_back_what_was_there_in_any_order_and_with_others_between()
    {
        GstDebugCategory theirs = new("test-theirs");
        theirs.Threshold = GstDebugLevel.Info;
        try
        {
            DebugLogState before = DebugLogState.Now(s_category);
            RecordingLoggers loggers = new();
            GstLogBridge first = GStreamer.LogTo(loggers, "*:5");
            GstLogBridge second = GStreamer.LogTo(loggers, "*:9");
            GstLogBridge third = GStreamer.LogTo(loggers);
            Assert.Equal(GstDebugLevel.Memdump, theirs.Threshold);
            first.Dispose();
            Assert.Equal(GstDebugLevel.Memdump, theirs.Threshold);
            second.Dispose();
            Assert.Equal(GstDebugLevel.Info, theirs.Threshold);
            Assert.Equal(GstDebugLevel.Warning, s_category.Threshold);
            third.Dispose();
            third.Dispose();

            Assert.Equal(before, DebugLogState.Now(s_category));
            Assert.Throws<ObjectDisposedException>(() => third.Thresholds = "*:3");
            Assert.True(third.Flush(s_limit));
        }
        finally
        {
            theirs.Threshold = GstDebugLevel.None;
        }
    }

    [Fact]
    public void Thresholds_that_others_set_meanwhile_stay()
    {
        GstDebugCategory late = new("test-others");
        using (GStreamer.LogTo(new RecordingLoggers(), "*:5"))
        {
            late.Threshold = GstDebugLevel.Warning;
            Assert.Equal(GstDebugLevel.Debug, late.Threshold);
            GStreamer.SetDebugThreshold("test-others-*:6");
            GstDebugCategory latest = new("test-others-latest");
            Assert.Equal(GstDebugLevel.Log, latest.Threshold);
        }

        Assert.Equal(GstDebugLevel.Warning, late.Threshold);
        Assert.Equal(GstDebugLevel.Log, GstDebugCategory.Find("test-others-latest")!.Threshold);
        GStreamer.SetDebugThreshold("0", reset: true);
        Assert.Equal(GstDebugLevel.None, late.Threshold);
    }

    [Fact]
    public void A_category_that_comes_later_is_heard_at_its_own_level()
    {
        RecordingLoggers loggers = new();
        string name = $"test-late-{Guid.NewGuid():N}";
        GstDebugCategory late;
        GstDebugCategory other;
        using (GstLogBridge bridge = GStreamer.LogTo(loggers, $"*:2,{name}:6"))
        {
            late = new(name);
            other = new(name + "-other");
            late.Log(GstDebugLevel.Log, "heard");
            late.Log(GstDebugLevel.Trace, "not heard");
            other.Log(GstDebugLevel.Log, "not heard");
            Assert.True(bridge.Flush(s_limit));
            Assert.Equal(["heard"], loggers.Records.Where(r => r.Category.StartsWith(name, StringComparison.Ordinal)).Select(static r => r.Message));
            Assert.Equal(GstDebugLevel.Warning, other.Threshold);
        }

        Assert.Equal(GstDebugLevel.None, late.Threshold);
        Assert.Equal(GstDebugLevel.None, other.Threshold);
        Assert.Equal(GstDebugLevel.None, new GstDebugCategory(name + "-after").Threshold);
    }

    [Fact]
    public void A_category_that_comes_later_under_a_pattern_is_raised_too()
    {
        string name = $"test-pattern-{Guid.NewGuid():N}";
        GStreamer.SetDebugThreshold("test-pattern-*:1");
        try
        {
            using GstLogBridge bridge = GStreamer.LogTo(new RecordingLoggers(), "*:5");
            GstDebugCategory late = new(name);
            Assert.True(SpinWait.SpinUntil(() => late.Threshold == GstDebugLevel.Debug, s_limit));
            bridge.Dispose();
            Assert.Equal(GstDebugLevel.Error, late.Threshold);
        }
        finally
        {
            GStreamer.SetDebugThreshold("0", reset: true);
        }
    }

    [Fact]
    public void The_filters_of_the_factory_are_followed_also_when_they_change()
    {
        RecordingLoggers loggers = new() { Filter = static (_, level) => level >= LogLevel.Warning };
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:5");
        s_category.Log(GstDebugLevel.Debug, "filtered, asked");
        Assert.True(bridge.Flush(s_limit));
        long called = bridge.Logged;

        s_category.Log(GstDebugLevel.Debug, "filtered");
        Assert.True(bridge.Flush(s_limit));
        Assert.Equal(called, bridge.Logged); // the text was not even made

        loggers.Filter = static (_, _) => true;
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Thread.Sleep(20);
                s_category.Log(GstDebugLevel.Debug, "passes");
                return bridge.Flush(s_limit) && loggers.Records.Length > 0;
            },
            s_limit));
        Assert.All(loggers.Records, static r => Assert.Equal("passes", r.Message));
    }

    [Fact]
    public void Several_bridges_get_what_each_asked_for()
    {
        RecordingLoggers some = new();
        RecordingLoggers all = new();
        using GstLogBridge narrow = GStreamer.LogTo(some, "test-bridge:2");
        using GstLogBridge wide = GStreamer.LogTo(all, "test-bridge:9");

        s_category.Log(GstDebugLevel.Warning, "both");
        s_category.Log(GstDebugLevel.Trace, "one");
        Assert.True(narrow.Flush(s_limit) && wide.Flush(s_limit));

        Assert.Equal(["both"], some.Of("test-bridge").Select(static r => r.Message));
        Assert.Equal(["both", "one"], all.Of("test-bridge").Select(static r => r.Message));
    }

    [Fact]
    public void A_logger_may_use_GStreamer_and_what_that_writes_is_counted()
    {
        RecordingLoggers loggers = new();
        loggers.OnLine = record =>
        {
            using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3]);
            using (buffer.MapRead())
            {
                s_category.Log(GstDebugLevel.Error, "by the logger");
            }
        };
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "*:9");

        s_category.Log(GstDebugLevel.Info, "by the test");
        Assert.True(bridge.Flush(s_limit));
        bridge.Dispose();

        Assert.Contains(loggers.Of("test-bridge"), static r => r.Message == "by the test");
        Assert.DoesNotContain(loggers.Records, static r => r.Message == "by the logger");
        Assert.True(bridge.Dropped > 0);
        Assert.Contains(loggers.Lines, static l => l.Logger == "GStreamer" && l.Text.Contains("a logger caused them itself", StringComparison.Ordinal));
    }

    [Fact]
    public void A_logger_may_dispose_its_bridge()
    {
        RecordingLoggers loggers = new();
        DebugLogState before = DebugLogState.Now(s_category);
        GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:4");
        loggers.OnLine = _ =>
        {
            Assert.False(bridge.Flush(s_limit));
            bridge.Dispose();
        };

        s_category.Log(GstDebugLevel.Info, "last words");
        Assert.True(SpinWait.SpinUntil(() => bridge.IsDisposed, s_limit));
        Assert.True(bridge.Flush(s_limit));
        Assert.Equal(before, DebugLogState.Now(s_category));
    }

    [Fact]
    public void A_logger_that_throws_is_reported_and_the_next_line_comes()
    {
        RecordingLoggers loggers = new() { OnLine = static _ => throw new InvalidTimeZoneException("a logger") };
        List<string> failures = [];
        void Heard(object? sender, CallbackFailedEventArgs e)
        {
            lock (failures)
            {
                failures.Add($"{e.Exception.GetType().Name} {e.Origin}");
            }
        }

        GStreamer.CallbackFailed += Heard;
        try
        {
            using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-bridge:4");
            s_category.Log(GstDebugLevel.Info, "one");
            s_category.Log(GstDebugLevel.Info, "two");
            Assert.True(bridge.Flush(s_limit));
        }
        finally
        {
            GStreamer.CallbackFailed -= Heard;
        }

        Assert.Equal(["one", "two"], loggers.Of("test-bridge").Select(static r => r.Message));
        Assert.Equal(Enumerable.Repeat("InvalidTimeZoneException logger of GStreamer's debug log", 2), failures);
    }

    [Fact]
    public void A_probe_that_throws_is_still_reported_with_a_bridge()
    {
        List<string> failures = [];
        void Heard(object? sender, CallbackFailedEventArgs e)
        {
            lock (failures)
            {
                failures.Add(e.Exception.Message);
            }
        }

        GStreamer.CallbackFailed += Heard;
        try
        {
            using GstLogBridge bridge = GStreamer.LogTo(new RecordingLoggers(), "*:6");
            using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=1 ! fakesink name=s");
            using GstElement sink = pipeline.GetElement("s");
            using GstPad pad = sink.GetPad("sink");
            using PadProbe probe = pad.AddBufferProbe(static (ref BufferProbe _) => throw new InvalidOperationException("in a probe"));
            pipeline.Run(TestContext.Current.CancellationToken);
        }
        finally
        {
            GStreamer.CallbackFailed -= Heard;
        }

        Assert.Equal(["in a probe"], failures);
    }

    [Fact]
    public void What_has_no_room_is_counted_and_said()
    {
        RecordingLoggers loggers = new();
        using ManualResetEventSlim go = new();
        loggers.OnLine = _ => go.Wait();
        using GstLogBridge bridge = GStreamer.LogTo(loggers, new GstLogOptions { Thresholds = "test-bridge:4", Capacity = 10 });

        for (int i = 0; i < 50; i++)
        {
            s_category.Log(GstDebugLevel.Info, $"line {i}");
        }

        go.Set();
        Assert.True(bridge.Flush(s_limit));
        bridge.Dispose();

        Assert.InRange(bridge.Dropped, 39, 40);
        Assert.Equal(50, bridge.Dropped + loggers.Of("test-bridge").Length);
        Assert.Contains(loggers.Lines, static l => l.Logger == "GStreamer" && l.Level == LogLevel.Warning && l.Text.Contains("do not keep up", StringComparison.Ordinal));
    }

    [Fact]
    public void A_logger_that_never_returns_holds_nobody_up()
    {
        RecordingLoggers loggers = new();
        using ManualResetEventSlim go = new();
        loggers.OnLine = _ => go.Wait();
        GstLogBridge bridge = GStreamer.LogTo(loggers, "*:6");
        Stopwatch watch = Stopwatch.StartNew();
        using (GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=50 ! queue ! fakesink"))
        {
            pipeline.Run(TestContext.Current.CancellationToken);
        }

        Assert.False(bridge.Flush(TimeSpan.FromMilliseconds(10)));
        bridge.Dispose();
        Assert.True(watch.Elapsed < s_limit);
        go.Set();
        Assert.True(bridge.Flush(s_limit)); // what was taken is logged nevertheless
        Assert.Equal(bridge.Logged, loggers.Records.Length);
    }

    [Fact]
    public unsafe void A_warning_of_GLib_is_a_warning_in_the_domain_s_logger()
    {
        RecordingLoggers loggers = new();
        using (GstLogBridge bridge = GStreamer.LogTo(loggers, new GstLogOptions { Thresholds = "", GLibDomains = ["test-domain"] }))
        {
            Say("GLib-GObject", GLogLevelFlags.G_LOG_LEVEL_WARNING, "a warning");
            Say("test-domain", GLogLevelFlags.G_LOG_LEVEL_WARNING, "of a domain of one's own");
            Say("test-domain", GLogLevelFlags.G_LOG_LEVEL_DEBUG, "below the threshold");
            bridge.Thresholds = "test-domain:5";
            Say("test-domain", GLogLevelFlags.G_LOG_LEVEL_MESSAGE, "a message");
            Say("test-domain", GLogLevelFlags.G_LOG_LEVEL_DEBUG, "a detail");
            Say(null, GLogLevelFlags.G_LOG_LEVEL_WARNING, "of a plugin");
            Assert.True(bridge.Flush(s_limit));
        }

        Assert.Equal(
            [
                ("GLib.GLib-GObject", LogLevel.Warning, "a warning"),
                ("GLib.test-domain", LogLevel.Warning, "of a domain of one's own"),
                ("GLib.test-domain", LogLevel.Information, "a message"),
                ("GLib.test-domain", LogLevel.Debug, "a detail"),
                ("GLib", LogLevel.Warning, "of a plugin"),
            ],
            loggers.Lines.Select(static l => (l.Logger, l.Level, l.Text)));
        Assert.Equal("WARNING", loggers.Records[0].LevelName);
    }

    [Fact]
    public void The_handlers_of_GLib_are_given_back()
    {
        using Infrastructure.NativeWarnings others = new();
        RecordingLoggers loggers = new();
        Say("GLib-GObject", GLogLevelFlags.G_LOG_LEVEL_WARNING, "before");
        using (GStreamer.LogTo(loggers))
        {
            Say("GLib-GObject", GLogLevelFlags.G_LOG_LEVEL_WARNING, "between");
        }

        Say("GLib-GObject", GLogLevelFlags.G_LOG_LEVEL_WARNING, "after");
        Assert.Equal(["before", "after"], others.Texts);
        Assert.Equal(["between"], loggers.Records.Where(static r => r.Category == "GLib-GObject").Select(static r => r.Message));
    }

    [Theory]
    [InlineData("critical")]
    [InlineData("error")]
    public void A_critical_of_GLib_still_ends_the_process_and_is_logged_before(string kind)
    {
        Gate.Outcome outcome = Allocators.ChildProcess.Run("log-fatal", kind);

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains($"LOGGED {kind} of the test", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("survived", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_that_no_bridge_takes_are_printed_as_before_and_no_others()
    {
        Gate.Outcome outcome = Allocators.ChildProcess.RunWith("GST_DEBUG", "test-printed:4", "log-printed");

        Assert.Equal(0, outcome.ExitCode);
        string[] printed = [.. outcome.Output.Split('\n').Where(static l => l.Contains("test-printed", StringComparison.Ordinal)).Select(static l => l.Trim().Split(' ')[^1])];
        Assert.Equal(["before", "between", "after"], printed);
        Assert.Contains("LOGGED debug taken", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bridge_that_is_forgotten_writes_its_last_lines_when_the_process_ends()
    {
        Gate.Outcome outcome = Allocators.ChildProcess.Run("log-at-end");

        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("LOGGED the last of 100", outcome.Output, StringComparison.Ordinal);
    }

    internal static unsafe void Say(string? domain, GLogLevelFlags level, string text)
    {
        fixed (byte* nativeDomain = domain is null ? null : Encoding.UTF8.GetBytes(domain + "\0"))
        fixed (byte* format = Encoding.UTF8.GetBytes(text + "\0"))
        {
            NativeLibraries.TryGetExport(NativeLibraries.GLib, "g_log", out nint log);
            ((delegate* unmanaged[Cdecl]<byte*, GLogLevelFlags, byte*, void>)log)(nativeDomain, level, format);
        }
    }
}
