using System.Text;
using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.ChildProcess;

/// <summary>Bridges of the debug log in a process that dies, or that prints the log too.</summary>
internal static unsafe class Logging
{
    internal static int DieOf(string kind)
    {
        using GstLogBridge bridge = GStreamer.LogTo(new ToStandardOutput());
        fixed (byte* domain = "GStreamer\0"u8)
        fixed (byte* text = Encoding.UTF8.GetBytes($"{kind} of the test\0"))
        {
            NativeLibraries.TryGetExport(NativeLibraries.GLib, "g_log", out nint log);
            GLogLevelFlags level = kind == "error" ? GLogLevelFlags.G_LOG_LEVEL_ERROR : GLogLevelFlags.G_LOG_LEVEL_CRITICAL;
            ((delegate* unmanaged[Cdecl]<byte*, GLogLevelFlags, byte*, void>)log)(domain, level, text);
        }

        Console.WriteLine("survived");
        return 0;
    }

    internal static int Print()
    {
        GStreamer.Initialize();
        GstDebugCategory category = new("test-printed");
        category.Log(GstDebugLevel.Info, "before");
        using (GstLogBridge bridge = GStreamer.LogTo(new ToStandardOutput(), "test-printed:0,other:9"))
        {
            category.Log(GstDebugLevel.Info, "between");
            bridge.Thresholds = "test-printed:5";
            category.Log(GstDebugLevel.Debug, "debug taken");
            category.Log(GstDebugLevel.Info, "taken");
        }

        category.Log(GstDebugLevel.Info, "after");
        category.Log(GstDebugLevel.Debug, "too much");
        return 0;
    }

    internal static int LeaveWhileLogging()
    {
        GstDebugCategory category = new("test-end");
        GStreamer.LogTo(new ToStandardOutput { Delay = 1 }, "*:6");
        for (int i = 0; i < 100; i++)
        {
            category.Log(GstDebugLevel.Info, i == 99 ? "the last of 100" : "a line");
        }

        GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        pipeline.Play();
        return 0;
    }

    private sealed class ToStandardOutput : ILoggerFactory, ILogger
    {
        internal int Delay { get; init; }

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (state is GstLogRecord { Category: not null } record && (Delay == 0 || record.Category == "test-end"))
            {
                Thread.Sleep(Delay);
                Console.WriteLine($"LOGGED {record.Message}");
            }
        }
    }
}
