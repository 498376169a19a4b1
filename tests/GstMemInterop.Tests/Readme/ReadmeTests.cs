using System.Text.RegularExpressions;

namespace GstMemInterop.Tests.Readme;

/// <summary>Every C# block of the README is a region of <see cref="Snippets"/>, to the letter.</summary>
public partial class ReadmeTests
{
    [Fact]
    public void Every_snippet_of_the_README_is_code_that_runs()
    {
        string root = RepositoryRoot();
        string readme = File.ReadAllText(Path.Combine(root, "README.md")).ReplaceLineEndings("\n");
        string source = File.ReadAllText(Path.Combine(root, "tests/GstMemInterop.Tests/Readme/Snippets.cs")).ReplaceLineEndings("\n");
        Dictionary<string, string> regions = Region().Matches(source).ToDictionary(static m => m.Groups["name"].Value, static m => Unindent(m.Groups["code"].Value));

        MatchCollection blocks = Block().Matches(readme);
        Assert.NotEmpty(blocks);
        Assert.Equal(CodeFence().Count(readme), blocks.Count);
        foreach (Match block in blocks)
        {
            string name = block.Groups["name"].Value;
            Assert.True(regions.TryGetValue(name, out string? region), $"README.md shows a snippet '{name}' that is no region of Snippets.cs.");

            Assert.Equal(region, Usings().Replace(block.Groups["code"].Value, "").TrimEnd('\n'));
        }
    }

    [Fact]
    public void G1_The_first_program_of_the_README_is_whole()
    {
        string first = Block().Match(File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md")).ReplaceLineEndings("\n")).Groups["code"].Value;
        Assert.StartsWith("using GstMemInterop;\nusing GstMemInterop.Bytes;\n\n", first, StringComparison.Ordinal);
    }

    [Fact]
    public void G2_No_snippet_of_the_README_needs_a_display()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md")).ReplaceLineEndings("\n");
        Assert.DoesNotContain(Block().Matches(readme), static block => block.Value.Contains("autovideosink", StringComparison.Ordinal));
    }

    [Fact]
    public void G6_The_README_praises_nothing_that_no_member_does()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md"));
        bool pulls = typeof(GstBuffer).Assembly.GetType("GstMemInterop.GstAppSink") is not null;
        Assert.Equal(!pulls, readme.Contains("no member pulls them yet", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_name_in_the_table_of_names_exists()
    {
        string readme = File.ReadAllText(Path.Combine(RepositoryRoot(), "README.md")).ReplaceLineEndings("\n");
        string table = readme.Split("## By the name you know")[1].Split("\n## ")[0];
        (string Type, string Member)[] ours = [.. table.Split('\n').Where(static l => l.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(static l => OurName().Matches(l.Split('|')[2])).Select(static m => (m.Groups["type"].Value, m.Groups["member"].Value))];
        Assert.True(ours.Length > 30);
        Assert.All(ours, static name =>
        {
            Type? type = typeof(GstBuffer).Assembly.GetType($"GstMemInterop.{name.Type}");
            Assert.True(type is not null && type.GetMember(name.Member).Length > 0, $"README.md names {name.Type}.{name.Member}, which does not exist.");
        });
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GstMemInterop.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("GstMemInterop.sln is in no folder above the tests.");
    }

    private static string Unindent(string code)
    {
        string[] lines = code.Trim('\n').Split('\n');
        int indent = lines.Where(static l => l.Trim().Length > 0).Min(static l => l.Length - l.TrimStart().Length);
        return string.Join('\n', lines.Select(l => l.Length >= indent ? l[indent..] : "")).TrimEnd();
    }

    [GeneratedRegex(@"#region (?<name>\S+)\n(?<code>.*?)\n\s*#endregion", RegexOptions.Singleline)]
    private static partial Regex Region();

    [GeneratedRegex(@"<!-- snippet: (?<name>\S+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A(using [\w.]+;\n)+\n")]
    private static partial Regex Usings();

    [GeneratedRegex(@"`(?<type>\w+)\.(?<member>\w+)`")]
    private static partial Regex OurName();

    [GeneratedRegex("^```csharp$", RegexOptions.Multiline)]
    private static partial Regex CodeFence();
}
