using System.Globalization;
using ClangSharp.Interop;

namespace GstMemInterop.Generator.Model;

/// <summary>Reads a struct or union with the compiler's own sizes and offsets, nameless members included.</summary>
internal sealed class RecordReader(DeclarationIndex index, TypeReader types, List<string> errors)
{
    public RecordModel Read(string name, CXCursor declaration, bool mayGrow)
    {
        CXCursor definition = clang.getCursorDefinition(declaration);
        if (definition.IsNull)
        {
            errors.Add($"{name} has no public definition: name it under 'opaque'");
            return new RecordModel(name, false, 0, 0, [], mayGrow, name);
        }

        return Read(name, definition, types.CSpelling(name, definition), mayGrow, name);
    }

    private RecordModel Read(string name, CXCursor definition, string spelling, bool mayGrow, string user)
    {
        CXType type = definition.Type;
        List<CXCursor> members = DeclarationIndex.Children(definition);
        List<CXCursor> nameless = [.. members.Where(m => IsRecord(m) && m.IsAnonymous && !IsTypeOfAField(m, members))];
        List<FieldModel> fields = [];
        foreach (CXCursor member in members)
        {
            if (member.Kind == CXCursorKind.CXCursor_FieldDecl)
            {
                if (member.Spelling.ToString().Length != 0)
                {
                    fields.Add(ReadField(member, user));
                }
            }
            else if (nameless.IndexOf(member) is >= 0 and var position)
            {
                string suffix = nameless.Count == 1 ? "" : (position + 1).ToString(CultureInfo.InvariantCulture);
                fields.Add(ReadNamelessMember(member, "Anonymous" + suffix, type, user));
            }
        }

        bool isUnion = definition.Kind == CXCursorKind.CXCursor_UnionDecl;
        return new RecordModel(name, isUnion, type.SizeOf, type.AlignOf, [.. fields], mayGrow, spelling);
    }

    private FieldModel ReadField(CXCursor field, string user)
    {
        string name = field.Spelling.ToString();
        string path = $"{user}.{name}";
        CXType type = field.Type;
        CType model = ReadFieldType(type, name, path);
        int bits = field.IsBitField ? field.FieldDeclBitWidth : 0;
        return new FieldModel(name, model, clang.Cursor_getOffsetOfField(field), type.SizeOf, bits, IsNamed: true);
    }

    private CType ReadFieldType(CXType type, string name, string path)
    {
        CXType canonical = type.CanonicalType;
        if (canonical.kind == CXTypeKind.CXType_ConstantArray && NamelessRecord(canonical.ArrayElementType) is { } element)
        {
            return new ArrayType(Nested(element, name, path), canonical.ArraySize);
        }

        return NamelessRecord(canonical) is { } nested ? Nested(nested, name, path) : types.Read(type, path);
    }

    private AnonymousType Nested(CXCursor definition, string field, string path)
    {
        string kind = definition.Kind == CXCursorKind.CXCursor_UnionDecl ? "Union" : "Struct";
        return new AnonymousType(Read($"_{field}_e__{kind}", definition, "", mayGrow: false, path));
    }

    private FieldModel ReadNamelessMember(CXCursor member, string name, CXType parent, string user)
    {
        AnonymousType type = Nested(member, name, $"{user}.{name}");
        // clang knows the offset of what is inside only; the first field sits at the member's own start.
        FieldModel first = type.Record.Fields[0];
        long offset = parent.GetOffsetOf(first.Name) - first.OffsetInBits;
        return new FieldModel(name, type, offset, type.Record.Size, 0, IsNamed: false);
    }

    private CXCursor? NamelessRecord(CXType canonical)
    {
        if (canonical.kind != CXTypeKind.CXType_Record)
        {
            return null;
        }

        CXCursor declaration = clang.getTypeDeclaration(canonical);
        return index.NameOf(declaration) is null ? clang.getCursorDefinition(declaration) : null;
    }

    private static bool IsRecord(CXCursor cursor) =>
        cursor.Kind is CXCursorKind.CXCursor_StructDecl or CXCursorKind.CXCursor_UnionDecl;

    private static bool IsTypeOfAField(CXCursor record, List<CXCursor> members) => members
        .Where(m => m.Kind == CXCursorKind.CXCursor_FieldDecl && m.Spelling.ToString().Length != 0)
        .Select(m => m.Type.CanonicalType)
        .Select(t => t.kind == CXTypeKind.CXType_ConstantArray ? t.ArrayElementType.CanonicalType : t)
        .Any(t => t.kind == CXTypeKind.CXType_Record && clang.getTypeDeclaration(t).Equals(record));
}
