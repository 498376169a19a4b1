using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

// The debug log: out into .NET's loggers, and how much of it there is.
public static unsafe partial class GStreamer
{
    /// <summary>
    /// Sends GStreamer's debug log (<c>gst_debug_add_log_function</c>) and GLib's messages (<c>g_log_set_handler</c>) to loggers,
    /// until what comes back is disposed.
    /// </summary>
    /// <param name="factory">Makes the loggers: <c>GStreamer.GST_PADS</c> for a category, <c>GLib.GLib-GObject</c> for a domain.</param>
    /// <param name="thresholds">Which categories, up to which level, in the words of <c>GST_DEBUG</c>: <c>"*:2,tsdemux:5"</c>. Without it: what <c>GST_DEBUG</c> asks for, and warnings and errors always.</param>
    /// <returns>The bridge. Dispose it to end it. There may be several at once.</returns>
    /// <exception cref="ArgumentException"><paramref name="thresholds"/> is no list of thresholds.</exception>
    public static GstLogBridge LogTo(ILoggerFactory factory, string? thresholds = null) => LogTo(factory, new GstLogOptions { Thresholds = thresholds });

    /// <summary>
    /// Sends GStreamer's debug log (<c>gst_debug_add_log_function</c>) and GLib's messages (<c>g_log_set_handler</c>) to loggers,
    /// until what comes back is disposed.
    /// </summary>
    /// <param name="factory">Makes the loggers.</param>
    /// <param name="options">What is taken, and how much of it may wait.</param>
    /// <returns>The bridge. Dispose it to end it. There may be several at once.</returns>
    /// <exception cref="ArgumentException">The thresholds are no list of thresholds, or a domain is no name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public static GstLogBridge LogTo(ILoggerFactory factory, GstLogOptions options)
    {
        ArgumentNullException.ThrowIfNull(factory);
        ArgumentNullException.ThrowIfNull(options);
        EnsureInitialized();
        GstLogBridge bridge = new(factory, options);
        try
        {
            DebugLog.Add(bridge);
            return bridge;
        }
        catch
        {
            bridge.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sets thresholds of the debug log, as <c>GST_DEBUG</c> does when the program starts (<c>gst_debug_set_threshold_from_string</c>);
    /// also for categories that come later. What passes them is written to the standard error stream, unless a bridge takes it.
    /// </summary>
    /// <param name="thresholds"><c>"*:3"</c>, <c>"3"</c>, <c>"*:2,tsdemux:LOG"</c>. Later ones hold against earlier ones, also of former calls.</param>
    /// <param name="reset">Whether what was set before is forgotten, that of <c>GST_DEBUG</c> too.</param>
    /// <exception cref="ArgumentException">It is no list of thresholds.</exception>
    public static void SetDebugThreshold(string thresholds, bool reset = false)
    {
        DebugThresholds parsed = DebugThresholds.Parse(thresholds, nameof(thresholds));
        EnsureInitialized();
        DebugLog.ChangeBase(
            () =>
            {
                using NativeText text = new(thresholds);
                LibGst.gst_debug_set_threshold_from_string(text.Pointer, reset ? 1 : 0);
            },
            parsed.HasPatterns);
    }
}
