using System.Globalization;
using System.Reflection;
using GstMemInterop.Native;
using Xunit;

namespace GstMemInterop.Tests.Abi;

/// <summary>The generated table and constants against facts that were measured without the generator.</summary>
public sealed class MeasuredFactsTests
{
    [Fact]
    public void Layout_table_agrees_with_the_measured_layouts()
    {
        Dictionary<string, TypeLayout> table = Layout.For("x86_64-linux").ToDictionary(t => t.Name);
        List<string> wrong = [];
        TypeLayout? current = null;
        foreach (string line in MeasuredFacts.Layouts.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            (string name, int first, int second) = (words[0], Number(words[1]), Number(words[2]));
            if (line[0] != ' ')
            {
                // GInitiallyUnowned is GObject under another name, in C as here.
                current = table[name == "GInitiallyUnowned" ? "GObject" : name];
                Expect(wrong, $"sizeof {name}", first, current.Size);
                Expect(wrong, $"alignof {name}", second, current.Alignment);
            }
            else
            {
                FieldLayout field = Resolve(table, current!, name);
                Expect(wrong, $"offsetof {current!.Name}.{name}", first, field.Offset);
                Expect(wrong, $"sizeof {current.Name}.{name}", second, field.Size);
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Constants_agree_with_the_measured_values()
    {
        Dictionary<string, long> known = [];
        foreach (Type type in MirrorTypes.Assembly.GetTypes().Where(t => t.IsEnum || t == typeof(GstConstants)))
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.FieldType != typeof(string)))
            {
                known.TryAdd(field.Name, ToInt64(field.GetRawConstantValue()!));
            }
        }

        List<string> wrong = [];
        foreach (string line in MeasuredFacts.Values.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ');
            if (known.TryGetValue(words[0], out long actual))
            {
                Expect(wrong, words[0], long.Parse(words[1], CultureInfo.InvariantCulture), actual);
            }
            else
            {
                wrong.Add($"{words[0]} is not bound");
            }
        }

        Assert.Empty(wrong);
    }

    // ABI.abi.flow_ret: each step but the last goes into a nameless record.
    private static FieldLayout Resolve(Dictionary<string, TypeLayout> table, TypeLayout type, string path)
    {
        string[] steps = path.Split('.');
        FieldLayout field = type.Fields.Single(f => f.Name == steps[0]);
        int offset = field.Offset;
        foreach (string step in steps[1..])
        {
            type = table.TryGetValue($"{type.Name}._{field.Name}_e__Union", out TypeLayout? union)
                ? union
                : table[$"{type.Name}._{field.Name}_e__Struct"];
            field = type.Fields.Single(f => f.Name == step);
            offset += field.Offset;
        }

        return field with { Offset = offset };
    }

    private static long ToInt64(object value) => value switch
    {
        ulong u => unchecked((long)u),
        nuint n => (long)n,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    private static void Expect(List<string> wrong, string what, long expected, long actual)
    {
        if (expected != actual)
        {
            wrong.Add($"{what}: measured {expected}, generated {actual}");
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
