using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>A category of GStreamer's debug log, or a domain of GLib's, as the bridges know it. There is one for each, for ever, as in C.</summary>
internal sealed class LoggedCategory
{
    private static readonly string[] s_levels = ["NONE", "ERROR", "WARN", "FIXME", "INFO", "DEBUG", "LOG", "TRACE", "", "MEMDUMP"];

    private volatile int _base;
    private volatile int _applied;

    internal LoggedCategory(string name, string loggerName)
    {
        Name = name;
        LoggerName = loggerName;
    }

    internal string Name { get; }

    /// <summary>The logger's name.</summary>
    internal string LoggerName { get; }

    /// <summary>The threshold that C would have without any bridge.</summary>
    internal int Base
    {
        get => _base;
        set => _base = value;
    }

    /// <summary>The threshold that it was given for the bridges; where C has another one, somebody else changed it.</summary>
    internal int Applied
    {
        get => _applied;
        set => _applied = value;
    }

    /// <summary>Whether it came while there were bridges: what it had before is then for C to say.</summary>
    internal bool IsLate { get; set; }

    internal static LogLevel ToLogLevel(GstDebugLevel level) => level switch
    {
        GstDebugLevel.Error => LogLevel.Error,
        GstDebugLevel.Warning or GstDebugLevel.Fixme => LogLevel.Warning,
        GstDebugLevel.Info => LogLevel.Information,
        GstDebugLevel.Debug => LogLevel.Debug,
        _ => LogLevel.Trace,
    };

    internal static string NameOf(GstDebugLevel level) => (uint)level < (uint)s_levels.Length ? s_levels[(int)level] : "";
}
