using GstMemInterop.Generator.Emit;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Tests;

/// <summary>The generated C program is compiled and run; a wrong table must make it fail and say what differs.</summary>
public sealed class ProbeTests
{
    private const string Header = """
        typedef unsigned long gsize;
        typedef struct _Tiny { int x; struct { short a; gsize b; } inner[2]; union { int i; float f; }; } Tiny;
        typedef enum { TINY_A = 3, TINY_B = -1 } TinyEnum;
        #define TINY_NAME "tiny"
        gsize tiny_size (const Tiny *tiny, const char *const *names);
        """;

    private const string Section = """
        "structs": { "Tiny": "" }, "enums": { "TinyEnum": "" }, "functions": { "tiny_size": "" }, "constants": { "TINY_NAME": "text" }
        """;

    [Fact]
    public void A_true_table_holds()
    {
        (RunResult run, RunResult statics) = CompileAndRun(text => text);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"abi proof: \d\d+ facts hold", run.Output);
        Assert.Equal((0, ""), (statics.ExitCode, statics.Output));
    }

    [Theory]
    [InlineData("FACT (\"offsetof Tiny.inner\", 8,", "FACT (\"offsetof Tiny.inner\", 4,", "offsetof Tiny.inner;4;8")]
    [InlineData("FACT (\"offsetof Tiny.inner[0].b\", 16,", "FACT (\"offsetof Tiny.inner[0].b\", 12,", "offsetof Tiny.inner[0].b;12;16")]
    [InlineData("FACT (\"sizeof Tiny\", 48,", "FACT (\"sizeof Tiny\", 40,", "sizeof Tiny;40;48")]
    [InlineData("FACT (\"TINY_B\", -1LL,", "FACT (\"TINY_B\", 1LL,", "TINY_B;1;-1")]
    [InlineData("gsize (const Tiny *,", "int (const Tiny *,", "signature of tiny_size;1;0")]
    public void A_wrong_table_is_named_with_both_values(string truth, string lie, string expected)
    {
        (RunResult run, RunResult statics) = CompileAndRun(text =>
        {
            Assert.Contains(truth, text, StringComparison.Ordinal);
            return text.Replace(truth, lie, StringComparison.Ordinal);
        });

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, statics.ExitCode);
        Assert.Contains(expected.Split(';')[0], statics.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_text_is_named()
    {
        (RunResult run, _) = CompileAndRun(text => text.Replace("\"TINY_NAME\", \"tiny\"", "\"TINY_NAME\", \"tall\"", StringComparison.Ordinal));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TINY_NAME;tall;tiny", run.Output, StringComparison.Ordinal);
    }

    private static (RunResult Run, RunResult Statics) CompileAndRun(Func<string, string> edit)
    {
        using TinyManifest manifest = new("tiny", Header, Section);
        string text = OutputSet.Create(ManifestReader.Read(manifest.Path), manifest.Path).Files[OutputSet.Probe];
        string source = Path.Combine(manifest.Folder, "probe.c");
        string program = Path.Combine(manifest.Folder, "probe");
        File.WriteAllText(source, edit(text));
        RunResult compiled = RunResult.Of("gcc", ["-Wall", "-I" + manifest.Folder, "-o", program, source]);
        Assert.True(compiled.ExitCode == 0, compiled.Output);
        RunResult statics = RunResult.Of("gcc", ["-DSTATIC_PROOF", "-fsyntax-only", "-I" + manifest.Folder, source]);
        return (RunResult.Of(program, []), statics);
    }
}
