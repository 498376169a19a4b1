namespace GstMemInterop.Tests.Compile;

/// <summary>A way to let bytes escape, and the error it must be.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Error">The compiler's error; several with a bar between them where one line breaks two rules.</param>
/// <param name="Members">Members of a class.</param>
internal sealed record Escape(string Name, string Error, string Members);

/// <summary>Ways to let a span, a plane, a mapping or a borrow escape from the scope of what keeps its bytes.</summary>
internal static partial class Escapes
{
    internal static IReadOnlyList<Escape> All { get; } = [.. OfMappings, .. OfParts, .. OfViews, .. OfProbes, .. OfLeases, .. ToTheHeap];

    private static IEnumerable<Escape> OfMappings =>
    [
        new("return the span of a using declaration, writable", "CS8168", """
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return m.Span; }
            """),
        new("return the span of a using declaration, read-only", "CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b) { using ReadMapping m = b.MapRead(); return m.Span; }
            """),
        new("return the span of a mapping that nobody holds, writable", "CS8156", """
            Span<byte> F(GstBuffer b) => b.MapWrite().Span;
            """),
        new("return the span of a mapping that nobody holds, read-only", "CS8156", """
            ReadOnlySpan<byte> F(GstBuffer b) => b.MapRead().Span;
            """),
        new("return the span of a memory's mapping", "CS8168", """
            Span<byte> F(GstMemory memory) { using WriteMapping m = memory.MapWrite(); return m.Span; }
            """),
        new("return the span of a whole block", "CS8168", """
            ReadOnlySpan<byte> F(GstMemory memory) { using ReadMapping m = memory.MapReadBlock(); return m.Span; }
            """),
        new("return the span of a peeked memory", "CS8156", """
            ReadOnlySpan<byte> F(GstBuffer b) => b.PeekMemory(0).MapRead().Span;
            """),
        new("return the span of a range of memories", "CS8156", """
            Span<byte> F(GstBuffer b) => b.MapWrite(0, 2).Span;
            """),
        new("assign to a span outside of the using statement", "CS8168", """
            int F(GstBuffer b) { Span<byte> outer; using (WriteMapping m = b.MapWrite()) { outer = m.Span; } return outer.Length; }
            """),
        new("assign to a span outside of the using statement, which has a value", "CS8168", """
            int F(GstBuffer b) { ReadOnlySpan<byte> outer = default; using (ReadMapping m = b.MapRead()) { outer = m.Span; } return outer[0]; }
            """),
        new("assign to a span of the stack outside of the using statement", "CS8352", """
            int F(GstBuffer b) { Span<byte> outer = stackalloc byte[4]; using (WriteMapping m = b.MapWrite()) { outer = m.Span; } return outer[0]; }
            """),
        new("assign to a scoped span outside of the block", "CS8352", """
            int F(GstBuffer b) { scoped Span<byte> outer = default; { using WriteMapping m = b.MapWrite(); outer = m.Span; } return outer[0]; }
            """),
        new("keep the span past a try block", "CS8168", """
            int F(GstBuffer b) { Span<byte> kept = default; try { using WriteMapping m = b.MapWrite(); kept = m.Span; } catch (GstMapException) { } return kept.Length; }
            """),
        new("out parameter", "CS8168", """
            void F(GstBuffer b, out Span<byte> span) { using WriteMapping m = b.MapWrite(); span = m.Span; }
            """),
        new("ref parameter", "CS8168", """
            void F(GstBuffer b, ref ReadOnlySpan<byte> span) { using ReadMapping m = b.MapRead(); span = m.Span; }
            """),
        new("a mapping from a Try method", "CS8168", """
            Span<byte> F(GstBuffer b) { if (b.TryMapWrite(out WriteMapping m)) { using (m) { return m.Span; } } return default; }
            """),
        new("a mapping from TryMapContiguous", "CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b) { b.TryMapContiguous(out ReadMapping m); return m.Span; }
            """),
        new("the parameter's mapping, by value", "CS8166", """
            Span<byte> F(WriteMapping m) => m.Span;
            """),
        new("the mapping of a helper, through the helper's result", "CS8347|CS8168", """
            static Span<byte> Bytes(in WriteMapping m) => m.Span;
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return Bytes(in m); }
            """),
        new("the mapping of a helper that nobody holds", "CS8347|CS8156", """
            static Span<byte> Bytes(in WriteMapping m) => m.Span;
            Span<byte> F(GstBuffer b) => Bytes(b.MapWrite());
            """),
        new("foreach, writable", "CS8168", """
            int F(GstBuffer b) { Span<byte> last = default; foreach (WriteMapping part in b.MapEachWrite()) { last = part.Span; } return last.Length; }
            """),
        new("foreach, read-only", "CS8168", """
            int F(GstBuffer b) { ReadOnlySpan<byte> last = default; foreach (ReadMapping part in b.MapEachRead()) { last = part.Span; } return last.Length; }
            """),
        new("return from foreach", "CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b) { foreach (ReadMapping part in b.MapEachRead()) { return part.Span; } return default; }
            """),
        new("the enumerator's current mapping", "CS8156", """
            ReadOnlySpan<byte> F(GstBuffer b) { using var each = b.MapEachRead().GetEnumerator(); each.MoveNext(); return each.Current.Span; }
            """),
    ];

    private static IEnumerable<Escape> OfParts =>
    [
        new("As of a writable mapping", "CS8168", """
            Span<int> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return m.As<int>(); }
            """),
        new("As of a read-only mapping", "CS8168", """
            ReadOnlySpan<short> F(GstBuffer b) { using ReadMapping m = b.MapRead(); return m.As<short>(); }
            """),
        new("As of a mapping that nobody holds", "CS8156", """
            ReadOnlySpan<short> F(GstMemory memory) => memory.MapRead().As<short>();
            """),
        new("Slice of a writable mapping", "CS8168", """
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return m.Slice(1, 2); }
            """),
        new("Slice of a read-only mapping", "CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b) { using ReadMapping m = b.MapRead(); return m.Slice(1, 2); }
            """),
        new("a slice of the span", "CS8168", """
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return m.Span[1..3]; }
            """),
        new("a local that holds the span", "CS8352", """
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); Span<byte> s = m.Span; return s; }
            """),
        new("either of two", "CS8168", """
            Span<byte> F(GstBuffer b, bool first) { using WriteMapping m = b.MapWrite(); return first ? m.Span : default; }
            """),
        new("a switch expression", "CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b, int kind) { using ReadMapping m = b.MapRead(); return kind switch { 0 => m.Span, 1 => m.Slice(0, 1), _ => default }; }
            """),
        new("a reference to one byte", "CS8168", """
            ref byte F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return ref m.Span[0]; }
            """),
        new("a reference from MemoryMarshal", "CS8347|CS8168", """
            ref byte F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return ref MemoryMarshal.GetReference(m.Span); }
            """),
        new("a cast of the span", "CS8347|CS8168", """
            Span<int> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return MemoryMarshal.Cast<byte, int>(m.Span); }
            """),
        new("a conversion to a read-only span", "CS8347|CS8168", """
            ReadOnlySpan<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return m.Span; }
            """),
        new("a helper that returns its argument", "CS8347|CS8168", """
            static Span<byte> Half(Span<byte> s) => s[..(s.Length / 2)];
            Span<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return Half(m.Span); }
            """),
        new("a ref struct's field", "CS8352|CS8168", """
            ref struct Holder { public Span<byte> Bytes; }
            Holder F(GstBuffer b) { using WriteMapping m = b.MapWrite(); Holder h = new() { Bytes = m.Span }; return h; }
            """),
        new("a field of a ref struct that was there before", "CS8168", """
            ref struct Holder { public Span<byte> Bytes; }
            void F(GstBuffer b, ref Holder h) { using WriteMapping m = b.MapWrite(); h.Bytes = m.Span; }
            """),
        new("a ref struct's constructor", "CS8347|CS8168", """
            readonly ref struct Holder(Span<byte> bytes) { public readonly Span<byte> Bytes = bytes; }
            Holder F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return new Holder(m.Span); }
            """),
        new("a plane over the span", "CS8347|CS8168", """
            PlaneSpan<byte> F(GstBuffer b) { using WriteMapping m = b.MapWrite(); return new PlaneSpan<byte>(m.Span, 2, 2, 2); }
            """),
    ];
}
