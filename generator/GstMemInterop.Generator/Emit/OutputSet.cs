using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>All generated files by path below the repository root, in memory, so that check and generate share every byte.</summary>
internal sealed class OutputSet
{
    public const string NativeFolder = "bindings/GstMemInterop.Native/Generated";
    public const string PublicEnums = "bindings/GstMemInterop/Generated/Enums.g.cs";
    public const string Probe = "generator/probe/abi_probe.g.c";

    private OutputSet(SortedDictionary<string, string> files) => Files = files;

    public IReadOnlyDictionary<string, string> Files { get; }

    public static OutputSet Create(Manifest manifest, string manifestPath)
    {
        NativeApi host = ApiSource.ReadHost(manifest, manifestPath);
        List<(string, NativeApi)> others =
            [.. ApiSource.OtherTargets.Select(t => (t, ApiSource.ReadTarget(manifest, manifestPath, t)))];
        SortedDictionary<string, string> files = new(StringComparer.Ordinal)
        {
            [$"{NativeFolder}/Layout.g.cs"] = LayoutEmitter.Emit(host, others),
            [PublicEnums] = EnumEmitter.EmitPublic(host),
            [Probe] = ProbeEmitter.Emit(host, manifest),
        };
        foreach (HeaderModel header in host.Headers)
        {
            files.Add($"{NativeFolder}/{Path.GetFileNameWithoutExtension(header.Header)}.g.cs", HeaderEmitter.Emit(header, host.GStreamerVersion));
        }

        return new OutputSet(files);
    }
}
