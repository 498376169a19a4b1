using Microsoft.Extensions.Logging;

namespace GstMemInterop.Tests.Diagnostics;

public class GstDebugCategoryTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void A_category_is_made_found_and_listed()
    {
        GstDebugCategory category = new("test-own", "what the tests do", GstDebugColorFlags.FgRed | GstDebugColorFlags.Bold);
        GstDebugCategory again = new("test-own", "another description");

        Assert.Equal("what the tests do", again.Description);
        Assert.Equal(GstDebugColorFlags.FgRed | GstDebugColorFlags.Bold, again.Color);
        Assert.Equal("test-own", GstDebugCategory.Find("test-own")!.Name);
        Assert.Null(GstDebugCategory.Find("test-never-made"));
        Assert.Contains(GstDebugCategory.GetAll(), static c => c.Name == "GST_PADS");
        Assert.Single(GstDebugCategory.GetAll(), static c => c.Name == "test-own");
        category.Threshold = GstDebugLevel.Info;
        Assert.Equal(GstDebugLevel.Info, again.Threshold);
        Assert.Equal("test-own:4", again.ToString());
        category.ResetThreshold();
        Assert.Equal(GstDebugLevel.None, again.Threshold);
        Assert.Equal("no description", new GstDebugCategory("test-silent").Description);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("a,b")]
    [InlineData("a:b")]
    [InlineData("a*")]
    [InlineData(" a")]
    public void A_name_that_GST_DEBUG_could_not_say_is_refused(string name) => Assert.Throws<ArgumentException>(() => new GstDebugCategory(name));

    [Fact]
    public void What_is_no_level_is_refused()
    {
        GstDebugCategory category = new("test-levels");

        Assert.Throws<ArgumentOutOfRangeException>(() => category.Log(GstDebugLevel.None, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => category.Log((GstDebugLevel)8, "x"));
        Assert.Throws<ArgumentOutOfRangeException>(() => category.Log((GstDebugLevel)uint.MaxValue, $"x{1}"));
        Assert.Throws<ArgumentOutOfRangeException>(() => category.Threshold = (GstDebugLevel)10);
        Assert.False(category.IsEnabled(GstDebugLevel.None));
        Assert.Throws<ArgumentNullException>(() => category.Log(GstDebugLevel.Info, (string)null!));
    }

    [Fact]
    public void The_holes_of_a_text_are_not_evaluated_when_nobody_reads_it()
    {
        GstDebugCategory category = new("test-holes");
        int evaluated = 0;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            category.Log(GstDebugLevel.Debug, $"{++evaluated} holes, {"text"}");
        }

        Assert.Equal(0, evaluated);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public void Hostile_texts_come_out_whole()
    {
        RecordingLoggers loggers = new();
        GstDebugCategory category = new("test-texts");
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "test-texts:9");
        string[] texts = ["%s %n %p 100%", "a\0b", "", "ünïcode \U0001F600", new string('x', 100_000), "{Object} {0}"];
        foreach (string text in texts)
        {
            category.Log(GstDebugLevel.Info, text);
            category.Log(GstDebugLevel.Info, $"{text}", null, "a\0file", "a\0function", -1);
        }

        Assert.True(bridge.Flush(s_limit));
        Assert.Equal(texts.SelectMany(static t => new[] { t, t }).Select(static t => t.Replace("\0", "\\0", StringComparison.Ordinal)), loggers.Records.Select(static r => r.Message));
        Assert.Equal(-1, loggers.Records[1].Line);
    }

    [Fact]
    public void An_object_that_was_disposed_is_refused()
    {
        GstDebugCategory category = new("test-disposed");
        using GstLogBridge bridge = GStreamer.LogTo(new RecordingLoggers(), "test-disposed:5");
        GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        pipeline.Dispose();

        Assert.Throws<ObjectDisposedException>(() => category.Log(GstDebugLevel.Info, "about it", pipeline));
    }

    [Fact]
    public void An_applications_logger_writes_into_the_debug_log()
    {
        RecordingLoggers loggers = new();
        using GstDebugLoggerProvider provider = new();
        ILogger logger = provider.CreateLogger("My.App<A,B>");
        Assert.False(logger.IsEnabled(LogLevel.Critical));
        using GstLogBridge bridge = GStreamer.LogTo(loggers, "My.App<A_B>:5");

        Assert.True(logger.IsEnabled(LogLevel.Debug));
        Assert.False(logger.IsEnabled(LogLevel.Trace));
        logger.Log(LogLevel.Warning, default, 5, new InvalidOperationException("why"), static (number, _) => $"what {number}");
        Assert.True(bridge.Flush(s_limit));

        GstLogRecord record = Assert.Single(loggers.Records);
        Assert.Equal((GstDebugLevel.Warning, "My.App<A_B>"), (record.Level, record.Category));
        Assert.StartsWith("what 5 System.InvalidOperationException: why", record.Message, StringComparison.Ordinal);

        logger.Log(LogLevel.Warning, default, record, null, static (r, _) => r.Message); // as a bridge would
        Assert.True(bridge.Flush(s_limit));
        Assert.Single(loggers.Records);
    }
}
