namespace GstMemInterop.Generator.Model;

/// <summary>Everything the manifest names, as one parse of the headers found it. Immutable; emitters only read it.</summary>
internal sealed record NativeApi(string GStreamerVersion, ValueList<HeaderModel> Headers)
{
    public IEnumerable<FunctionModel> Functions => Headers.SelectMany(h => h.Functions);

    public IEnumerable<RecordModel> Records => Headers.SelectMany(h => h.Records);

    public IEnumerable<EnumModel> Enums => Headers.SelectMany(h => h.Enums);

    public IEnumerable<ConstantModel> Constants => Headers.SelectMany(h => h.Constants);
}

internal sealed record HeaderModel(
    string Header,
    LibraryEntry Library,
    ValueList<FunctionModel> Functions,
    ValueList<RecordModel> Records,
    ValueList<string> Opaque,
    ValueList<EnumModel> Enums,
    ValueList<ConstantModel> Constants);

internal sealed record FunctionModel(
    string Name, CType Result, ValueList<ParameterModel> Parameters, FunctionEntry Entry)
{
    public FunctionType Type => new(Result, [.. Parameters.Select(p => p.Type)]);
}

internal sealed record ParameterModel(string Name, CType Type);

/// <summary>A struct or union with its layout in bytes.</summary>
internal sealed record RecordModel(
    string Name, bool IsUnion, long Size, long Alignment, ValueList<FieldModel> Fields, bool MayGrow, string CSpelling, string? Grew = null);

/// <param name="Name">The C name, or <c>Anonymous</c> with a number when the member has none.</param>
/// <param name="Type">The C type; a bit field's is its storage unit.</param>
/// <param name="OffsetInBits">From the start of the enclosing record.</param>
/// <param name="BitWidth">Zero unless the member is a bit field.</param>
/// <param name="IsNamed">False for a C11 anonymous member, whose fields C reaches without naming it.</param>
internal sealed record FieldModel(string Name, CType Type, long OffsetInBits, long Size, int BitWidth, bool IsNamed);

internal sealed record EnumModel(string Name, string Underlying, ValueList<EnumMemberModel> Members, EnumEntry Entry);

/// <param name="Value">Sign-extended for a signed enum, zero-extended for an unsigned one.</param>
internal sealed record EnumMemberModel(string Name, long Value);

/// <param name="Literal">The C# literal; for a string its text.</param>
/// <param name="Value">The integer value; zero for a string.</param>
internal sealed record ConstantModel(string Name, string CSharpType, string Literal, long Value, bool IsVersion);
