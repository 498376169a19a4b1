using GstMemInterop.Tests.Conformance;

namespace GstMemInterop.Tests.Buffers;

/// <summary>The memories of a buffer: their sizes, one after the other, and what may be written.</summary>
public class BufferMemoriesTests
{
    [Fact]
    public void Sizes_tell_what_could_be_uncovered()
    {
        using GstBuffer buffer = UpstreamBlocks.BufferOf(UpstreamBlocks.Resized(10, 5), UpstreamBlocks.Resized(0, 7), UpstreamBlocks.Resized(0, 20));
        nuint max = buffer.PeekMemory(2).MaxSize;
        Assert.Equal(new Sizes(32, 10, 10 + 12 + max), Of(buffer.GetSizes()));
        Assert.Equal(buffer.MaxSize, buffer.GetSizes().MaxSize);
        Assert.Equal(new Sizes(5, 10, buffer.PeekMemory(0).MaxSize), Of(buffer.GetSizes(0, 1)));
        Assert.Equal(new Sizes(27, 0, 7 + max), Of(buffer.GetSizes(1, 2)));
        Assert.Equal(new Sizes(0, 0, 0), Of(buffer.GetSizes(3, 0)));
        Assert.Equal(new Sizes(0, 0, 0), Of(buffer.GetSizes(1, 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.GetSizes(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.GetSizes(-1, 1));
        using GstBuffer empty = GstBuffer.Create();
        Assert.Equal(default, Of(empty.GetSizes()));

        static Sizes Of((nuint Size, nuint Offset, nuint MaxSize) sizes) => new(sizes.Size, sizes.Offset, sizes.MaxSize);
    }

    [Fact]
    public void A_range_of_memories_is_resized_and_the_others_stay()
    {
        using GstBuffer buffer = ThreeMemories();
        buffer.ResizeMemories(1, 2, 1, 3);
        Assert.Equal("abcefg"u8.ToArray(), buffer.ToArray());
        buffer.ResizeMemories(1, 2, -1, 6);
        Assert.Equal("abcdefghi"u8.ToArray(), buffer.ToArray());
        buffer.ResizeMemories(0, 2, 4, 1);
        Assert.Equal("eghi"u8.ToArray(), buffer.ToArray());
        Assert.Equal(3, buffer.MemoryCount);
        buffer.ResizeMemories(1, 0, 0, 0);
        Assert.Equal("eghi"u8.ToArray(), buffer.ToArray());
    }

    [Fact]
    public void A_shared_memory_is_resized_as_a_share_and_the_other_holder_does_not_notice()
    {
        using GstBuffer buffer = ThreeMemories();
        using GstBuffer copy = buffer.Copy();
        copy.ResizeMemories(1, 1, 1, 1);
        Assert.Equal("abceghi"u8.ToArray(), copy.ToArray());
        Assert.Equal("abcdefghi"u8.ToArray(), buffer.ToArray());
    }

    [Fact]
    public void What_does_not_fit_into_a_range_is_refused_before_anything_changes()
    {
        using GstBuffer buffer = ThreeMemories();
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 3, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 1, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 1, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 1, 0, 1000));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 1, nint.MinValue, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 1, 0, nuint.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.ResizeMemories(1, 0, 0, 1));
        using (buffer.MapRead(2, 1))
        {
            Assert.Throws<InvalidOperationException>(() => buffer.ResizeMemories(1, 1, 0, 1));
        }

        using (buffer.Retain())
        {
            Assert.Throws<InvalidOperationException>(() => buffer.ResizeMemories(1, 1, 0, 1));
        }

        Assert.Equal("abcdefghi"u8.ToArray(), buffer.ToArray());
    }

    [Fact]
    public void Memories_are_enumerated_and_indexed()
    {
        using GstBuffer buffer = ThreeMemories();
        List<string> seen = [];
        foreach (GstMemoryRef memory in buffer.Memories)
        {
            seen.Add(System.Text.Encoding.ASCII.GetString(memory.ToArray()));
        }

        Assert.Equal(["abc", "def", "ghi"], seen);
        Assert.Equal(3, buffer.Memories.Count);
        Assert.True(buffer.Memories[2].ContentEquals("ghi"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = buffer.Memories[3].Size; });
        using GstBuffer empty = GstBuffer.Create();
        foreach (GstMemoryRef memory in empty.Memories)
        {
            Assert.Fail("There is none.");
        }
    }

    [Fact]
    public void Each_memory_is_mapped_for_writing_without_a_merge()
    {
        using GstBuffer buffer = ThreeMemories();
        int turn = 0;
        foreach (WriteMapping part in buffer.MapEachWrite())
        {
            Assert.False(part.Merged);
            Assert.False(part.Copied);
            Assert.Equal(1, buffer.PeekMemory(turn).OpenMappings);
            part.Span[0] = (byte)('1' + turn++);
        }

        Assert.Equal(3, turn);
        Assert.Equal("1bc2ef3hi"u8.ToArray(), buffer.ToArray());
        Assert.Equal(3, buffer.MemoryCount);
        foreach (GstMemoryRef memory in buffer.Memories)
        {
            Assert.Equal(0, memory.OpenMappings);
        }

    }

    [Fact]
    public void A_loop_over_mappings_that_is_left_early_leaves_nothing_mapped()
    {
        using GstBuffer buffer = ThreeMemories();
        foreach (ReadMapping part in buffer.MapEachRead())
        {
            Assert.Equal("abc"u8, part.Span);
            break;
        }

        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
        int turns = 0;
        foreach (ReadMapping part in buffer.MapEachRead())
        {
            part.Dispose(); // the loop may be helped
            turns++;
        }

        Assert.Equal(3, turns);
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (WriteMapping part in buffer.MapEachWrite())
            {
                throw new InvalidOperationException();
            }
        });
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
        using (buffer.MapWrite(1, 1))
        {
            Assert.Throws<GstMapException>(() =>
            {
                foreach (WriteMapping part in buffer.MapEachWrite())
                {
                }
            });
        }

        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings + buffer.PeekMemory(1).OpenMappings);
    }

    [Fact]
    public void A_read_only_memory_is_copied_when_its_turn_comes_and_a_shared_buffer_is_refused()
    {
        using GstBuffer buffer = UpstreamBlocks.BufferOf(GstMemory.CopyOf("abc"u8), UpstreamBlocks.ReadOnly("def"u8));
        Assert.True(buffer.AreMemoriesWritable(0, 1));
        Assert.False(buffer.AreAllMemoriesWritable);
        List<bool> copied = [];
        foreach (WriteMapping part in buffer.MapEachWrite())
        {
            copied.Add(part.Copied);
            part.Span[0] = (byte)'_';
        }

        Assert.Equal([false, true], copied);
        Assert.Equal("_bc_ef"u8.ToArray(), buffer.ToArray());
        Assert.True(buffer.AreAllMemoriesWritable);
        using GstBuffer second = buffer.Retain();
        Assert.False(buffer.AreAllMemoriesWritable);
        Assert.False(buffer.AreMemoriesWritable(0, 0));
        Assert.Equal(GstMapFailure.BufferNotWritable, Assert.Throws<GstMapException>(() =>
        {
            foreach (WriteMapping part in buffer.MapEachWrite())
            {
            }
        }).Failure);
        using GstBuffer empty = GstBuffer.Create();
        Assert.True(empty.AreAllMemoriesWritable);
    }

    [Fact]
    public void A_region_of_another_buffer_is_appended_and_the_other_given_away()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        GstBuffer other = ThreeMemories();
        buffer.AppendRegion(other, 2, 5);
        Assert.True(other.IsDisposed);
        Assert.Equal("abccdefg"u8.ToArray(), buffer.ToArray());
        buffer.Borrow().Append(GstBuffer.CopyOf("!"u8));
        Assert.Equal("abccdefg!"u8.ToArray(), buffer.ToArray());

        GstBuffer tooShort = GstBuffer.CopyOf("xy"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.AppendRegion(tooShort, 1, 2));
        Assert.True(tooShort.IsDisposed);
        Assert.Throws<ArgumentException>(() => buffer.AppendRegion(buffer, 0, 1));
        Assert.Throws<ArgumentNullException>(() => buffer.AppendRegion(null!, 0, 1));
        Assert.Throws<InvalidOperationException>(() => buffer.Append(buffer.Retain()));
        using (buffer.MapRead(0, 1))
        {
            Assert.Throws<InvalidOperationException>(() => buffer.AppendRegion(GstBuffer.CopyOf("xy"u8), 0, 1));
        }

        Assert.Equal("abccdefg!"u8.ToArray(), buffer.ToArray());
        buffer.AppendRegion(GstBuffer.CopyOf("xy"u8), 2, 0);
        Assert.Equal("abccdefg!"u8.ToArray(), buffer.ToArray());
    }

    [Fact]
    public void Flags_are_added_and_taken_away_and_unknown_bits_stay()
    {
        const GstBufferFlags Unknown = (GstBufferFlags)(1u << 27);
        using GstBuffer buffer = GstBuffer.Create();
        buffer.Flags = GstBufferFlags.Discont | Unknown;
        buffer.SetFlags(GstBufferFlags.Header | GstBufferFlags.Gap);
        Assert.Equal(GstBufferFlags.Discont | GstBufferFlags.Header | GstBufferFlags.Gap | Unknown, buffer.Flags);
        Assert.True(buffer.HasFlags(GstBufferFlags.Discont | GstBufferFlags.Header | Unknown));
        Assert.False(buffer.HasFlags(GstBufferFlags.Discont | GstBufferFlags.Live));
        Assert.True(buffer.HasFlags(0));
        buffer.UnsetFlags(GstBufferFlags.Header | GstBufferFlags.Live);
        Assert.Equal(GstBufferFlags.Discont | GstBufferFlags.Gap | Unknown, buffer.Flags);
        buffer.UnsetFlags((GstBufferFlags)uint.MaxValue);
        Assert.Equal((GstBufferFlags)0, buffer.Flags);
        using GstBuffer second = buffer.Retain();
        Assert.Throws<InvalidOperationException>(() => buffer.SetFlags(GstBufferFlags.Gap));
        Assert.Throws<InvalidOperationException>(() => buffer.UnsetFlags(GstBufferFlags.Gap));
    }

    [Fact]
    public void The_decoding_time_stands_in_front_of_the_presentation_time()
    {
        using GstBuffer buffer = GstBuffer.Create();
        Assert.Equal(GstClockTime.None, buffer.DtsOrPts);
        buffer.Pts = GstClockTime.FromSeconds(2);
        Assert.Equal(GstClockTime.FromSeconds(2), buffer.DtsOrPts);
        buffer.Dts = GstClockTime.Zero;
        Assert.Equal(GstClockTime.Zero, buffer.DtsOrPts);
    }

    private static GstBuffer ThreeMemories() =>
        UpstreamBlocks.BufferOf(GstMemory.CopyOf("abc"u8), GstMemory.CopyOf("def"u8), GstMemory.CopyOf("ghi"u8));
}
