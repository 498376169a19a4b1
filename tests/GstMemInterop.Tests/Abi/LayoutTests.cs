using System.Reflection;
using System.Runtime.CompilerServices;
using GstMemInterop.Native;
using Xunit;

namespace GstMemInterop.Tests.Abi;

/// <summary>The CLR's own layout of every mirror equals the table that the C compiler gave.</summary>
public sealed class LayoutTests
{
    public static TheoryData<string> Names => [.. Layout.For(Layout.CurrentTarget).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mirror_has_the_size_alignment_and_offsets_of_C(string name)
    {
        TypeLayout expected = Layout.For(Layout.CurrentTarget).Single(t => t.Name == name);
        Type type = MirrorTypes.Find(name);

        Assert.Equal(expected.Size, MirrorTypes.SizeOf(type));
        Assert.Equal(expected.Alignment, MirrorTypes.AlignmentOf(type));
        FieldLayout[] actual =
        [
            .. MirrorTypes.Fields(type).Select(
                f => new FieldLayout(f.Name, (int)MirrorTypes.OffsetOf(type, f), MirrorTypes.SizeOf(f.FieldType))),
        ];
        Assert.Equal(expected.Fields, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mirror_is_blittable(string name)
    {
        Type type = MirrorTypes.Find(name);

        Assert.True(type.IsValueType);
        Assert.False((bool)typeof(RuntimeHelpers).GetMethod(nameof(RuntimeHelpers.IsReferenceOrContainsReferences))!
            .MakeGenericMethod(type).Invoke(null, null)!);
        Assert.All(MirrorTypes.Fields(type), f =>
        {
            Assert.True(f.IsPublic, $"{name}.{f.Name} is not public");
            Assert.NotEqual(typeof(bool), f.FieldType);
            Assert.NotEqual(typeof(char), f.FieldType);
        });
    }

    [Fact]
    public void Every_struct_with_fields_is_in_the_table()
    {
        HashSet<string> known = [.. Layout.For(Layout.CurrentTarget).Select(t => t.Name)];

        string[] unproven =
        [
            .. MirrorTypes.Assembly.GetTypes()
                .Where(t => t.IsValueType && !t.IsEnum && MirrorTypes.Fields(t).Length != 0)
                .Where(t => t.GetCustomAttribute<InlineArrayAttribute>() is null && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
                .Where(t => t != typeof(FieldLayout) && t != typeof(LibraryProbe) && !t.FullName!.Contains('<', StringComparison.Ordinal))
                .Select(t => t.FullName!["GstMemInterop.Native.".Length..].Replace('+', '.'))
                .Where(n => !known.Contains(n)),
        ];

        Assert.Empty(unproven);
    }

    [Fact]
    public void Nothing_in_the_raw_layer_is_marshalled() =>
        Assert.NotNull(MirrorTypes.Assembly.GetCustomAttribute<DisableRuntimeMarshallingAttribute>());
}
