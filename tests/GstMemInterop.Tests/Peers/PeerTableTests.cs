using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Peers;

/// <summary>README.md names a test that exists for each defect, and leaves none of them out.</summary>
public partial class PeerTableTests
{
    private const int Defects = 34;

    [Fact]
    public void Every_defect_has_a_test_that_exists()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Checkout.Root, "tests/GstMemInterop.Tests/Peers/README.md"));
        (int Number, string Tests)[] rows = [.. lines.Select(static l => Row().Match(l)).Where(static m => m.Success)
            .Select(static m => (int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), m.Groups[2].Value))];
        Assert.Equal(Enumerable.Range(1, Defects), rows.Select(static r => r.Number));

        HashSet<string> tests = [.. Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(static t => t.GetMethods().Where(static m => m.GetCustomAttributes<FactAttribute>().Any()).Select(m => $"{t.Name}.{m.Name}"))];
        string[] gone = [.. rows.SelectMany(static r => TestName().Matches(r.Tests)).Select(static m => m.Groups[1].Value).Where(t => !tests.Contains(t))];
        Assert.True(gone.Length == 0, string.Join(Environment.NewLine, gone));
        int[] untested = [.. rows.Where(static r => !TestName().IsMatch(r.Tests)).Select(static r => r.Number)];
        Assert.Empty(untested);
    }

    [GeneratedRegex(@"^\| (\d+) \|.*\| ([^|]*) \|$")]
    private static partial Regex Row();

    [GeneratedRegex("`([A-Za-z]+\\.\\w+)`")]
    private static partial Regex TestName();
}
