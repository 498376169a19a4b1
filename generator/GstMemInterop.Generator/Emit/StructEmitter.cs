using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>A C struct or union as a blittable mirror with C's field names.</summary>
internal static class StructEmitter
{
    public static void Write(CodeWriter writer, RecordModel record, string header)
    {
        writer.Line($"/// <summary>Mirror of <c>{record.Name}</c> (<c>{header}</c>).</summary>");
        WriteBody(writer, record);
        writer.Line();
    }

    private static void WriteBody(CodeWriter writer, RecordModel record)
    {
        writer.Line(record.IsUnion ? "[StructLayout(LayoutKind.Explicit)]" : "[StructLayout(LayoutKind.Sequential)]");
        writer.Open($"public unsafe partial struct {record.Name}");
        List<PlannedField> plan = StructPlan.For(record);
        foreach (PlannedField field in plan)
        {
            if (record.IsUnion)
            {
                writer.Line("[FieldOffset(0)]");
            }

            if (field.First.Type.LostName is { } lost && !field.IsBitStorage)
            {
                writer.Line($"[NativeTypeName(\"{lost}\")]");
            }

            writer.Line($"public {FieldType(field)} {Identifier.Escape(field.Name)};");
        }

        foreach (FieldModel bits in plan.SelectMany(f => f.Bits))
        {
            WriteBitProperty(writer, plan.First(f => f.Bits.Contains(bits)), bits);
        }

        foreach (PlannedField field in plan)
        {
            WriteNestedTypes(writer, field.First);
        }

        writer.Close();
    }

    private static string FieldType(PlannedField field) => field.First.Type switch
    {
        ArrayType => StructPlan.ArrayTypeName(field.Name),
        var type when field.IsBitStorage => UnsignedOfSize(field.Size, type),
        var type => type.CSharp,
    };

    private static string UnsignedOfSize(long size, CType type) => size switch
    {
        1 => "byte",
        2 => "ushort",
        4 => "uint",
        8 => "ulong",
        _ => throw new GeneratorException($"a bit field of type {type.Declare("")} has no unsigned storage"),
    };

    private static void WriteBitProperty(CodeWriter writer, PlannedField storage, FieldModel bits)
    {
        string type = UnsignedOfSize(storage.Size, bits.Type);
        long shift = bits.OffsetInBits - (storage.Offset * 8);
        ulong mask = bits.BitWidth == 64 ? ulong.MaxValue : (1UL << bits.BitWidth) - 1;
        string maskText = "0x" + mask.ToString("x", CultureInfo.InvariantCulture) + (storage.Size == 8 ? "UL" : "u");
        string name = Identifier.Escape(bits.Name);
        writer.Line();
        writer.Open($"public {type} {name}");
        writer.Line($"readonly get => ({type})(({storage.Name} >> {shift}) & {maskText});");
        writer.Line($"set => {storage.Name} = ({type})(({storage.Name} & ~({maskText} << {shift})) | ((value & {maskText}) << {shift}));");
        writer.Close();
    }

    private static void WriteNestedTypes(CodeWriter writer, FieldModel field)
    {
        CType type = field.Type;
        if (type is ArrayType array)
        {
            (CType element, long length) = StructPlan.Flatten(array);
            writer.Line();
            writer.Line($"[InlineArray({length.ToString(CultureInfo.InvariantCulture)})]");
            writer.Open($"public partial struct {StructPlan.ArrayTypeName(field.Name)}");
            // A type argument cannot be a pointer, and an inline array is mostly used as a span of its elements.
            writer.Line($"public {(IsPointer(element) ? "nint" : element.CSharp)} e0;");
            writer.Close();
            type = element;
        }

        if (type is AnonymousType nested)
        {
            writer.Line();
            WriteBody(writer, nested.Record);
        }
    }

    private static bool IsPointer(CType type) => type switch
    {
        PointerType or CallbackType => true,
        AliasType alias => IsPointer(alias.Underlying),
        _ => false,
    };
}
