using GstMemInterop.Generator.Emit;

namespace GstMemInterop.Generator.Commands;

/// <summary>What lies in the generated folders on disk.</summary>
internal static class GeneratedFiles
{
    /// <summary>Files in a generated folder that this run does not produce.</summary>
    public static IEnumerable<string> Extra(string root, OutputSet set)
    {
        string folder = Path.Combine(root, OutputSet.NativeFolder);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.g.cs")
                .Select(f => $"{OutputSet.NativeFolder}/{Path.GetFileName(f)}")
                .Where(f => !set.Files.ContainsKey(f))
                .Order(StringComparer.Ordinal)
            : [];
    }
}
