using System.Text.RegularExpressions;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Conventions;

/// <summary>The table of <c>bindings/COVERAGE.md</c> knows every function and macro there is, and says of nothing what is not so.</summary>
public partial class CoverageTests
{
    /// <summary>The first release that nobody has looked through for new functions yet.</summary>
    private static readonly Version s_unknown = new(1, 29);

    /// <summary>The table holds everything that these headers have; older ones lack some of it.</summary>
    private const string TheHeaders = "1.22";

    [Fact]
    public void The_table_is_what_the_documentation_says()
    {
        Needs.GStreamerVersion(TheHeaders, "the table was made with its headers");
        ApprovedFile.Check("bindings/COVERAGE.md", CoverageTable.Text());
    }

    [Fact]
    public void Every_exported_function_has_a_row() => HaveRows(NativeSurface.Symbols);

    [Fact]
    public void Every_macro_of_the_headers_has_a_row()
    {
        string[] homeless = [.. NativeSurface.Macros.Where(static m => CoverageTable.SectionOf(m) is null)];
        Assert.True(homeless.Length == 0, string.Join(Environment.NewLine, homeless));
        HaveRows(NativeSurface.Macros);
    }

    [Fact]
    public void Every_row_is_a_function_or_a_macro()
    {
        Needs.GStreamerVersion(TheHeaders, "the table was made with its headers");
        string[] unknown = [.. CoverageTable.Rows().Keys.Where(static name =>
            !NativeSurface.Symbols.Contains(name) && !NativeSurface.Macros.Contains(name) && !NativeSurface.Imports.Contains(name)
            && !CoverageTable.Reasons()[name].StartsWith("newer:", StringComparison.Ordinal))];
        Assert.True(unknown.Length == 0, string.Join(Environment.NewLine, unknown));
    }

    [Fact]
    public void Nothing_is_missing()
    {
        string[] missing = [.. CoverageTable.Text().Split('\n').Where(static line => line.EndsWith("**missing** |", StringComparison.Ordinal))];
        Assert.True(missing.Length == 0, $"Reach these, or say in {CoverageTable.ReasonsFile} why not:{Environment.NewLine}{string.Join(Environment.NewLine, missing)}");
    }

    [Fact]
    public void A_function_that_is_reached_needs_no_reason()
    {
        SortedDictionary<string, string[]> rows = CoverageTable.Rows();
        string[] superfluous = [.. CoverageTable.Reasons().Keys.Where(name => !rows.TryGetValue(name, out string[]? members) || members.Length > 0)];
        if (ApprovedFile.Approving)
        {
            CoverageTable.Prune(superfluous);
            return;
        }

        Assert.True(superfluous.Length == 0, string.Join(Environment.NewLine, superfluous));
    }

    [Fact]
    public void A_member_that_a_reason_names_exists()
    {
        ApiDocumentation safe = ApiDocumentation.Safe;
        HashSet<string> members = [.. safe.Members.Concat(safe.Types).Select(ApiDocumentation.LabelOf)];
        string[] unknown = [.. CoverageTable.Reasons().Values
            .SelectMany(static r => MemberName().Matches(r)).Select(static m => m.Groups[1].Value).Distinct().Where(m => !members.Contains(m))];
        Assert.True(unknown.Length == 0, string.Join(Environment.NewLine, unknown));
    }

    private static void HaveRows(IEnumerable<string> names)
    {
        Assert.SkipWhen(GStreamer.Version >= s_unknown, $"The table was made with what GStreamer has up to {s_unknown}; this one is {GStreamer.Version} and may have more.");
        SortedDictionary<string, string[]> rows = CoverageTable.Rows();
        string[] unknown = [.. names.Where(n => CoverageTable.SectionOf(n) is not null && !rows.ContainsKey(n)).Order(StringComparer.Ordinal)];
        Assert.True(unknown.Length == 0, $"No member's documentation names these and {CoverageTable.ReasonsFile} gives no reason: {string.Join(", ", unknown)}");
    }

    [GeneratedRegex("`([A-Z][A-Za-z.<>]+)`")]
    private static partial Regex MemberName();
}
