using System.Diagnostics;

namespace GstMemInterop.Generator.Model;

/// <summary>What a C compiler would be told: pkg-config's flags, the compiler's own headers, and a target.</summary>
internal static class CompilerArguments
{
    public static string[] ForHost(Manifest manifest, string manifestFolder) =>
        ["-x", "c", "-std=gnu11", "-I" + manifestFolder, .. BuiltinIncludes(), .. PackageFlags(manifest.Packages)];

    /// <summary>Another target: no host system header may be seen, so ours stand in for the few that GLib includes.</summary>
    public static string[] ForTarget(Manifest manifest, string triple, string manifestFolder) =>
    [
        "-x", "c", "-std=gnu11", "-target", triple, "-ffreestanding", "-nostdinc",
        "-I" + Path.Combine(manifestFolder, "targets", "include"), "-I" + manifestFolder,
        .. PackageFlags(manifest.Packages).Where(f => f.StartsWith("-I", StringComparison.Ordinal)),
    ];

    /// <summary>The version of the installed headers; 0.0.0 when the manifest names no package for it.</summary>
    public static string InstalledVersion(Manifest manifest) => manifest.VersionPackage is not { } package ? "0.0.0" : Run("pkg-config", "--modversion", package)
        ?? throw new GeneratorException($"pkg-config does not know {package}: install its development package");

    private static string[] PackageFlags(ValueList<string> packages)
    {
        if (packages.Count == 0)
        {
            return [];
        }

        string flags = Run("pkg-config", ["--cflags", .. packages])
            ?? throw new GeneratorException($"pkg-config --cflags {string.Join(' ', packages)} failed: install the development packages");
        return flags.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // libclang without the clang package has no stddef.h; gcc's serve as well.
    private static string[] BuiltinIncludes()
    {
        foreach (string clang in (string[])["clang", "clang-19", "clang-14"])
        {
            if (Run(clang, "-print-resource-dir") is { Length: > 0 } resources && File.Exists(Path.Combine(resources, "include", "stddef.h")))
            {
                return ["-isystem", Path.Combine(resources, "include")];
            }
        }

        return Run("gcc", "-print-file-name=include") is { } include && Directory.Exists(include)
            ? ["-isystem", include]
            : [];
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }
}
