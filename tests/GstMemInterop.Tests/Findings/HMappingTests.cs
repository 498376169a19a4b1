using System.Buffers;
using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;
using static GstMemInterop.Tests.Conformance.UpstreamBlocks;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings H that concern mappings, sequences and the memories of a buffer.</summary>
public sealed class HMappingTests
{
    [Fact]
    public void H1_A_mapping_made_inside_a_map_has_a_slot_of_its_own()
    {
        using CallbackAllocator allocator = new();
        using GstMemory other = GstMemory.Allocate(1 << 20);
        using GstMemory memory = allocator.Allocate(16);
        allocator.OnMap = () => { using ReadMapping inner = other.MapRead(); Assert.Equal((nuint)1 << 20, inner.Length); };
        using WriteMapping map = memory.MapWrite();
        Assert.Equal((nuint)16, map.Length);
        using ReadMapping all = other.MapRead();
        Assert.Equal((nuint)1 << 20, all.Length);
        Assert.Equal((nuint)16, map.Length);
    }

    [Fact]
    public void H1_Mappings_made_inside_an_unmap_are_their_own()
    {
        using CallbackAllocator allocator = new();
        using GstMemory one = GstMemory.CopyOf("one"u8);
        using GstMemory two = GstMemory.CopyOf("four"u8);
        using GstMemory memory = allocator.Allocate(16);
        int unmapped = 0;
        allocator.OnUnmap = () =>
        {
            using ReadMapping first = one.MapRead();
            using ReadMapping second = two.MapRead();
            Assert.Equal((3, 4), (first.Span.Length, second.Span.Length));
            unmapped++;
        };
        for (int i = 0; i < 3; i++)
        {
            using WriteMapping map = memory.MapWrite();
            using ReadMapping outer = one.MapRead();
            Assert.Equal((16, 3), (map.Span.Length, outer.Span.Length));
        }

        Assert.Equal(3, unmapped);
        Assert.Equal((0, 0, 0), (one.OpenMappings, two.OpenMappings, memory.OpenMappings));
    }

    [Fact]
    public void H1_The_most_natural_copy_override_works_under_copy_on_write()
    {
        using CallbackAllocator allocator = new() { OnCopy = static (m, offset, size) => GstMemory.CopyOf(m.ToArray((nuint)offset, size)) };
        using GstBuffer one = BufferOf(allocator.Allocate(64));
        using GstBuffer two = one.Copy();
        using (WriteMapping map = two.MapWrite())
        {
            Assert.True(map.Copied);
            map.Span.Fill(1);
        }

        Assert.Equal(new byte[64], one.ToArray());
        Assert.All(two.ToArray(), static b => Assert.Equal(1, b));
    }

    [Fact]
    public void H1_A_map_that_changes_its_own_buffer_is_refused_the_change()
    {
        using CallbackAllocator allocator = new();
        using GstBuffer buffer = BufferOf(allocator.Allocate(16), allocator.Allocate(16));
        int refused = 0;
        allocator.OnMap = () =>
        {
            refused += Refuses(() => buffer.RemoveAllMemories());
            refused += Refuses(() => buffer.SetSize(1));
            refused += Refuses(() => { using WriteMapping no = buffer.MapWrite(); });
        };
        using (ReadMapping map = buffer.MapRead())
        {
            Assert.Equal((nuint)32, map.Length);
        }

        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span.Fill(3);
        }

        Assert.True(refused >= 6);
        Assert.All(buffer.ToArray(), static b => Assert.Equal(3, b));

        static int Refuses(Action change)
        {
            Exception? thrown = Record.Exception(change);
            Assert.True(thrown is InvalidOperationException or GstMapException, $"{thrown}");
            return 1;
        }
    }

    [Fact]
    public void H1_A_release_that_changes_the_buffer_it_left_finds_it_whole()
    {
        using CallbackAllocator allocator = new();
        using GstBuffer buffer = BufferOf(allocator.Allocate(1), GstMemory.CopyOf("b"u8), GstMemory.CopyOf("c"u8));
        int seen = -1;
        allocator.OnFree = () =>
        {
            seen = buffer.MemoryCount;
            Assert.Throws<InvalidOperationException>(() => buffer.RemoveAllMemories());
            Assert.Equal((nuint)2, buffer.Size);
        };
        buffer.RemoveMemory(0);
        Assert.Equal(2, seen);
        Assert.True(buffer.ContentEquals("bc"u8));
    }

    [Theory]
    [InlineData("AppendMemory")]
    [InlineData("InsertMemory")]
    [InlineData("Append")]
    [InlineData("CopyInto")]
    public void H2_A_full_buffer_that_cannot_be_merged_refuses_another_memory(string operation)
    {
        using CallbackAllocator allocator = new() { Maps = false };
        using GstBuffer buffer = GstBuffer.Create();
        for (int i = 0; i < GstBuffer.MaxMemoryCount; i++)
        {
            buffer.AppendMemory(i == 7 ? allocator.Allocate(1) : GstMemory.CopyOf([(byte)i]));
        }

        using GstBuffer more = GstBuffer.CopyOf("x"u8);
        Assert.Throws<GstMapException>(() =>
        {
            switch (operation)
            {
                case "AppendMemory": buffer.AppendMemory(GstMemory.CopyOf("x"u8)); break;
                case "InsertMemory": buffer.InsertMemory(9, GstMemory.CopyOf("x"u8)); break;
                case "Append": buffer.Append(more.Retain()); break;
                default: more.CopyInto(buffer.Borrow(), GstBufferCopyFlags.Memory, 0, 1); break;
            }
        });
        Assert.Equal(16, buffer.MemoryCount);
        Assert.Equal((nuint)16, buffer.Size);
        allocator.Maps = true;
        Assert.Equal((byte)15, buffer.ToArray()[15]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(15)]
    [InlineData(16)]
    public void H2_A_memory_that_goes_into_a_full_buffer_keeps_its_place_among_the_bytes(int index)
    {
        using GstBuffer buffer = BufferOf([.. Enumerable.Range(0, 16).Select(static i => GstMemory.CopyOf([(byte)i]))]);
        List<byte> model = [.. Enumerable.Range(0, 16).Select(static i => (byte)i)];
        buffer.InsertMemory(index, GstMemory.CopyOf([100]));
        model.Insert(index, 100);
        Assert.Equal(model, buffer.ToArray());
    }

    [Fact]
    public void H2_A_full_buffer_appended_to_a_full_buffer_keeps_every_byte()
    {
        using GstBuffer one = BufferOf([.. Enumerable.Range(0, 16).Select(static i => GstMemory.CopyOf([(byte)i]))]);
        using GstBuffer two = one.CopyDeep();
        one.Append(two.Retain());
        Assert.Equal([.. two.ToArray(), .. two.ToArray()], one.ToArray());
        Assert.Equal(16, two.MemoryCount);
    }

    [Fact]
    public void H9_A_merge_and_a_copy_of_more_than_there_is_are_refused_before_GLib_ends_the_process()
    {
        nuint much = (nuint)1 << 52;
        using GstBuffer buffer = BufferOf(GstMemory.Wrap(0x1000, much, null), GstMemory.Wrap(0x1000, much, null));
        Assert.Equal(GstMapFailure.OutOfMemory, Assert.Throws<GstMapException>(() => { using ReadMapping no = buffer.MapRead(); }).Failure);
        Assert.Equal(GstMapFailure.OutOfMemory, Assert.Throws<GstMapException>(() => { using WriteMapping no = buffer.MapWrite(); }).Failure);
        Assert.False(buffer.TryMapRead(out ReadMapping _));
        Assert.Throws<OutOfMemoryException>(() => buffer.CopyDeep().Dispose());
        Assert.Throws<GstMapException>(() => buffer.GetMemories(0, 2).Dispose());
        Assert.Throws<OutOfMemoryException>(() => { using GstMemory memory = buffer.GetMemory(0); memory.Copy().Dispose(); });
        Assert.Equal(2, buffer.MemoryCount);
    }

    [Fact]
    public void H11_What_is_left_of_an_ended_sequence_throws_and_never_shows_another()
    {
        using GstBuffer one = BufferOf(GstMemory.CopyOf("aaaa"u8), GstMemory.CopyOf("bbbb"u8), GstMemory.CopyOf("cccc"u8));
        using GstBuffer two = BufferOf(GstMemory.CopyOf("xx"u8), GstMemory.CopyOf("yy"u8));
        MappedSequence ended = one.MapSequence();
        ReadOnlySequence<byte> stale = ended.Sequence;
        ReadOnlyMemory<byte> part = stale.First;
        ended.Dispose();
        using MappedSequence next = two.MapSequence();
        Assert.Throws<ObjectDisposedException>(() => stale.ToArray());
        Assert.Throws<ObjectDisposedException>(() => stale.Slice(4).FirstSpan[0]);
        Assert.Throws<ObjectDisposedException>(() => part.Span[0]);
        Assert.Throws<ObjectDisposedException>(() => part.Pin());
    }

    [Fact]
    public void H12_A_loop_over_the_segments_keeps_the_sequence_alive()
    {
        using GstBuffer buffer = BufferOf(GstMemory.CopyOf("abc"u8), GstMemory.CopyOf("def"u8), GstMemory.CopyOf("ghi"u8));
        Assert.Equal("abcdefghi"u8.ToArray(), Gather(buffer));
        GstFixture.Settle();

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        static byte[] Gather(GstBuffer buffer)
        {
            List<byte> bytes = [];
            MappedSequence mapped = buffer.MapSequence();
            ReadOnlySequence<byte> sequence = mapped.Sequence;
            foreach (ReadOnlyMemory<byte> part in sequence)
            {
                GstFixture.Settle();
                bytes.AddRange(part.Span);
            }

            mapped.Dispose();
            return [.. bytes];
        }
    }

    [Theory]
    [InlineData("mapping")]
    [InlineData("sequence")]
    public void H12_A_span_outlives_the_owner_that_was_forgotten(string what)
    {
        Allocators.ChildProcess.Run("forgotten-owner", what).Succeeded().Says("the bytes are still there").Says("was never disposed");
    }

    [Fact]
    public void H12_A_forgotten_mapping_that_nobody_looked_into_is_unmapped()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        Forget(buffer);
        for (int i = 0; i < 10 && buffer.PeekMemory(0).OpenMappings != 0; i++)
        {
            GstFixture.Settle();
        }

        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(GstBuffer buffer) => Assert.Equal((nuint)3, buffer.MapWriteOwned().Length);
    }

    [Fact]
    public void H16_A_memory_that_is_written_elsewhere_and_cannot_be_copied_is_refused()
    {
        using CallbackAllocator allocator = new() { MapsForReading = false };
        using GstBuffer holder = BufferOf(allocator.Allocate(8));
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        using (WriteMapping map = holder.MapWrite())
        {
            Assert.Throws<GstMapException>(() => buffer.AppendMemory(holder.GetMemory(0)));
            Assert.Throws<GstMapException>(() => buffer.ReplaceMemory(0, holder.GetMemory(0)));
        }

        Assert.True(buffer.ContentEquals("abc"u8));
        Assert.Equal(1, holder.PeekMemory(0).ShareCount);
    }

    [Fact]
    public void H20_No_lock_is_held_while_an_override_runs()
    {
        using CallbackAllocator allocator = new();
        using GstBuffer buffer = BufferOf(allocator.Allocate(4), allocator.Allocate(4));
        Thread? other = null;
        int merged = 0;
        allocator.OnMap = () =>
        {
            if (other is null)
            {
                other = new Thread(() => { using ReadMapping map = buffer.MapRead(); Interlocked.Add(ref merged, map.Span.Length); });
                other.Start();
                Assert.True(other.Join(TimeSpan.FromSeconds(20)), "The other thread waits for this one.");
            }
        };
        using (ReadMapping map = buffer.MapRead())
        {
            Interlocked.Add(ref merged, map.Span.Length);
        }

        Assert.Equal(16, merged);
    }

    [Fact]
    public void H16_A_copy_that_is_in_use_does_not_become_the_buffers()
    {
        using CallbackAllocator allocator = new();
        using GstMemory known = GstMemory.CopyOf(new byte[64]);
        using GstBuffer one = BufferOf(allocator.Allocate(64));
        using GstBuffer two = one.Copy();
        allocator.OnCopy = (_, _, _) => known.Retain();
        using WriteMapping open = known.MapWrite();
        using (WriteMapping copied = two.MapWrite()) // the library's own copy: the override's is somebody else's
        {
            copied.Span.Fill(7);
        }

        Assert.Equal(-1, open.Span.IndexOfAnyExcept((byte)0));
        Assert.Equal(new byte[64], one.ToArray());
    }
}
