using System.Buffers;
using System.IO.Pipelines;
using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Buffers;

public class SequenceTests
{
    [Fact]
    public void A_sequence_shows_every_memory_without_merging()
    {
        using GstBuffer buffer = ThreeMemories();
        using (SegmentedSequence mapped = buffer.MapSequence())
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
        using SegmentedSequence nothing = empty.MapSequence();
        Assert.True(nothing.Sequence.IsEmpty);
    }

    [Fact]
    public async Task A_PipeReader_reads_over_it_and_the_buffer_may_be_disposed_first()
    {
        GstBuffer buffer = ThreeMemories();
        using SegmentedSequence mapped = buffer.MapSequence();
        buffer.Dispose();
        PipeReader reader = PipeReader.Create(mapped.Sequence);
        ReadResult result = await reader.ReadAtLeastAsync(5, TestContext.Current.CancellationToken);
        Assert.Equal("abcdefghi"u8.ToArray(), result.Buffer.ToArray());
        await reader.CompleteAsync();
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
