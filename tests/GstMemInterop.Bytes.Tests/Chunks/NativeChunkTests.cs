using System.Buffers;

namespace GstMemInterop.Bytes.Tests;

public class NativeChunkTests
{
    [Fact]
    public void A_new_chunk_is_zero_aligned_and_as_long_as_asked()
    {
        foreach (int alignment in new[] { 1, 2, 16, 64, 4096, 1 << 16 })
        {
            using NativeChunk chunk = new(1000, alignment);
            Assert.Equal(1000, chunk.Length);
            Assert.Equal(1000, chunk.Count);
            Assert.Equal(alignment, chunk.Alignment);
            Assert.All(chunk, v => Assert.Equal(0, v));
            using (MemoryHandle pin = chunk.Pin())
            {
                Assert.Equal(0, Address(pin) % alignment);
            }

            chunk.Resize(5000);
            using MemoryHandle moved = chunk.Pin();
            Assert.Equal(0, Address(moved) % alignment);
        }

        static unsafe nint Address(MemoryHandle handle) => (nint)handle.Pointer;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MinValue)]
    [InlineData(NativeChunk.MaxAlignment * 2)]
    public void Alignments_that_are_none_are_refused(int alignment) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeChunk(1, alignment));

    [Fact]
    public void A_negative_length_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NativeChunk(-1));
        using NativeChunk chunk = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Resize(-1));
    }

    [Fact]
    public void Resizing_fills_with_a_pattern_and_keeps_its_phase()
    {
        using NativeChunk once = new();
        once.Resize(11, "abc"u8);
        Assert.Equal("abcabcabcab"u8.ToArray(), once.ToArray());
        using NativeChunk steps = new();
        foreach (int length in new[] { 1, 2, 7, 7, 11 })
        {
            steps.Resize(length, "abc"u8, PatternPhase.Chunk);
        }

        Assert.Equal(once, steps);
        steps.Resize(4);
        steps.Resize(8, "xyz"u8, PatternPhase.Chunk);
        Assert.Equal("abcayzxy"u8.ToArray(), steps.ToArray());
        steps.Resize(10);
        Assert.Equal([0, 0], steps[8..]);
        Assert.Throws<ArgumentException>(() => steps.Resize(20, []));
        Assert.Equal(10, steps.Length);
        steps.Resize(0);
        Assert.Empty(steps.ToArray());
    }

    [Fact]
    public void It_behaves_as_a_mutable_sequence()
    {
        using NativeChunk chunk = new("hello"u8);
        Assert.Equal((byte)'o', chunk[^1]);
        chunk[0] = (byte)'J';
        chunk[1..^1] = "-----"u8.ToArray();
        Assert.Equal("J-----o"u8.ToArray(), chunk[..]);
        chunk[1..6] = [];
        chunk.Insert(1, (byte)'a');
        chunk.Insert(3, "!!"u8);
        chunk.Add((byte)'?');
        chunk.Append("end"u8);
        Assert.Equal("Jao!!?end"u8.ToArray(), chunk.ToArray());
        Assert.True(chunk.Remove((byte)'!'));
        Assert.False(chunk.Remove((byte)'#'));
        chunk.RemoveAt(0);
        chunk.RemoveRange(^3..);
        Assert.Equal("ao!?"u8.ToArray(), chunk.ToArray());
        Assert.Contains((byte)'!', chunk);
        Assert.True(chunk.Contains("!?"u8));
        Assert.Equal(2, chunk.IndexOf((byte)'!'));
        Assert.Equal(-1, chunk.LastIndexOf("xx"u8));
        chunk.Reverse();
        Assert.Equal("?!oa"u8.ToArray(), chunk.ToArray());
        chunk.Fill("ab"u8);
        Assert.Equal("abab"u8.ToArray(), chunk.ToArray());
        chunk.Fill(9);
        byte[] target = new byte[6];
        chunk.CopyTo(target, 1);
        Assert.Equal([0, 9, 9, 9, 9, 0], target);
        chunk.Clear();
        Assert.Equal(0, chunk.Length);
    }

    [Fact]
    public void Indexes_outside_are_refused()
    {
        using NativeChunk chunk = new("abc"u8);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[3] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk[2..5]);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Insert(4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.RemoveAt(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.RemoveRange(2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.RemoveRange(2, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Write(2, "ab"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Read(2, new byte[2]));
        Assert.Throws<ArgumentException>(() => chunk.CopyTo(new byte[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.CopyTo(new byte[2], 3));
        Assert.Equal("abc"u8.ToArray(), chunk.ToArray());
    }

    [Fact]
    public void Chunks_are_joined_concatenated_and_repeated()
    {
        using NativeChunk a = new("ab"u8, 128);
        using NativeChunk b = new("cd"u8);
        using NativeChunk sum = a + b;
        using NativeChunk thrice = a * 3;
        using NativeChunk none = a * 0;
        using NativeChunk concat = a.Concat("xyz"u8);
        Assert.Equal("abcd"u8.ToArray(), sum.ToArray());
        Assert.Equal(128, sum.Alignment);
        Assert.Equal("ababab"u8.ToArray(), thrice.ToArray());
        Assert.Equal(0, none.Length);
        Assert.Equal("abxyz"u8.ToArray(), concat.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => a * -1);
        Assert.Throws<InvalidOperationException>(() => a * int.MaxValue);
        using NativeChunk spans = NativeChunk.Join("a"u8, ""u8, "bc"u8, "d"u8);
        using NativeChunk arrays = NativeChunk.Join([1], [], [2, 3]);
        using NativeChunk memories = NativeChunk.Join(new byte[] { 1 }.AsMemory(), new byte[] { 2, 3 }.AsMemory());
        using NativeChunk sequence = NativeChunk.Join(SegmentedSequence.Link(new byte[] { 1 }, new byte[] { 2, 3 }));
        using NativeChunk empty = NativeChunk.Join(default(ReadOnlySpan<ReadOnlyMemory<byte>>));
        Assert.Equal("abcd"u8.ToArray(), spans.ToArray());
        Assert.Equal([1, 2, 3], arrays.ToArray());
        Assert.Equal(arrays, memories);
        Assert.Equal(arrays, sequence);
        Assert.Equal(0, empty.Length);
    }

    [Fact]
    public void Equality_and_hash_are_those_of_the_bytes()
    {
        using NativeChunk a = new("same"u8, 16);
        using NativeChunk b = new("same"u8, 4096);
        using NativeChunk c = new("other"u8);
        Assert.True(a == b && a != c && a.Equals((object)b) && !a.Equals(null) && a.ContentEquals("same"u8));
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.Equal(a.Checksum(), b.Checksum());
        b[0]++;
        Assert.NotEqual(a, b);
        Assert.Equal(-1, a.CompareTo("samf"u8));
        // The check value of CRC-32C.
        Assert.Equal(0xE3069283u, ByteChecksum.Compute("123456789"u8));
        Assert.Equal(0xE3069283u, ByteChecksum.Append(ByteChecksum.Compute("1234"u8), "56789"u8));
        using NativeChunk clone = a.Clone();
        Assert.Equal(a, clone);
        Assert.Equal(16, clone.Alignment);
    }

    [Fact]
    public void Enumeration_notices_a_resize()
    {
        using NativeChunk chunk = new("abc"u8);
        Assert.Equal("abc"u8.ToArray(), chunk.ToList());
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (byte value in chunk)
            {
                chunk.Add(value);
            }
        });
    }

    [Fact]
    public void A_buffer_writer_appends()
    {
        using NativeChunk chunk = new("ab"u8);
        "cdef"u8.CopyTo(chunk.GetSpan(4));
        chunk.Advance(4);
        chunk.Write("gh"u8);
        "ij"u8.CopyTo(chunk.GetMemory(2).Span);
        chunk.Advance(2);
        Assert.Equal("abcdefghij"u8.ToArray(), chunk.ToArray());
        Assert.True(chunk.GetSpan().Length > 0);
        chunk.Advance(0);
        Assert.Throws<InvalidOperationException>(() => chunk.Advance(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.GetSpan(-1));
        int room = chunk.GetSpan().Length;
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Advance(room + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Advance(-1));
        chunk.Advance(0);
    }

    [Fact]
    public void Capacity_grows_in_doublings_and_is_given_back()
    {
        using NativeChunk chunk = new();
        int moves = 0;
        int capacity = 0;
        for (int i = 0; i < 100_000; i++)
        {
            chunk.Add((byte)i);
            moves += chunk.Capacity != capacity ? 1 : 0;
            capacity = chunk.Capacity;
        }

        Assert.InRange(moves, 1, 20);
        chunk.TrimExcess();
        Assert.Equal(100_000, chunk.Capacity);
        chunk.Capacity = 200_000;
        Assert.Equal(200_000, chunk.Capacity);
        Assert.Throws<ArgumentOutOfRangeException>(() => chunk.Capacity = 1);
        Assert.Equal((byte)77, chunk[77]);
    }

    [Fact]
    public void After_disposal_everything_throws_and_disposing_again_does_not()
    {
        NativeChunk chunk = new("abc"u8);
        chunk.Dispose();
        chunk.Dispose();
        Assert.True(chunk.IsDisposed);
        Action[] uses =
        [
            () => _ = chunk.Length, () => _ = chunk[0], () => chunk[0] = 1, () => chunk.Resize(1), () => chunk.Add(1), () => chunk.Lease(),
            () => chunk.LeaseReadOnly(), () => _ = chunk.Memory, () => chunk.LeaseMemory(), () => chunk.Pin(), () => chunk.GetSpan(),
            () => chunk.Advance(0), () => chunk.ToArray(), () => chunk.GetHashCode(), () => chunk.ContentEquals("abc"u8), () => chunk.GetEnumerator(),
            () => chunk.Clone(), () => chunk.Repeat(2), () => chunk.WriteTo(Stream.Null), () => chunk.Read(0, []), () => chunk.Clear(),
            () => _ = chunk.Capacity, () => chunk.TrimExcess(), () => chunk.ReturnMemory(),
        ];
        Assert.All(uses, use => Assert.Throws<ObjectDisposedException>(use));
        Assert.Contains("disposed", chunk.ToString(), StringComparison.Ordinal);
    }
}
