using System.Buffers;
using System.Text.Json;

namespace GstMemInterop.Bytes.Tests.Readme;

/// <summary>The README's code, word for word; <see cref="ReadmeTests"/> proves that it is.</summary>
public class ReadmeExamples
{
    [Fact]
    public void First()
    {
        #region readme-first
        byte[] bytes = "lifestyletransfer"u8.ToArray();

        int style = ByteSearch.IndexOf(bytes, "style"u8);            // 4
        bytes[0] ^= 0x20; bytes[style] ^= 0x20; bytes[9] ^= 0x20;

        foreach (ByteRange range in ByteDiff.Ranges(bytes, "lifestyletransfer"u8))
        {
            Console.WriteLine(range.Start);                          // 0, 4, 9
        }

        Console.Write(HexDump.Format(bytes));
        // 00000000: 4c69 6665 5374 796c 6554 7261 6e73 6665  LifeStyleTransfe
        // 00000010: 72                                       r
        #endregion

        Assert.Equal("LifeStyleTransfer"u8.ToArray(), bytes);
        Assert.Equal([0, 4, 9], ByteDiff.Ranges(bytes, "lifestyletransfer"u8).ToArray().Select(r => r.Start));
        Assert.Equal(
            "00000000: 4c69 6665 5374 796c 6554 7261 6e73 6665  LifeStyleTransfe\n00000010: 72                                       r\n",
            HexDump.Format(bytes));
    }

    [Fact]
    public void Searching()
    {
        #region readme-search
        ReadOnlySpan<byte> data = "..ab..ab..ab"u8;

        int first = ByteSearch.IndexOf(data, "ab"u8, start: 3, end: 12);              // 6
        int aligned = ByteSearch.IndexOf(data, "ab"u8, start: 2, end: 12, step: 8);   // 2: 2, 10, 18 ... are allowed
        int last = ByteSearch.LastIndexOf(data, "ab"u8, ..^2);                        // 6
        int sliced = ByteSearch.IndexInSlice(data, "ab"u8, start: -99, end: -1);      // 2: slice notation, nothing is out of range
        int[] all = ByteSearch.AllIndexesOf(data, "ab"u8).ToArray();                  // 2, 6, 10

        int order = ByteCompare.Compare("abc"u8, "abd"u8);                            // -1
        int different = ByteCompare.FirstDifference("abc"u8, "axc"u8);                // 1
        int fromTheRight = ByteCompare.LastDifference("xyabc"u8, "_bc"u8);            // 2: index into the first
        int common = ByteCompare.FirstMatch("abc"u8, "xbx"u8);                        // 1
        bool close = ByteCompare.EqualsWithin([10, 20], [11, 18], tolerance: 2);      // true

        using NativeChunk chunk = new(data);
        using (ReadOnlySpanLease lease = chunk.LeaseReadOnly())                       // what is no span: lease it first
        {
            int inChunk = ByteSearch.IndexOf(lease.Span, "ab"u8, start: 3, end: 12);  // 6
        }
        #endregion

        Assert.Equal((6, 2, 6, 2), (first, aligned, last, sliced));
        Assert.Equal([2, 6, 10], all);
        Assert.Equal((-1, 1, 2, 1, true), (order, different, fromTheRight, common, close));
    }

    [Fact]
    public void Chunk()
    {
        #region readme-chunk
        using NativeChunk chunk = new("head"u8, alignment: 64);
        chunk.Append("tail"u8);
        chunk.Insert(4, ", "u8);                       // head, tail
        chunk[0..4] = "HEADS"u8.ToArray();             // slice assignment may change the length
        chunk.Resize(16, "-="u8);                      // HEADS, tail-=-=-

        using (SpanLease lease = chunk.Lease())        // a span, while the lease lasts
        {
            ByteEdit.Invert(lease.Span[^5..]);
        }

        chunk.Write("more"u8);                         // IBufferWriter<byte>
        #endregion

        Assert.Equal("HEADS, tail"u8.ToArray(), chunk[..11]);
        Assert.Equal("more"u8.ToArray(), chunk[16..]);
        Assert.Equal(0xFF - '-', chunk[11]);
    }

    [Fact]
    public void Slice()
    {
        #region readme-slice
        using NativeChunk chunk = new("0123456789"u8);

        NativeSlice tail = new(chunk, start: -4);      // open end: follows the chunk
        chunk.Append("ab"u8);                          // tail is now 89ab
        NativeSlice inner = tail[1..^1];               // 9a, a slice of the chunk itself
        NativeSlice safe = inner.AsReadOnly();         // writing through it throws
        #endregion

        Assert.Equal("89ab"u8.ToArray(), tail.ToArray());
        Assert.Equal("9a"u8.ToArray(), inner.ToArray());
        Assert.Throws<InvalidOperationException>(() => safe[0] = 1);
    }

    [Fact]
    public void Typed()
    {
        #region readme-typed
        using NativeChunk chunk = new();
        TypedArray<int> numbers = new(chunk, ByteOrder.Big) { 1, 2, 3 };
        numbers.Insert(1, 0x01020304);                 // the chunk grows
        int[] copy = numbers.ToArray();                // swapped by whole vectors
        TypedArray<int> middle = numbers[1..^1];       // a view
        middle.Sort();                                 // in place, as Reverse
        numbers[..2] = [9, 8, 7];                      // slice assignment may change the count
        using TypedArray<int> twice = numbers * 2;     // a chunk of its own
        ITypedArray any = TypedArray.Create(chunk, ">i");    // a format that is known at run time only
        #endregion

        Assert.Equal([1, 0x01020304, 2, 3], copy);
        Assert.Equal([9, 8, 7, 0x01020304, 3], numbers);
        Assert.Equal([.. numbers, .. numbers], twice);
        Assert.Equal(8, any.GetValue(1));
        Assert.Equal([0, 0, 0, 9, 0, 0, 0, 8], chunk[..8]);
    }

    [Fact]
    public void Streams()
    {
        #region readme-stream
        using NativeChunk chunk = new();
        using (ChunkStream stream = new(chunk))        // grows the chunk
        {
            JsonSerializer.Serialize(stream, "12,34");
        }

        byte[] a = new byte[4];
        byte[] b = new byte[4];
        using SegmentedStream segments = new(a.AsMemory(), b.AsMemory());    // no joining
        segments.Write(chunk[..]);                                           // "12, 34"
        ReadOnlySequence<byte> sequence = segments.AsSequence();
        #endregion

        Assert.Equal("\"12,"u8.ToArray(), a);
        Assert.Equal("34\"\0"u8.ToArray(), b);
        Assert.Equal(8, sequence.Length);
    }

    [Fact]
    public void Planes()
    {
        #region readme-plane
        byte[] image = new byte[64 * 48];                                    // GRAY8, 60 x 48, rows 64 bytes apart
        PlaneSpan<byte> plane = new(image, width: 60, height: 48, stride: 64);

        plane.Slice(10, 10, 20, 20).Fill(255);
        ByteEdit.Invert(plane.Rows(0, 24));
        foreach (Span<byte> row in plane.FlipVertical())                     // bottom-up, a negative stride
        {
            ByteEdit.AddSaturated(row, 16);
        }
        #endregion

        Assert.Equal(16, plane[10, 10]);
        Assert.Equal(255, plane[0, 0]);
        Assert.Equal(0, image[63]);
    }

    [Fact]
    public unsafe void Views()
    {
        byte* pointer = stackalloc byte[16];
        #region readme-view
        using MemoryView view = new((nint)pointer, 16, MemoryAccess.ReadWrite);
        Memory<byte> memory = view.Memory;                     // throws after view.Dispose()
        view.AsSpan<int>()[0] = 42;                            // size and alignment are checked
        PlaneSpan<short> plane = view.AsPlane<short>(4, 2);    // and so is the shape
        MemoryView readOnly = view.AsReadOnly();               // has no way to a writable span
        #endregion

        Assert.Equal(42, plane[0, 0]);
        Assert.Equal(16, memory.Length);
        Assert.Throws<InvalidOperationException>(() => readOnly.Memory);
    }

    [Fact]
    public void Patches()
    {
        #region readme-patch
        byte[] before = "lifestyle"u8.ToArray();
        BytePatch patch = ByteDiff.CreatePatch(before, "LifeStyle"u8);
        patch.Apply(before);                           // LifeStyle; refused where other bytes are
        patch.Reverse(before);                         // lifestyle
        #endregion

        Assert.Equal("lifestyle"u8.ToArray(), before);
    }

    [Fact]
    public void Serialising()
    {
        #region readme-serialise
        using NativeChunk chunk = new("keep me"u8);
        using MemoryStream file = new();
        chunk.WriteTo(file);                           // header with length and checksums, then the bytes
        string json = JsonSerializer.Serialize(chunk); // {"alignment":64,"length":7,...}

        file.Position = 0;
        using NativeChunk fromFile = NativeChunk.ReadFrom(file);             // damaged input: InvalidDataException
        using NativeChunk? fromJson = JsonSerializer.Deserialize<NativeChunk>(json);
        #endregion

        Assert.Equal(chunk, fromFile);
        Assert.Equal(chunk, fromJson);
    }
}
