using System.Globalization;
using GstMemInterop.Generator.Model;

namespace GstMemInterop.Generator.Emit;

/// <summary>One field of the C# mirror: a C field, or the storage unit of several bit fields.</summary>
internal sealed record PlannedField(string Name, FieldModel First, long Offset, long Size, ValueList<FieldModel> Bits)
{
    public bool IsBitStorage => Bits.Count != 0;
}

/// <summary>How a C record's members become C# fields.</summary>
internal static class StructPlan
{
    public static List<PlannedField> For(RecordModel record)
    {
        List<(FieldModel First, long Offset, List<FieldModel> Bits)> units = [];
        foreach (FieldModel field in record.Fields)
        {
            if (field.BitWidth == 0)
            {
                units.Add((field, field.OffsetInBits / 8, []));
                continue;
            }

            // Neighbouring bit fields of the same width share the unit they lie in, as C lays them out.
            long unitBits = field.Size * 8;
            long start = field.OffsetInBits / unitBits * field.Size;
            if (units.Count != 0 && units[^1] is { Bits.Count: > 0 } last && last.Offset == start && last.First.Size == field.Size)
            {
                last.Bits.Add(field);
            }
            else
            {
                units.Add((field, start, [field]));
            }
        }

        int storages = units.Count(u => u.Bits.Count != 0);
        int number = 0;
        List<PlannedField> plan = [];
        foreach ((FieldModel first, long offset, List<FieldModel> bits) in units)
        {
            string name = bits.Count == 0
                ? first.Name
                : "_bitfield" + (storages == 1 ? "" : (++number).ToString(CultureInfo.InvariantCulture));
            plan.Add(new PlannedField(name, first, offset, first.Size, [.. bits]));
        }

        return plan;
    }

    /// <summary>The nested type that stands for an array field.</summary>
    public static string ArrayTypeName(string field) => $"_{field}_e__FixedBuffer";

    /// <summary>Element type and total length; C lays out an array of arrays as one.</summary>
    public static (CType Element, long Length) Flatten(ArrayType array)
    {
        long length = array.Length;
        CType element = array.Element;
        while (element is ArrayType inner)
        {
            (element, length) = (inner.Element, length * inner.Length);
        }

        return (element, length);
    }
}
