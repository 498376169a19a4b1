using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>The facts that tie C's typedefs to the C# types standing in for them: width and sign, on LP64.</summary>
internal static class ProbeTypes
{
    public static void Write(CodeWriter writer, NativeApi api)
    {
        IEnumerable<CType> used = api.Functions.SelectMany(f => f.Parameters.Select(p => p.Type).Append(f.Result))
            .Concat(api.Records.SelectMany(FieldTypes));
        foreach (AliasType alias in used.SelectMany(Aliases).DistinctBy(a => a.CName).OrderBy(a => a.CName, StringComparer.Ordinal))
        {
            string type = alias.CSharp;
            writer.Line(string.Create(
                CultureInfo.InvariantCulture, $"FACT (\"{alias.CName} is as wide as {type}\", {Width(type)}, sizeof ({alias.CName}))"));
            if (Sign(type) is { } sign)
            {
                writer.Line($"FACT (\"{alias.CName} has the sign of {type}\", {sign}, ({alias.CName}) -1 < 0)");
            }
        }
    }

    private static IEnumerable<CType> FieldTypes(RecordModel record) => record.Fields.SelectMany(
        f => f.Type is AnonymousType nested ? FieldTypes(nested.Record) : [f.Type]);

    private static IEnumerable<AliasType> Aliases(CType type) => type switch
    {
        AliasType alias => Aliases(alias.Underlying).Append(alias),
        PointerType pointer => Aliases(pointer.Pointee),
        ArrayType array => Aliases(array.Element),
        CallbackType callback => callback.Function.Parameters.Append(callback.Function.Result).SelectMany(Aliases),
        AnonymousType nested => FieldTypes(nested.Record).SelectMany(Aliases),
        _ => [],
    };

    private static int Width(string type) => type switch
    {
        "byte" or "sbyte" => 1,
        "short" or "ushort" => 2,
        "int" or "uint" or "float" => 4,
        "nint" or "nuint" or "long" or "ulong" or "CLong" or "CULong" or "double" => 8,
        _ when type.EndsWith('*') || type.StartsWith("delegate*", StringComparison.Ordinal) => 8,
        _ => throw new GeneratorException($"the probe does not know how wide {type} is"),
    };

    // gchar is byte in C#, whatever sign char has on a target.
    private static string? Sign(string type) => type switch
    {
        "sbyte" or "short" or "int" or "nint" or "long" or "CLong" => "1",
        "ushort" or "uint" or "nuint" or "ulong" or "CULong" => "0",
        _ => null,
    };
}
