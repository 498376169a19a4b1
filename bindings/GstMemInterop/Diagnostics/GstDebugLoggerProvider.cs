using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// The other way round: what an application logs is written into GStreamer's debug log (<c>gst_debug_log_literal</c>), in a category
/// of the logger's name, between GStreamer's own lines and under <c>GST_DEBUG</c>'s rule.
/// </summary>
/// <remarks>Lines that a <see cref="GstLogBridge"/> brings out of that log are not written into it again, so both may stand in one factory.</remarks>
public sealed class GstDebugLoggerProvider : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>A logger that writes to the category (<c>GST_DEBUG_CATEGORY_INIT</c>) of its name; what <c>GST_DEBUG</c> could not say in a name is <c>_</c> there.</summary>
    /// <param name="categoryName">The name.</param>
    /// <returns>The logger.</returns>
    /// <exception cref="NotSupportedException">This GStreamer was built without the debug log.</exception>
    public ILogger CreateLogger(string categoryName)
    {
        ArgumentNullException.ThrowIfNull(categoryName);
        return _loggers.GetOrAdd(categoryName, static name => new Logger(new GstDebugCategory(Sayable(name))));
    }

    /// <summary>Ends nothing: categories stay for the life of the process.</summary>
    public void Dispose() { }

    private static string Sayable(string name)
    {
        string said = string.Concat(name.Trim().Select(static c => c is ',' or ':' or '*' or '?' or '\0' ? '_' : c));
        return said.Length == 0 ? "_" : said;
    }

    private sealed class Logger(GstDebugCategory category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Trace and <= LogLevel.Critical && category.IsEnabled(Map(logLevel));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            ArgumentNullException.ThrowIfNull(formatter);
            if (IsEnabled(logLevel) && state is not GstLogRecord)
            {
                string text = formatter(state, exception);
                category.Log(Map(logLevel), exception is null ? text : $"{text} {exception}", null, "", eventId.Name ?? "", eventId.Id);
            }
        }

        private static GstDebugLevel Map(LogLevel level) => level switch
        {
            LogLevel.Trace => GstDebugLevel.Trace,
            LogLevel.Debug => GstDebugLevel.Debug,
            LogLevel.Information => GstDebugLevel.Info,
            LogLevel.Warning => GstDebugLevel.Warning,
            _ => GstDebugLevel.Error,
        };
    }
}
