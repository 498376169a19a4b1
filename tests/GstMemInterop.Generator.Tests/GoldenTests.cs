using System.Text;
using GstMemInterop.Generator.Emit;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Tests;

/// <summary>One tiny header for each construct; everything that is generated from it is a baseline.</summary>
public sealed class GoldenTests
{
    /// <summary>Case, and what its manifest names.</summary>
    public static TheoryData<string, string> Cases => new()
    {
        { "bitfield", """ "structs": { "TinyBits": "" } """ },
        { "union", """ "structs": { "TinyValue": "", "TinyHolder": "mayGrow" } """ },
        { "arrays", """ "structs": { "TinyArrays": "" }, "functions": { "tiny_sum": "" } """ },
        { "callback", """ "structs": { "TinyObject": "" }, "functions": { "tiny_visit": "" } """ },
        { "anonymous", """ "structs": { "TinyNameless": "" } """ },
        { "gulong", """ "structs": { "TinyInfo": "" }, "functions": { "tiny_add": "" } """ },
        {
            "enums", """
            "enums": {
              "TinyFlags": "flags; public; prefix TINY_FLAG_; rename TINY_FLAG_READONLY ReadOnly",
              "TinySignedFlags": "flags", "TinyFlow": "public; prefix TINY_FLOW_",
              "TinyFormat": "public; keepSpelling"
            }
            """
        },
        {
            "constants", """
            "enums": { "TinyMap": "flags" },
            "constants": {
              "TINY_PADDING": "", "TINY_MAP_READWRITE": "", "TINY_TIME_NONE": "type guint64", "TINY_TYPE_INT": "type TinyType",
              "TINY_NAME": "text", "TINY_VERSION": "version", "TINY_LONG": "type guint64"
            }
            """
        },
        { "opaque", """ "opaque": ["TinyOpaque"], "functions": { "tiny_opaque_new": "return full", "tiny_opaque_free": "slot inout full" } """ },
        { "since", """ "opaque": ["TinyOpaque"], "functions": { "tiny_count": "leaf; requalified 1.26", "tiny_take": "since 1.24; item full; return full nullable" } """ },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Generated_text_is_the_baseline(string name, string section)
    {
        using TinyManifest manifest = new(name, Baseline.Header(name), section);

        OutputSet set = OutputSet.Create(ManifestReader.Read(manifest.Path), manifest.Path);

        StringBuilder text = new();
        foreach ((string path, string content) in set.Files)
        {
            // The probe's frame is the same for all; its facts are what the case is about.
            string shown = path == OutputSet.Probe
                ? string.Join('\n', content.Split('\n').Where(l => l.StartsWith("FACT (", StringComparison.Ordinal) || l.Contains("GST_CHECK_VERSION (1", StringComparison.Ordinal) || l.StartsWith("  { \"", StringComparison.Ordinal))) + "\n"
                : content;
            text.Append("==== ").Append(path).Append('\n').Append(shown).Append('\n');
        }

        Baseline.Verify(name, text.ToString());
    }

    [Fact]
    public void Every_header_and_every_baseline_belongs_to_a_case()
    {
        string[] names = [.. Cases.Select(row => row.Data.Item1).Order(StringComparer.Ordinal)];

        Assert.Equal(names, NamesIn("Cases", "*.h"));
        Assert.Equal(names, NamesIn("Baselines", "*.txt"));
    }

    private static IEnumerable<string> NamesIn(string folder, string pattern) =>
        Directory.GetFiles(Path.Combine(Baseline.TestFolder, folder), pattern)
            .Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);
}
