using Microsoft.CodeAnalysis;

namespace GstMemInterop.Tests.Compile;

/// <summary>What keeps spans from escaping does not stand in the way: each row of <see cref="NaturalUses"/> compiles without an error.</summary>
public class NaturalUseTests
{
    public static TheoryData<string> Names => [.. NaturalUses.All.Select(static u => u.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_compiler_accepts(string name)
    {
        string members = NaturalUses.All.Single(u => u.Name == name).Members;
        Diagnostic[] errors = Compiler.ErrorsIn(members);
        Assert.True(errors.Length == 0, $"{string.Join(Environment.NewLine, errors.AsEnumerable())}{Environment.NewLine}{members}");
    }

    [Fact]
    public void There_are_at_least_thirty_and_no_two_are_the_same()
    {
        Assert.True(NaturalUses.All.Count >= 30);
        Assert.Equal(NaturalUses.All.Count, NaturalUses.All.DistinctBy(static e => e.Members).Count());
    }
}
