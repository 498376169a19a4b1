namespace GstMemInterop.Generator;

/// <summary>Finds the checkout from wherever the command was started.</summary>
internal static class RepositoryRoot
{
    public static string Find()
    {
        for (DirectoryInfo? folder = new(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "generator", "gstreamer.manifest.json")))
            {
                return folder.FullName;
            }
        }

        throw new GeneratorException("no generator/gstreamer.manifest.json above the current folder: pass --manifest and --root");
    }
}
