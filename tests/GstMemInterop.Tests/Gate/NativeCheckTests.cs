using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Gate;

/// <summary>A copy of the checkout in which native-check.sh runs and one thing is wrong; the generator is built once.</summary>
public sealed class BreakableCheckout : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BreakableCheckout() =>
        Checkout.CopyTo(_folder.Path, "native-check.sh", "global.json", ".editorconfig", "Directory.Build.props", "Directory.Packages.props",
            "generator", "bindings");

    internal string Path => _folder.Path;

    internal static string Bash => "/bin/bash";

    internal Outcome Check(Func<Command, Command>? with = null)
    {
        Command command = new(Path);
        return (with?.Invoke(command) ?? command).Run(Bash, "native-check.sh");
    }

    /// <summary>Replaces the one place where a file says <paramref name="right"/>, until disposed.</summary>
    internal Damage Break(string file, string right, string wrong) => new(System.IO.Path.Combine(Path, file), right, wrong);

    public void Dispose() => _folder.Dispose();

    internal sealed class Damage : IDisposable
    {
        private readonly string _file;
        private readonly string _text;

        internal Damage(string file, string right, string wrong)
        {
            _file = file;
            _text = File.ReadAllText(file);
            Assert.Equal(2, _text.Split(right).Length);
            File.WriteAllText(file, _text.Replace(right, wrong, StringComparison.Ordinal));
        }

        public void Dispose() => File.WriteAllText(_file, _text);
    }
}

/// <summary>native-check.sh holds on this machine, and fails, with names and values, for each thing it is there to notice.</summary>
[Trait("Category", "Gate")]
public partial class NativeCheckTests(BreakableCheckout checkout) : IClassFixture<BreakableCheckout>
{
    private const string Proof = "generator/probe/abi_probe.g.c";
    private const string Mirrors = "bindings/GstMemInterop.Native/Generated/gstmemory.g.cs";

    [Fact]
    public void It_holds_for_an_untouched_checkout() =>
        checkout.Check().Succeeded()
            .Says("facts hold").Says("symbols:").Says("native-check: everything holds").DoesNotSay("FAILED");

    [Fact]
    public void A_wrong_offset_fails_with_the_field_and_both_values()
    {
        nint right = Offset();
        (string fact, string broken) = OffsetFact(right, right + 8);
        using (checkout.Break(Proof, fact, broken))
        {
            checkout.Check().Failed().Says($"GstMapInfo.data: the bindings have {right + 8}, the installed headers {right}").Says(Proof);
        }

        unsafe static nint Offset()
        {
            GstMapInfo info;
            return (nint)((byte*)&info.data - (byte*)&info);
        }
    }

    [Fact]
    public void A_missing_symbol_fails_with_the_library_and_the_name()
    {
        // A library that is installed and lacks one function: the loader finds it first.
        const string Missing = "gst_fd_memory_get_fd";
        string[] imports = [.. typeof(LibGstAllocators).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(static m => m.Name).Distinct()];
        Assert.Contains(Missing, imports);
        using TemporaryFolder libraries = new();
        string source = libraries.Write("stub.c", string.Concat(imports.Except([Missing]).Select(static i => $"void {i}(void) {{}}\n")));
        new Command(libraries.Path).Run("gcc", "-shared", "-fPIC", "-Wl,-soname,libgstallocators-1.0.so.0", "-o", libraries["libgstallocators-1.0.so.0"], source).Succeeded();

        checkout.Check(c => c.With("LD_LIBRARY_PATH", libraries.Path))
            .Failed().Says($"libgstallocators-1.0.so.0: {Missing} is missing").Says("native-check: 1 failed");
    }

    [Fact]
    public void A_stale_generated_file_fails_with_the_file_and_both_lines()
    {
        using (checkout.Break(Mirrors, "GST_MAP_WRITE = 0x2,", "GST_MAP_WRITE = 0x4,"))
        {
            checkout.Check().Failed()
                .Says($"stale {Mirrors}, line ")
                .Says("checked in:     GST_MAP_WRITE = 0x4,").Says("generated:      GST_MAP_WRITE = 0x2,")
                .Says("native-check: 1 failed");
        }
    }

    [Fact]
    public void A_generated_file_that_is_gone_fails_with_its_name()
    {
        const string Gone = "bindings/GstMemInterop.Native/Generated/gstcaps.g.cs";
        string file = Path.Combine(checkout.Path, Gone);
        string text = File.ReadAllText(file);
        File.Delete(file);
        try
        {
            checkout.Check().Failed().Says($"missing {Gone}");
        }
        finally
        {
            File.WriteAllText(file, text);
        }
    }

    [Fact]
    public void Other_headers_than_those_generated_from_are_proven_and_not_compared()
    {
        string banner = BannerVersion().Match(File.ReadAllText(Path.Combine(checkout.Path, Mirrors))).Value;
        using (checkout.Break(Mirrors, banner, "GStreamer 1.14.9, generator"))
        {
            checkout.Check().Succeeded().Says("generated with 1.14.9, installed ").Says("drift not compared").Says("facts hold");
        }
    }

    [Fact]
    public void A_fact_about_a_name_that_only_newer_headers_have_is_left_out_and_counted()
    {
        const string Known = "(\"GST_MAP_WRITE\", 2LL, GST_MAP_WRITE)";
        const string Newer = "(\"GST_MAP_NEWER\", 2LL, GST_MAP_NEWER)";
        using (checkout.Break(Proof, Known, Newer))
        {
            checkout.Check().Failed().Says("GST_MAP_NEWER").Says($"{Proof} does not compile");
            string banner = BannerVersion().Match(File.ReadAllText(Path.Combine(checkout.Path, Mirrors))).Value;
            using (checkout.Break(Mirrors, banner, "GStreamer 99.0.0, generator"))
            {
                checkout.Check().Succeeded().Says("left out: 1 facts").Says("facts hold").Says("drift not compared");
            }
        }
    }

    [Fact]
    public void What_is_not_installed_is_named_with_its_package_for_every_package_manager()
    {
        // A machine that has a shell and the .NET SDK, and neither GStreamer nor a compiler.
        using TemporaryFolder programs = new();
        string[] paths = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        foreach (string program in (string[])["awk", "cat", "dirname", "dotnet", "env", "grep", "head", "id", "mktemp", "rm", "sed", "sort", "tail", "tr", "uname"])
        {
            string found = paths.Select(p => Path.Combine(p, program)).First(File.Exists);
            File.CreateSymbolicLink(programs[program], new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found);
        }

        Outcome outcome = checkout.Check(c => c.With("PATH", programs.Path)).Failed();
        foreach (string line in (string[])[
            "C compiler", "pkg-config", "gstreamer-1.0 ", "GStreamer ", "vp8enc", "missing: vp8enc",
            "(apt: gstreamer1.0-plugins-good, dnf: gstreamer1-plugins-good, pacman: gst-plugins-good, brew: gstreamer)",
            "(apt: libgstreamer-plugins-base1.0-dev, dnf: gstreamer1-plugins-base-devel, pacman: gst-plugins-base-libs, brew: gstreamer)",
            "was not compiled: no C compiler"])
        {
            outcome.Says(line);
        }
    }

    /// <summary>A sample or test that uses an element must not find out on somebody else's machine that it is not there.</summary>
    [Fact]
    public void Every_element_that_samples_tests_and_README_use_is_one_it_looks_for()
    {
        HashSet<string> listed = [.. ElementLists().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "native-check.sh")))
            .SelectMany(static m => m.Groups["names"].Value.Split([' ', '\n', '\\'], StringSplitOptions.RemoveEmptyEntries)), "autovideosink"];
        Assert.Contains("vp8enc", listed);

        string[] folders = ["samples", "tests"];
        IEnumerable<string> files = folders
            .Select(f => Path.Combine(Checkout.Root, f)).Where(Directory.Exists)
            .SelectMany(static f => Directory.EnumerateFiles(f, "*.cs", SearchOption.AllDirectories))
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/Gate/", StringComparison.Ordinal))
            .Append(Path.Combine(Checkout.Root, "README.md"));
        string[] unknown = [.. files
            .SelectMany(static f => Texts().Matches(File.ReadAllText(f)).Select(m => (File: Path.GetFileName(f), Text: m.Value)))
            .Where(static t => t.Text.Contains(" ! ", StringComparison.Ordinal))
            .SelectMany(static t => ElementsOfLaunchText().Matches(t.Text).Select(m => (t.File, Name: m.Groups["name"].Value)))
            .Where(t => !listed.Contains(t.Name) && t.Name != "nosuchelement")
            .Select(static t => $"{t.Name} ({t.File})").Distinct()];
        Assert.True(unknown.Length == 0, $"native-check.sh does not look for {string.Join(", ", unknown)}: add it to the elements of its package.");
    }

    private (string Fact, string Broken) OffsetFact(nint right, nint wrong)
    {
        string fact = OffsetOfData().Match(File.ReadAllText(Path.Combine(checkout.Path, Proof))).Value;
        Assert.Contains($", {right},", fact, StringComparison.Ordinal);
        return (fact, fact.Replace($", {right},", $", {wrong},", StringComparison.Ordinal));
    }

    [GeneratedRegex("""^FACT \("offsetof GstMapInfo\.data", \d+, .*$""", RegexOptions.Multiline)]
    private static partial Regex OffsetOfData();

    [GeneratedRegex(@"GStreamer [0-9.]+, generator")]
    private static partial Regex BannerVersion();

    [GeneratedRegex(@"^  elements ""[^""]*"" \\\n(?<names>(?:    [^\n]*\n)+)", RegexOptions.Multiline)]
    private static partial Regex ElementLists();

    [GeneratedRegex(@"""(?:[^""\\\n]|\\.)*""")]
    private static partial Regex Texts();

    [GeneratedRegex(@"(?:^""|! )(?<name>[a-z][a-z0-9]*)(?= |""$)")]
    private static partial Regex ElementsOfLaunchText();
}
