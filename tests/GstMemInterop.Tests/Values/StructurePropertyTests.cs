using FsCheck;
using FsCheck.Fluent;

namespace GstMemInterop.Tests.Values;

/// <summary>Whatever is set, removed, copied and written as text: a structure holds what a plain list of names and values would.</summary>
public sealed class StructurePropertyTests
{
    private const int Sequences = 1500;

    [Fact]
    public void A_structure_behaves_like_a_list_of_names_and_values()
    {
        string? difference = null;
        Property property = Prop.ForAll(Arb.From(Steps()), steps => (difference = FirstDifference(steps) ?? difference) is null);
        try
        {
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(30), property);
        }
        catch (Exception exception) when (difference is not null)
        {
            Assert.Fail($"{difference}{Environment.NewLine}{exception.Message}");
        }
    }

    private static Gen<(int Verb, int Field, int Kind, int Seed)[]> Steps()
    {
        Gen<(int, int, int, int)> step =
            from verb in Gen.Choose(0, 9)
            from field in Gen.Choose(0, 5)
            from kind in Gen.Choose(0, 19)
            from seed in Gen.Choose(0, int.MaxValue)
            select (verb, field, kind, seed);
        return step.ArrayOf();
    }

    private static string? FirstDifference((int Verb, int Field, int Kind, int Seed)[] steps)
    {
        GstStructure structure = new("model/structure");
        List<KeyValuePair<string, object>> model = [];
        try
        {
            foreach ((int verb, int field, int kind, int seed) in steps)
            {
                string name = $"field-{field}";
                int at = model.FindIndex(f => f.Key == name);
                switch (verb)
                {
                    case 0:
                        if (structure.Remove(name) != at >= 0) { return $"Remove({name})"; }
                        if (at >= 0) { model.RemoveAt(at); }
                        break;
                    case 1:
                        GstStructure copy = structure.Copy();
                        if (!copy.Equals(structure)) { return $"a copy differs: {copy}"; }
                        structure.Dispose();
                        structure = copy;
                        break;
                    case 2 when model.TrueForAll(static f => HasText(f.Value)):
                        GstStructure parsed = GstStructure.Parse(structure.ToString());
                        structure.Dispose();
                        structure = parsed;
                        break;
                    case 3 when kind == 0:
                        structure.Clear();
                        model.Clear();
                        break;
                    default:
                        object value = Value(kind, new Random(seed), 2);
                        structure[name] = value;
                        KeyValuePair<string, object> entry = new(name, value);
                        if (at >= 0) { model[at] = entry; } else { model.Add(entry); }
                        break;
                }

                if (!structure.FieldNames.SequenceEqual(model.Select(static f => f.Key))) { return $"names: {structure}"; }
                foreach ((string key, object expected) in model)
                {
                    object? read = structure[key];
                    if (!Same(expected, read)) { return $"{key} is {read} ({structure.FieldType(key)}), not {expected}"; }
                    (read as IDisposable)?.Dispose();
                }
            }

            return null;
        }
        finally
        {
            structure.Dispose();
        }
    }

    private static bool Same(object expected, object? read) => expected switch
    {
        GstValueCollection values => read is GstValueCollection others && values.GetType() == others.GetType() && values.Count == others.Count && values.Zip(others).All(static p => Same(p.First!, p.Second)),
        GstFraction one => read is GstFraction other && (long)one.Numerator * other.Denominator == (long)other.Numerator * one.Denominator, // C reduces
        GstFractionRange one => read is GstFractionRange other && Same(one.Min, other.Min) && Same(one.Max, other.Max),
        _ => expected.Equals(read),
    };

    /// <summary>What C writes so that it reads the same again.</summary>
    private static bool HasText(object value) => value switch
    {
        GstValueCollection values => values.Count > 0 && values.All(static v => HasText(v!)),
        string text => text.Length > 0,
        _ => value is not (float or double or sbyte or byte or DateTimeOffset or GstDoubleRange or GstFlagSet or GstTagList),
    };

    private static object Value(int kind, Random random, int depth) => kind switch
    {
        0 => random.Next(2) == 0,
        1 => random.Next(int.MinValue, int.MaxValue),
        2 => (uint)random.NextInt64(uint.MaxValue),
        3 => random.NextInt64(long.MinValue, long.MaxValue),
        4 => (ulong)random.NextInt64(long.MinValue, long.MaxValue),
        5 => (float)random.NextDouble(),
        6 => random.NextDouble() * 1e9,
        7 => string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => char.ConvertFromUtf32(random.Next(1, 0xd7ff)))),
        8 => new GstFraction(random.Next(-1000, 100000), random.Next(1, 2000)),
        9 => new GstBitmask((ulong)random.NextInt64()),
        10 => new GstIntRange(-random.Next(1, 1000), random.Next(1, 1000)),
        11 => new GstInt64Range(-4L * random.Next(1, 1000), 4L * random.Next(1, 1000), 4),
        12 => new GstDoubleRange(-random.NextDouble(), 1 + random.NextDouble()),
        13 => new GstFractionRange(new(random.Next(100), 7), new(200 + random.Next(100), 3)),
        14 => DateOnly.FromDayNumber(random.Next(1, 3_600_000)),
        15 => new DateTimeOffset(random.Next(1900, 2100), 1 + random.Next(12), 1 + random.Next(28), random.Next(24), random.Next(60), random.Next(60), TimeSpan.FromMinutes(random.Next(-720, 721))).AddMicroseconds(random.Next(1_000_000)),
        16 => (byte)random.Next(256),
        17 => new GstFlagSet((uint)random.Next(8), 15),
        18 when depth > 0 => List(random),
        19 when depth > 0 => new GstValueArray(List(random)),
        _ => new GstFlagSet((uint)random.Next(8), 7),
    };

    private static GstValueList List(Random random)
    {
        int kind = random.Next(17);
        return new GstValueList(Enumerable.Range(0, random.Next(1, 6)).Select(_ => Value(kind, random, 0)).ToArray());
    }
}
