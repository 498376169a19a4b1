using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GstMemInterop.Benchmarks;

/// <summary>Compiles a C file of this project into a temporary folder and finds its functions.</summary>
internal sealed class CBaseline : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gstmeminterop-bench-");
    private readonly nint _library;

    internal CBaseline(string sourceFile, string optimisation, string packages)
    {
        string source = Path.Combine(AppContext.BaseDirectory, sourceFile);
        string library = Path.Combine(_folder.FullName, "baseline.so");
        string flags = packages.Length == 0 ? "" : $" $(pkg-config --cflags --libs {packages})";
        string command = $"cc {optimisation} -Wall -shared -fPIC -o '{library}' '{source}'{flags}";
        using Process compiler = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true })!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
        {
            throw new InvalidOperationException($"The C baseline could not be compiled with '{command}': {errors}. Run native-check.sh --install.");
        }

        _library = NativeLibrary.Load(library);
    }

    internal nint this[string function] => NativeLibrary.GetExport(_library, function);

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
    }
}
