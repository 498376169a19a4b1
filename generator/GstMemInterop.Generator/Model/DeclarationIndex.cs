using ClangSharp.Interop;

namespace GstMemInterop.Generator.Model;

/// <summary>Every top-level declaration of the parse by name, and the name each record and enum is best known by.</summary>
internal sealed class DeclarationIndex
{
    private readonly Dictionary<CXCursor, string> _names = [];

    public DeclarationIndex(CXCursor root)
    {
        foreach (CXCursor cursor in Children(root))
        {
            string name = cursor.Spelling.ToString();
            switch (cursor.Kind)
            {
                case CXCursorKind.CXCursor_FunctionDecl:
                    Functions.TryAdd(name, cursor);
                    break;
                case CXCursorKind.CXCursor_TypedefDecl:
                    Typedefs.TryAdd(name, cursor);
                    RememberName(name, cursor);
                    break;
                case CXCursorKind.CXCursor_VarDecl:
                    Variables.TryAdd(name, cursor);
                    break;
                case CXCursorKind.CXCursor_MacroDefinition:
                    Macros.Add(name);
                    break;
                case CXCursorKind.CXCursor_StructDecl or CXCursorKind.CXCursor_UnionDecl or CXCursorKind.CXCursor_EnumDecl:
                    Tags.TryAdd(name, cursor);
                    foreach (CXCursor member in Children(cursor).Where(c => c.Kind == CXCursorKind.CXCursor_EnumConstantDecl))
                    {
                        EnumConstants.TryAdd(member.Spelling.ToString(), member);
                    }

                    break;
            }
        }
    }

    public Dictionary<string, CXCursor> Functions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CXCursor> Typedefs { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CXCursor> Tags { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CXCursor> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CXCursor> EnumConstants { get; } = new(StringComparer.Ordinal);

    public HashSet<string> Macros { get; } = new(StringComparer.Ordinal);

    public static List<CXCursor> Children(CXCursor parent)
    {
        List<CXCursor> children = [];
        unsafe
        {
            parent.VisitChildren(
                (child, _, _) =>
                {
                    children.Add(child);
                    return CXChildVisitResult.CXChildVisit_Continue;
                },
                default);
        }

        return children;
    }

    /// <summary>The path of the header that declares <paramref name="cursor"/>, with forward slashes.</summary>
    public static string FileOf(CXCursor cursor)
    {
        cursor.Location.GetExpansionLocation(out CXFile file, out _, out _, out _);
        return file.Handle == 0 ? "" : file.Name.ToString().Replace('\\', '/');
    }

    /// <summary>The typedef's name for a record or enum, its tag when it has none, null when it is nameless.</summary>
    public string? NameOf(CXCursor declaration)
    {
        if (_names.TryGetValue(declaration, out string? name))
        {
            return name;
        }

        return declaration.IsAnonymous ? null : declaration.Spelling.ToString();
    }

    /// <summary>The record or enum behind a typedef or tag name.</summary>
    public CXCursor? Find(string name)
    {
        CXType type = Typedefs.TryGetValue(name, out CXCursor typedef)
            ? typedef.TypedefDeclUnderlyingType.CanonicalType
            : Tags.TryGetValue(name, out CXCursor tag) ? tag.Type.CanonicalType : default;
        return type.kind is CXTypeKind.CXType_Record or CXTypeKind.CXType_Enum ? clang.getTypeDeclaration(type) : null;
    }

    // GObject is also GInitiallyUnowned: the typedef that matches the tag wins, else the first one.
    private void RememberName(string name, CXCursor typedef)
    {
        CXType type = typedef.TypedefDeclUnderlyingType.CanonicalType;
        if (type.kind is not (CXTypeKind.CXType_Record or CXTypeKind.CXType_Enum))
        {
            return;
        }

        CXCursor declaration = clang.getTypeDeclaration(type);
        bool matchesTag = declaration.Spelling.ToString() == "_" + name;
        if (matchesTag || !_names.ContainsKey(declaration))
        {
            _names[declaration] = name;
        }
    }
}
