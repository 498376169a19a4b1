using Microsoft.CodeAnalysis;

namespace GstMemInterop.Tests.Compile;

/// <summary>No span, plane, mapping or borrow outlives what keeps its bytes: each row of <see cref="Escapes"/> is an error for the compiler.</summary>
public class EscapeTests
{
    public static TheoryData<string> Names => [.. Escapes.All.Select(static e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void I12_The_compiler_refuses(string name)
    {
        Escape escape = Escapes.All.Single(e => e.Name == name);
        Diagnostic[] errors = Compiler.ErrorsIn(escape.Members);
        Assert.True(errors.Length > 0, $"This compiles, and must not:{Environment.NewLine}{escape.Members}");
        Assert.True(
            errors.All(e => e.Id == escape.Error || escape.Error.Split('|').Contains(e.Id)),
            $"Expected only {escape.Error}:{Environment.NewLine}{string.Join(Environment.NewLine, errors.AsEnumerable())}{Environment.NewLine}{escape.Members}");
    }

    [Fact]
    public void There_are_at_least_thirty_and_no_two_are_the_same()
    {
        Assert.True(Escapes.All.Count >= 30);
        Assert.Equal(Escapes.All.Count, Escapes.All.DistinctBy(static e => e.Members).Count());
    }
}
