using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Conformance;

namespace GstMemInterop.Tests.Buffers;

public class SequenceTests
{
    [Fact]
    public void A_sequence_shows_every_memory_without_merging()
    {
        using GstBuffer buffer = ThreeMemories();
        using (MappedSequence mapped = buffer.MapSequence())
        {
            Assert.Equal(9, mapped.Length);
            Assert.Equal("abcdefghi"u8.ToArray(), mapped.Sequence.ToArray());
            Assert.Equal(3, buffer.MemoryCount);
            Assert.False(buffer.IsWritable);
            Assert.Equal(1, buffer.PeekMemory(1).OpenMappings);
        }

        Assert.True(buffer.IsWritable);
        Assert.Equal(0, buffer.PeekMemory(1).OpenMappings);
        using GstBuffer empty = GstBuffer.Create();
        using MappedSequence nothing = empty.MapSequence();
        Assert.True(nothing.Sequence.IsEmpty);
    }

    [Fact]
    public async Task A_PipeReader_reads_over_it_and_the_buffer_may_be_disposed_first()
    {
        GstBuffer buffer = ThreeMemories();
        using MappedSequence mapped = buffer.MapSequence();
        buffer.Dispose();
        PipeReader reader = PipeReader.Create(mapped.Sequence);
        ReadResult result = await reader.ReadAtLeastAsync(5, TestContext.Current.CancellationToken);
        Assert.Equal("abcdefghi"u8.ToArray(), result.Buffer.ToArray());
        await reader.CompleteAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    public void A_sequence_costs_one_object_and_two_for_each_memory(int memories)
    {
        using GstBuffer buffer = UpstreamBlocks.BufferOf([.. Enumerable.Range(0, memories).Select(static i => GstMemory.CopyOf([(byte)i]))]);
        bool tracking = LiveHandles.Tracking;
        LiveHandles.Tracking = false; // the ledger of the tests allocates
        try
        {
            long least = long.MaxValue;
            for (int i = 0; i < 50; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                buffer.MapSequence().Dispose();
                least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            // The sequence; for each memory its mapping with C's 104 bytes, and its link. Nothing is used again: who still holds a
            // part of a sequence that has ended must never see the bytes of another.
            Assert.InRange(least, 1, 96 + (memories * (160 + 56)));
        }
        finally
        {
            LiveHandles.Tracking = tracking;
        }
    }

    [Fact]
    public void Many_sequences_at_once_show_their_own_buffers()
    {
        List<GstBuffer> buffers = [.. Enumerable.Range(0, 40).Select(static i => GstBuffer.CopyOf([(byte)i]))];
        buffers.ForEach(static b => b.AppendMemory(GstMemory.CopyOf("+"u8)));
        for (int round = 0; round < 2; round++)
        {
            List<MappedSequence> mapped = [.. buffers.Select(static b => b.MapSequence())];
            for (int i = 0; i < mapped.Count; i++)
            {
                Assert.Equal([(byte)i, (byte)'+'], mapped[i].Sequence.ToArray());
            }

            mapped.ForEach(static m => m.Dispose());
        }

        Assert.All(buffers, static b => Assert.True(b.IsWritable));
        buffers.ForEach(static b => b.Dispose());
    }

    [Fact]
    public void A_sequence_that_has_ended_throws_and_a_pin_holds_the_bytes_until_it_ends()
    {
        using GstBuffer buffer = ThreeMemories();
        MappedSequence mapped = buffer.MapSequence();
        ReadOnlySequence<byte> sequence = mapped.Sequence;
        MemoryHandle pin = sequence.First.Pin();
        mapped.Dispose();
        mapped.Dispose();
        Assert.Throws<ObjectDisposedException>(() => mapped.Sequence);
        Assert.Throws<ObjectDisposedException>(() => mapped.Length);
        Assert.Throws<ObjectDisposedException>(() => sequence.ToArray());
        Assert.Throws<ObjectDisposedException>(() => sequence.First.Pin());
        Assert.Equal(1, buffer.PeekMemory(0).OpenMappings);
        Assert.False(buffer.IsWritable);
        pin.Dispose();
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
        Assert.True(buffer.IsWritable);
    }

    [Fact]
    public void A_memory_that_cannot_be_mapped_leaves_the_others_unmapped()
    {
        using GstBuffer buffer = UpstreamBlocks.BufferOf(GstMemory.CopyOf("abc"u8), GstMemory.Allocate(0), OpaqueAllocator.AllocateByName(10));
        Assert.Equal(GstMapFailure.AllocatorRefused, Assert.Throws<GstMapException>(() => buffer.MapSequence()).Failure);
        Assert.Throws<GstMapException>(() => buffer.OpenRead());
        Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
        Assert.True(buffer.IsWritable);
        buffer.RemoveMemory(2);
        using MappedSequence mapped = buffer.MapSequence();
        Assert.True(mapped.Sequence.IsSingleSegment);
        Assert.Equal("abc"u8.ToArray(), mapped.Sequence.ToArray());
    }

    [Fact]
    public void A_forgotten_sequence_is_ended_by_the_finalizer()
    {
        using GstBuffer buffer = ThreeMemories();
        Forget(buffer);
        for (int i = 0; i < 10 && !buffer.IsWritable; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(buffer.IsWritable);
        Assert.Equal(0, buffer.PeekMemory(2).OpenMappings);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(GstBuffer buffer) => Assert.Equal(9, buffer.MapSequence().Length);
    }

    [Fact]
    public void A_stream_reads_seeks_and_edits_across_memories()
    {
        using GstBuffer buffer = ThreeMemories();
        using (Stream stream = buffer.OpenReadWrite())
        {
            stream.Position = 2;
            stream.Write("CDEFG"u8);
            stream.Seek(-3, SeekOrigin.End);
            Assert.Equal('G', stream.ReadByte());
            Assert.Throws<NotSupportedException>(() => stream.SetLength(20));
            Assert.Throws<GstMapException>(() => buffer.MapWrite());
        }

        Assert.Equal("abCDEFGhi"u8.ToArray(), buffer.ToArray());
        Assert.Equal(3, buffer.MemoryCount);
        using Stream read = buffer.OpenRead();
        Assert.False(read.CanWrite);
        using MemoryStream copy = new();
        read.CopyTo(copy);
        Assert.Equal("abCDEFGhi"u8.ToArray(), copy.ToArray());
    }

    [Fact]
    public void Bytes_across_memories_are_set_compared_and_shown()
    {
        using GstBuffer buffer = ThreeMemories();
        buffer.Set(2, (byte)'_', 5);
        Assert.True(buffer.ContentEquals("ab_____hi"u8));
        Assert.Equal(-1, buffer.Compare(0, "b"u8));
        Assert.Equal(1, buffer.Compare(7, "ha"u8));
        Assert.Equal(0, buffer.Compare(9, ""u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Compare(8, "ix"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Set(1, 0, nuint.MaxValue));
        Assert.Contains("ab_____hi", buffer.ToHexDump(), StringComparison.Ordinal);
        Assert.StartsWith("00000002", buffer.ToHexDump(2, 3), StringComparison.Ordinal);
        Assert.Equal((1, 2, (nuint)1), buffer.FindMemories(4, 3));
        Assert.Equal(3, buffer.MemoryCount);
    }

    private static GstBuffer ThreeMemories()
    {
        GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
        buffer.AppendMemory(GstMemory.CopyOf("def"u8));
        buffer.AppendMemory(GstMemory.CopyOf("ghi"u8));
        return buffer;
    }
}
