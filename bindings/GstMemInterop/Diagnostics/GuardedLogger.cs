using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// The application's logger, from which nothing is thrown: this library writes from finalizers, callbacks and in the middle of
/// calls, where an exception would end the process or lose what was to be done. The first failure goes to the standard error stream.
/// </summary>
internal sealed class GuardedLogger(ILogger logger) : ILogger
{
    private int _told;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return logger.IsEnabled(logLevel);
        }
        catch (Exception failure)
        {
            Tell(failure);
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception failure)
        {
            Tell(failure);
        }
    }

    private void Tell(Exception failure)
    {
        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            Console.Error.WriteLine($"GstMemInterop: the logger threw {failure.GetType().Name}: {failure.Message} (said once)");
        }
    }
}
