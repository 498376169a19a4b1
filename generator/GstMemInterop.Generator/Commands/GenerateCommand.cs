using GstMemInterop.Generator.Emit;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Commands;

/// <summary>Writes every generated file, and removes those that are no longer generated.</summary>
internal static class GenerateCommand
{
    public static int Run(string manifestPath, string root, TextWriter output)
    {
        OutputSet set = OutputSet.Create(ManifestReader.Read(manifestPath), manifestPath);
        int written = 0;
        foreach ((string path, string text) in set.Files)
        {
            string full = Path.Combine(root, path);
            if (File.Exists(full) && File.ReadAllText(full) == text)
            {
                continue; // an untouched file keeps its time stamp, so that a build stays incremental
            }

            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            written++;
        }

        foreach (string extra in GeneratedFiles.Extra(root, set))
        {
            File.Delete(Path.Combine(root, extra));
            output.WriteLine($"removed {extra}");
        }

        output.WriteLine($"generate: {set.Files.Count} files, {written} changed");
        return 0;
    }
}
