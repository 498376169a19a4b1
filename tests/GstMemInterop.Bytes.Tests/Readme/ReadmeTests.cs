using System.Runtime.CompilerServices;

namespace GstMemInterop.Bytes.Tests.Readme;

public class ReadmeTests
{
    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string[] Lines(params string[] path) =>
        File.ReadAllText(Path.Combine([Here(), .. path])).ReplaceLineEndings("\n").Split('\n');

    private static List<string> Blocks(string[] lines, Func<string, bool> begins, Func<string, bool> ends)
    {
        List<string> blocks = [];
        for (int i = 0; i < lines.Length; i++)
        {
            if (begins(lines[i]))
            {
                string[] block = [.. lines.Skip(i + 1).TakeWhile(l => !ends(l))];
                int indent = block.Where(l => l.Trim().Length > 0).Min(l => l.Length - l.TrimStart().Length);
                blocks.Add(string.Join('\n', block.Select(l => l.Length < indent ? "" : l[indent..])).TrimEnd());
            }
        }

        return blocks;
    }

    [Fact]
    public void Every_code_block_of_the_readme_is_a_tested_region_and_the_other_way_round()
    {
        List<string> blocks = Blocks(Lines("..", "..", "..", "bindings", "GstMemInterop.Bytes", "README.md"), l => l == "```csharp", l => l == "```");
        List<string> regions = Blocks(Lines("ReadmeExamples.cs"), l => l.Trim().StartsWith("#region readme-", StringComparison.Ordinal), l => l.Trim() == "#endregion");
        Assert.NotEmpty(regions);
        Assert.Equal(regions.Order(StringComparer.Ordinal), blocks.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_type_in_the_readme_exists()
    {
        string text = string.Join('\n', Lines("..", "..", "..", "bindings", "GstMemInterop.Bytes", "README.md"));
        HashSet<string> types = [.. typeof(NativeChunk).Assembly.GetExportedTypes().Select(t => t.Name.Split('`')[0])];
        foreach (string type in types.Where(t => t.StartsWith("Byte", StringComparison.Ordinal) && t is nameof(ByteSearch) or nameof(ByteCompare) or nameof(ByteDiff) or nameof(ByteEdit)))
        {
            Assert.Contains(type, text, StringComparison.Ordinal);
        }

        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, @"`(Byte\w+|Native\w+|Chunk\w+|Segment\w+|Memory(?:View|Access)|TypedArray|Hex\w+|SpanLease|PlaneSpan|ReadOnlyPlaneSpan)[<.`]"))
        {
            Assert.Contains(match.Groups[1].Value, types);
        }
    }
}
