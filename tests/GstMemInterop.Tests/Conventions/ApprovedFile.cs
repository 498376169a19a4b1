using GstMemInterop.Tests.Gate;

namespace GstMemInterop.Tests.Conventions;

/// <summary>
/// A text of the repository that must equal what the code says today. To accept a change, run the tests of this folder once
/// with <c>GSTMEMINTEROP_APPROVE=1</c> and review the diff.
/// </summary>
internal static class ApprovedFile
{
    private const string Command = "GSTMEMINTEROP_APPROVE=1 dotnet test tests/GstMemInterop.Tests --filter \"FullyQualifiedName~Conventions|FullyQualifiedName~FindingsTable\"";

    /// <summary>Whether this run writes the files instead of comparing them.</summary>
    internal static bool Approving => Environment.GetEnvironmentVariable("GSTMEMINTEROP_APPROVE") == "1";

    internal static void Check(string path, string actual)
    {
        string file = Path.Combine(Checkout.Root, path);
        string approved = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (approved == actual)
        {
            return;
        }

        if (Approving)
        {
            File.WriteAllText(file, actual);
            return;
        }

        Assert.Fail($"{path} is not what the code says. To accept the change: {Command}{Environment.NewLine}{Difference(approved, actual)}");
    }

    private static string Difference(string approved, string actual)
    {
        string[] before = approved.Split('\n');
        string[] after = actual.Split('\n');
        IEnumerable<string> gone = before.Except(after).Select(static l => "- " + l);
        IEnumerable<string> come = after.Except(before).Select(static l => "+ " + l);
        string[] changes = [.. gone.Concat(come)];
        return changes.Length == 0 ? "The lines are the same in another order." : string.Join(Environment.NewLine, changes.Take(60));
    }
}
