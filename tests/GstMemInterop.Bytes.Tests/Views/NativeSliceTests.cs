namespace GstMemInterop.Bytes.Tests;

public class NativeSliceTests
{
    private static readonly int?[] Ends = [null, 0, 1, 3, 9, 10, 11, 50, -1, -3, -10, -11, -50, int.MaxValue, int.MinValue];

    /// <summary>Slice notation, by its definition.</summary>
    private static (int Start, int Stop) Notation(int? start, int? stop, int length)
    {
        long from = start ?? 0;
        long to = stop ?? length;
        from = Math.Clamp(from < 0 ? from + length : from, 0, length);
        to = Math.Clamp(to < 0 ? to + length : to, 0, length);
        return ((int)from, (int)Math.Max(from, to));
    }

    [Fact]
    public void Ends_are_those_of_slice_notation_and_follow_the_base()
    {
        using NativeChunk chunk = new();
        foreach (int? start in Ends)
        {
            foreach (int? stop in Ends)
            {
                NativeSlice slice = new(chunk, start, stop);
                foreach (int length in new[] { 0, 1, 5, 10, 11, 1000 })
                {
                    chunk.Resize(length, [1, 2, 3, 4, 5, 6, 7]);
                    (int from, int to) = Notation(start, stop, length);
                    Assert.Equal((from, to, to - from), (slice.Start, slice.Stop, slice.Length));
                    Assert.Equal(chunk[from..to], slice.ToArray());
                    using SpanLease lease = slice.Lease();
                    Assert.Equal(to - from, lease.Length);
                }
            }
        }
    }

    [Fact]
    public void A_slice_of_a_slice_is_a_slice_of_the_base()
    {
        using NativeChunk chunk = new();
        chunk.Resize(10, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        foreach (int? a in Ends)
        {
            foreach (int? b in Ends)
            {
                NativeSlice outer = new(chunk, a, b);
                foreach (int? c in Ends)
                {
                    foreach (int? d in Ends)
                    {
                        NativeSlice inner = outer.Window(c, d);
                        Assert.Same(chunk, inner.Base);
                        (int from, int to) = Notation(c, d, outer.Length);
                        Assert.Equal(outer.ToArray()[from..to], inner.ToArray());
                    }
                }
            }
        }
    }

    [Fact]
    public void An_inner_end_that_counts_from_the_end_keeps_doing_so()
    {
        using NativeChunk chunk = new("0123456789"u8);
        NativeSlice inner = chunk.Window(2, null)[1..^2];
        Assert.Equal("34567"u8.ToArray(), inner.ToArray());
        chunk.Append("ab"u8);
        Assert.Equal("3456789"u8.ToArray(), inner.ToArray());
        chunk.Resize(6);
        Assert.Equal("3"u8.ToArray(), inner.ToArray());
    }

    [Fact]
    public void Writing_goes_to_the_base_and_stays_inside()
    {
        using NativeChunk chunk = new("0123456789"u8);
        NativeSlice slice = chunk.Window(2, 5);
        slice[0] = (byte)'X';
        slice.Write(1, "YZ"u8);
        Assert.Equal("01XYZ56789"u8.ToArray(), chunk.ToArray());
        Assert.Equal((byte)'Z', slice[^1]);
        Assert.Equal("XYZ"u8.ToArray(), slice.ToList());
        Assert.True(slice.ContentEquals("XYZ"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => slice[-1] = 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Write(2, "ab"u8));
        Assert.Throws<NotSupportedException>(() => slice.Replace(0, 1, "ab"u8));
        Assert.Throws<ArgumentOutOfRangeException>(() => slice.Replace(1, 3, "abc"u8));
        Assert.Equal("01XYZ56789"u8.ToArray(), chunk.ToArray());
    }

    [Fact]
    public void Read_only_cannot_be_undone_by_slicing()
    {
        using NativeChunk chunk = new("0123456789"u8);
        NativeSlice slice = chunk.Window(2, 5).AsReadOnly()[..];
        Assert.True(slice.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => slice[0] = 1);
        Assert.Throws<InvalidOperationException>(() => slice.Lease());
        Assert.Throws<InvalidOperationException>(() => slice.Replace(0, 1, [1]));
        using ReadOnlySpanLease lease = slice.LeaseReadOnly();
        Assert.Equal(3, lease.Length);
        NativeSlice over = new(new ByteMemory((ReadOnlyMemory<byte>)new byte[4]));
        Assert.True(over.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => over.Lease());
    }

    [Fact]
    public void It_works_over_arrays_memories_and_views()
    {
        byte[] array = "0123456789"u8.ToArray();
        NativeSlice slice = new(new ByteMemory(array), -3);
        slice[0] = (byte)'X';
        Assert.Equal((byte)'X', array[7]);
        using NativeChunk chunk = new(array);
        NativeSlice ofMemory = new(new ByteMemory(chunk.Memory), 1, 3);
        using (SpanLease lease = ofMemory.Lease())
        {
            lease.Span.Fill((byte)'M');
            Assert.Equal(2, chunk.OpenLeases);
        }

        Assert.Equal(1, chunk.OpenLeases);
        Assert.Equal("0MM3"u8.ToArray(), chunk[..4]);
        Assert.Throws<ArgumentNullException>(() => new NativeSlice((IByteMemory)null!));
    }

    [Fact]
    public void A_disposed_base_throws_and_a_lease_of_a_slice_blocks_the_base()
    {
        NativeChunk chunk = new("0123456789"u8);
        NativeSlice slice = chunk.Slice(2..4);
        SpanLease lease = slice.Lease();
        Assert.Throws<InvalidOperationException>(() => chunk.Add(1));
        lease.Dispose();
        chunk.Dispose();
        Assert.Throws<ObjectDisposedException>(() => slice.Length);
        Assert.Throws<ObjectDisposedException>(() => slice[0]);
        Assert.Throws<ObjectDisposedException>(() => slice.Lease());
    }
}
