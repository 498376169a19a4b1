using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class ChunkStreamConformance : StreamConformance
{
    protected override bool CanGrow => true;

    protected override Stream Create(byte[] content, bool writable) => new ChunkStream(new NativeChunk(content), writable, leaveOpen: false);
}

public class SliceStreamConformance : StreamConformance
{
    protected override bool CanGrow => false;

    protected override Stream Create(byte[] content, bool writable)
    {
        NativeChunk chunk = new([1, 2, 3, .. content, 4, 5]);
        return new ChunkStream(chunk.Window(3, -2), writable);
    }
}

public class ArrayStreamConformance : StreamConformance
{
    protected override bool CanGrow => false;

    protected override Stream Create(byte[] content, bool writable) => new ChunkStream(new ByteMemory(content), writable);
}

public class SegmentedStreamConformance : StreamConformance
{
    protected override bool CanGrow => false;

    protected override Stream Create(byte[] content, bool writable)
    {
        List<Memory<byte>> parts = [default];
        Random random = new(content.Length);
        for (int at = 0; at < content.Length;)
        {
            int length = Math.Min(random.Next(Math.Max(9, content.Length / 20)), content.Length - at);
            parts.Add(content.AsMemory(at, length));
            at += length;
        }

        return writable
            ? new SegmentedStream([.. parts, default])
            : new SegmentedStream([.. parts.Select(p => (ReadOnlyMemory<byte>)p), default]);
    }
}

public class SequenceStreamConformance : StreamConformance
{
    protected override bool CanGrow => false;

    protected override Stream Create(byte[] content, bool writable) => writable
        ? new SegmentedStream([new Owner(content)])
        : new SegmentedStream(SegmentedSequence.Link(content.AsMemory(0, content.Length / 2), content.AsMemory(content.Length / 2)));

    private sealed class Owner(byte[] bytes) : IMemoryOwner<byte>
    {
        public Memory<byte> Memory => bytes;

        public void Dispose()
        {
        }
    }
}

public class StreamTests
{
    [Fact]
    public void A_stream_over_a_chunk_follows_and_feeds_it()
    {
        using NativeChunk chunk = new("abc"u8);
        using (ChunkStream stream = new(chunk))
        {
            chunk.Append("def"u8);
            Assert.Equal(6, stream.Length);
            stream.Position = 6;
            stream.Write("ghi"u8);
            using (chunk.Lease())
            {
                Assert.Throws<InvalidOperationException>(() => stream.WriteByte(1));
                stream.Position = 20;
                Assert.Throws<InvalidOperationException>(() => stream.WriteByte(1));
                stream.Position = 0;
                stream.WriteByte((byte)'A');
            }
        }

        Assert.Equal("Abcdefghi"u8.ToArray(), chunk.ToArray());
        using ChunkStream owning = new(chunk, leaveOpen: false);
        owning.Dispose();
        Assert.True(chunk.IsDisposed);
    }

    [Fact]
    public void A_stream_makes_its_own_chunk_and_works_with_writers()
    {
        using ChunkStream stream = new();
        using (StreamWriter writer = new(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("äöü");
        }

        stream.Position = 0;
        using StreamReader reader = new(stream, Encoding.UTF8);
        Assert.Equal("äöü", reader.ReadToEnd());
    }

    [Fact]
    public void Owners_are_disposed_with_the_stream_and_the_sequence()
    {
        NativeChunk a = new("ab"u8);
        NativeChunk b = new("cd"u8);
        SegmentedStream stream = new(new IMemoryOwner<byte>[] { a, b });
        Assert.Equal("abcd"u8.ToArray(), stream.AsSequence().ToArray());
        stream.Dispose();
        Assert.True(a.IsDisposed && b.IsDisposed);
        using NativeChunk chunk = new("xyz"u8);
        SegmentedSequence sequence = SegmentedSequence.Over(chunk);
        Assert.Equal(3, sequence.Length);
        Assert.Throws<InvalidOperationException>(() => chunk.Add(1));
        sequence.Dispose();
        sequence.Dispose();
        chunk.Add(1);
        Assert.Throws<ObjectDisposedException>(() => sequence.Sequence);
    }

    [Fact]
    public async Task Pipes_read_streams_and_sequences()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        PipeReader fromStream = PipeReader.Create(new SegmentedStream("ab"u8.ToArray().AsMemory(), "cd"u8.ToArray().AsMemory()));
        ReadResult result = await fromStream.ReadAtLeastAsync(4, cancellation);
        Assert.Equal("abcd"u8.ToArray(), result.Buffer.ToArray());
        PipeReader fromSequence = PipeReader.Create(SegmentedSequence.Link("ab"u8.ToArray(), default, "cd"u8.ToArray()));
        result = await fromSequence.ReadAsync(cancellation);
        Assert.Equal("abcd"u8.ToArray(), result.Buffer.ToArray());
        using NativeChunk chunk = new();
        PipeWriter writer = PipeWriter.Create(new ChunkStream(chunk));
        await writer.WriteAsync("hello"u8.ToArray(), cancellation);
        await writer.CompleteAsync();
        Assert.Equal("hello"u8.ToArray(), chunk.ToArray());
    }

    [Fact]
    public void A_segment_writer_fills_memories_that_exist()
    {
        byte[] a = new byte[3];
        byte[] b = [];
        byte[] c = new byte[4];
        SegmentWriter writer = new(a, b, c);
        writer.Write("ab"u8);
        "cde"u8.CopyTo(writer.GetSpan(3));
        writer.Advance(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(1));
        Assert.True(writer.GetSpan(3).Length >= 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Advance(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.GetSpan(-1));
        writer.Write("fg"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write("h"u8));
        Assert.Equal("abc"u8.ToArray(), a);
        Assert.Equal("defg"u8.ToArray(), c);
        Assert.Equal((7L, 7L, 0L), (writer.Capacity, writer.Written, writer.Free));
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        using NativeChunk chunk = new(1000);
        using ChunkStream stream = new(chunk);
        using SegmentedStream segments = new(new byte[10].AsMemory(), new byte[10].AsMemory());
        byte[] buffer = new byte[15];
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            foreach (Stream s in (ReadOnlySpan<Stream>)[stream, segments])
            {
                s.Position = 0;
                s.Write(buffer);
                s.WriteByte(1);
                s.Position = 0;
                _ = s.Read(buffer, 0, 15);
                s.ReadByte();
            }
        }
    }

    [Fact]
    public void A_list_of_owners_that_changes_its_answers_is_asked_once()
    {
        Changing owners = new();
        using (SegmentedStream stream = new(owners))
        {
            Assert.Equal(owners.Given.Count, (int)stream.Length);
        }

        Assert.All(owners.Given, o => Assert.True(o.IsDisposed));
    }

    private sealed class Changing : IReadOnlyList<IMemoryOwner<byte>>
    {
        public List<NativeChunk> Given { get; } = [];

        public int Count => 1 + Given.Count;

        public IMemoryOwner<byte> this[int index] => Give();

        public IEnumerator<IMemoryOwner<byte>> GetEnumerator()
        {
            yield return Give();
            yield return Give();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        private NativeChunk Give()
        {
            NativeChunk chunk = new(1);
            Given.Add(chunk);
            return chunk;
        }
    }
}
