using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GstMemInterop.Tests.Conventions;
using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Findings;

/// <summary>README.md has a row for every entry, with the tests that are in the source now; an entry has a test, or a reason.</summary>
public partial class FindingsTableTests
{
    [Fact]
    public void The_table_is_what_the_source_says()
    {
        ILookup<string, string> tests = Tests();
        StringBuilder text = new("""
            # What an outside examination found, and the test of each

            Found on commit 8926bca. Each test fails there and passes now. The rows are made from `Entries.cs` and from the names of the tests in all suites: `GSTMEMINTEROP_APPROVE=1 dotnet test tests/GstMemInterop.Tests --filter FullyQualifiedName~FindingsTable`.

            | entry | what holds | tests |
            |---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (Entry entry in Entries.All)
        {
            string proof = string.Join(", ", tests[entry.Number].Select(static t => $"`{t}`").Append(entry.WithoutTest).Where(static t => t is not null));
            text.Append(CultureInfo.InvariantCulture, $"| {entry.Number} | {entry.What} | {(proof.Length > 0 ? proof : "none yet")} |\n");
        }

        ApprovedFile.Check("tests/GstMemInterop.Tests/Findings/README.md", text.ToString());
    }

    [Fact]
    public void Every_entry_has_a_test_or_a_reason()
    {
        ILookup<string, string> tests = Tests();
        string[] without = [.. Entries.All.Where(e => e.WithoutTest is null && !tests[e.Number].Any()).Select(static e => e.Number)];
        Assert.True(without.Length == 0, $"Without a test: {string.Join(", ", without)}");
    }

    [Fact]
    public void Every_test_of_an_entry_names_one_that_is_known()
    {
        string[] unknown = [.. Tests().Select(static t => t.Key).Except(Entries.All.Select(static e => e.Number))];
        Assert.Empty(unknown);
        Assert.Equal(Entries.All.Count, Entries.All.DistinctBy(static e => e.Number).Count());
    }

    /// <summary>Class and method of every test whose name begins with a number, by that number.</summary>
    private static ILookup<string, string> Tests() => Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(static f => !f.Split(Path.DirectorySeparatorChar).Any(static part => part is "obj" or "bin"))
        .SelectMany(static f => Test().Matches(File.ReadAllText(f)).Select(m => (Number: m.Groups["number"].Value, Name: $"{Path.GetFileNameWithoutExtension(f).Split('.')[0]}.{m.Groups["name"].Value}")))
        .OrderBy(static t => t.Name, StringComparer.Ordinal)
        .ToLookup(static t => t.Number, static t => t.Name);

    // [Fact] or [Theory] with its data, then the method.
    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public (?:static )?(?:async )?(?:void|Task|ValueTask) (?<name>(?<number>[A-I]\d{1,2}|J)_\w+)\(")]
    private static partial Regex Test();
}
