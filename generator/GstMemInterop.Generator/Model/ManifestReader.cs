using System.Text.Json;

namespace GstMemInterop.Generator.Model;

/// <summary>Reads the manifest's JSON; each entry's note is a list of clauses separated by semicolons.</summary>
internal static class ManifestReader
{
    private static readonly string[] s_headerKeys = ["header", "library", "functions", "structs", "opaque", "enums", "constants"];

    public static Manifest Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllText(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        JsonElement root = document.RootElement;
        return new Manifest(
            Text(root, "floor") ?? throw Bad("'floor' is missing"),
            Text(root, "versionPackage"),
            Strings(root, "packages"),
            Strings(root, "defines"),
            Strings(root, "includes"),
            Text(root, "newer"),
            [.. Notes(root, "libraries").Select(n => ReadLibrary(n.Name, n.Note))],
            [.. root.GetProperty("headers").EnumerateArray().Select(ReadHeader)]);
    }

    private static LibraryEntry ReadLibrary(string key, string note) => note.Split(' ') is [var className, var fileName]
        ? new LibraryEntry(key, className, fileName)
        : throw Bad($"library {key} needs its C# class and its file name, not '{note}'");

    private static HeaderEntry ReadHeader(JsonElement element)
    {
        foreach (JsonProperty property in element.EnumerateObject().Where(p => !s_headerKeys.Contains(p.Name)))
        {
            throw Bad($"'{property.Name}' is not a key of a header; the keys are {string.Join(", ", s_headerKeys)}");
        }

        return new HeaderEntry(
            Text(element, "header") ?? throw Bad("a header has no 'header'"),
            Text(element, "library") ?? throw Bad("a header has no 'library'"),
            [.. Notes(element, "functions").Select(n => ReadFunction(n.Name, n.Note))],
            [.. Notes(element, "structs").Select(n => ReadStruct(n.Name, n.Note))],
            Strings(element, "opaque"),
            [.. Notes(element, "enums").Select(n => ReadEnum(n.Name, n.Note))],
            [.. Notes(element, "constants").Select(n => ReadConstant(n.Name, n.Note))]);
    }

    private static FunctionEntry ReadFunction(string name, string note)
    {
        string? since = null, requalified = null;
        bool leaf = false;
        List<string> ownership = [];
        foreach (string clause in Clauses(note))
        {
            if (clause == "leaf")
            {
                leaf = true;
            }
            else if (clause.StartsWith("since ", StringComparison.Ordinal))
            {
                since = clause["since ".Length..];
            }
            else if (clause.StartsWith("requalified ", StringComparison.Ordinal))
            {
                requalified = clause["requalified ".Length..];
            }
            else
            {
                ownership.Add(clause);
            }
        }

        return new FunctionEntry(name, since, requalified, leaf, [.. ownership]);
    }

    private static RecordEntry ReadStruct(string name, string note)
    {
        RecordEntry entry = new(name, MayGrow: false, Grew: null);
        foreach (string clause in Clauses(note))
        {
            entry = clause.Split(' ') switch
            {
                ["mayGrow"] => entry with { MayGrow = true },
                ["grew", var version] => entry with { Grew = version },
                _ => throw Bad($"'{clause}' on struct {name}: only 'mayGrow' and 'grew 1.22' are known"),
            };
        }

        return entry;
    }

    private static EnumEntry ReadEnum(string name, string note)
    {
        bool flags = false, isPublic = false, keep = false;
        string? prefix = null;
        List<(string, string)> renames = [];
        List<string> combined = [];
        foreach (string clause in Clauses(note))
        {
            string[] words = clause.Split(' ');
            switch (words)
            {
                case ["flags"]: flags = true; break;
                case ["public"]: isPublic = true; break;
                case ["keepSpelling"]: keep = true; break;
                case ["prefix", var p]: prefix = p; break;
                case ["rename", var from, var to]: renames.Add((from, to)); break;
                case ["with", var constant]: combined.Add(constant); break;
                default: throw Bad($"'{clause}' on enum {name} is not one of flags, public, keepSpelling, prefix X, rename X Y, with X");
            }
        }

        return new EnumEntry(name, flags, isPublic, prefix, keep, [.. renames], [.. combined]);
    }

    private static ConstantEntry ReadConstant(string name, string note) => note.Split(' ') switch
    {
        [""] => new ConstantEntry(name, false, false, null),
        ["version"] => new ConstantEntry(name, IsVersion: true, false, null),
        ["text"] => new ConstantEntry(name, false, IsText: true, null),
        ["type", var type] => new ConstantEntry(name, false, false, type),
        _ => throw Bad($"'{note}' on constant {name}: only 'version', 'text' and 'type X' are known"),
    };

    private static string[] Clauses(string note) =>
        note.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<(string Name, string Note)> Notes(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value)
            ? value.EnumerateObject().Select(p => (p.Name, p.Value.GetString() ?? ""))
            : [];

    private static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;

    private static ValueList<string> Strings(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) ? [.. value.EnumerateArray().Select(v => v.GetString()!)] : [];

    private static GeneratorException Bad(string message) => new($"manifest: {message}");
}
