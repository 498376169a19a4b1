using System.Reflection;

namespace GstMemInterop.Bytes.Tests;

public class ConventionTests
{
    private static readonly Assembly Library = typeof(NativeChunk).Assembly;

    [Fact]
    public void Nothing_native_is_imported_and_nothing_but_the_base_library_is_referenced()
    {
        const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        Assert.DoesNotContain(Library.GetTypes().SelectMany(t => t.GetMethods(Everything)), m => m.Attributes.HasFlag(MethodAttributes.PinvokeImpl));
        Assert.All(Library.GetReferencedAssemblies(), a => Assert.StartsWith("System.", a.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void No_public_member_takes_or_gives_a_pointer() =>
        Assert.DoesNotContain(
            Library.GetExportedTypes().SelectMany(t => t.GetMethods()),
            m => m.ReturnType.IsPointer || m.GetParameters().Any(p => p.ParameterType.IsPointer));

    [Fact]
    public void Messages_name_the_value_and_the_limit()
    {
        using NativeChunk chunk = new(10);
        Exception[] refusals =
        [
            Assert.Throws<ArgumentOutOfRangeException>(() => chunk[12345]),
            Assert.Throws<ArgumentOutOfRangeException>(() => chunk.RemoveRange(12345, 1)),
            Assert.Throws<ArgumentOutOfRangeException>(() => ByteSearch.IndexOf(new byte[10], [1], 0, 12345)),
            Assert.Throws<ArgumentException>(() => { _ = new PlaneSpan<byte>(new byte[10], 12345, 1, 12345); }),
            Assert.Throws<ArgumentOutOfRangeException>(() => ByteEdit.CopyAt(new byte[10], 12345, [1])),
            Assert.Throws<ArgumentException>(() => ByteEdit.Xor(new byte[10], new byte[12345])),
        ];
        Assert.All(refusals, r =>
        {
            Assert.Contains("12345", r.Message, StringComparison.Ordinal);
            Assert.Contains("10", r.Message, StringComparison.Ordinal);
        });
    }
}
