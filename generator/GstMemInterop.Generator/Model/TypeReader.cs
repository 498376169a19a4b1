using ClangSharp.Interop;

namespace GstMemInterop.Generator.Model;

/// <summary>Turns clang's types into <see cref="CType"/>s and reports every type that the manifest does not name.</summary>
internal sealed class TypeReader(DeclarationIndex index, IReadOnlySet<string> namedTypes, List<string> errors)
{
    // Typedefs whose width the C# type must follow by meaning: what they are made of differs from target to target.
    private static readonly Dictionary<string, string> s_known = new(StringComparer.Ordinal)
    {
        ["gsize"] = "nuint", ["gssize"] = "nint", ["size_t"] = "nuint", ["ssize_t"] = "nint",
        ["guintptr"] = "nuint", ["gintptr"] = "nint", ["uintptr_t"] = "nuint", ["intptr_t"] = "nint",
        ["gint64"] = "long", ["guint64"] = "ulong", ["int64_t"] = "long", ["uint64_t"] = "ulong", ["time_t"] = "nint",
    };

    public CType Read(CXType type, string user)
    {
        switch (type.kind)
        {
            case CXTypeKind.CXType_Elaborated:
                return Read(type.NamedType, user);
            case CXTypeKind.CXType_Attributed:
                return Read(clang.Type_getModifiedType(type), user);
            case CXTypeKind.CXType_Typedef:
                return ReadTypedef(type, user);
            case CXTypeKind.CXType_Pointer:
                return ReadPointer(clang.getPointeeType(type), user);
            case CXTypeKind.CXType_Record or CXTypeKind.CXType_Enum:
                return ReadNamed(clang.getTypeDeclaration(type), user);
            case CXTypeKind.CXType_ConstantArray:
                return new ArrayType(Read(type.ArrayElementType, user), type.ArraySize);
            case CXTypeKind.CXType_IncompleteArray:
                return new PointerType(Read(type.ArrayElementType, user), type.ArrayElementType.IsConstQualified);
            case CXTypeKind.CXType_FunctionProto:
                return ReadFunction(type, user);
            case CXTypeKind.CXType_Unexposed:
                return Read(type.CanonicalType, user);
            default:
                return ReadBasic(type, user);
        }
    }

    public FunctionType ReadFunction(CXType type, string user)
    {
        if (type.IsFunctionTypeVariadic)
        {
            errors.Add($"{user} takes a variable number of arguments: C# cannot call it");
        }

        List<CType> parameters = [];
        for (uint i = 0; i < type.NumArgTypes; i++)
        {
            parameters.Add(ReadParameter(type.GetArgType(i), user));
        }

        return new FunctionType(Read(type.ResultType, user), [.. parameters]);
    }

    // libclang shows an array parameter as it was written; what is passed is a pointer to its first element.
    private CType ReadParameter(CXType type, string user) => Read(type, user) switch
    {
        ArrayType array => new PointerType(array.Element, type.ArrayElementType.IsConstQualified),
        FunctionType function => new CallbackType(null, function),
        var other => other,
    };

    private CType ReadTypedef(CXType type, string user)
    {
        CXCursor declaration = clang.getTypeDeclaration(type);
        string name = declaration.Spelling.ToString();
        CXType canonical = type.CanonicalType;
        if (canonical.kind is CXTypeKind.CXType_Record or CXTypeKind.CXType_Enum)
        {
            return ReadNamed(clang.getTypeDeclaration(canonical), user);
        }

        CType underlying = Read(declaration.TypedefDeclUnderlyingType, user);
        return underlying switch
        {
            CallbackType callback => callback with { CName = name },
            FunctionType => underlying,
            _ => new AliasType(name, underlying, s_known.GetValueOrDefault(name)),
        };
    }

    private CType ReadPointer(CXType pointee, string user) => Read(pointee, user) switch
    {
        FunctionType function => new CallbackType(null, function),
        var inner => new PointerType(inner, pointee.IsConstQualified),
    };

    private NamedType ReadNamed(CXCursor declaration, string user)
    {
        string? name = index.NameOf(declaration);
        if (name is null || !namedTypes.Contains(name))
        {
            errors.Add($"{user} uses {name ?? "a type without a name"}, which the manifest does not name");
        }

        bool isEnum = declaration.Kind == CXCursorKind.CXCursor_EnumDecl;
        return new NamedType(name ?? "?", isEnum, CSpelling(name ?? "?", declaration));
    }

    /// <summary>How C code writes the type: its typedef, or its tag with the keyword.</summary>
    public string CSpelling(string name, CXCursor declaration) => index.Typedefs.ContainsKey(name) ? name : declaration.Kind switch
    {
        CXCursorKind.CXCursor_UnionDecl => "union " + name,
        CXCursorKind.CXCursor_EnumDecl => "enum " + name,
        _ => "struct " + name,
    };

    private BasicType ReadBasic(CXType type, string user)
    {
        (string C, string CSharp)? basic = type.kind switch
        {
            CXTypeKind.CXType_Void => ("void", "void"),
            CXTypeKind.CXType_Bool => ("_Bool", "byte"),
            CXTypeKind.CXType_Char_S or CXTypeKind.CXType_Char_U => ("char", "byte"),
            CXTypeKind.CXType_SChar => ("signed char", "sbyte"),
            CXTypeKind.CXType_UChar => ("unsigned char", "byte"),
            CXTypeKind.CXType_Short => ("short", "short"),
            CXTypeKind.CXType_UShort => ("unsigned short", "ushort"),
            CXTypeKind.CXType_Int => ("int", "int"),
            CXTypeKind.CXType_UInt => ("unsigned int", "uint"),
            CXTypeKind.CXType_Long => ("long", "CLong"),
            CXTypeKind.CXType_ULong => ("unsigned long", "CULong"),
            CXTypeKind.CXType_LongLong => ("long long", "long"),
            CXTypeKind.CXType_ULongLong => ("unsigned long long", "ulong"),
            CXTypeKind.CXType_Float => ("float", "float"),
            CXTypeKind.CXType_Double => ("double", "double"),
            _ => null,
        };
        if (basic is not { } found)
        {
            errors.Add($"{user} uses {type.Spelling} ({type.kind}), which has no blittable C# twin");
            found = ("?", "?");
        }

        return new BasicType(found.C, found.CSharp);
    }
}
