using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// Stands where the application gave no logger: the first warning of each kind goes to the standard error stream, so that
/// what was forgotten or lost does not pass unseen, and nothing else is written.
/// </summary>
internal sealed class FirstOfEachLogger : ILogger
{
    private readonly ConcurrentDictionary<string, bool> _told = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        // By the text with its gaps: methods of the same name in two classes have one event id.
        string kind = (state as IReadOnlyList<KeyValuePair<string, object?>>)?[^1].Value as string ?? eventId.Name ?? "";
        if (IsEnabled(logLevel) && _told.TryAdd(kind, true))
        {
            GStreamer.TryWriteError($"GstMemInterop: {formatter(state, exception)}. (The first of its kind; set GStreamerOptions.LoggerFactory to see all.)");
        }
    }
}
