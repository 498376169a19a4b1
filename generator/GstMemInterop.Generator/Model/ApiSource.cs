namespace GstMemInterop.Generator.Model;

/// <summary>From manifest and installed headers to a model, for the host or for another target.</summary>
internal static class ApiSource
{
    /// <summary>The targets besides the host whose layouts are recorded.</summary>
    public static readonly string[] OtherTargets = ["aarch64-linux-gnu", "armv7-linux-gnueabihf", "x86_64-windows-msvc"];

    public static NativeApi ReadHost(Manifest manifest, string manifestPath) =>
        Read(manifest, manifestPath, CompilerArguments.ForHost(manifest, FolderOf(manifestPath)));

    public static NativeApi ReadTarget(Manifest manifest, string manifestPath, string triple) =>
        Read(manifest, manifestPath, CompilerArguments.ForTarget(manifest, triple, FolderOf(manifestPath)));

    public static T WithDeclarations<T>(Manifest manifest, string manifestPath, Func<DeclarationIndex, T> use)
    {
        using HeaderParser parser = HeaderParser.Parse(manifest, CompilerArguments.ForHost(manifest, FolderOf(manifestPath)), NewerPath(manifest, manifestPath));
        return use(new DeclarationIndex(parser.Root));
    }

    private static NativeApi Read(Manifest manifest, string manifestPath, string[] arguments)
    {
        using HeaderParser parser = HeaderParser.Parse(manifest, arguments, NewerPath(manifest, manifestPath));
        string version = CompilerArguments.InstalledVersion(manifest);
        return ApiReader.Read(manifest, new DeclarationIndex(parser.Root), version);
    }

    private static string? NewerPath(Manifest manifest, string manifestPath) =>
        manifest.Newer is null ? null : Path.Combine(FolderOf(manifestPath), manifest.Newer);

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
