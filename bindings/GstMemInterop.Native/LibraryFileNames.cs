namespace GstMemInterop.Native;

/// <summary>The file names of a logical library on each operating system, in the order in which they are tried.</summary>
internal static class LibraryFileNames
{
    private static readonly string[] s_macFolders =
    [
        "/Library/Frameworks/GStreamer.framework/Libraries",
        "/opt/homebrew/lib",
        "/usr/local/lib",
    ];

    // Set by the official installers, one per toolchain.
    private static readonly string[] s_windowsRoots =
    [
        "GSTREAMER_1_0_ROOT_MSVC_X86_64",
        "GSTREAMER_1_0_ROOT_MINGW_X86_64",
        "GSTREAMER_1_0_ROOT_MSVC_ARM64",
        "GSTREAMER_1_0_ROOT_X86_64",
    ];

    public static IEnumerable<string> Candidates(string logical, params string?[] folders)
    {
        string[] names = FileNames(logical);
        foreach (string folder in folders.Where(f => !string.IsNullOrEmpty(f)).Select(f => f!))
        {
            foreach (string name in names)
            {
                yield return Path.Combine(folder, name);
            }
        }

        foreach (string name in names)
        {
            yield return name;
        }

        foreach (string folder in InstallFolders())
        {
            foreach (string name in names)
            {
                yield return Path.Combine(folder, name);
            }
        }
    }

    private static string[] FileNames(string logical)
    {
        if (OperatingSystem.IsWindows())
        {
            return [$"{logical}-0.dll", $"lib{logical}-0.dll"]; // MSVC, MinGW
        }

        return OperatingSystem.IsMacOS() ? [$"lib{logical}.0.dylib"] : [$"lib{logical}.so.0"];
    }

    private static IEnumerable<string> InstallFolders()
    {
        if (OperatingSystem.IsMacOS())
        {
            return s_macFolders;
        }

        return OperatingSystem.IsWindows()
            ? s_windowsRoots
                .Select(Environment.GetEnvironmentVariable)
                .Where(root => !string.IsNullOrEmpty(root))
                .Select(root => Path.Combine(root!, "bin"))
            : [];
    }
}
