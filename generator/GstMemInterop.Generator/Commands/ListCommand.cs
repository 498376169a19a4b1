using ClangSharp.Interop;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Commands;

/// <summary>What the headers have that the manifest does not name: the to-do list when moving to a newer GStreamer.</summary>
internal static class ListCommand
{
    public static int Run(string manifestPath, string root, TextWriter output)
    {
        Manifest manifest = ManifestReader.Read(manifestPath);
        return ApiSource.WithDeclarations(manifest, manifestPath, index => Print(manifest, index, output));
    }

    private static int Print(Manifest manifest, DeclarationIndex index, TextWriter output)
    {
        int functions = 0, types = 0;
        foreach (HeaderEntry header in manifest.Headers.OrderBy(h => h.Header, StringComparer.Ordinal))
        {
            HashSet<string> bound =
            [
                .. header.Functions.Select(f => f.Name),
            ];
            string[] unboundFunctions = Unbound(index.Functions, header.Header, bound);
            string[] unboundTypes = [.. Unbound(index.Typedefs, header.Header, NamedTypes(manifest)).Where(t => IsRecordOrEnum(index, t))];
            functions += unboundFunctions.Length;
            types += unboundTypes.Length;
            if (unboundFunctions.Length + unboundTypes.Length == 0)
            {
                continue;
            }

            output.WriteLine($"{header.Header}: {unboundFunctions.Length} functions, {unboundTypes.Length} types not bound");
            foreach (string name in unboundFunctions.Concat(unboundTypes))
            {
                output.WriteLine($"  {name}");
            }
        }

        int named = manifest.Headers.Sum(h => h.Functions.Count);
        output.WriteLine($"list: {named} functions bound; {functions} functions and {types} types of the same headers are not");
        return 0;
    }

    private static HashSet<string> NamedTypes(Manifest manifest) =>
        [.. manifest.Headers.SelectMany(h => h.Structs.Select(s => s.Name).Concat(h.Opaque).Concat(h.Enums.Select(e => e.Name)))];

    private static string[] Unbound(Dictionary<string, CXCursor> declarations, string header, HashSet<string> bound) =>
    [
        .. declarations
            .Where(d => !bound.Contains(d.Key) && !IsMacroHelper(d.Key))
            .Where(d => DeclarationIndex.FileOf(d.Value).EndsWith("/" + header, StringComparison.Ordinal))
            .Select(d => d.Key)
            .Order(StringComparer.Ordinal),
    ];

    // G_DEFINE_AUTOPTR_CLEANUP_FUNC writes these; they are for C's own scoping only.
    private static bool IsMacroHelper(string name) =>
        name.StartsWith("glib_", StringComparison.Ordinal) || name.Contains("_autoptr", StringComparison.Ordinal)
        || name.EndsWith("_listautoptr", StringComparison.Ordinal);

    private static bool IsRecordOrEnum(DeclarationIndex index, string typedef) => index.Find(typedef) is not null;
}
