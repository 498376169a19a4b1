using System.Text;

namespace GstMemInterop.Tests.Buffers;

public class GstBufferTests
{
    [Fact]
    public void Bytes_that_could_not_be_changed_can()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("lifestyletransfer"u8);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span[0] = (byte)'L';
            map.Span[4] = (byte)'S';
            map.Span[9] = (byte)'T';
        }

        using ReadMapping result = buffer.MapRead();
        Assert.Equal("LifeStyleTransfer", Encoding.ASCII.GetString(result.Span));
    }

    [Fact]
    public void Metadata_is_read_and_written_as_NET_values()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Equal(GstClockTime.None, buffer.Pts);
        Assert.Equal(GstClockTime.None, buffer.Duration);
        Assert.Null(buffer.Offset);
        Assert.Equal((nuint)0, buffer.Size);

        buffer.Pts = TimeSpan.FromSeconds(1.5);
        buffer.Dts = GstClockTime.Zero;
        buffer.Duration = GstClockTime.FromNanoseconds(33_333_333);
        buffer.Offset = 7;
        buffer.OffsetEnd = 8;
        buffer.Flags |= GstBufferFlags.Discont | (GstBufferFlags)(1u << 19);
        Assert.Equal(1_500_000_000UL, buffer.Pts.Nanoseconds);
        Assert.Equal("0:00:01.500000000", buffer.Pts.ToString());
        Assert.Equal(0UL, buffer.Dts.Nanoseconds);
        Assert.Equal(33_333_333UL, buffer.Duration.Nanoseconds);
        Assert.Equal((7UL, 8UL), (buffer.Offset!.Value, buffer.OffsetEnd!.Value));
        Assert.Equal(GstBufferFlags.Discont | (GstBufferFlags)(1u << 19), buffer.Flags);
        buffer.Pts = GstClockTime.None;
        buffer.Offset = null;
        Assert.False(buffer.Pts.HasValue);
        Assert.Null(buffer.Offset);
    }

    [Fact]
    public void A_shared_buffer_is_refused_with_its_reference_count_and_the_way_out()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstBuffer other = buffer.Retain();
        Assert.False(buffer.IsWritable);
        GstMapException refused = Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.MapWrite(); });
        Assert.Equal(GstMapFailure.BufferNotWritable, refused.Failure);
        Assert.Contains("2 references", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MakeWritable()", refused.Message, StringComparison.Ordinal);
        Assert.False(buffer.TryMapWrite(out _));
        Assert.Throws<InvalidOperationException>(() => buffer.Pts = GstClockTime.Zero);
        Assert.Throws<InvalidOperationException>(buffer.RemoveAllMemories);
        Assert.Throws<InvalidOperationException>(() => buffer.Resize(0, 1));
        Assert.Throws<GstMapException>(() => buffer.Fill(0, "x"u8));

        Assert.True(buffer.MakeWritable());
        Assert.False(buffer.MakeWritable());
        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.True(map.Copied);
            map.Span[0] = (byte)'X';
        }

        using ReadMapping untouched = other.MapRead();
        Assert.Equal("abc"u8.ToArray(), untouched.Span.ToArray());
    }

    [Fact]
    public void A_memory_peeked_out_of_a_shared_buffer_cannot_be_written()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstMemory memory = buffer.GetMemory(0);
        using (WriteMapping alone = memory.MapWrite())
        {
            alone.Span[0] = (byte)'A';
        }

        using GstBuffer other = buffer.Retain();
        Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() => { using WriteMapping map = memory.MapWrite(); }).Failure);
        Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.PeekMemory(0).MapWrite(); }).Failure);
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Several_memories_merge_only_when_asked_and_never_unseen()
    {
        using GstBuffer buffer = ThreeMemories();
        Assert.Equal(3, buffer.MemoryCount);
        Assert.False(buffer.TryMapContiguous(out ReadMapping _));
        Assert.False(buffer.TryMapContiguous(out WriteMapping _));
        Assert.Equal(3, buffer.MemoryCount);

        Span<byte> copy = stackalloc byte[9];
        buffer.Extract(0, copy);
        Assert.Equal("abcdefghi"u8.ToArray(), copy.ToArray());
        buffer.Fill(2, "CDEFG"u8);
        Assert.Equal(3, buffer.MemoryCount);

        long merges = MapCounters.Merges;
        using (ReadMapping part = buffer.MapRead(1, 2))
        {
            Assert.True(part.Merged);
            Assert.True(part.Copied);
            Assert.Equal("DEFGhi"u8.ToArray(), part.Span.ToArray());
            Assert.Equal(3, buffer.MemoryCount); // C would put the merged memory into the buffer, also for READ
        }

        using (ReadMapping all = buffer.MapRead())
        {
            Assert.True(all.Merged);
            Assert.Equal("abCDEFGhi"u8.ToArray(), all.Span.ToArray());
        }

        Assert.Equal(3, buffer.MemoryCount);
        using (WriteMapping all = buffer.MapWrite())
        {
            Assert.True(all.Merged);
            all.Span[0] = (byte)'A';
        }

        Assert.Equal(1, buffer.MemoryCount);
        Assert.True(buffer.ContentEquals("AbCDEFGhi"u8));
        Assert.Equal(merges + 3, MapCounters.Merges);
    }

    [Fact]
    public void A_borrowed_memory_that_a_merge_replaced_says_so_instead_of_dangling()
    {
        using GstBuffer buffer = ThreeMemories();
        GstMemoryRef first = buffer.PeekMemory(0);
        Assert.Equal((nuint)3, first.Size);
        using (buffer.MapWrite())
        {
        }

        bool refused = false;
        try
        {
            _ = first.Size;
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    [Fact]
    public void Under_an_open_write_mapping_a_merge_reads_and_does_not_replace()
    {
        using GstBuffer buffer = ThreeMemories();
        using (WriteMapping first = buffer.PeekMemory(0).MapWrite())
        {
            using (ReadMapping now = buffer.MapRead())
            {
                Assert.Equal((byte)'a', now.Span[0]);
            }

            Assert.Equal(GstMapFailure.AlreadyMapped, Assert.Throws<GstMapException>(() => { using WriteMapping map = buffer.MapWrite(); }).Failure);
            Assert.Throws<InvalidOperationException>(() => buffer.RemoveMemory(0));
            first.Span[0] = (byte)'A';
        }

        using ReadMapping all = buffer.MapRead();
        Assert.Equal((byte)'A', all.Span[0]);
    }

    [Fact]
    public void A_read_only_memory_in_a_writable_buffer_is_copied_for_a_write_map_as_GStreamer_does()
    {
        using GstMemory memory = GstMemory.CopyOf("abcdef"u8);
        using GstBuffer buffer = GstBuffer.Create();
        buffer.AppendMemory(memory.Share(1, 4));
        Assert.False(buffer.TryMapContiguous(out WriteMapping _));
        using (WriteMapping map = buffer.MapWrite())
        {
            Assert.True(map.Copied);
            Assert.False(map.Merged);
            map.Span.Fill((byte)'x');
        }

        using ReadMapping original = memory.MapRead();
        Assert.Equal("abcdef"u8.ToArray(), original.Span.ToArray());
    }

    [Fact]
    public void A_buffer_without_memory_maps_as_nothing()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([]);
        Assert.Equal(0, buffer.MemoryCount);
        using WriteMapping map = buffer.MapWrite();
        Assert.Equal(0, map.Span.Length);
        using ReadMapping read = buffer.MapRead();
        Assert.Equal(0, read.As<int>().Length);
        using ReadMapping range = buffer.MapRead(0, 0);
        Assert.Equal((nuint)0, range.Length);
    }

    [Fact]
    public void Disposing_a_buffer_while_it_is_mapped_is_harmless()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        WriteMapping map = buffer.MapWrite();
        buffer.Dispose();
        Assert.True(buffer.IsDisposed);
        map.Span[1] = (byte)'B';
        Assert.Equal("aBc"u8.ToArray(), map.Span.ToArray());
        Assert.Throws<ObjectDisposedException>(() => buffer.Size);
        Assert.Throws<ObjectDisposedException>(() => { using ReadMapping no = buffer.MapRead(); });
        map.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Size);
        buffer.Dispose();
    }

    [Fact]
    public void What_is_given_away_is_gone()
    {
        using GstBuffer buffer = GstBuffer.Create();
        GstMemory memory = GstMemory.CopyOf("abc"u8);
        buffer.AppendMemory(memory);
        Assert.True(memory.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => memory.Size);
        Assert.Throws<ObjectDisposedException>(() => buffer.AppendMemory(memory));
        memory.Dispose();
        Assert.Equal((nuint)3, buffer.Size);

        GstMemory refused = GstMemory.CopyOf("abc"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.InsertMemory(5, refused));
        Assert.True(refused.IsDisposed);
    }

    [Fact]
    public void The_three_verbs_and_back()
    {
        GstBuffer first = GstBuffer.CopyOf("abc"u8);
        nint pointer = first.DangerousDetach();
        Assert.Throws<ObjectDisposedException>(() => first.DangerousDetach());
        first.Dispose();

        using GstBuffer adopted = GstBuffer.Adopt(pointer);
        Assert.Equal(1, adopted.ReferenceCount);
        using (GstBuffer retained = GstBuffer.Retain(pointer))
        {
            Assert.Equal(2, adopted.ReferenceCount);
        }

        GstBufferRef borrowed = GstBufferRef.Borrow(adopted.DangerousHandle);
        Assert.Equal(1, borrowed.ReferenceCount);
        Assert.True(borrowed.IsWritable);
        using (WriteMapping map = borrowed.MapWrite())
        {
            map.Span[0] = (byte)'A';
        }

        Assert.Throws<ArgumentException>(() => GstBuffer.Adopt(0));
        Assert.Throws<ArgumentException>(() => GstBuffer.Retain(0));
        Assert.Throws<ArgumentException>(() => { GstBufferRef.Borrow(0); });
        Assert.Throws<InvalidOperationException>(() => default(GstBufferRef).Size);
    }

    [Fact]
    public void Copies_share_until_written_and_deep_copies_do_not()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcdef"u8);
        buffer.Pts = GstClockTime.FromSeconds(2);
        using GstBuffer shallow = buffer.Copy();
        using GstBuffer deep = buffer.CopyDeep();
        using GstBuffer region = buffer.CopyRegion(GstBufferCopyFlags.None, 2, 3);
        Assert.Equal(buffer.Pts, shallow.Pts);
        Assert.Equal(GstClockTime.None, region.Pts);
        Assert.Equal(buffer.PeekMemory(0).DangerousHandle, shallow.PeekMemory(0).DangerousHandle);
        Assert.NotEqual(buffer.PeekMemory(0).DangerousHandle, deep.PeekMemory(0).DangerousHandle);
        shallow.Fill(0, "X"u8);
        byte[] bytes = new byte[3];
        region.Extract(0, bytes);
        Assert.Equal("cde"u8.ToArray(), bytes);
        buffer.Extract(0, bytes);
        Assert.Equal("abc"u8.ToArray(), bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyRegion(GstBufferCopyFlags.None, 4, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Extract(4, new byte[3]));
    }

    private static GstBuffer ThreeMemories()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AppendMemory(GstMemory.CopyOf("def"u8));
        buffer.AppendMemory(GstMemory.CopyOf("ghi"u8));
        return buffer;
    }
}
