using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>What <see cref="GStreamer.LogTo(ILoggerFactory, GstLogOptions)"/> takes, and how much of it may wait.</summary>
public sealed class GstLogOptions
{
    /// <summary>
    /// Which categories of GStreamer, up to which level, in the words of <c>GST_DEBUG</c>: <c>"*:2,tsdemux:5"</c>. Without it: what
    /// <c>GST_DEBUG</c> asks for, and warnings and errors always.
    /// </summary>
    public string? Thresholds { get; init; }

    /// <summary>Whether GLib's messages (<c>g_warning</c>, <c>g_critical</c>, …) are taken too. They are unless this is <see langword="false"/>.</summary>
    public bool GLib { get; init; } = true;

    /// <summary>More domains of GLib's log (<c>G_LOG_DOMAIN</c>), beside those of GLib and GStreamer and the one without a name: <c>"libsoup"</c>.</summary>
    public IReadOnlyList<string> GLibDomains { get; init; } = [];

    /// <summary>How many lines may wait for a logger that is slow. What comes beyond is dropped, counted and said. 16,384 unless set.</summary>
    public int Capacity { get; init; } = 16_384;
}
