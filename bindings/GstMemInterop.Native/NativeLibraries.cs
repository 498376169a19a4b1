using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace GstMemInterop.Native;

/// <summary>One attempt to load one library file.</summary>
/// <param name="Library">The logical library, e.g. <see cref="NativeLibraries.Gst"/>.</param>
/// <param name="Candidate">The file name or path that was tried.</param>
/// <param name="Error">What the loader said; null when it loaded.</param>
public readonly record struct LibraryProbe(string Library, string Candidate, string? Error);

/// <summary>
/// Finds the native libraries. Order: <see cref="Resolve"/>, <see cref="SearchDirectory"/>, the folder in the environment
/// variable <c>GSTMEMINTEROP_LIBRARY_PATH</c>, then the platform's own names and install folders.
/// </summary>
/// <remarks>Every attempt is remembered in <see cref="Probes"/>. All members may be used from any thread.</remarks>
public static class NativeLibraries
{
    /// <summary>libgstreamer-1.0.</summary>
    public const string Gst = "gstreamer-1.0";

    /// <summary>libgstvideo-1.0 (optional: only what needs it fails without it).</summary>
    public const string GstVideo = "gstvideo-1.0";

    /// <summary>libgstaudio-1.0 (optional).</summary>
    public const string GstAudio = "gstaudio-1.0";

    /// <summary>libgstapp-1.0 (optional).</summary>
    public const string GstApp = "gstapp-1.0";

    /// <summary>libgstallocators-1.0 (optional).</summary>
    public const string GstAllocators = "gstallocators-1.0";

    /// <summary>libgobject-2.0.</summary>
    public const string GObject = "gobject-2.0";

    /// <summary>libglib-2.0.</summary>
    public const string GLib = "glib-2.0";

    private const string PathVariable = "GSTMEMINTEROP_LIBRARY_PATH";

    private static readonly ConcurrentDictionary<string, nint> s_loaded = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<LibraryProbe> s_probes = new();

    /// <summary>All logical libraries.</summary>
    public static IReadOnlyList<string> All { get; } = [Gst, GstVideo, GstAudio, GstApp, GstAllocators, GObject, GLib];

    /// <summary>
    /// Asked before anything else: gets the logical name, returns a library handle or zero. Set it before the first native call.
    /// </summary>
    public static Func<string, nint>? Resolve { get; set; }

    /// <summary>A folder to look in before the platform's own. Set it before the first native call.</summary>
    public static string? SearchDirectory { get; set; }

    /// <summary>Every attempt so far, oldest first.</summary>
    public static IReadOnlyList<LibraryProbe> Probes => [.. s_probes];

    /// <summary>Loads a logical library, or says for every name tried why it did not load.</summary>
    /// <param name="logical">One of the constants of this class.</param>
    /// <param name="handle">The library's handle; zero on failure.</param>
    /// <param name="reason">Null on success; otherwise one line per attempt.</param>
    /// <returns>Whether the library is loaded.</returns>
    public static bool TryLoad(string logical, out nint handle, out string? reason)
    {
        ArgumentNullException.ThrowIfNull(logical);
        reason = null;
        if (s_loaded.TryGetValue(logical, out handle))
        {
            return true;
        }

        if (Resolve?.Invoke(logical) is { } chosen and not 0)
        {
            handle = s_loaded.GetOrAdd(logical, chosen);
            return true;
        }

        StringBuilder failures = new();
        foreach (string candidate in LibraryFileNames.Candidates(
            logical, SearchDirectory, Environment.GetEnvironmentVariable(PathVariable)))
        {
            string? error = TryOpen(candidate, out handle);
            s_probes.Enqueue(new LibraryProbe(logical, candidate, error));
            if (error is null)
            {
                handle = s_loaded.GetOrAdd(logical, handle);
                return true;
            }

            failures.Append("  ").Append(candidate).Append(": ").AppendLine(error);
        }

        reason = failures.ToString();
        handle = 0;
        return false;
    }

    /// <summary>Looks a symbol up; false when the library is missing or does not export it.</summary>
    /// <param name="logical">One of the constants of this class.</param>
    /// <param name="symbol">The C name.</param>
    /// <param name="address">The symbol's address; zero when absent.</param>
    /// <returns>Whether the symbol exists.</returns>
    public static bool TryGetExport(string logical, string symbol, out nint address)
    {
        address = 0;
        return TryLoad(logical, out nint handle, out _) && NativeLibrary.TryGetExport(handle, symbol, out address);
    }

#pragma warning disable CA2255 // The resolver must be in place before the first import, whoever calls it.
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, ResolveImport);
#pragma warning restore CA2255

    private static nint ResolveImport(string name, Assembly assembly, DllImportSearchPath? searchPath) =>
        TryLoad(name, out nint handle, out string? reason)
            ? handle
            : throw new DllNotFoundException($"The native library '{name}' could not be loaded. Tried:{Environment.NewLine}{reason}");

    private static string? TryOpen(string candidate, out nint handle)
    {
        try
        {
            handle = NativeLibrary.Load(
                candidate,
                typeof(NativeLibraries).Assembly,
                // A library given by its path brings its neighbours along.
                Path.IsPathRooted(candidate)
                    ? DllImportSearchPath.UseDllDirectoryForDependencies | DllImportSearchPath.System32
                    : DllImportSearchPath.SafeDirectories);
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            handle = 0;
            return e.Message.ReplaceLineEndings(" ").Trim();
        }
    }
}
