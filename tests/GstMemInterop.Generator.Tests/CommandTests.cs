using System.Runtime.InteropServices;
using GstMemInterop.Generator.Emit;

namespace GstMemInterop.Generator.Tests;

/// <summary>The verbs as real processes: exit codes and what they say.</summary>
public sealed class CommandTests
{
    private const string Header = """
        typedef struct _Tiny { int x; long y; } Tiny;
        int getpid (void);
        int gmi_no_such_function (void);
        int gmi_newer_function (void);
        """;

    private const string Section = """ "structs": { "Tiny": "" }, "functions": { "getpid": "" } """;

    private static readonly string[] s_libclangs = ["libclang-14.so.1", "libclang-19.so.1"];

    [Fact]
    public void Check_finds_edited_missing_and_extra_files()
    {
        using TinyManifest manifest = new("tiny", Header, Section);
        Assert.Equal(0, RunResult.Generator("generate", manifest).ExitCode);
        Assert.Equal(0, RunResult.Generator("check", manifest).ExitCode);

        string header = Path.Combine(manifest.Folder, OutputSet.NativeFolder, "tiny.g.cs");
        string good = File.ReadAllText(header);
        File.WriteAllText(header, good.Replace("public int x;", "public uint x;", StringComparison.Ordinal));
        RunResult edited = RunResult.Generator("check", manifest);
        Assert.Equal(1, edited.ExitCode);
        Assert.Contains($"stale {OutputSet.NativeFolder}/tiny.g.cs, line ", edited.Output, StringComparison.Ordinal);
        Assert.Contains("checked in:     public uint x;", edited.Output, StringComparison.Ordinal);
        Assert.Contains("generated:      public int x;", edited.Output, StringComparison.Ordinal);

        File.Delete(header);
        RunResult missing = RunResult.Generator("check", manifest);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"missing {OutputSet.NativeFolder}/tiny.g.cs", missing.Output, StringComparison.Ordinal);

        File.WriteAllText(header, good);
        string extraFile = Path.Combine(manifest.Folder, OutputSet.NativeFolder, "gone.g.cs");
        File.WriteAllText(extraFile, "// nobody generates this");
        RunResult extra = RunResult.Generator("check", manifest);
        Assert.Equal(1, extra.ExitCode);
        Assert.Contains($"extra {OutputSet.NativeFolder}/gone.g.cs", extra.Output, StringComparison.Ordinal);

        Assert.Equal(0, RunResult.Generator("generate", manifest).ExitCode);
        Assert.False(File.Exists(extraFile));
        Assert.Equal(0, RunResult.Generator("check", manifest).ExitCode);
    }

    [Fact]
    public void Every_installed_libclang_writes_the_same_bytes()
    {
        string[] installed =
        [
            .. s_libclangs.Where(l => NativeLibrary.TryLoad(l, out _)),
        ];
        Assert.NotEmpty(installed);
        foreach (object[] row in GoldenTests.Cases.Select(r => new object[] { r.Data.Item1, r.Data.Item2 }))
        {
            (string name, string section) = ((string)row[0], (string)row[1]);
            using TinyManifest manifest = new(name, Baseline.Header(name), section);
            Assert.Equal(0, RunResult.Generator("generate", manifest, installed[0]).ExitCode);
            Assert.All(installed, l => Assert.Equal((0, name), (RunResult.Generator("check", manifest, l).ExitCode, name)));
        }
    }

    [Fact]
    public void Symbols_names_what_is_missing_and_accepts_what_is_newer()
    {
        using TinyManifest good = new("tiny", Header, """ "functions": { "getpid": "", "gmi_newer_function": "since 1.24" } """);
        RunResult resolved = RunResult.Generator("symbols", good);
        Assert.Equal(0, resolved.ExitCode);
        Assert.Contains("symbols: 1 of 2 resolve, 1 newer than the installed 0.0.0", resolved.Output, StringComparison.Ordinal);

        using TinyManifest bad = new("tiny", Header, """ "functions": { "getpid": "", "gmi_no_such_function": "" } """);
        RunResult missing = RunResult.Generator("symbols", bad);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("libc.so.6: gmi_no_such_function is missing", missing.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void List_prints_what_the_manifest_leaves_out()
    {
        using TinyManifest manifest = new("tiny", Header, """ "functions": { "getpid": "" } """);

        RunResult list = RunResult.Generator("list", manifest);

        Assert.Equal(0, list.ExitCode);
        Assert.Contains("tiny.h: 2 functions, 1 types not bound", list.Output, StringComparison.Ordinal);
        Assert.Contains("  gmi_no_such_function", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("  getpid", list.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_ends_with_a_message_and_not_with_a_stack_trace()
    {
        using TinyManifest manifest = new("tiny", Header, """ "functions": { "getpit": "" } """);

        RunResult result = RunResult.Generator("generate", manifest);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("did you mean getpid?", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Output, StringComparison.Ordinal);
    }
}
