using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// GStreamer's debug log, and GLib's messages, on their way into loggers; made by <see cref="GStreamer.LogTo(ILoggerFactory, string?)"/>.
/// Disposing it ends that: C then has the thresholds and the output that it would have without it.
/// </summary>
/// <remarks>
/// <para>A category <c>tsdemux</c> has the logger <c>GStreamer.tsdemux</c>, a domain <c>GLib-GObject</c> of GLib's the logger
/// <c>GLib.GLib-GObject</c>. Levels: ERROR is <see cref="LogLevel.Error"/>, WARNING and FIXME are <see cref="LogLevel.Warning"/>,
/// INFO is <see cref="LogLevel.Information"/>, DEBUG is <see cref="LogLevel.Debug"/>, LOG, TRACE and MEMDUMP are
/// <see cref="LogLevel.Trace"/>; of GLib's, ERROR is <see cref="LogLevel.Critical"/>, CRITICAL is <see cref="LogLevel.Error"/>,
/// MESSAGE and INFO are <see cref="LogLevel.Information"/>. The state of each line is a <see cref="GstLogRecord"/>.</para>
/// <para>C writes its log while it holds locks, so nothing but copying happens there. Loggers are called in the order of the lines
/// by one thread of the bridge's own, which holds no lock: they may do anything, also use GStreamer, throw, or dispose the bridge.
/// What they make GStreamer write on that thread is not logged again, but counted in <see cref="Dropped"/>.</para>
/// <para>A line that passes the thresholds and that its logger does not take (<see cref="ILogger.IsEnabled"/>) costs no text; after
/// the filters of the factory were changed, that is noticed within a quarter of a second in which there are such lines.</para>
/// <para>Lines that a bridge takes are no longer written to the standard error stream; others are, as far as <c>GST_DEBUG</c> asks
/// for them. With <c>GST_DEBUG_FILE</c> the file gets all lines, those of the bridges' thresholds too. GLib's structured messages
/// (<c>g_log_structured</c>) are the business of the one writer function of a process, and do not come here.</para>
/// </remarks>
public sealed partial class GstLogBridge : IDisposable
{
    private static readonly Func<LoggedCategory, LogChannel> s_open = static category => new LogChannel(category);

    private readonly ConcurrentDictionary<LoggedCategory, LogChannel> _channels = new();
    private readonly ILoggerFactory _factory;
    private readonly int _capacity;
    private volatile DebugThresholds? _thresholds;
    private int _disposed;

    internal GstLogBridge(ILoggerFactory factory, GstLogOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Capacity, 1, nameof(options));
        _factory = factory;
        _capacity = options.Capacity;
        _thresholds = options.Thresholds is null ? null : DebugThresholds.Parse(options.Thresholds, nameof(options));
        Domains = options.GLib ? [.. GLibLog.KnownDomains, .. NativeName.Copy(options.GLibDomains, "a domain of GLib's log", nameof(options))] : [];
        _thread = new Thread(Deliver) { IsBackground = true, Name = "GstLogBridge" };
        _thread.Start();
    }

    /// <summary>
    /// Which categories, up to which level, in the words of <c>GST_DEBUG</c>: <c>"*:2,tsdemux:5"</c>; may be changed at any time
    /// (<c>gst_debug_category_set_threshold</c>). <see langword="null"/>: what <c>GST_DEBUG</c> asks for, and warnings and errors always.
    /// </summary>
    /// <remarks>Warnings and worse of GLib's are taken whatever this says; a pattern for a domain's name takes more of it.</remarks>
    /// <exception cref="ArgumentException">The value is no list of thresholds.</exception>
    /// <exception cref="ObjectDisposedException">The bridge was disposed.</exception>
    public string? Thresholds
    {
        get => _thresholds?.Text;
        set
        {
            DebugThresholds? thresholds = value is null ? null : DebugThresholds.Parse(value, nameof(value));
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            DebugLog.Change(() => _thresholds = thresholds);
        }
    }

    /// <summary>How many lines loggers were called with.</summary>
    public long Logged => Interlocked.Read(ref _logged);

    /// <summary>
    /// How many lines were not logged although the thresholds let them pass: those for which <see cref="GstLogOptions.Capacity"/>
    /// had no room, and those that a logger made GStreamer write. The loggers are told so too, under the name <c>GStreamer</c>.
    /// </summary>
    public long Dropped => Interlocked.Read(ref _overflow) + Interlocked.Read(ref _own);

    /// <summary>Whether the bridge was disposed.</summary>
    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    internal string[] Domains { get; }

    internal int HighestOfAll => _thresholds is { } thresholds ? thresholds.HighestOfAll : (int)GstDebugLevel.Warning;

    /// <summary>Waits until the loggers have been called with every line that was written before.</summary>
    /// <param name="timeout">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns>False when the time was over before, and always in a logger, which would wait for itself.</returns>
    public bool Flush(TimeSpan timeout)
    {
        if (t_delivering)
        {
            return false;
        }

        using ManualResetEventSlim reached = new();
        return TryEnqueue(new LogItem(null, null, reached)) ? reached.Wait(timeout) : _thread.Join(timeout);
    }

    /// <summary>
    /// Ends the bridge: no more lines are taken, C has its thresholds back (<c>gst_debug_category_set_threshold</c>), and what was
    /// taken before is logged. That is waited for, but not in a logger and not beyond two seconds.
    /// </summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        DebugLog.Remove(this);
        Close();
        if (!t_delivering)
        {
            _thread.Join(TimeSpan.FromSeconds(2));
        }
    }

    /// <summary>The threshold of a category that this bridge needs in C.</summary>
    internal int LevelFor(LoggedCategory category) => _channels.GetOrAdd(category, s_open).Limit(_thresholds, always: false);

    /// <summary>Whether a line is for this bridge. Runs inside of C.</summary>
    internal bool Wants(LoggedCategory category, GstDebugLevel level, LogLevel logLevel, bool always)
    {
        LogChannel channel = _channels.GetOrAdd(category, s_open);
        if ((int)level > channel.Limit(_thresholds, always))
        {
            return false;
        }

        if (channel.IsEnabled(logLevel))
        {
            return true;
        }

        if (!t_delivering && channel.ShallAskAgain() && !TryEnqueue(new LogItem(channel, null, null)))
        {
            channel.AskLater();
        }

        return false;
    }

    /// <summary>Takes a line that is wanted. Runs inside of C, so it waits for nothing.</summary>
    /// <returns>False when there is no room for it, or the bridge has ended.</returns>
    internal bool Take(LoggedCategory category, GstLogRecord record) => TryEnqueue(new LogItem(_channels.GetOrAdd(category, s_open), record, null));
}
