using GstMemInterop.Generator.Emit;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Commands;

/// <summary>Compares what would be generated with what is checked in; writes nothing.</summary>
internal static class CheckCommand
{
    public static int Run(string manifestPath, string root, TextWriter output)
    {
        OutputSet set = OutputSet.Create(ManifestReader.Read(manifestPath), manifestPath);
        int drift = 0;
        foreach ((string path, string expected) in set.Files)
        {
            string full = Path.Combine(root, path);
            if (!File.Exists(full))
            {
                output.WriteLine($"missing {path}");
                drift++;
            }
            else if (File.ReadAllText(full) is var actual && actual != expected)
            {
                output.WriteLine($"stale {path}{FirstDifference(expected, actual)}");
                drift++;
            }
        }

        foreach (string extra in GeneratedFiles.Extra(root, set))
        {
            output.WriteLine($"extra {extra}");
            drift++;
        }

        output.WriteLine(drift == 0
            ? $"check: {set.Files.Count} files are what the generator writes"
            : $"check: {drift} of {set.Files.Count} files drifted; run 'generate'");
        return drift == 0 ? 0 : 1;
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] wanted = expected.Split('\n');
        string[] found = actual.Split('\n');
        int line = 0;
        while (line < wanted.Length && line < found.Length && wanted[line] == found[line])
        {
            line++;
        }

        string Show(string[] lines) => line < lines.Length ? lines[line] : "(end of file)";
        return $", line {line + 1}:\n  checked in: {Show(found)}\n  generated:  {Show(wanted)}";
    }
}
