using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// GLib's messages, taken with one handler for each domain: those are the only ones that can be taken back so that whoever was there
/// before is there again. The default handler forgets the data of the one before, and the writer can be set once in a process.
/// </summary>
internal static unsafe class GLibLog
{
    private const string NoDomain = "";
    private const GLogLevelFlags AllLevels = GLogLevelFlags.G_LOG_LEVEL_MASK | GLogLevelFlags.G_LOG_FLAG_FATAL | GLogLevelFlags.G_LOG_FLAG_RECURSION;

    /// <summary>The domains of GLib and of GStreamer's libraries; its plugins have none.</summary>
    internal static readonly string[] KnownDomains =
    [
        NoDomain, "GLib", "GLib-GObject", "GLib-GIO", "GModule", "GThread", "GStreamer", "GStreamer-AdaptiveDemux", "GStreamer-Allocators",
        "GStreamer-Analytics", "GStreamer-App", "GStreamer-Audio", "GStreamer-AudioBad", "GStreamer-Base", "GStreamer-BaseCameraBinSrc",
        "GStreamer-Check", "GStreamer-CodecParsers", "GStreamer-Codecs", "GStreamer-Controller", "GStreamer-Cuda", "GStreamer-D3D11",
        "GStreamer-D3D12", "GStreamer-FFT", "GStreamer-GL", "GStreamer-InsertBin", "GStreamer-ISOFF", "GStreamer-MpegTS", "GStreamer-MSE",
        "GStreamer-Net", "GStreamer-OpenCV", "GStreamer-PBUtils", "GStreamer-Photography", "GStreamer-Play", "GStreamer-Player",
        "GStreamer-RIFF", "GStreamer-RTP", "GStreamer-RTSP", "GStreamer-RTSP-Server", "GStreamer-SCTP", "GStreamer-SDP", "GStreamer-Tag",
        "GStreamer-Transcoder", "GStreamer-UriDownloader", "GStreamer-VA", "GStreamer-Video", "GStreamer-Vulkan", "GStreamer-Wayland",
        "GStreamer-WebRTC", "GES",
    ];

    private static readonly ConcurrentDictionary<string, LoggedCategory> s_domains = new();
    private static readonly Dictionary<string, uint> s_handlers = [];
    private static volatile GstLogBridge[] s_bridges = [];

    /// <summary>Has a handler for each domain that a bridge wants, and no other. One caller at a time.</summary>
    internal static void Follow(GstLogBridge[] bridges)
    {
        s_bridges = bridges;
        HashSet<string> wanted = [.. bridges.SelectMany(static b => b.Domains)];
        foreach (string domain in wanted.Where(static d => !s_handlers.ContainsKey(d)).ToArray())
        {
            using NativeText name = new(domain.Length == 0 ? null : domain);
            s_handlers[domain] = LibGLib.g_log_set_handler(name.Pointer, AllLevels, &OnMessage, null);
        }

        foreach ((string domain, uint handler) in s_handlers.Where(h => !wanted.Contains(h.Key)).ToArray())
        {
            using NativeText name = new(domain.Length == 0 ? null : domain);
            LibGLib.g_log_remove_handler(name.Pointer, handler);
            s_handlers.Remove(domain);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(byte* domain, GLogLevelFlags level, byte* message, void* data)
    {
        bool fatal = (level & GLogLevelFlags.G_LOG_FLAG_FATAL) != 0;
        bool taken = false;
        try
        {
            taken = Take(NativeText.Read(domain) ?? NoDomain, level, message, fatal);
        }
        catch (Exception exception)
        {
            DebugLog.ReportLater(exception);
        }

        // The process ends when a fatal one returns from here, or in here.
        if (!taken || fatal)
        {
            LibGLib.g_log_default_handler(domain, level, message, null);
        }
    }

    private static bool Take(string domain, GLogLevelFlags flags, byte* message, bool fatal)
    {
        LoggedCategory category = s_domains.GetOrAdd(domain, static d => new LoggedCategory(d, d.Length == 0 ? "GLib" : "GLib." + d));
        (GstDebugLevel level, string name, LogLevel logLevel) = Map(flags);
        GstLogRecord? record = null;
        bool taken = false;
        foreach (GstLogBridge bridge in s_bridges)
        {
            if (!bridge.Domains.Contains(domain) || !bridge.Wants(category, level, logLevel, always: true))
            {
                continue;
            }

            if (GstLogBridge.IsDelivering)
            {
                bridge.CountOwn();
                continue;
            }

            record ??= new GstLogRecord(domain, level, name, logLevel, NativeText.Read(message) ?? "");
            bool queued = bridge.Take(category, record);
            taken |= queued;
            if (queued && fatal)
            {
                bridge.Flush(TimeSpan.FromSeconds(1));
            }
        }

        return taken;
    }

    private static (GstDebugLevel Level, string Name, LogLevel LogLevel) Map(GLogLevelFlags flags) =>
        (flags & GLogLevelFlags.G_LOG_LEVEL_ERROR) != 0 ? (GstDebugLevel.Error, "ERROR", LogLevel.Critical)
        : (flags & GLogLevelFlags.G_LOG_LEVEL_CRITICAL) != 0 ? (GstDebugLevel.Error, "CRITICAL", LogLevel.Error)
        : (flags & GLogLevelFlags.G_LOG_LEVEL_WARNING) != 0 ? (GstDebugLevel.Warning, "WARNING", LogLevel.Warning)
        : (flags & GLogLevelFlags.G_LOG_LEVEL_MESSAGE) != 0 ? (GstDebugLevel.Info, "MESSAGE", LogLevel.Information)
        : (flags & GLogLevelFlags.G_LOG_LEVEL_INFO) != 0 ? (GstDebugLevel.Info, "INFO", LogLevel.Information)
        : (GstDebugLevel.Debug, "DEBUG", LogLevel.Debug);
}
