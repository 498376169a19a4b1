using System.Buffers;
using System.Text.Json;

namespace GstMemInterop.Fuzz.Readers;

/// <summary>Reads all of a buffer, and throws when the bytes are not those expected.</summary>
internal delegate void WayOfReading(GstBuffer buffer, byte[] expected);

/// <summary>Every way there is to read a buffer. None of them may change anything that another one sees.</summary>
internal static class WaysOfReading
{
    private static readonly JsonSerializerOptions s_json = new() { Converters = { new GstBufferJsonConverter() } };

    internal static IReadOnlyList<(string Name, WayOfReading Read)> All { get; } =
    [
        ("MapRead", static (b, x) => { using ReadMapping m = b.MapRead(); Same(m.Span, x); }),
        ("MapRead all by range", static (b, x) => { using ReadMapping m = b.MapRead(0, b.MemoryCount); Same(m.Span, x); }),
        ("MapRead first two", static (b, x) => { using ReadMapping m = b.MapRead(0, 2); Same(m.Span, x.AsSpan(0, m.Span.Length)); }),
        ("MapRead last", static (b, x) => { using ReadMapping m = b.MapRead(b.MemoryCount - 1, 1); Same(m.Span, x.AsSpan(x.Length - m.Span.Length)); }),
        ("TryMapRead", static (b, x) => { if (!b.TryMapRead(out ReadMapping m)) { throw new FindingException("TryMapRead refused"); } using (m) { Same(m.Span, x); } }),
        ("TryMapContiguous", static (b, x) => { if (b.TryMapContiguous(out ReadMapping m)) { using (m) { Same(m.Span, x); } } }),
        ("borrowed MapRead", static (b, x) => { using ReadMapping m = b.Borrow().MapRead(); Same(m.Span, x); }),
        ("MapReadOwned", static (b, x) => { using OwnedReadMapping m = b.MapReadOwned(); Same(m.Memory.Span, x); }),
        ("MapReadOwned, pinned", static (b, x) => { using OwnedReadMapping m = b.MapReadOwned(); using MemoryHandle pin = m.Memory.Pin(); Same(m.Memory.Span, x); }),
        ("PeekMemory.MapRead", static (b, x) => { int at = 0; for (int i = 0; i < b.MemoryCount; i++) { using ReadMapping m = b.PeekMemory(i).MapRead(); Part(m.Span, x, ref at); } All_(at, x); }),
        ("Memories", static (b, x) => { int at = 0; foreach (GstMemoryRef memory in b.Memories) { using ReadMapping m = memory.MapRead(); Part(m.Span, x, ref at); } All_(at, x); }),
        ("MapEachRead", static (b, x) => { int at = 0; foreach (ReadMapping m in b.MapEachRead()) { Part(m.Span, x, ref at); } All_(at, x); }),
        ("MapSequence", static (b, x) => { using MappedSequence s = b.MapSequence(); Same(s.Sequence.ToArray(), x); }),
        ("OpenRead", static (b, x) => { using Stream s = b.OpenRead(); byte[] to = new byte[x.Length]; s.ReadExactly(to); Same(to, x); }),
        ("ToArray", static (b, x) => Same(b.ToArray(), x)),
        ("ToArray range", static (b, x) => Same(b.ToArray(3, 5), x.AsSpan(3, 5))),
        ("Extract", static (b, x) => { Span<byte> to = stackalloc byte[x.Length]; b.Extract(0, to); Same(to, x); }),
        ("Compare", static (b, x) => Equal(b.Compare(0, x), 0)),
        ("ContentEquals bytes", static (b, x) => Equal(b.ContentEquals(x), true)),
        ("ContentEquals buffer", static (b, x) => { using GstBuffer other = GstBuffer.CopyOf(x); Equal(b.ContentEquals(other.Borrow()), true); Equal(other.ContentEquals(b.Borrow()), true); }),
        ("ToHexDump", static (b, x) => Equal(b.ToHexDump().Length > 0, true)),
        ("Copy", static (b, x) => { using GstBuffer c = b.Copy(); Same(c.ToArray(), x); }),
        ("Copy, MapRead", static (b, x) => { using GstBuffer c = b.Copy(); using ReadMapping m = c.MapRead(); Same(m.Span, x); }),
        ("Copy, MapWrite", static (b, x) => { using GstBuffer c = b.Copy(); using (WriteMapping m = c.MapWrite()) { Same(m.Span, x); m.Span.Fill(0xEE); } Equal(c.ToArray().AsSpan().IndexOfAnyExcept((byte)0xEE), -1); }),
        ("CopyDeep", static (b, x) => { using GstBuffer c = b.CopyDeep(); using ReadMapping m = c.MapRead(); Same(m.Span, x); }),
        ("CopyRegion", static (b, x) => { using GstBuffer c = b.CopyRegion(GstBufferCopyFlags.Memory, 2, 7); Same(c.ToArray(), x.AsSpan(2, 7)); }),
        ("CopyRegion merged", static (b, x) => { using GstBuffer c = b.CopyRegion(GstBufferCopyFlags.Memory | GstBufferCopyFlags.Merge, 0, (nuint)x.Length); Same(c.ToArray(), x); }),
        ("CopyInto", static (b, x) => { using GstBuffer c = GstBuffer.Create(); b.CopyInto(c.Borrow(), GstBufferCopyFlags.Memory, 0, (nuint)x.Length); Same(c.ToArray(), x); }),
        ("GetMemory", static (b, x) => { int at = 0; for (int i = 0; i < b.MemoryCount; i++) { using GstMemory memory = b.GetMemory(i); using ReadMapping m = memory.MapRead(); Part(m.Span, x, ref at); } All_(at, x); }),
        ("GetMemories", static (b, x) => { using GstMemory memory = b.GetMemories(0, b.MemoryCount); Same(memory.ToArray(), x); }),
        ("memory Copy", static (b, x) => { using GstMemory memory = b.PeekMemory(1).Copy(); using ReadMapping m = memory.MapRead(); Same(m.Span, x.AsSpan((int)b.PeekMemory(0).Size, m.Span.Length)); }),
        ("memory ToArray", static (b, x) => { int at = 0; for (int i = 0; i < b.MemoryCount; i++) { Part(b.PeekMemory(i).ToArray(), x, ref at); } All_(at, x); }),
        ("Retain", static (b, x) => { using GstBuffer d = b.Retain(); using ReadMapping m = d.MapRead(); Same(m.Span, x); }),
        ("Retain from the pointer", static (b, x) => { using GstBuffer d = GstBuffer.Retain(b.DangerousHandle); Same(d.ToArray(), x); }),
        ("sizes", static (b, x) => { Equal(b.Size, (nuint)x.Length); Equal(b.GetSizes().Size, (nuint)x.Length); Equal(b.FindMemories(0, b.Size).Index, 0); }),
        ("sample", static (b, x) => { using GstSample s = GstSample.Create(b); Same(s.Buffer.ToArray(), x); }),
        ("JSON", static (b, x) => Equal(JsonSerializer.Serialize(b, s_json).Length > 0, true)),
    ];

    private static void Part(ReadOnlySpan<byte> part, byte[] whole, ref int at)
    {
        Same(part, whole.AsSpan(at, Math.Min(part.Length, whole.Length - at)));
        at += part.Length;
    }

    private static void All_(int at, byte[] whole) => Equal(at, whole.Length);

    private static void Same(ReadOnlySpan<byte> actual, ReadOnlySpan<byte> expected)
    {
        if (!actual.SequenceEqual(expected))
        {
            throw new FindingException($"read {Convert.ToHexString(actual[..Math.Min(64, actual.Length)])}, expected {Convert.ToHexString(expected[..Math.Min(64, expected.Length)])}");
        }
    }

    private static void Equal<T>(T actual, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(actual, expected))
        {
            throw new FindingException($"{actual}, expected {expected}");
        }
    }
}
