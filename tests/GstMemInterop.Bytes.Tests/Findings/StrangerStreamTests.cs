using System.Buffers;

namespace GstMemInterop.Bytes.Tests.Findings;

/// <summary>Streams over a memory of the user's that does not do what it says.</summary>
public class StrangerStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(5000)]
    public void A_memory_that_does_not_grow_as_it_was_told_ends_SetLength(int error)
    {
        LyingMemory memory = new(error is 0 ? static (now, _) => now : (now, change) => now + change + error);
        using ChunkStream stream = new(memory);
        Assert.Contains(nameof(LyingMemory), Assert.Throws<InvalidOperationException>(() => stream.SetLength(100_000)).Message, StringComparison.Ordinal);
        Assert.Equal(1, memory.Calls);
        Assert.Throws<InvalidOperationException>(() => stream.SetLength(1));
        Assert.Equal(2, memory.Calls);
    }

    [Fact]
    public void A_write_behind_the_end_of_such_a_memory_ends_too()
    {
        LyingMemory memory = new(static (now, _) => now);
        using ChunkStream stream = new(memory) { Position = 100_000 };
        Assert.Throws<InvalidOperationException>(() => stream.Write([1, 2, 3]));
        stream.Position = 10;
        Assert.Throws<InvalidOperationException>(() => stream.Write([1, 2, 3]));
        Assert.Equal((10, 2), (stream.Position, memory.Calls));
    }

    [Fact]
    public void A_length_below_zero_is_not_believed()
    {
        using ChunkStream stream = new(new LyingMemory(static (now, _) => now) { Length = -5 });
        Assert.Throws<InvalidOperationException>(() => stream.Length);
        Assert.Throws<InvalidOperationException>(() => stream.Seek(0, SeekOrigin.End));
        Assert.Throws<InvalidOperationException>(() => stream.SetLength(10));
        Assert.Throws<InvalidOperationException>(() => stream.Write([1]));
    }

    [Fact]
    public void A_memory_that_keeps_its_word_grows()
    {
        LyingMemory memory = new(static (now, change) => now + change);
        using ChunkStream stream = new(memory);
        stream.SetLength(10_000);
        stream.SetLength(20);
        stream.Position = 5000;
        stream.Write([1, 2, 3]);
        Assert.Equal((5003, 5003), (stream.Length, memory.Length));
    }

    /// <summary>A memory whose length after a replacement is whatever it likes.</summary>
    private sealed class LyingMemory(Func<int, int, int> lengthAfter) : IByteMemory
    {
        internal int Calls { get; private set; }

        public int Length { get; set; } = 10;

        public bool IsReadOnly => false;

        public bool CanResize => true;

        public SpanLease Lease() => throw new NotSupportedException();

        public ReadOnlySpanLease LeaseReadOnly() => throw new NotSupportedException();

        public IMemoryOwner<byte> LeaseMemory() => throw new NotSupportedException();

        public IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory) => throw new NotSupportedException();

        public void Read(int start, Span<byte> destination)
        {
        }

        public void Write(int start, ReadOnlySpan<byte> source)
        {
        }

        public void Replace(int start, int count, ReadOnlySpan<byte> bytes)
        {
            Calls++;
            Length = lengthAfter(Length, bytes.Length - count);
        }
    }
}
