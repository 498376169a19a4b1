using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace GstMemInterop.Tests.Samples;

public partial class EditInPlaceTests
{
    private const int Sigterm = 15;

    [Fact]
    public void Without_arguments_it_makes_two_pictures_and_costs_no_managed_byte()
    {
        using SampleProcess sample = new();
        (int status, string[] output, string[] errors) = sample.Run();
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Match summary = Summary().Match(output[^1]);
        Assert.True(summary.Success, output[^1]);
        Assert.Equal(("300", "300", "0", "0"), (summary.Groups[1].Value, summary.Groups[2].Value, summary.Groups[3].Value, summary.Groups[4].Value));
        Assert.NotEqual(File.ReadAllBytes(sample.PathOf("before.png")), File.ReadAllBytes(sample.PathOf("after.png")));
    }

    [Theory]
    [InlineData("webm")]
    [InlineData("mkv")]
    [InlineData("ogv")]
    public void A_video_it_wrote_is_a_video_it_reads(string extension)
    {
        using SampleProcess sample = new();
        (int status, _, string[] errors) = sample.Run("--frames", "20", "--size", "320x240", "--output", $"first.{extension}");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        (status, string[] output, errors) = sample.Run("--input", $"first.{extension}", "--effect", "invert", "--format", "RGB");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.StartsWith("edited 20 of 20 frames in place", output[^1], StringComparison.Ordinal);
        Assert.True(File.Exists(sample.PathOf("after.png")));
    }

    [Fact]
    public void A_photograph_goes_in_and_comes_out()
    {
        using SampleProcess sample = new();
        Assert.Equal(0, sample.Run("--frames", "1", "--size", "321x241", "--effect", "box", "--output", "photo.jpg").Status);
        (int status, string[] output, string[] errors) = sample.Run("--input", "photo.jpg", "--effect", "pixelate", "--format", "NV12", "--output", "out.png");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.StartsWith("edited 1 of 1 frames in place", output[^1], StringComparison.Ordinal);
        Assert.True(new FileInfo(sample.PathOf("out.png")).Length > 1000);
    }

    [Theory]
    [InlineData(1, "no file", "--input", "nothing.jpg")]
    [InlineData(2, "no effect", "--effect", "sparkle")]
    [InlineData(2, "no format", "--format", "YUV9")]
    [InlineData(2, "no extension", "--output", "x.gif")]
    [InlineData(2, "no number", "--frames", "0")]
    [InlineData(2, "no size", "--size", "3x3")]
    [InlineData(2, "--bogus", "--bogus")]
    [InlineData(1, "no folder", "--output", "missing/x.png")]
    public void What_goes_wrong_is_one_line_and_a_status(int expected, string text, params string[] arguments)
    {
        using SampleProcess sample = new();
        (int status, _, string[] errors) = sample.Run(arguments);
        Assert.Equal(expected, status);
        Assert.Contains(text, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_video_is_one_line_and_a_status()
    {
        using SampleProcess sample = new();
        File.WriteAllBytes(sample.PathOf("noise.bin"), [.. Enumerable.Range(0, 5000).Select(static i => (byte)(i * 31))]);
        (int status, _, string[] errors) = sample.Run("--input", "noise.bin");
        Assert.Equal(1, status);
        Assert.Contains("gave no video frame", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void A_polite_stop_ends_with_a_file_that_plays()
    {
        using SampleProcess sample = new();
        using Process process = sample.Start("--frames", "100000", "--size", "320x240", "--output", "cut.webm");
        string? line = process.StandardOutput.ReadLine();
        SpinWait.SpinUntil(() => File.Exists(sample.PathOf("cut.webm")) && new FileInfo(sample.PathOf("cut.webm")).Length > 10_000, TimeSpan.FromSeconds(30));
        Assert.Equal(0, Kill(process.Id, Sigterm));

        string rest = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
        Assert.Equal(0, process.ExitCode);
        Match summary = Summary().Match((line + "\n" + rest).Trim().Split('\n')[^1]);
        Assert.True(summary.Success, rest);

        (int status, string[] output, _) = sample.Run("--input", "cut.webm");
        Assert.Equal(0, status);
        Assert.Equal(summary.Groups[1].Value, Summary().Match(output[^1]).Groups[1].Value);
    }

    // The program kill is a package of its own on small systems.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [GeneratedRegex(@"^edited (\d+) of (\d+) frames in place, (\d+) copied, (\S+) bytes of managed memory per frame, \d+ frames/s$")]
    private static partial Regex Summary();
}
