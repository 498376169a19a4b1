using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GstMemInterop.Bytes.Tests.Findings;

/// <summary>I12: what would let a span outlive its lease does not compile; what one naturally writes does.</summary>
public class ICompilerTests
{
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "netstandard.dll"))
            .Select(p => MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(NativeChunk).Assembly.Location),
    ];

    public static TheoryData<string, string> Escapes => new()
    {
        { "returned", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); return l.Span; }" },
        { "returned without using", "static Span<byte> M(NativeChunk c) { SpanLease l = c.Lease(); return l.Span; }" },
        { "returned in one expression", "static Span<byte> M(NativeChunk c) => c.Lease().Span;" },
        { "read-only, returned", "static ReadOnlySpan<byte> M(NativeChunk c) => c.LeaseReadOnly().Span;" },
        { "typed, returned", "static Span<int> M(NativeChunk c) { using SpanLease l = c.Lease(); return l.As<int>(); }" },
        { "read-only and typed, returned", "static ReadOnlySpan<int> M(NativeChunk c) { using ReadOnlySpanLease l = c.LeaseReadOnly(); return l.As<int>(); }" },
        { "of a slice, returned", "static Span<byte> M(NativeChunk c) => c.Slice(1..).Lease().Span;" },
        { "of a view, returned", "static Span<byte> M(MemoryView v) => v.Lease().Span;" },
        { "of any memory, returned", "static ReadOnlySpan<byte> M(IByteMemory m) { using ReadOnlySpanLease l = m.LeaseReadOnly(); return l.Span; }" },
        { "of a typed array's memory, returned", "static Span<byte> M(TypedArray<int> a) => a.Memory.Lease().Span;" },
        { "sliced and returned", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); return l.Span[1..^1].Slice(2); }" },
        { "through a local", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); Span<byte> s = l.Span; return s; }" },
        { "to an outer variable", "static void M(NativeChunk c) { Span<byte> outer = default; using (SpanLease l = c.Lease()) { outer = l.Span; } outer[0] = 1; }" },
        { "to an outer variable, in one expression", "static void M(NativeChunk c) { Span<byte> outer = default; { outer = c.Lease().Span; } outer[0] = 1; }" },
        { "by out", "static void M(NativeChunk c, out Span<byte> s) { using SpanLease l = c.Lease(); s = l.Span; }" },
        { "by ref", "static void M(NativeChunk c, ref Span<byte> s) { using SpanLease l = c.Lease(); s = l.Span; }" },
        { "a reference to a byte", "static ref byte M(NativeChunk c) { using SpanLease l = c.Lease(); return ref l.Span[0]; }" },
        { "a reference that is assigned", "static void M(NativeChunk c) { byte x = 0; ref byte r = ref x; using (SpanLease l = c.Lease()) { r = ref l.Span[0]; } r = 1; }" },
        { "a copy of the lease", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); SpanLease copy = l; return copy.Span; }" },
        { "of a lease that is a parameter", "static Span<byte> M(SpanLease l) => l.Span;" },
        { "in a field of a class", "class K { SpanLease l; }" },
        { "the span in a field of a class", "class K { Span<byte> s; void M(NativeChunk c) { s = c.Lease().Span; } }" },
        { "in a ref struct that is returned", "ref struct K { public Span<byte> S; } static K M(NativeChunk c) { using SpanLease l = c.Lease(); return new K { S = l.Span }; }" },
        { "captured by a lambda", "static Func<int> M(NativeChunk c) { using SpanLease l = c.Lease(); return () => l.Length; }" },
        { "boxed", "static object M(NativeChunk c) => c.Lease();" },
        { "in a list", "static void M(NativeChunk c) { List<SpanLease> list = [c.Lease()]; }" },
        { "over an await", "static async Task M(NativeChunk c) { using SpanLease l = c.Lease(); await Task.Yield(); l.Span[0] = 1; }" },
        { "over a yield", "static IEnumerable<int> M(NativeChunk c) { using SpanLease l = c.Lease(); yield return 1; l.Span[0] = 1; }" },
        { "a plane", "static PlaneSpan<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); return new PlaneSpan<byte>(l.Span, 2, 2, 2); }" },
        { "a part of a plane", "static PlaneSpan<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); return new PlaneSpan<byte>(l.Span, 2, 2, 2).FlipVertical()[.., 1..]; }" },
        { "a plane of another type", "static PlaneSpan<short> M(NativeChunk c) { using SpanLease l = c.Lease(); return new PlaneSpan<byte>(l.Span, 2, 2, 2).Cast<short>(); }" },
        { "a row", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); return new PlaneSpan<byte>(l.Span, 2, 2, 2)[1]; }" },
        { "an element of a plane", "static ref byte M(NativeChunk c) { using SpanLease l = c.Lease(); return ref new PlaneSpan<byte>(l.Span, 2, 2, 2)[1, 1]; }" },
        { "a row of foreach", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); foreach (Span<byte> row in new PlaneSpan<byte>(l.Span, 2, 2, 2)) { return row; } return default; }" },
        { "the whole plane as a span", "static Span<byte> M(NativeChunk c) { using SpanLease l = c.Lease(); new PlaneSpan<byte>(l.Span, 2, 2, 2).TryGetSpan(out Span<byte> s); return s; }" },
        { "a row of a transformation, with types", "ref struct K { public Span<byte> S; } static void M(PlaneSpan<byte> p) => p.TransformRows(new K(), static (scoped Span<byte> row, int y, K k) => { k.S = row; });" },
        { "a row of a transformation, to a span of the state", "ref struct K { public Span<byte> S; } static void M(PlaneSpan<byte> p) => p.TransformRows(new K(), static (scoped Span<byte> row, int y, K k) => { Span<byte> t = k.S; t = row; k.S = t; });" },
        { "occurrences", "static ByteOccurrences M(NativeChunk c) { using ReadOnlySpanLease l = c.LeaseReadOnly(); return ByteSearch.AllIndexesOf(l.Span, [1]); }" },
        { "differences", "static ByteDifferences M(NativeChunk c) { using ReadOnlySpanLease l = c.LeaseReadOnly(); return ByteDiff.Ranges(l.Span, [1]); }" },
        { "a range of bytes", "static ReadOnlySpan<byte> M(NativeChunk c) { using ReadOnlySpanLease l = c.LeaseReadOnly(); return new ByteRange(0, 1).Slice(l.Span); }" },
    };

    public static TheoryData<string, string> NaturalUses => new()
    {
        { "a span in a using", "static void M(NativeChunk c) { using SpanLease l = c.Lease(); l.Span.Fill(1); }" },
        { "a span in a block", "static int M(NativeChunk c) { using (SpanLease l = c.Lease()) { Span<byte> s = l.Span[1..]; s[0]++; return s[0]; } }" },
        { "typed elements", "static void M(NativeChunk c) { using SpanLease l = c.Lease(); foreach (ref int i in l.As<int>()) { i++; } }" },
        { "passed to a method", "static int M(NativeChunk c) { using ReadOnlySpanLease l = c.LeaseReadOnly(); return ByteSearch.IndexOf(l.Span, [1]); }" },
        { "passed on in one expression", "static int M(NativeChunk c) => ByteCompare.Compare(c.LeaseReadOnly().Span, [1]);" },
        { "two leases", "static void M(NativeChunk a, NativeChunk b) { using SpanLease x = a.Lease(); using ReadOnlySpanLease y = b.LeaseReadOnly(); y.Span.CopyTo(x.Span); }" },
        { "a lease that is returned", "static SpanLease M(NativeChunk c) => c.Slice(1..).Lease();" },
        { "a lease that is passed", "static void M(NativeChunk c) { using SpanLease l = c.Lease(); F(l); F(in l); } static void F(in SpanLease l) => l.Span.Clear();" },
        { "the span of a lease by reference", "static Span<byte> M(ref SpanLease l) => l.Span;" },
        { "a plane", "static void M(NativeChunk c) { using SpanLease l = c.Lease(); PlaneSpan<byte> p = new(l.Span, 2, 2, 2); foreach (Span<byte> row in p.FlipVertical()) { row.Clear(); } }" },
        { "a plane that is returned over the caller's span", "static PlaneSpan<byte> M(Span<byte> s) => new PlaneSpan<byte>(s, 2, 2, 2)[.., 1..];" },
        { "a row that is returned over the caller's plane", "static Span<byte> M(PlaneSpan<byte> p) => p[1];" },
        { "an element over the caller's plane", "static ref byte M(PlaneSpan<byte> p) => ref p[1, 1];" },
        { "rows transformed", "static void M(PlaneSpan<byte> p) { p.TransformRows((row, y) => row.Fill((byte)y)); p.TransformRows(5, static (row, y, five) => row.Fill((byte)five)); }" },
        { "rows transformed, with types", "static void M(PlaneSpan<byte> p) => p.TransformRows((scoped Span<byte> row, int y) => row.Fill((byte)y));" },
        { "rows transformed by a method", "static void M(PlaneSpan<byte> p) => p.TransformRows(Row); static void Row(Span<byte> row, int y) => row.Fill((byte)y);" },
        { "rows transformed with a span beside", "ref struct K { public Span<byte> S; } static void M(PlaneSpan<byte> p, Span<byte> s) => p.TransformRows(new K { S = s }, static (row, y, k) => row.CopyTo(k.S));" },
        { "memory over an await", "static async Task M(NativeChunk c, Stream s) { using IMemoryOwner<byte> m = c.LeaseMemory(); await s.ReadExactlyAsync(m.Memory); }" },
        { "read-only memory over an await", "static async Task M(NativeSlice c, Stream s) { using IDisposable l = c.LeaseReadOnlyMemory(out ReadOnlyMemory<byte> m); await s.WriteAsync(m); }" },
        { "a lease between awaits", "static async Task M(NativeChunk c) { await Task.Yield(); using (SpanLease l = c.Lease()) { l.Span[0] = 1; } await Task.Yield(); }" },
        { "occurrences over the caller's span", "static ByteOccurrences M(ReadOnlySpan<byte> s) => ByteSearch.AllIndexesOf(s, s[..1]);" },
        { "a conditional span in the scope", "static void M(NativeChunk c, Span<byte> other) { using SpanLease l = c.Lease(); Span<byte> s = l.Length > 5 ? l.Span : other; s.Clear(); }" },
    };

    [Theory, MemberData(nameof(Escapes))]
    public void I12_A_span_cannot_leave_the_scope_of_its_lease(string way, string code)
    {
        string[] errors = Compile(code);
        Assert.True(errors.Length > 0, $"{way} compiles: {code}");

        // By the rules about scopes, captures and the heap - not by a slip of the pen.
        string[] rules =
        [
            "CS8352", "CS8347", "CS8168", "CS8169", "CS8156", "CS8345", "CS8175", "CS0029", "CS9244", "CS0306", "CS4007", "CS8374", "CS4013", "CS8350", "CS8166",
        ];
        Assert.All(errors, e => Assert.Contains(rules, r => e.Contains(r, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(NaturalUses))]
    public void I12_What_one_naturally_writes_compiles(string use, string code)
    {
        string[] errors = Compile(code);
        Assert.True(errors.Length == 0, $"{use}: {string.Join("; ", errors)}");
    }

    private static string[] Compile(string members)
    {
        string source = $"using System; using System.Buffers; using System.Collections.Generic; using System.IO; using System.Threading.Tasks; using GstMemInterop.Bytes; static class Program {{ {members} }}";
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Attempt",
            [CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Preview))],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return [.. compilation.Emit(Stream.Null).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
    }
}
