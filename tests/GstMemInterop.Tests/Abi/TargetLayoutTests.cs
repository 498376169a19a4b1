using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;
using Xunit;

namespace GstMemInterop.Tests.Abi;

/// <summary>
/// One set of mirrors serves every target, because nint, pointers and CULong change width with it. These tests lay the mirrors
/// out by C's rules for each target and compare with what clang said for that target.
/// </summary>
public sealed class TargetLayoutTests
{
    public static TheoryData<string> Targets => [.. Layout.Targets];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Mirrors_fit_the_target(string target)
    {
        (int pointer, int cLong) = target switch
        {
            "armv7-linux" => (4, 4),
            "x86_64-windows" => (8, 4),
            _ => (8, 8),
        };
        Abi abi = new(pointer, cLong);

        Assert.All(Layout.For(target), expected =>
        {
            TypeLayout actual = abi.LayOut(expected.Name, MirrorTypes.Find(expected.Name));
            Assert.Equal((expected.Name, expected.Size, expected.Alignment), (actual.Name, actual.Size, actual.Alignment));
            Assert.Equal(expected.Fields, actual.Fields);
        });
    }

    [Fact]
    public void Windows_differs_only_where_a_long_is_inside()
    {
        string[] different =
        [
            .. Layout.For("x86_64-linux").Zip(Layout.For("x86_64-windows"))
                .Where(pair => pair.First != pair.Second && pair.First.Name.StartsWith("Gst", StringComparison.Ordinal))
                .Select(pair => pair.First.Name),
        ];

        Assert.Equal(["GstPad", "GstPadProbeInfo"], different);
        Assert.Equal(64, Layout.For("x86_64-windows").Single(t => t.Name == "GstPadProbeInfo").Size);
        Assert.Equal(512, Layout.For("x86_64-windows").Single(t => t.Name == "GstPad").Size);
    }

    [Fact]
    public void A_target_that_is_not_recorded_is_refused() =>
        Assert.Contains("sparc", Assert.Throws<ArgumentException>(() => Layout.For("sparc")).Message, StringComparison.Ordinal);

    /// <summary>C's layout rules, for C# types.</summary>
    private sealed class Abi(int pointer, int cLong)
    {
        public TypeLayout LayOut(string name, Type type)
        {
            bool union = type.IsExplicitLayout;
            int size = 0, alignment = 1;
            List<FieldLayout> fields = [];
            foreach (FieldInfo field in MirrorTypes.Fields(type))
            {
                (int fieldSize, int fieldAlignment) = Measure(field.FieldType);
                int offset = union ? 0 : RoundUp(size, fieldAlignment);
                fields.Add(new FieldLayout(field.Name, offset, fieldSize));
                size = Math.Max(size, offset + fieldSize);
                alignment = Math.Max(alignment, fieldAlignment);
            }

            return new TypeLayout(name, RoundUp(size, alignment), alignment, fields);
        }

        private (int Size, int Alignment) Measure(Type type)
        {
            if (type.IsPointer || type.IsFunctionPointer || type == typeof(nint) || type == typeof(nuint))
            {
                return (pointer, pointer);
            }

            if (type == typeof(CULong) || type == typeof(CLong))
            {
                return (cLong, cLong);
            }

            if (type.IsEnum || type.IsPrimitive)
            {
                int size = MirrorTypes.SizeOf(type);
                return (size, size);
            }

            TypeLayout inner = LayOut(type.Name, type);
            int count = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
            return (inner.Size * count, inner.Alignment);
        }

        private static int RoundUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
    }
}
