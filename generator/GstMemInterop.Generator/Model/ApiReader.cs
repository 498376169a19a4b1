using System.Globalization;
using ClangSharp.Interop;

namespace GstMemInterop.Generator.Model;

/// <summary>Reads what the manifest names out of one parse. Every mistake is collected, so that one run reports them all.</summary>
internal sealed class ApiReader
{
    private readonly Manifest _manifest;
    private readonly DeclarationIndex _index;
    private readonly TypeReader _types;
    private readonly RecordReader _records;
    private readonly List<string> _errors = [];

    private ApiReader(Manifest manifest, DeclarationIndex index)
    {
        _manifest = manifest;
        _index = index;
        HashSet<string> named = [.. manifest.Headers.SelectMany(
            h => h.Structs.Select(s => s.Name).Concat(h.Opaque).Concat(h.Enums.Select(e => e.Name)))];
        _types = new TypeReader(index, named, _errors);
        _records = new RecordReader(index, _types, _errors);
    }

    public static NativeApi Read(Manifest manifest, DeclarationIndex index, string version)
    {
        ApiReader reader = new(manifest, index);
        NativeApi api = new(version, [.. manifest.Headers.Select(reader.ReadHeader)]);
        if (reader._errors.Count != 0)
        {
            throw new GeneratorException(
                "the manifest and the headers disagree:\n  " + string.Join("\n  ", reader._errors.Distinct()));
        }

        return api;
    }

    private HeaderModel ReadHeader(HeaderEntry entry)
    {
        LibraryEntry? library = _manifest.Libraries.FirstOrDefault(l => l.Key == entry.Library);
        if (library is null)
        {
            _errors.Add($"{entry.Header}: library '{entry.Library}' is not declared under 'libraries'");
            library = new LibraryEntry(entry.Library, entry.Library, "");
        }

        return new HeaderModel(
            entry.Header,
            library,
            [.. Sorted(entry.Functions, f => f.Name).Select(f => ReadFunction(f, entry.Header)).OfType<FunctionModel>()],
            [.. Sorted(entry.Structs, s => s.Name).Select(s => ReadRecord(s, entry.Header)).OfType<RecordModel>()],
            [.. Sorted(entry.Opaque, o => o).Where(CheckOpaque)],
            [.. Sorted(entry.Enums, e => e.Name).Select(e => ReadEnum(e, entry.Header)).OfType<EnumModel>()],
            [.. Sorted(entry.Constants, c => c.Name).Select(c => ReadConstant(c, entry.Header)).OfType<ConstantModel>()]);
    }

    private static IEnumerable<T> Sorted<T>(IEnumerable<T> items, Func<T, string> name) => items.OrderBy(name, StringComparer.Ordinal);

    private FunctionModel? ReadFunction(FunctionEntry entry, string header)
    {
        if (!_index.Functions.TryGetValue(entry.Name, out CXCursor cursor))
        {
            Unknown("function", entry.Name, _index.Functions.Keys, header);
            return null;
        }

        CheckHeader(entry.Name, cursor, header);
        FunctionType type = _types.ReadFunction(cursor.Type.CanonicalType.kind == CXTypeKind.CXType_FunctionNoProto
            ? throw new GeneratorException($"{entry.Name} has no prototype") : cursor.Type, entry.Name);
        List<ParameterModel> parameters = [];
        for (int i = 0; i < type.Parameters.Count; i++)
        {
            string name = clang.Cursor_getArgument(cursor, (uint)i).Spelling.ToString();
            parameters.Add(new ParameterModel(
                name.Length != 0 ? name : "arg" + i.ToString(CultureInfo.InvariantCulture), type.Parameters[i]));
        }

        foreach (string subject in entry.Notes.Select(n => n.Split(' ')[0]))
        {
            if (subject != "return" && parameters.All(p => p.Name != subject))
            {
                _errors.Add($"{entry.Name} has no parameter '{subject}'"
                    + NearestName.Hint(subject, parameters.Select(p => p.Name)));
            }
        }

        return new FunctionModel(entry.Name, type.Result, [.. parameters], entry);
    }

    private RecordModel? ReadRecord(RecordEntry entry, string header)
    {
        if (_index.Find(entry.Name) is not { } declaration || declaration.Kind == CXCursorKind.CXCursor_EnumDecl)
        {
            Unknown("struct", entry.Name, _index.Typedefs.Keys, header);
            return null;
        }

        RecordModel record = _records.Read(entry.Name, declaration, entry.MayGrow) with { Grew = entry.Grew };
        CheckHeader(entry.Name, clang.getCursorDefinition(declaration), header);
        return record;
    }

    private bool CheckOpaque(string name)
    {
        if (_index.Find(name) is null)
        {
            Unknown("type", name, _index.Typedefs.Keys, "opaque");
            return false;
        }

        return true;
    }

    private EnumModel? ReadEnum(EnumEntry entry, string header)
    {
        if (_index.Find(entry.Name) is not { Kind: CXCursorKind.CXCursor_EnumDecl } declaration)
        {
            Unknown("enum", entry.Name, _index.Typedefs.Keys, header);
            return null;
        }

        CXCursor definition = clang.getCursorDefinition(declaration);
        CheckHeader(entry.Name, definition, header);
        List<CXCursor> constants =
            [.. DeclarationIndex.Children(definition).Where(c => c.Kind == CXCursorKind.CXCursor_EnumConstantDecl)];
        bool signed = definition.EnumDecl_IntegerType.CanonicalType.kind == CXTypeKind.CXType_Int;
        List<EnumMemberModel> members = [.. constants.Select(c => new EnumMemberModel(
            c.Spelling.ToString(), signed ? c.EnumConstantDeclValue : (long)c.EnumConstantDeclUnsignedValue))];
        return new EnumModel(entry.Name, signed ? "int" : "uint", [.. members], entry);
    }

    private ConstantModel? ReadConstant(ConstantEntry entry, string header)
    {
        string prefix = entry.IsText ? HeaderParser.TextPrefix : HeaderParser.TypePrefix;
        if (!_index.Variables.TryGetValue(prefix + entry.Name, out CXCursor variable))
        {
            Unknown("constant", entry.Name, _index.Macros, header);
            return null;
        }

        if (entry.IsText)
        {
            using CXEvalResult text = variable.Evaluate;
            return new ConstantModel(entry.Name, "string", text.AsStr, Value: 0, IsVersion: false);
        }

        long value = _index.EnumConstants[HeaderParser.ValuePrefix + entry.Name].EnumConstantDeclValue;
        CType type = _types.Read(variable.Type, entry.Name);
        string csharp = type.CSharp;
        if (csharp is "CLong" or "CULong")
        {
            _errors.Add($"{entry.Name} is a C long, whose width differs from target to target: give it a 'type'");
        }

        string literal = csharp switch
        {
            "ulong" or "nuint" or "uint" => ((ulong)value).ToString(CultureInfo.InvariantCulture),
            _ when type is NamedType => $"({csharp})({value.ToString(CultureInfo.InvariantCulture)})",
            _ => value.ToString(CultureInfo.InvariantCulture),
        };
        return new ConstantModel(entry.Name, csharp, literal, value, entry.IsVersion);
    }

    // newer.h stands in for headers that are not installed yet, so what it declares belongs to any header.
    private void CheckHeader(string name, CXCursor cursor, string header)
    {
        string file = DeclarationIndex.FileOf(cursor);
        bool standIn = _manifest.Newer is { } newer && file.EndsWith(newer, StringComparison.Ordinal);
        if (!standIn && !file.EndsWith("/" + header, StringComparison.Ordinal))
        {
            _errors.Add($"{name} is declared in {file}, not in {header}");
        }
    }

    private void Unknown(string kind, string name, IEnumerable<string> known, string header) =>
        _errors.Add($"{header}: the headers have no {kind} '{name}'{NearestName.Hint(name, known)}");
}
