using GstMemInterop.Tests.Infrastructure;
using static GstMemInterop.Tests.Conformance.UpstreamBlocks;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings I that concern mappings and the memories of a buffer.</summary>
public sealed class IMappingTests
{
    [Theory]
    [InlineData("ReplaceMemory")]
    [InlineData("ReplaceMemories")]
    [InlineData("ReplaceAllMemories")]
    public void I2_A_memory_that_is_written_elsewhere_is_copied_into_its_place(string operation)
    {
        using GstBuffer a = GstBuffer.CopyOf("aaaaaaaa"u8);
        using GstBuffer b = GstBuffer.CopyOf("bbbbbbbb"u8);
        using (WriteMapping map = a.MapWrite())
        {
            Replace(b, a.GetMemory(0));
        }

        using (WriteMapping map = a.MapWrite())
        {
            map.Span.Fill((byte)'X');
        }

        Assert.True(b.ContentEquals("aaaaaaaa"u8));
        Assert.Equal((1, 1), (a.PeekMemory(0).ShareCount, b.PeekMemory(0).ShareCount));

        void Replace(GstBuffer buffer, GstMemory memory)
        {
            switch (operation)
            {
                case "ReplaceMemory": buffer.ReplaceMemory(0, memory); break;
                case "ReplaceMemories": buffer.ReplaceMemories(0, 1, memory); break;
                default: buffer.ReplaceAllMemories(memory); break;
            }
        }
    }

    [Fact]
    public void I2_Mappings_that_ended_in_the_order_of_their_opening_leave_nothing_behind()
    {
        using GstBuffer a = GstBuffer.CopyOf("aaaaaaaa"u8);
        using GstBuffer b = GstBuffer.CopyOf("bbbbbbbb"u8);
        WriteMapping first = a.MapWrite();
        ReadMapping second = a.MapRead();
        first.Dispose();
        second.Dispose();
        b.ReplaceMemory(0, a.GetMemory(0));
        Assert.Equal(2, a.PeekMemory(0).ShareCount);
        using (WriteMapping map = a.MapWrite())
        {
            map.Span.Fill((byte)'X');
        }

        Assert.True(b.ContentEquals("aaaaaaaa"u8));
    }

    [Fact]
    public void I2_A_full_buffer_takes_a_replacement()
    {
        using GstBuffer buffer = BufferOf([.. Enumerable.Range(0, 16).Select(static i => GstMemory.CopyOf([(byte)i]))]);
        buffer.ReplaceMemory(5, GstMemory.CopyOf([100]));
        Assert.Equal(16, buffer.MemoryCount);
        Assert.Equal(100, buffer.ToArray()[5]);
        buffer.ReplaceMemories(0, 16, GstMemory.CopyOf([1, 2]));
        Assert.Equal([1, 2], buffer.ToArray());
    }

    [Fact]
    public void I3_A_buffer_grows_to_what_it_says_it_can()
    {
        using GstBuffer buffer = BufferOf(GstMemory.Allocate(100, new AllocationParams { Padding = 16 }), GstMemory.CopyOf([1, 2]));
        buffer.Set(0, 7, 100);
        buffer.SetSize(10);
        Assert.True(buffer.MaxSize >= 116);
        buffer.SetSize(60);
        Assert.Equal((nuint)60, buffer.Size);
        Assert.Equal((nuint)60, buffer.PeekMemory(0).Size);
        Assert.All(buffer.ToArray(), static b => Assert.Equal(7, b));
        buffer.SetSize(buffer.MaxSize);
        Assert.Equal(buffer.MaxSize, buffer.Size);
    }

    [Fact]
    public void I3_Windows_of_random_memories_follow_a_model()
    {
        Random random = new(20261121);
        for (int round = 0; round < 2000; round++)
        {
            int count = random.Next(1, 6);
            using GstBuffer buffer = GstBuffer.Create();
            using GstBuffer other = GstBuffer.Create();
            for (int i = 0; i < count; i++)
            {
                buffer.AppendMemory(GstMemory.Allocate((nuint)random.Next(0, 9), new AllocationParams { Prefix = (nuint)random.Next(0, 5), Padding = (nuint)random.Next(0, 5) }));
                if (random.Next(3) == 0)
                {
                    other.AppendMemory(buffer.GetMemory(i)); // shared: the window moves on a share, and this one stays
                }
            }

            nuint others = other.Size;
            for (int step = 0; step < 6; step++)
            {
                byte[] before = [.. Enumerable.Range(0, (int)buffer.Size).Select(static i => (byte)(i + 1))];
                if (others == 0)
                {
                    buffer.Fill(0, before);
                }

                (nuint size, nuint offset, nuint max) = buffer.GetSizes();

                nint shift = random.Next(-(int)offset, (int)size + 1);
                nuint newSize = (nuint)random.Next(0, (int)(max - offset) - (int)shift + 1);
                buffer.Resize(shift, newSize);
                Assert.Equal(newSize, buffer.Size);
                if (others == 0)
                {
                    byte[] after = buffer.ToArray();
                    for (int i = 0; i < (int)newSize; i++)
                    {
                        int was = i + (int)shift;
                        if (was >= 0 && was < (int)size)
                        {
                            Assert.Equal(before[was], after[i]);
                        }
                    }
                }
            }

            Assert.Equal(others, other.Size);
        }
    }

    [Fact]
    public void I9_A_refusal_while_another_thread_disposes_ends_in_an_exception()
    {
        for (int round = 0; round < 3000; round++)
        {
            GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
            using GstMemory memory = buffer.GetMemory(0);
            using WriteMapping open = memory.MapWrite();
            using CountdownEvent start = new(2);
            Thread disposing = new(() => { start.Signal(); SpinWait.SpinUntil(() => start.IsSet); buffer.Dispose(); });
            disposing.Start();
            start.Signal();
            SpinWait.SpinUntil(() => start.IsSet);
            try
            {
                using WriteMapping no = buffer.MapWrite();
                Assert.Fail("A second writer was let in.");
            }
            catch (Exception refusal) when (refusal is GstMapException or ObjectDisposedException)
            {
            }

            disposing.Join();
        }
    }

    [Fact]
    public void I10_A_memory_that_is_written_and_cannot_be_copied_stays_out_of_a_second_buffer()
    {
        using CallbackAllocator allocator = new("UncopyableMemory", GstMemoryFlags.NoShare) { MapsForReading = false };
        using GstBuffer holder = BufferOf(allocator.Allocate(8));
        using GstBuffer buffer = GstBuffer.Create();
        using WriteMapping map = holder.MapWrite();
        Assert.Throws<GstMapException>(() => buffer.AppendMemory(holder.GetMemory(0)));
        Assert.Throws<GstException>(() => holder.CopyInto(buffer.Borrow(), GstBufferCopyFlags.All, 0, 8));
        Assert.Equal(0, buffer.MemoryCount);
    }

    [Fact]
    public void I11_Many_threads_at_the_limit_of_nested_maps_do_not_spill_into_the_share_count()
    {
        using GstMemory memory = GstMemory.Allocate(4);
        List<OwnedReadMapping> open = [];
        while (open.Count < 250 && memory.TryMapRead(out ReadMapping one))
        {
            one.Dispose();
            open.Add(memory.MapReadOwned());
        }

        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 2000; i++)
            {
                if (memory.TryMapRead(out ReadMapping map))
                {
                    map.Dispose();
                }
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        Assert.Equal(0, memory.ShareCount);
        open.ForEach(static o => o.Dispose());
        Assert.Equal(0, memory.OpenMappings);
    }

    [Fact]
    public void I11_After_Dispose_no_thread_maps_though_a_mapping_is_still_open()
    {
        GstMemory memory = GstMemory.CopyOf("abc"u8);
        using ReadMapping open = memory.MapRead();
        memory.Dispose();
        Exception? thrown = null;
        Thread other = new(() => thrown = Record.Exception(() => { using ReadMapping no = memory.MapRead(); }));
        other.Start();
        other.Join();
        Assert.IsType<ObjectDisposedException>(thrown);
        Assert.Equal((byte)'a', open.Span[0]);
    }
}
