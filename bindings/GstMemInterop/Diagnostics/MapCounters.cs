using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// Counts what mapping cost beyond looking at the bytes: merges of several memories, and copies of shared or read-only ones.
/// A frame path that shows numbers here can be made faster.
/// </summary>
/// <remarks>Process-wide, safe from any thread. Each event is also logged at debug level through <see cref="GStreamerOptions.LoggerFactory"/>.</remarks>
public static partial class MapCounters
{
    private static long s_merges;
    private static long s_copies;
    private static long s_bytes;

    /// <summary>Mappings for which <c>gst_buffer_map</c> merged several memories.</summary>
    public static long Merges => Interlocked.Read(ref s_merges);

    /// <summary>Mappings for which bytes were copied.</summary>
    public static long Copies => Interlocked.Read(ref s_copies);

    /// <summary>How many bytes those copies moved.</summary>
    public static long CopiedBytes => Interlocked.Read(ref s_bytes);

    internal static void Count(MapTraits traits, nuint size)
    {
        bool merged = (traits & MapTraits.Merged) != 0;
        bool copied = (traits & MapTraits.Copied) != 0;
        if (merged)
        {
            Interlocked.Increment(ref s_merges);
        }

        if (copied)
        {
            Interlocked.Increment(ref s_copies);
            Interlocked.Add(ref s_bytes, (long)size);
        }

        if (merged || copied)
        {
            LogMapCost(GStreamer.Log, merged, copied, size);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "A mapping of {Size} bytes: merged {Merged}, copied {Copied}")]
    private static partial void LogMapCost(ILogger logger, bool merged, bool copied, nuint size);
}
