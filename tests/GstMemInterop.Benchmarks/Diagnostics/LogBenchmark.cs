using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.Benchmarks.Diagnostics;

/// <summary>What the debug log costs: without a bridge, with one that nothing passes, and per line.</summary>
internal static class LogBenchmark
{
    private static readonly GstDebugCategory s_category = new("benchmark");

    internal static void Run(TextWriter output, int rounds, int operations)
    {
        GStreamer.Initialize();
        output.WriteLine($"{"work",-62}{"ns",9}{"bytes",9}");
        void Row(string name, string? thresholds, bool enabled, int count, Action work)
        {
            using GstLogBridge? bridge = thresholds is null ? null : GStreamer.LogTo(new Nowhere(enabled), new GstLogOptions { Thresholds = thresholds, Capacity = count + 1 });
            for (int i = 0; i < 20; i++)
            {
                Loop(work, Math.Min(count, 5_000));
                bridge?.Flush(TimeSpan.FromMinutes(1));
                Thread.Sleep(20); // the JIT recompiles in the background
            }

            double best = double.MaxValue;
            long bytes = 0;
            for (int round = 0; round < rounds; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                long start = Stopwatch.GetTimestamp();
                Loop(work, count);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
                bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / count;
                bridge?.Flush(TimeSpan.FromMinutes(1));
            }

            string dropped = bridge is { Dropped: > 0 } ? $"  ({bridge.Dropped} dropped)" : "";
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-62}{best,9:F1}{bytes,9}{dropped}"));
        }

        using GstBuffer buffer = GstBuffer.CopyOf(new byte[64]);
        void Map() => buffer.MapRead().Dispose();
        void Line() => s_category.Log(GstDebugLevel.Info, $"a line {operations}");
        int lines = Math.Max(operations / 20, 1000);
        Row("map a buffer: no bridge", null, true, operations, Map);
        Row("map a buffer: bridge, \"*:2\"", "*:2", true, operations, Map);
        Row("map a buffer: bridge, \"*:2,benchmark:9\"", "*:2,benchmark:9", true, operations, Map);
        Row("write a line of one's own: no bridge, off", null, true, operations, Line);
        Row("write a line of one's own: bridge, below its threshold", "*:2,other:9", true, operations, Line);
        Row("write a line of one's own: bridge, its logger takes none", "benchmark:5", false, lines, Line);
        Row("write a line of one's own: bridge, logged", "benchmark:5", true, lines, Line);
        // Measured last: once the list of C had a bridge's function, it stays there.
        Row("map a buffer: after all bridges", null, true, operations, Map);
    }

    private static void Loop(Action work, int count)
    {
        for (int i = 0; i < count; i++)
        {
            work();
        }
    }

    private sealed class Nowhere(bool enabled) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => enabled;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) { }
    }
}
