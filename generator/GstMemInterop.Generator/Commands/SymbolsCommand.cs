using System.Runtime.InteropServices;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Commands;

/// <summary>Looks every import up in the installed library; an absence must be explained by a since-version.</summary>
internal static class SymbolsCommand
{
    public static int Run(string manifestPath, string root, TextWriter output)
    {
        Manifest manifest = ManifestReader.Read(manifestPath);
        Version installed = Version.Parse(CompilerArguments.InstalledVersion(manifest));
        int resolved = 0, newer = 0, missing = 0;
        foreach (LibraryEntry library in manifest.Libraries)
        {
            FunctionEntry[] functions =
                [.. manifest.Headers.Where(h => h.Library == library.Key).SelectMany(h => h.Functions)];
            if (functions.Length == 0)
            {
                continue;
            }

            if (!NativeLibrary.TryLoad(library.FileName, out nint handle))
            {
                output.WriteLine($"{library.FileName} could not be loaded");
                missing += functions.Length;
                continue;
            }

            foreach (FunctionEntry function in functions)
            {
                if (NativeLibrary.TryGetExport(handle, function.Name, out _))
                {
                    resolved++;
                }
                else if (function.Since is { } since && Version.Parse(since) > new Version(installed.Major, installed.Minor))
                {
                    newer++;
                }
                else
                {
                    output.WriteLine($"{library.FileName}: {function.Name} is missing");
                    missing++;
                }
            }
        }

        output.WriteLine($"symbols: {resolved} of {resolved + newer + missing} resolve, {newer} newer than the installed {installed}");
        return missing == 0 ? 0 : 1;
    }
}
