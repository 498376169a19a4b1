using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Xml.Linq;

namespace GstMemInterop.Tests.Gate;

/// <summary>The three packages, packed as a release is: from a git checkout with a remote, on a build server.</summary>
public sealed class PackedLibraries : IDisposable
{
    internal const string Remote = "https://github.com/example/gstmeminterop";

    private readonly TemporaryFolder _folder = new();

    public PackedLibraries()
    {
        Source = _folder["source"];
        Feed = _folder["feed"];
        Checkout.CopyTo(Source, "global.json", ".editorconfig", ".gitignore", "Directory.Build.props", "Directory.Packages.props",
            "README.md", "LICENSE", "bindings/GstMemInterop.Native", "bindings/GstMemInterop.Bytes", "bindings/GstMemInterop");
        Command git = new(Source);
        git.Run("git", "init", "--quiet").Succeeded();
        git.Run("git", "add", ".").Succeeded();
        git.Run("git", "-c", "user.name=test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false", "commit", "--quiet", "-m", "packed").Succeeded();
        git.Run("git", "remote", "add", "origin", Remote + ".git").Succeeded();
        Commit = git.Run("git", "rev-parse", "HEAD").Succeeded().Output.Trim();
        Pack("GstMemInterop", "-warnaserror");      // builds the two that it refers to
        Pack("GstMemInterop.Native", "--no-build");
        Pack("GstMemInterop.Bytes", "--no-build");
    }

    internal static string[] Libraries { get; } = ["GstMemInterop.Native", "GstMemInterop.Bytes", "GstMemInterop"];

    internal static string Version { get; } = $"0.1.0-test.{DateTime.UtcNow:yyyyMMddHHmmss}";

    internal string Source { get; }

    internal string Feed { get; }

    internal string Commit { get; }

    internal ZipArchive Open(string library, string extension) => ZipFile.OpenRead(Path.Combine(Feed, $"{library}.{Version}.{extension}"));

    public void Dispose() => _folder.Dispose();

    // A version of its own: nothing that lies in a cache can stand in for what was just packed.
    private void Pack(string library, string option) => new Command(Source).With("CI", "true")
        .Run("dotnet", "pack", $"bindings/{library}", "-c", "Release", "-o", Feed, $"-p:PackageVersion={Version}", option).Succeeded();
}

/// <summary>What a user gets from the feed: complete packages, and a fresh application that runs on them.</summary>
[Trait("Category", "Gate")]
public class PackageTests(PackedLibraries packed) : IClassFixture<PackedLibraries>
{
    private static readonly string[] s_frameworks = ["net10.0", "net9.0"];

    public static TheoryData<string> Libraries => [.. PackedLibraries.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_package_has_libraries_documentation_readme_licence_and_origin(string library)
    {
        using ZipArchive package = packed.Open(library, "nupkg");
        string[] entries = [.. package.Entries.Select(static e => e.FullName)];
        foreach (string framework in s_frameworks)
        {
            Assert.Contains($"lib/{framework}/{library}.dll", entries);
            Assert.Contains($"lib/{framework}/{library}.xml", entries);
        }

        Assert.Contains("README.md", entries);
        XElement metadata = Metadata(package, library);
        Assert.Equal("MIT", Value(metadata, "license"));
        Assert.Equal("expression", Element(metadata, "license").Attribute("type")?.Value);
        Assert.Equal("README.md", Value(metadata, "readme"));
        Assert.NotEqual("Package Description", Value(metadata, "description"));
        XElement repository = Element(metadata, "repository");
        Assert.Equal("git", repository.Attribute("type")?.Value);
        Assert.StartsWith(PackedLibraries.Remote, repository.Attribute("url")?.Value, StringComparison.Ordinal);
        Assert.Equal(packed.Commit, repository.Attribute("commit")?.Value);
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Symbols_lead_to_the_source_of_the_commit(string library)
    {
        using ZipArchive symbols = packed.Open(library, "snupkg");
        foreach (string framework in s_frameworks)
        {
            ZipArchiveEntry? entry = symbols.GetEntry($"lib/{framework}/{library}.pdb");
            Assert.NotNull(entry);
            using MemoryStream bytes = new();
            using (Stream content = entry.Open())
            {
                content.CopyTo(bytes);
            }

            bytes.Position = 0;
            using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(bytes);
            MetadataReader reader = provider.GetMetadataReader();
            (string prefix, string address) = SourceLink(reader);
            Assert.Equal($"https://raw.githubusercontent.com/example/gstmeminterop/{packed.Commit}/", address);

            List<string> documents = [.. reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name))];
            Assert.NotEmpty(documents);
            foreach (DocumentHandle handle in reader.Documents)
            {
                string name = reader.GetString(reader.GetDocument(handle).Name);
                Assert.StartsWith(prefix, name, StringComparison.Ordinal);

                // What the commit does not have (sources that a generator made) lies in the symbols themselves.
                Assert.True(File.Exists(Path.Combine(packed.Source, name[prefix.Length..])) || IsEmbedded(reader, handle), name);
            }
        }
    }

    [Fact]
    public void Each_package_asks_for_no_more_than_its_layer_needs()
    {
        Assert.Empty(Dependencies("GstMemInterop.Native"));
        Assert.Empty(Dependencies("GstMemInterop.Bytes"));
        Assert.Equal(["GstMemInterop.Bytes", "GstMemInterop.Native", "Microsoft.Extensions.Logging.Abstractions"], Dependencies("GstMemInterop"));
    }

    [Fact]
    public void A_fresh_application_runs_on_the_packages()
    {
        using TemporaryFolder application = new();
        application.Write("nuget.config", $"""
            <configuration>
              <packageSources>
                <add key="local-feed" value="{packed.Feed}" />
              </packageSources>
            </configuration>
            """);
        application.Write("Fresh.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
              </PropertyGroup>
            </Project>
            """);
        application.Write("Program.cs", """
            using GstMemInterop;
            using GstMemInterop.Bytes;
            using GstMemInterop.Native;
            using System.Runtime.InteropServices;

            // The byte toolkit by itself.
            byte[] bytes = [0x00, 0x0F];
            ByteEdit.Invert(bytes);
            Console.WriteLine(Convert.ToHexString(bytes));

            // The raw layer by itself.
            unsafe
            {
                Console.WriteLine(Marshal.PtrToStringUTF8((nint)LibGst.gst_version_string()));
            }

            // The safe layer.
            using GstMemInterop.GstBuffer buffer = GstMemInterop.GstBuffer.CopyOf("lifestyletransfer"u8);
            using (WriteMapping map = buffer.MapWrite())
            {
                map.Span[0] = (byte)'L'; map.Span[4] = (byte)'S'; map.Span[9] = (byte)'T';
            }

            using (ReadMapping read = buffer.MapRead())
            {
                Console.WriteLine(System.Text.Encoding.ASCII.GetString(read.Span));
            }

            int frames = 0;
            using GstMemInterop.GstPipeline pipeline = GstMemInterop.GstPipeline.Launch(
                "videotestsrc num-buffers=3 ! video/x-raw,format=GRAY8,width=64,height=48 ! identity name=tap ! fakesink");
            using PadProbe probe = pipeline.GetPad("tap", "src").AddBufferProbe((ref BufferProbe p) =>
            {
                using WriteMapping pixels = p.EditBuffer();
                ByteEdit.Invert(pixels.Span);
                frames++;
                return GstMemInterop.GstPadProbeReturn.Ok;
            });
            await pipeline.RunAsync();
            Console.WriteLine($"{frames} frames edited");
            """);

        // A package folder of its own; the sources are the user's and the local feed.
        Command Dotnet() => new Command(application.Path).With("NUGET_PACKAGES", application["packages"]);
        Dotnet().Run("dotnet", "add", "package", "GstMemInterop", "--version", PackedLibraries.Version).Succeeded();
        Outcome run = Dotnet().With("G_DEBUG", "fatal-criticals").Run("dotnet", "run").Succeeded();
        run.Says("FFF0").Says("GStreamer 1.").Says("LifeStyleTransfer").Says("3 frames edited").DoesNotSay("warning");
    }

    private string[] Dependencies(string library)
    {
        using ZipArchive package = packed.Open(library, "nupkg");
        return [.. Metadata(package, library).Descendants().Where(static e => e.Name.LocalName == "dependency")
            .Select(static e => e.Attribute("id")!.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    private static XElement Metadata(ZipArchive package, string library)
    {
        using Stream nuspec = package.GetEntry($"{library}.nuspec")!.Open();
        return XDocument.Load(nuspec).Root!.Elements().Single(static e => e.Name.LocalName == "metadata");
    }

    private static XElement Element(XElement metadata, string name) => Assert.Single(metadata.Elements(), e => e.Name.LocalName == name);

    private static string Value(XElement metadata, string name) => Element(metadata, name).Value;

    private static (string Prefix, string Address) SourceLink(MetadataReader reader)
    {
        Guid kind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
        CustomDebugInformation link = Assert.Single(reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation), i => reader.GetGuid(i.Kind) == kind);
        using JsonDocument json = JsonDocument.Parse(reader.GetBlobBytes(link.Value));
        JsonProperty only = Assert.Single(json.RootElement.GetProperty("documents").EnumerateObject());
        return (only.Name.TrimEnd('*'), only.Value.GetString()!.TrimEnd('*'));
    }

    private static bool IsEmbedded(MetadataReader reader, DocumentHandle document)
    {
        Guid kind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        return reader.GetCustomDebugInformation(document).Select(reader.GetCustomDebugInformation).Any(i => reader.GetGuid(i.Kind) == kind);
    }
}
