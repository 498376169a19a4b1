namespace GstMemInterop.Generator.Model;

/// <summary>A C type as the headers spell it; the one place that knows both its C and its C# spelling.</summary>
internal abstract record CType
{
    /// <summary>The blittable C# spelling.</summary>
    public abstract string CSharp { get; }

    /// <summary>The C declaration of <paramref name="name"/> with this type; an empty name gives the abstract declarator.</summary>
    public abstract string Declare(string name, bool isConst = false);

    /// <summary>The C name worth keeping in a NativeTypeName attribute, when the C# spelling loses it.</summary>
    public virtual string? LostName => null;

    protected static string Join(string type, string name, bool isConst) =>
        (isConst ? "const " : "") + (name.Length == 0 ? type : $"{type} {name}");
}

/// <summary>void, int, double: types that C and C# name differently but agree on.</summary>
internal sealed record BasicType(string CName, string CSharpName) : CType
{
    public override string CSharp => CSharpName;

    public override string Declare(string name, bool isConst = false) => Join(CName, name, isConst);
}

/// <summary>A typedef that is not itself a record, enum or function: guint, GstClockTime, gpointer.</summary>
internal sealed record AliasType(string CName, CType Underlying, string? Known) : CType
{
    // The everyday GLib names say nothing that the C# type does not.
    private static readonly HashSet<string> s_plain =
    [
        "gchar", "guchar", "gint", "guint", "gshort", "gushort", "gint8", "guint8", "gint16", "guint16", "gint32", "guint32",
        "gint64", "guint64", "gsize", "gssize", "gfloat", "gdouble", "glong", "gulong", "gpointer", "gconstpointer",
        "guintptr", "gintptr", "size_t", "ssize_t",
    ];

    public override string CSharp => Known ?? Underlying.CSharp;

    public override string? LostName => s_plain.Contains(CName) ? null : CName;

    public override string Declare(string name, bool isConst = false) => Join(CName, name, isConst);
}

internal sealed record PointerType(CType Pointee, bool IsConst) : CType
{
    public override string CSharp => Pointee.CSharp + "*";

    public override string? LostName => Pointee.LostName is { } inner ? inner + "*" : null;

    public override string Declare(string name, bool isConst = false) =>
        Pointee.Declare(Pointee is ArrayType ? $"(*{name})" : (isConst ? "*const " : "*") + name, IsConst);
}

/// <summary>A struct, union or enum that the manifest names.</summary>
internal sealed record NamedType(string Name, bool IsEnum, string CSpelling) : CType
{
    public override string CSharp => Name;

    public override string Declare(string name, bool isConst = false) => Join(CSpelling, name, isConst);
}

/// <summary>A struct or union without a name of its own, inside <see cref="FieldModel"/> only.</summary>
internal sealed record AnonymousType(RecordModel Record) : CType
{
    public override string CSharp => Record.Name;

    public override string Declare(string name, bool isConst = false) => throw new NotSupportedException("An anonymous record cannot be spelled.");
}

internal sealed record ArrayType(CType Element, long Length) : CType
{
    public override string CSharp => throw new NotSupportedException("An array is a field's inline array type.");

    public override string Declare(string name, bool isConst = false) => Element.Declare($"{name}[{Length}]", isConst);
}

/// <summary>A function; as a parameter or field it always appears behind a pointer.</summary>
internal sealed record FunctionType(CType Result, ValueList<CType> Parameters) : CType
{
    public override string CSharp =>
        throw new NotSupportedException("A bare function type has no C# spelling.");

    public override string Declare(string name, bool isConst = false)
    {
        string parameters = Parameters.Count == 0 ? "void" : string.Join(", ", Parameters.Select(p => p.Declare("")));
        return Result.Declare($"{name} ({parameters})".TrimStart());
    }
}

/// <summary>A pointer to a function, with the typedef that names it when there is one.</summary>
internal sealed record CallbackType(string? CName, FunctionType Function) : CType
{
    public override string CSharp =>
        $"delegate* unmanaged[Cdecl]<{string.Concat(Function.Parameters.Select(p => p.CSharp + ", "))}{Function.Result.CSharp}>";

    public override string? LostName => CName;

    public override string Declare(string name, bool isConst = false) => CName is null ? Function.Declare($"(*{name})") : Join(CName, name, isConst);
}
