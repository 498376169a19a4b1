using System.Reflection;

namespace GstMemInterop.Generator.Tests;

/// <summary>Checked-in expectations; <c>UPDATE_BASELINES=1</c> rewrites them.</summary>
internal static class Baseline
{
    public static string TestFolder { get; } = typeof(Baseline).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "TestFolder").Value!;

    public static string Header(string name) => File.ReadAllText(Path.Combine(TestFolder, "Cases", name + ".h"));

    public static void Verify(string name, string actual)
    {
        string path = Path.Combine(TestFolder, "Baselines", name + ".txt");
        if (Environment.GetEnvironmentVariable("UPDATE_BASELINES") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
