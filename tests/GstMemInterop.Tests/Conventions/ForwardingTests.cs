using System.Reflection;

namespace GstMemInterop.Tests.Conventions;

/// <summary>What the borrowing type can do, the owning type can do: same names, same parameters, same results.</summary>
public class ForwardingTests
{
    [Theory]
    [InlineData(typeof(GstBufferRef), typeof(GstBuffer))]
    [InlineData(typeof(GstMemoryRef), typeof(GstMemory))]
    [InlineData(typeof(GstBufferListRef), typeof(GstBufferList))]
    public void The_owning_type_offers_every_member_of_the_borrowing_type(Type borrowing, Type owning)
    {
        string[] onlyOnBorrows = ["IsNull", "get_IsNull", "Borrow"];
        HashSet<string> offered = [.. Signatures(owning)];
        string[] missing = [.. Signatures(borrowing).Where(s => !offered.Contains(s) && !onlyOnBorrows.Any(o => s.StartsWith(o + "(", StringComparison.Ordinal)))];
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Signatures(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static m => m.Name is not ("Equals" or "GetHashCode" or "ToString"))
            .Select(static m => $"{m.Name}({string.Join(", ", m.GetParameters().Select(static p => p.ParameterType))}) : {m.ReturnType}");
}
