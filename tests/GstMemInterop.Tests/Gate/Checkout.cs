namespace GstMemInterop.Tests.Gate;

/// <summary>The checkout that these tests were built from, and copies of it that a test may break.</summary>
internal static class Checkout
{
    internal static string Root { get; } = FindRoot();

    /// <summary>The version in the library projects' shared settings is not repeated here: packages of a test have their own.</summary>
    internal static string RuntimeIdentifier =>
        $"linux-{System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Copies the named files and folders of the checkout, without build output, as they are now (committed or not).</summary>
    internal static void CopyTo(string target, params ReadOnlySpan<string> entries)
    {
        foreach (string entry in entries)
        {
            string source = Path.Combine(Root, entry);
            if (File.Exists(source))
            {
                CopyFile(source, Path.Combine(target, entry));
                continue;
            }

            foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                string relative = Path.GetRelativePath(Root, file);
                if (!relative.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj"))
                {
                    CopyFile(file, Path.Combine(target, relative));
                }
            }
        }
    }

    private static void CopyFile(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(source, target, overwrite: true);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GstMemInterop.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("GstMemInterop.sln is in no folder above the tests.");
    }
}

/// <summary>A folder outside the checkout that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gstmeminterop-gate-");

    internal string Path => _folder.FullName;

    internal string this[string relative] => System.IO.Path.Combine(_folder.FullName, relative);

    internal string Write(string relative, string text)
    {
        string file = this[relative];
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
