using System.Runtime.InteropServices;
using System.Text;
using GstMemInterop.Native;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>How <see cref="GStreamer.Initialize(GStreamerOptions)"/> starts GStreamer.</summary>
public sealed class GStreamerOptions
{
    /// <summary>Command-line arguments for GStreamer, for example <c>--gst-debug=3</c>. Without the program's name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where this library's own diagnostics go. By default the first warning of each kind goes to the standard error stream.</summary>
    public ILoggerFactory? LoggerFactory { get; init; }
}

/// <summary>An exception that a callback threw into this library; it never reaches C.</summary>
/// <param name="exception">What was thrown.</param>
/// <param name="origin">Which callback, for example <c>buffer probe</c>.</param>
public sealed class CallbackFailedEventArgs(Exception exception, string origin) : EventArgs
{
    /// <summary>What was thrown.</summary>
    public Exception Exception { get; } = exception;

    /// <summary>Which callback threw it, for example <c>buffer probe</c>.</summary>
    public string Origin { get; } = origin;
}

/// <summary>
/// Starts GStreamer and checks that it is one this library can work with. Calling it is optional: everything that needs
/// GStreamer initialises it on first use.
/// </summary>
/// <remarks>All members are safe from any thread.</remarks>
public static unsafe partial class GStreamer
{
    private static readonly Lock s_gate = new();
    private static volatile bool s_initialized;
    private static volatile ILogger s_log = new FirstOfEachLogger();
    private static int s_toldStandardError;
    private static int s_hearsBytes;

    /// <summary>The oldest GStreamer this library works with.</summary>
    public static Version MinimumVersion { get; } = new(1, 16);

    /// <summary>Whether GStreamer is initialised by this library.</summary>
    public static bool IsInitialized => s_initialized;

    /// <summary>The version of the loaded GStreamer (<c>gst_version</c>).</summary>
    /// <exception cref="GstLoadException">GStreamer could not be loaded.</exception>
    public static Version Version
    {
        get
        {
            EnsureInitialized();
            return ReadVersion();
        }
    }

    /// <summary>
    /// Raised when a handler of yours (a probe, a listener, an override) threw, and for what
    /// <see cref="GstMemInterop.Bytes.UnseenFailures"/> tells of. What passed through a probe passed on as far as it was edited.
    /// Raised on the thread that ran the handler, often a streaming thread or the finalizer's.
    /// </summary>
    /// <remarks>While nobody listens here and no logger is set, the first failure is written to the standard error stream.</remarks>
    public static event EventHandler<CallbackFailedEventArgs>? CallbackFailed;

    internal static ILogger Log => s_log;

    /// <summary>Initialises GStreamer with default options (<c>gst_init_check</c>). Later calls do nothing.</summary>
    /// <exception cref="GstLoadException">GStreamer is missing, too old, or laid out differently from what this library expects.</exception>
    public static void Initialize() => Initialize(new GStreamerOptions());

    /// <summary>Initialises GStreamer (<c>gst_init_check</c>). Later calls only take over the logger.</summary>
    /// <param name="options">Arguments and logging.</param>
    /// <exception cref="GstLoadException">GStreamer is missing, too old, or laid out differently from what this library expects.</exception>
    public static void Initialize(GStreamerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        HearBytes();
        if (options.LoggerFactory is { } factory)
        {
            s_log = new GuardedLogger(factory.CreateLogger("GstMemInterop"));
        }

        if (s_initialized)
        {
            return;
        }

        lock (s_gate)
        {
            if (!s_initialized)
            {
                RequireLibrary(NativeLibraries.Gst);
                RequireVersion();
                Start(options.Arguments);
                RequireLayout();
                s_initialized = true;
            }
        }
    }

    /// <summary>
    /// Runs GLib's main loop on a thread of its own (<c>g_main_loop_run</c> on the default context), for the few elements that need one:
    /// nothing in this library does. An application that runs one itself (GTK) does not call this.
    /// </summary>
    /// <returns>Ends the loop when it is disposed.</returns>
    public static GLibMainLoop RunMainLoop() => GLibMainLoop.Start();

    internal static void EnsureInitialized()
    {
        if (!s_initialized)
        {
            Initialize();
        }
    }

    /// <summary>The one place an exception from a callback ends: it is logged and raised, and must not go on into C.</summary>
    internal static void ReportCallbackFailure(Exception exception, string origin, object? sender = null) =>
        ReportCallbackFailure(exception, origin, sender, heard: false);

    private static void ReportCallbackFailure(Exception exception, string origin, object? sender, bool heard)
    {
        try
        {
            EventHandler<CallbackFailedEventArgs>? listeners = CallbackFailed;
            bool logged = s_log is not FirstOfEachLogger;
            if (logged)
            {
                CallbackLog.Failed(s_log, exception, origin);
            }

            listeners?.Invoke(sender, new CallbackFailedEventArgs(exception, origin));
            if (!heard && listeners is null && !logged && Interlocked.Exchange(ref s_toldStandardError, 1) == 0)
            {
                TryWriteError($"GstMemInterop: an exception came out of the {origin}; what was passing went on as far as it was edited. Listen to GStreamer.CallbackFailed, or set GStreamerOptions.LoggerFactory, to see all of these; this is the only one written here.{Environment.NewLine}{exception}");
            }
        }
        catch (Exception second) when (second is not null)
        {
            // A listener that throws while it is told of a failure has no one left to tell; C must still not see it.
            TryWriteError($"GstMemInterop: a CallbackFailed listener threw: {second.Message}");
        }
    }

    /// <summary>The byte toolkit below knows no logger: what it could tell nobody of is told here.</summary>
    private static void HearBytes()
    {
        if (Interlocked.Exchange(ref s_hearsBytes, 1) == 0)
        {
            Bytes.UnseenFailures.Raised += static (_, e) => ReportCallbackFailure(e.Failure, "finalizer of the byte toolkit");
        }
    }

    internal static void TryWriteError(string text)
    {
        try
        {
            Console.Error.WriteLine(text);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // A standard error stream that is closed.
        }
    }

    /// <summary>Reports the exception, and raises it to those who listen to the one object whose callback threw; a listener that throws is reported too.</summary>
    internal static void ReportCallbackFailure(Exception exception, string origin, object sender, EventHandler<CallbackFailedEventArgs>? listeners, string listenersOrigin)
    {
        ReportCallbackFailure(exception, origin, sender, heard: listeners is not null);
        try
        {
            listeners?.Invoke(sender, new CallbackFailedEventArgs(exception, origin));
        }
        catch (Exception second)
        {
            ReportCallbackFailure(second, listenersOrigin, sender);
        }
    }

    /// <summary>Throws with what was tried and what to install, when a library this call needs is missing.</summary>
    internal static void RequireLibrary(string logicalName)
    {
        if (NativeLibraries.TryLoad(logicalName, out _, out string? reason))
        {
            return;
        }

        throw new GstLoadException(
            $"The GStreamer library '{logicalName}' could not be loaded. {reason}{Environment.NewLine}{InstallHint()} " +
            $"If it is installed elsewhere, set the environment variable GSTMEMINTEROP_LIBRARY_PATH to its folder.");
    }

    private static string InstallHint()
    {
        if (OperatingSystem.IsWindows())
        {
            return "Install the GStreamer runtime (MSVC, 64 bit) from gstreamer.freedesktop.org; its installer sets GSTREAMER_1_0_ROOT_MSVC_X86_64.";
        }

        return OperatingSystem.IsMacOS()
            ? "Install it with 'brew install gstreamer', or the framework from gstreamer.freedesktop.org."
            : "Install it with 'apt install libgstreamer1.0-0 libgstreamer-plugins-base1.0-0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good', 'dnf install gstreamer1 gstreamer1-plugins-base gstreamer1-plugins-good' or 'pacman -S gstreamer gst-plugins-base gst-plugins-good'.";
    }

    private static void RequireVersion()
    {
        Version version = ReadVersion();
        if (version < MinimumVersion)
        {
            throw new GstLoadException($"GStreamer {version} is older than {MinimumVersion}, the oldest this library works with. Update GStreamer.");
        }
    }

    private static Version ReadVersion()
    {
        uint major, minor, micro, nano;
        LibGst.gst_version(&major, &minor, &micro, &nano);
        return new Version((int)major, (int)minor, (int)micro);
    }

    private static void Start(IReadOnlyList<string> arguments)
    {
        // argv[0] is the program's name; GStreamer rewrites the array in place, so the originals are kept for freeing.
        nint[] owned = new nint[arguments.Count + 1];
        nint* argv = (nint*)NativeMemory.AllocZeroed((nuint)owned.Length + 1, (nuint)sizeof(nint));
        try
        {
            owned[0] = argv[0] = Marshal.StringToCoTaskMemUTF8(AppDomain.CurrentDomain.FriendlyName);
            for (int i = 0; i < arguments.Count; i++)
            {
                owned[i + 1] = argv[i + 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
            }

            int argc = owned.Length;
            byte** vector = (byte**)argv;
            GError* error = null;
            if (LibGst.gst_init_check(&argc, &vector, &error) == 0)
            {
                throw new GstLoadException($"GStreamer could not be initialised: {NativeError.TakeText(error)}");
            }
        }
        finally
        {
            foreach (nint text in owned)
            {
                Marshal.FreeCoTaskMem(text);
            }

            NativeMemory.Free(argv);
        }
    }

    /// <summary>
    /// The mirrors were proven against the headers they were generated from; this proves the ones we lean on against the
    /// library that is really loaded.
    /// </summary>
    private static void RequireLayout()
    {
        StringBuilder wrong = new();
        Compare(wrong, LibGst.gst_object_get_type(), (uint)sizeof(Native.GstObject), (uint)sizeof(GstObjectClass));
        Compare(wrong, LibGst.gst_allocator_get_type(), (uint)sizeof(Native.GstAllocator), (uint)sizeof(GstAllocatorClass));
        Compare(wrong, LibGst.gst_buffer_pool_get_type(), (uint)sizeof(Native.GstBufferPool), (uint)sizeof(GstBufferPoolClass));

        Native.GstBuffer* buffer = LibGst.gst_buffer_new_allocate(null, 3, null);
        Native.GstMemory* memory = LibGst.gst_buffer_peek_memory(buffer, 0);
        if (buffer->mini_object.refcount != 1 || memory->size != 3 || memory->maxsize < 3 || memory->mini_object.lockstate >>> 16 != 1
            || buffer->pts != ulong.MaxValue || buffer->offset_end != ulong.MaxValue)
        {
            wrong.Append(" GstBuffer or GstMemory fields are not where they are expected.");
        }

        LibGst.gst_mini_object_unref((GstMiniObject*)buffer);
        if (wrong.Length > 0)
        {
            throw new GstLoadException($"The loaded GStreamer {ReadVersion()} lays out its structures differently from what this build expects:{wrong} Run native-check.sh and report its output.");
        }
    }

    private static void Compare(StringBuilder wrong, nuint type, uint instanceSize, uint classSize)
    {
        GTypeQuery query;
        LibGObject.g_type_query(type, &query);
        if (query.instance_size != instanceSize || query.class_size != classSize)
        {
            wrong.Append($" {NativeText.Read(query.type_name)}: instance {query.instance_size} (expected {instanceSize}), class {query.class_size} (expected {classSize}).");
        }
    }
}
