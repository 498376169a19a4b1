using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conventions;

/// <summary>What C offers on this machine: the symbols of the installed libraries, the macros of their headers, and what the raw layer imports.</summary>
internal static partial class NativeSurface
{
    private static readonly Lazy<HashSet<string>> s_symbols = new(static () => ReadSymbols(
        NativeLibraries.Gst, NativeLibraries.GstVideo, NativeLibraries.GstAudio, NativeLibraries.GstAllocators));

    private static readonly Lazy<HashSet<string>> s_macros = new(ReadMacros);

    private static readonly Lazy<HashSet<string>> s_imports = new(static () =>
    [
        .. typeof(LibGst).Assembly.GetTypes()
            .SelectMany(static t => t.GetMethods(BindingFlags.Static | BindingFlags.Public))
            .Where(static m => m.IsDefined(typeof(LibraryImportAttribute)) || m.IsDefined(typeof(DllImportAttribute)))
            .Select(static m => m.Name),
    ]);

    /// <summary>Functions that the installed libraries export.</summary>
    internal static IReadOnlySet<string> Symbols => s_symbols.Value;

    /// <summary>Macros of the headers that <see cref="CoverageTable"/> covers.</summary>
    internal static IReadOnlySet<string> Macros => s_macros.Value;

    /// <summary>Functions that the raw layer can call, newer ones too.</summary>
    internal static IReadOnlySet<string> Imports => s_imports.Value;

    private static HashSet<string> ReadSymbols(params string[] libraries)
    {
        HashSet<string> symbols = new(StringComparer.Ordinal);
        foreach (string library in libraries)
        {
            foreach (string line in Run("nm", "-D", "--defined-only", FileOf(library)))
            {
                string[] parts = line.Split(' ');
                if (parts is [_, "T", _])
                {
                    symbols.Add(parts[2].Split('@')[0]);
                }
            }
        }

        return symbols;
    }

    /// <summary>The very file that this process calls into.</summary>
    private static string FileOf(string library)
    {
        Assert.True(NativeLibraries.TryLoad(library, out _, out string? reason), reason);
        return File.ReadLines("/proc/self/maps").Select(static l => l[(l.LastIndexOf(' ') + 1)..])
            .First(f => Path.GetFileName(f).StartsWith($"lib{library}.so", StringComparison.Ordinal));
    }

    private static HashSet<string> ReadMacros()
    {
        HashSet<string> macros = new(StringComparer.Ordinal);
        string[] folders = [.. Run("pkg-config", "--cflags-only-I", "gstreamer-1.0")
            .SelectMany(static l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(static f => f["-I".Length..])];
        foreach (string header in CoverageTable.Headers)
        {
            string? folder = folders.FirstOrDefault(f => File.Exists(Path.Combine(f, header)));
            Assert.True(folder is not null, $"{header} is in none of {string.Join(", ", folders)}.");
            macros.UnionWith(Define().Matches(File.ReadAllText(Path.Combine(folder, header))).Select(static m => m.Groups[1].Value));
        }

        return macros;
    }

    private static string[] Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && output.Length > 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode} and gave nothing.");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^[ \t]*#[ \t]*define[ \t]+((?:GST|gst)_\w+)", RegexOptions.Multiline)]
    private static partial Regex Define();
}
