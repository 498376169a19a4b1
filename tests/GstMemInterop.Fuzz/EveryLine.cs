using Microsoft.Extensions.Logging;

namespace GstMemInterop.Fuzz;

/// <summary>A logger that takes every line and has its text made, for runs with the whole debug log on: whatever C writes anywhere comes back into C#.</summary>
internal sealed class EveryLine : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) { }

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => formatter(state, exception);
}
