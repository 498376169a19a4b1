using System.Text.Json.Nodes;

namespace GstMemInterop.Generator.Tests;

/// <summary>A folder with one tiny header and a manifest for it, deleted when the test ends.</summary>
internal sealed class TinyManifest : IDisposable
{
    public TinyManifest(string headerName, string headerText, string section, string library = "libc.so.6")
    {
        Folder = Directory.CreateTempSubdirectory("gmi-generator-").FullName;
        File.WriteAllText(System.IO.Path.Combine(Folder, headerName + ".h"), headerText);
        JsonObject header = JsonNode.Parse("{" + section + "}")!.AsObject();
        header["header"] = headerName + ".h";
        header["library"] = "Tiny";
        JsonObject manifest = new()
        {
            ["floor"] = "1.0",
            ["includes"] = new JsonArray(headerName + ".h"),
            ["libraries"] = new JsonObject { ["Tiny"] = $"LibTiny {library}" },
            ["headers"] = new JsonArray(header),
        };
        Path = System.IO.Path.Combine(Folder, "tiny.manifest.json");
        File.WriteAllText(Path, manifest.ToJsonString());
    }

    public string Folder { get; }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
