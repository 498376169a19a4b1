using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>
/// Test hosts swallow what C and the runtime say on standard error, and with it why a process died. Where
/// <c>GSTMEMINTEROP_STDERR</c> names a file, it goes there.
/// </summary>
internal static partial class LastWords
{
    private const int Append = 0x441; // O_WRONLY | O_CREAT | O_APPEND
    private const int ReadableByAll = 0x1A4;
    private const int StandardError = 2;

    [ModuleInitializer]
    internal static void Redirect()
    {
        string? path = Environment.GetEnvironmentVariable("GSTMEMINTEROP_STDERR");
        if (!string.IsNullOrEmpty(path) && OperatingSystem.IsLinux())
        {
            int file = Open(path, Append, ReadableByAll);
            _ = file < 0 ? file : Duplicate(file, StandardError);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Duplicate(int file, int onto);
}
