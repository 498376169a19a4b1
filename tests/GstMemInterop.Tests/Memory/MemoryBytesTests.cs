using GstMemInterop.Tests.Conformance;

namespace GstMemInterop.Tests.Memory;

/// <summary>The bytes of one memory without a mapping in the user's hands, and the block around them.</summary>
public class MemoryBytesTests
{
    [Fact]
    public void Bytes_are_extracted_filled_set_compared_and_shown()
    {
        using GstMemory memory = GstMemory.CopyOf("abcdef"u8);
        memory.Fill(1, "XY"u8);
        memory.Set(4, (byte)'_', 2);
        memory.Set(6, 0, 0);
        Span<byte> three = stackalloc byte[3];
        memory.Extract(2, three);
        Assert.Equal("Yd_"u8, three);
        Assert.Equal("aXYd__"u8.ToArray(), memory.ToArray());
        Assert.Equal("Xy".Length, memory.ToArray(1, 2).Length);
        Assert.Equal(0, memory.Compare(1, "XY"u8));
        Assert.Equal(-1, memory.Compare(0, "b"u8));
        Assert.Equal(1, memory.Compare(3, "c"u8));
        Assert.True(memory.ContentEquals("aXYd__"u8));
        Assert.False(memory.ContentEquals("aXYd_"u8));
        Assert.False(memory.ContentEquals("aXYd_-"u8));
        Assert.Contains("aXYd__", memory.ToHexDump(), StringComparison.Ordinal);
        Assert.StartsWith("00000002", memory.ToHexDump(2, 3), StringComparison.Ordinal);
        using GstBuffer buffer = GstBuffer.CopyOf("aXYd__"u8);
        Assert.Equal(buffer.ToHexDump(1, 4), memory.ToHexDump(1, 4));
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Two_memories_are_compared_by_their_visible_bytes()
    {
        using GstMemory memory = GstMemory.CopyOf("-abc-"u8);
        using GstMemory same = GstMemory.CopyOf("abc"u8);
        Assert.False(memory.ContentEquals(same.Borrow()));
        memory.Resize(1, 3);
        Assert.True(memory.ContentEquals(same.Borrow()));
        Assert.True(memory.ContentEquals(memory.Borrow()));
        same.Fill(2, "C"u8);
        Assert.False(memory.ContentEquals(same.Borrow()));
        Assert.Equal(0, memory.OpenMappings + same.OpenMappings);
    }

    [Fact]
    public void Ranges_are_checked_before_the_memory_is_mapped()
    {
        using GstMemory memory = GstMemory.CopyOf("abc"u8);
        using GstMemory opaque = OpaqueAllocator.AllocateByName(3);
        foreach (GstMemory each in (GstMemory[])[memory, opaque])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => each.Extract(1, new byte[3]));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.ToArray(4, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.Fill(3, "x"u8));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.Set(1, 0, nuint.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.Compare(2, "xy"u8));
            Assert.Throws<ArgumentOutOfRangeException>(() => each.ToHexDump(0, 4));
        }

        Assert.Throws<GstMapException>(() => opaque.ToArray());
        Assert.Throws<GstMapException>(() => opaque.Fill(0, "x"u8));
        using GstMemory readOnly = UpstreamBlocks.ReadOnly("abc"u8);
        Assert.Equal(GstMapFailure.ReadOnlyMemory, Assert.Throws<GstMapException>(() => readOnly.Set(0, 0, 1)).Failure);
        Assert.Equal("abc"u8.ToArray(), readOnly.ToArray());
    }

    [Fact]
    public void The_block_shows_prefix_and_padding_around_the_visible_bytes()
    {
        using GstMemory memory = WithPrefixAndPadding();
        nuint max = memory.MaxSize;
        using (WriteMapping block = memory.MapWriteBlock())
        {
            Assert.Equal((max, max), (block.Length, block.MaxLength));
            Assert.Equal("visible"u8, block.Slice(memory.Offset, (int)memory.Size));
            Assert.Equal(1, memory.OpenMappings);
            "head"u8.CopyTo(block.Slice(memory.Offset - 4, 4));
            "tail"u8.CopyTo(block.Slice(memory.Offset + memory.Size, 4));
        }

        Assert.Equal(0, memory.OpenMappings);
        Assert.Equal((GstMemoryFlags)0, memory.Flags & (GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded));
        using (ReadMapping block = memory.MapReadBlock())
        {
            Assert.Equal("headvisibletail"u8, block.Slice(memory.Offset - 4, 15));
        }

        Assert.Equal("visible"u8.ToArray(), memory.ToArray());
        memory.Resize(-4, 15);
        Assert.Equal("headvisibletail"u8.ToArray(), memory.ToArray());
    }

    [Fact]
    public void A_block_mapping_survives_a_resize_under_it()
    {
        using GstMemory memory = WithPrefixAndPadding();
        using (ReadMapping block = memory.MapReadBlock())
        {
            nuint offset = memory.Offset;
            memory.Resize(3, 2);
            Assert.Equal("visible"u8, block.Slice(offset, 7));
            using ReadMapping narrow = memory.MapReadBlock();
            Assert.Equal("visible"u8, narrow.Slice(offset, 7));
        }

        Assert.Equal(0, memory.OpenMappings);
        Assert.Equal("ib"u8.ToArray(), memory.ToArray());
    }

    [Fact]
    public void Ranges_of_the_block_are_copied_and_shared()
    {
        using GstMemory memory = WithPrefixAndPadding();
        nuint offset = memory.Offset;
        using (GstMemory copy = memory.CopyBlock(offset - 4, 11))
        {
            Assert.Equal("\0\0\0\0visible"u8.ToArray(), copy.ToArray());
            Assert.True(copy.IsWritable);
        }

        using (GstMemory share = memory.ShareBlock(offset - 2, 4))
        {
            Assert.Equal("\0\0vi"u8.ToArray(), share.ToArray());
            Assert.Equal(offset - 2, share.Offset);
            Assert.True(share.IsReadOnly);
            using ReadMapping block = share.MapReadBlock();
            Assert.Equal("visible"u8, block.Slice(offset, 7));
            using GstMemory wider = share.ShareBlock(offset, 7);
            Assert.Equal("visible"u8.ToArray(), wider.ToArray());
            Assert.False(share.TryMapWrite(out _));
            Assert.Throws<GstMapException>(() => { using WriteMapping no = share.MapWriteBlock(); });
        }

        nuint max = memory.MaxSize;
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.CopyBlock(max, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.CopyBlock(0, max + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.ShareBlock(nuint.MaxValue, 2));
        using GstMemory whole = memory.CopyBlock(0, max);
        Assert.Equal(max, whole.Size);
        using GstMemory nothing = memory.ShareBlock(max, 0);
        Assert.Equal((nuint)0, nothing.Size);
        Assert.Equal(GstMemoryFlags.ZeroPrefixed, memory.Flags & GstMemoryFlags.ZeroPrefixed);
    }

    private static GstMemory WithPrefixAndPadding()
    {
        GstMemory memory = GstMemory.Allocate(7, new AllocationParams { Prefix = 8, Padding = 8, Flags = GstMemoryFlags.ZeroPrefixed | GstMemoryFlags.ZeroPadded });
        memory.Fill(0, "visible"u8);
        return memory;
    }
}
