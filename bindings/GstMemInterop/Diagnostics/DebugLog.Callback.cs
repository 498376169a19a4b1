using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

// What C calls. It holds any lock then, its own of this log too: nothing here takes the gate, waits, or calls the application.
internal static unsafe partial class DebugLog
{
    /// <summary>A text may hold an object whose description writes to the log itself.</summary>
    private const int MostNested = 8;

    private const int Looking = 1;
    private const int AskedAgain = 2;

    [ThreadStatic]
    private static int t_depth;

    /// <summary>C tells of patterns for all categories while this thread sets the default.</summary>
    [ThreadStatic]
    private static bool t_raises;

    private static int s_looking; // 0, or one of the two above

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(Native.GstDebugCategory* category, Native.GstDebugLevel level, byte* file, byte* function, int line, GObject* source, GstDebugMessage* message, void* data)
    {
        GstLogBridge[] bridges = s_bridges;
        if (bridges.Length == 0)
        {
            return;
        }

        t_depth++;
        try
        {
            LoggedCategory known = s_categories.TryGetValue((nint)category, out LoggedCategory? met) ? met : Meet((nint)category);
            LogLevel logLevel = LoggedCategory.ToLogLevel((GstDebugLevel)level);
            GstLogRecord? record = null;
            bool taken = false;
            foreach (GstLogBridge bridge in bridges)
            {
                if (!bridge.Wants(known, (GstDebugLevel)level, logLevel, always: false))
                {
                    continue;
                }

                if (GstLogBridge.IsDelivering || t_depth > MostNested)
                {
                    bridge.CountOwn();
                    continue;
                }

                record ??= Read(known, (GstDebugLevel)level, logLevel, file, function, line, source, message);
                taken |= bridge.Take(known, record);
            }

            if (!taken && s_prints && (int)level <= known.Base)
            {
                LibGst.gst_debug_log_default(category, level, file, function, line, source, message, null);
            }

            if (s_watches && (int)level == (int)GstDebugLevel.Log && known.Name == OfTheLogItself)
            {
                LookAgain();
            }
        }
        catch (Exception exception)
        {
            ReportLater(exception);
        }
        finally
        {
            t_depth--;
        }
    }

    /// <summary>Whoever is told of a failure is the application's code, and not called while C holds locks.</summary>
    internal static void ReportLater(Exception exception) =>
        ThreadPool.UnsafeQueueUserWorkItem(static e => GStreamer.ReportCallbackFailure(e, "debug log"), exception, preferLocal: false);

    private static GstLogRecord Read(LoggedCategory category, GstDebugLevel level, LogLevel logLevel, byte* file, byte* function, int line, GObject* source, GstDebugMessage* message) =>
        new(category.Name, level, LoggedCategory.NameOf(level), logLevel, NativeText.Read(LibGst.gst_debug_message_get(message)) ?? "")
        {
            Object = LoggedObject.PathOf(source) ?? IdOf(message),
            File = NativeText.Read(file),
            Line = line,
            Function = NativeText.Read(function),
        };

    /// <summary>What stands there instead of an object (<c>gst_debug_log_id</c>).</summary>
    private static string? IdOf(GstDebugMessage* message) => GstDebugText.HasIds ? NativeText.Read(LibGst.gst_debug_message_get_id(message)) : null;

    /// <summary>
    /// A category that was made while there are bridges. C gave it a threshold of its patterns, or the default that was raised
    /// for such ones; it gets its own now.
    /// </summary>
    private static LoggedCategory Meet(nint pointer)
    {
        LoggedCategory fresh = Name(pointer);
        fresh.IsLate = true;
        fresh.Applied = NotYet;
        int threshold = Threshold(pointer);
        fresh.Base = threshold == s_default ? s_baseDefault : threshold;
        LoggedCategory category = s_categories.GetOrAdd(pointer, fresh);
        int version;
        do
        {
            version = s_version;
            Apply(pointer, category, s_bridges);
        }
        while (version != s_version);
        return category;
    }

    /// <summary>
    /// A pattern of <c>GST_DEBUG</c> gave a new category its threshold, which may be below what a bridge needs. C says so before the
    /// category is in its list, and nothing when it is there: so it is looked for some times, for a quarter of a second.
    /// </summary>
    private static void LookAgain()
    {
        if (!t_raises && Interlocked.Exchange(ref s_looking, AskedAgain) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static _ => Look(), null);
        }
    }

    private static void Look()
    {
        try
        {
            do
            {
                Interlocked.Exchange(ref s_looking, Looking);
                for (int wait = 1; wait <= 128 && s_bridges.Length > 0; wait *= 2)
                {
                    Thread.Sleep(wait);
                    Change(static () => { });
                }
            }
            while (Interlocked.CompareExchange(ref s_looking, 0, Looking) != Looking);
        }
        catch (Exception exception)
        {
            s_looking = 0;
            GStreamer.ReportCallbackFailure(exception, "debug log");
        }
    }
}
