using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>One category in one bridge: its logger, and what that one was found to take. Loggers are the application's code, so they are only called by the bridge's own thread.</summary>
internal sealed class LogChannel(LoggedCategory category)
{
    /// <summary>How old the answer of a logger may be that took nothing at a level.</summary>
    private const long AskAgainAfter = 250;

    private const int Everything = -1;

    private ILogger? _logger;
    private volatile int _enabled = Everything; // bits of LogLevel
    private volatile DebugThresholds? _thresholds;
    private volatile int _limit;
    private long _asked;
    private int _asking;

    internal LoggedCategory Category { get; } = category;

    /// <summary>The highest level that the bridge's thresholds let through. Safe inside of C: computes only.</summary>
    internal int Limit(DebugThresholds? thresholds, bool always)
    {
        if (thresholds is null)
        {
            return Math.Max(Category.Base, (int)GstDebugLevel.Warning);
        }

        if (!ReferenceEquals(_thresholds, thresholds))
        {
            _limit = Math.Max(thresholds.For(Category.Name), always ? (int)GstDebugLevel.Warning : 0);
            _thresholds = thresholds;
        }

        return _limit;
    }

    /// <summary>Whether the logger took lines of this level when it was asked.</summary>
    internal bool IsEnabled(LogLevel level) => (_enabled & (1 << (int)level)) != 0;

    /// <summary>True for one caller once the logger's answer has got old.</summary>
    internal bool ShallAskAgain() =>
        Environment.TickCount64 - Volatile.Read(ref _asked) > AskAgainAfter && Interlocked.Exchange(ref _asking, 1) == 0;

    /// <summary>Nobody will ask after all.</summary>
    internal void AskLater() => Volatile.Write(ref _asking, 0);

    /// <summary>The logger, asked what it takes when the last answer is old. Calls the application's code.</summary>
    internal ILogger Ask(ILoggerFactory factory)
    {
        ILogger logger = _logger ??= factory.CreateLogger(Category.LoggerName);
        if (_asked == 0 || Environment.TickCount64 - _asked > AskAgainAfter)
        {
            int enabled = 0;
            for (LogLevel level = LogLevel.Trace; level <= LogLevel.Critical; level++)
            {
                enabled |= logger.IsEnabled(level) ? 1 << (int)level : 0;
            }

            _enabled = enabled;
            Volatile.Write(ref _asked, Environment.TickCount64);
        }

        return logger;
    }
}
