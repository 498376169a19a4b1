namespace GstMemInterop.Tests.Gate;

/// <summary>An application published trimmed or ahead of time does what it did before, and its analysers have nothing to say.</summary>
[Trait("Category", "Gate")]
public class PublishTests
{
    [Fact]
    public void Trimmed_on_net10() => PublishAndRun("net10.0", "(trimmed, ");

    [Fact]
    public void Ahead_of_time_on_net9() => PublishAndRun("net9.0", "(NativeAOT, ");

    private static void PublishAndRun(string framework, string kind)
    {
        using TemporaryFolder folder = new();
        new Command(Checkout.Root).Run("dotnet", "publish", "tests/GstMemInterop.PublishSmoke", "-c", "Release",
            "-f", framework, "-r", Checkout.RuntimeIdentifier,
            // Its own build output: other projects of the solution may be building at this moment.
            "--artifacts-path", folder["artifacts"], "-o", folder["app"], "-warnaserror")
            .Succeeded().DoesNotSay("warning");
        Assert.False(File.Exists(folder["app/System.Xml.Linq.dll"]), "nothing was trimmed");
        new Command(folder.Path).With("G_DEBUG", "fatal-criticals").Run(folder["app/GstMemInterop.PublishSmoke"])
            .Succeeded().Says("checks hold").Says(kind).DoesNotSay("FAILED");
    }
}
