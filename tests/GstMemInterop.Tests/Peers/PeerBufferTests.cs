using System.Reflection;
using GstMemInterop.Native;
using GstMemInterop.Tests.Lifetime;

namespace GstMemInterop.Tests.Peers;

/// <summary>What other bindings get wrong with buffers, memories and maps; the rows are those of README.md.</summary>
public class PeerBufferTests
{
    [Fact]
    public void A_read_map_hands_out_a_writable_span()
    {
        Type[] readers = [typeof(ReadMapping), typeof(OwnedReadMapping)];
        Assert.All(readers.SelectMany(static t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance)),
            static p => Assert.False(p.PropertyType == typeof(Span<byte>) || p.PropertyType == typeof(Memory<byte>), $"{p.DeclaringType}.{p.Name}"));
        Assert.Equal(typeof(ReadOnlySpan<byte>), typeof(ReadMapping).GetProperty("Span")!.PropertyType);

        using GstMemory memory = GstMemory.Allocate(4, new AllocationParams { Flags = GstMemoryFlags.ReadOnly });
        Assert.True(memory.IsReadOnly);
        Assert.Equal(GstMapFailure.ReadOnlyMemory, Assert.Throws<GstMapException>(() => memory.MapWrite()).Failure);
        Assert.False(memory.TryMapWrite(out _));
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void Every_kind_of_map_throws()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AppendMemory(GstMemory.CopyOf("def"u8));
        Assert.Equal("def", Text(buffer.MapRead(1, 1)));
        using (WriteMapping map = buffer.MapWrite(0, 1))
        {
            map.Span[0] = (byte)'A';
        }

        using (GstMemory memory = buffer.GetMemory(0))
        {
            Assert.Equal("Abc", Text(memory.MapRead()));
        }

        using (OwnedReadMapping owned = buffer.MapReadOwned())
        {
            Assert.Equal("Abcdef"u8.ToArray(), owned.Memory.ToArray());
        }

        Assert.Equal("Abcdef", Text(buffer.MapRead()));

        static string Text(ReadMapping map)
        {
            using (map)
            {
                return System.Text.Encoding.ASCII.GetString(map.Span);
            }
        }
    }

    [Fact]
    public unsafe void A_new_buffer_is_a_zeroed_block_and_no_buffer()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Native.GstBuffer* native = (Native.GstBuffer*)buffer.DangerousHandle;
        Assert.Equal(LibGst.gst_buffer_get_type(), native->mini_object.type);
        Assert.Equal(1, native->mini_object.refcount);
        Assert.Equal(ulong.MaxValue, native->pts);
        using GstBuffer copy = buffer.Copy(); // goes through the functions in the object
        copy.AppendMemory(GstMemory.CopyOf("x"u8));
        Assert.True(copy.ContentEquals("x"u8));
    }

    [Fact]
    public void A_buffer_that_is_disposed_while_it_is_mapped_leaks()
    {
        long growth = ResidentMemory.GrowthOver(static () =>
        {
            for (int i = 0; i < 500; i++)
            {
                GstBuffer buffer = GstBuffer.Allocate(1 << 20);
                using WriteMapping map = buffer.MapWrite();
                buffer.Dispose();
                map.Span.Fill(1);
            }
        });
        Assert.InRange(growth, long.MinValue, 50 << 20); // 500 MB is what a leak keeps
    }

    [Fact]
    public void An_empty_copy_crashes()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([]);
        Assert.Equal((nuint)0, buffer.Size);
        Assert.Equal(0, buffer.MemoryCount);
        using GstMemory memory = GstMemory.CopyOf([]);
        using ReadMapping map = memory.MapRead();
        Assert.True(map.Span.IsEmpty);
        buffer.AppendMemory(memory.Copy());
        Assert.Empty(buffer.ToArray());
    }

    [Fact]
    public void Changes_of_a_shared_buffer_are_a_message_on_stderr_and_silence()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcdef"u8);
        using GstBuffer other = buffer.Retain();
        GstBuffer more = GstBuffer.CopyOf("x"u8);
        Assert.Throws<InvalidOperationException>(() => buffer.Resize(1, 2));
        Assert.Throws<InvalidOperationException>(() => buffer.Append(more));
        Assert.Throws<InvalidOperationException>(() => buffer.AppendMemory(GstMemory.Allocate(1)));
        Assert.Throws<InvalidOperationException>(() => buffer.RemoveAllMemories());
        Assert.Throws<InvalidOperationException>(() => buffer.Pts = GstClockTime.Zero);
        Assert.Throws<GstMapException>(() => buffer.Fill(0, "x"u8));
        Assert.Throws<GstMapException>(() => buffer.Set(0, 1, 1));
        Assert.True(more.IsDisposed); // given away, also when refused
        Assert.True(buffer.ContentEquals("abcdef"u8));
        Assert.Equal(1, buffer.MemoryCount);
        Assert.Equal(GstClockTime.None, buffer.Pts);
    }

    [Fact]
    public void An_unmap_with_another_info_than_the_maps_leaves_locks_and_references()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstMemory memory = buffer.GetMemory(0);
        int references = memory.ReferenceCount;
        int shares = memory.ShareCount;
        for (int i = 0; i < 1000; i++)
        {
            ReadMapping first = buffer.MapRead();
            ReadMapping second = memory.MapRead();
            using (ReadMapping third = buffer.MapRead(0, 1))
            {
                first.Dispose();
            }

            second.Dispose();
        }

        Assert.Equal((0, references, shares), (memory.OpenMappings, memory.ReferenceCount, memory.ShareCount));
        Assert.Equal(1, buffer.ReferenceCount);
    }

    [Fact]
    public void A_clone_and_a_peeked_memory_give_a_second_writable_span()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using GstBuffer clone = buffer.Copy(); // shares the bytes
        using (WriteMapping one = buffer.MapWrite())
        {
            one.Span[0] = (byte)'1';
            using WriteMapping two = clone.MapWrite();
            two.Span[0] = (byte)'2';
            Assert.Equal((byte)'1', one.Span[0]);
        }

        using (WriteMapping one = buffer.MapWrite())
        {
            Assert.False(buffer.Borrow().PeekMemory(0).TryMapWrite(out _));
            using GstMemory same = buffer.GetMemory(0);
            Assert.False(same.TryMapWrite(out _));
            Assert.False(buffer.TryMapWrite(out _));
        }

        Assert.True(buffer.ContentEquals("1bc"u8));
        Assert.True(clone.ContentEquals("2bc"u8));
    }

    [Fact]
    public void Seeking_to_the_end_throws_and_End_counts_backwards()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AppendMemory(GstMemory.CopyOf("def"u8));
        using Stream stream = buffer.OpenRead();
        Assert.Equal(6, stream.Seek(0, SeekOrigin.End));
        Assert.Equal(-1, stream.ReadByte());
        Assert.Equal(4, stream.Seek(-2, SeekOrigin.End));
        Assert.Equal('e', stream.ReadByte());
        Assert.Throws<IOException>(() => stream.Seek(-7, SeekOrigin.End));
    }

    [Fact]
    public void Reversed_ranges_wrap_around_and_empty_ones_panic()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcdef"u8);
        nuint reversed = unchecked(2 - (nuint)4); // [4, 2)
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.CopyRegion(GstBufferCopyFlags.Memory, 4, reversed));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ToArray(4, reversed));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Set(4, 0, reversed));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.FindMemories(4, reversed));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Resize(4, reversed));
        Assert.Empty(buffer.ToArray(6, 0));
        Assert.Empty(buffer.ToArray(0, 0));
        buffer.Set(6, 0, 0);
        buffer.Fill(6, []);
        Assert.Equal(0, buffer.Compare(6, []));
        using GstBuffer none = buffer.CopyRegion(GstBufferCopyFlags.Memory, 3, 0);
        Assert.Equal((nuint)0, none.Size);
        Assert.True(buffer.ContentEquals("abcdef"u8));
    }
}
