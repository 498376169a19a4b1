using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.PublishSmoke;

/// <summary>The debug log into loggers, and loggers into the debug log: log functions that C calls, and values by name.</summary>
internal static class LogSmoke
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    internal static void Bridge()
    {
        Lines lines = new();
        using (GstLogBridge bridge = GStreamer.LogTo(lines, "*:6"))
        {
            using (GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=2 ! fakesink name=smoke"))
            {
                pipeline.Run();
            }

            Expect.True(bridge.Flush(s_limit));
        }

        Expect.True(lines.All.Any(static l => l.Contains("GStreamer.GST_STATES Information Object=/GstPipeline:", StringComparison.Ordinal)));
    }

    internal static void Category()
    {
        Lines lines = new();
        using GstDebugLoggerProvider provider = new();
        GstDebugCategory category = new("smoke", "lines of the smoke run");
        using GstLogBridge bridge = GStreamer.LogTo(lines, "smoke*:5");
        category.Log(GstDebugLevel.Warning, $"{1 + 1} holes");
        provider.CreateLogger("smoke-logger").Log(LogLevel.Information, default, "name", null, static (name, _) => $"by {name}");
        Expect.True(bridge.Flush(s_limit));
        Expect.Equal("GStreamer.smoke Warning Object= 2 holes|GStreamer.smoke-logger Information Object= by name", string.Join('|', lines.All));
    }

    private sealed class Lines : ILoggerFactory
    {
        internal ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Line(this, categoryName);

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        private sealed class Line(Lines lines, string name) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            {
                object? about = (state as IReadOnlyList<KeyValuePair<string, object?>>)?.First(static v => v.Key == "Object").Value;
                lines.All.Enqueue($"{name} {logLevel} Object={about} {formatter(state, exception)}");
            }
        }
    }
}
