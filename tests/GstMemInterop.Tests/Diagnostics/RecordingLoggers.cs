using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop.Tests.Diagnostics;

/// <summary>A logger factory that keeps what it gets, with a filter and a hook.</summary>
internal sealed class RecordingLoggers : ILoggerFactory
{
    private readonly ConcurrentQueue<(string Logger, LogLevel Level, object? State, string Text)> _lines = new();

    internal volatile Func<string, LogLevel, bool> Filter = static (_, _) => true;

    /// <summary>Runs for every line, inside of the logger.</summary>
    internal volatile Action<GstLogRecord?>? OnLine;

    internal (string Logger, LogLevel Level, object? State, string Text)[] Lines => [.. _lines];

    internal GstLogRecord[] Records => [.. _lines.Select(static l => l.State).OfType<GstLogRecord>()];

    internal GstLogRecord[] Of(string category) => [.. Records.Where(r => r.Category == category)];

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }

    private sealed class Logger(RecordingLoggers owner, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => owner.Filter(name, logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                owner._lines.Enqueue((name, logLevel, state, formatter(state, exception)));
                owner.OnLine?.Invoke(state as GstLogRecord);
            }
        }
    }
}
