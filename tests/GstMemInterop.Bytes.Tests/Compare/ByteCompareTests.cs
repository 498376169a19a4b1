using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class ByteCompareTests
{
    [Fact]
    public void Differences_equal_the_naive_loop_at_every_length_and_alignment_beside_a_forbidden_page()
    {
        Random random = new(3);
        Placements.ForEach((a, b) =>
        {
            a.CopyTo(b);
            Check(a, b);
            if (a.Length > 0)
            {
                b[random.Next(a.Length)] ^= (byte)random.Next(256);
                Check(a, b);
                b[random.Next(a.Length)] ^= 0x80;
                Check(a, b);
            }
        });

        static void Check(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
        {
            Assert.Equal(Naive.FirstPair(a, b, same: false), ByteCompare.FirstDifference(a, b));
            Assert.Equal(Naive.LastPair(a, b, same: false), ByteCompare.LastDifference(a, b));
            Assert.Equal(Naive.Compare(a, b), ByteCompare.Compare(a, b));
            Assert.Equal(Naive.Compare(a, b) == 0, ByteCompare.Equals(a, b));
        }
    }

    [Fact]
    public void Matches_equal_the_naive_loop_at_every_length_and_alignment_beside_a_forbidden_page()
    {
        Random random = new(4);
        Placements.ForEach((a, b) =>
        {
            for (int i = 0; i < a.Length; i++)
            {
                b[i] = (byte)~a[i];
            }

            Check(a, b);
            if (a.Length > 0)
            {
                int at = random.Next(a.Length);
                b[at] = a[at];
                Check(a, b);
                at = random.Next(a.Length);
                b[at] = a[at];
                Check(a, b);
            }
        });

        static void Check(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
        {
            Assert.Equal(Naive.FirstPair(a, b, same: true), ByteCompare.FirstMatch(a, b));
            Assert.Equal(Naive.LastPair(a, b, same: true), ByteCompare.LastMatch(a, b));
            int count = 0;
            for (int i = 0; i < a.Length; i++)
            {
                count += a[i] == b[i] ? 1 : 0;
            }

            Assert.Equal(count, ByteCompare.CountMatches(a, b));
            Assert.Equal(a.Length - count, ByteCompare.CountDifferences(a, b));
        }
    }

    [Fact]
    public void Measures_equal_the_naive_loop_at_every_length_and_alignment()
    {
        byte[] mask = new byte[Placements.MaxLength];
        Random random = new(5);
        Placements.ForEach((a, b) =>
        {
            long sum = 0;
            int worst = 0;
            for (int i = 0; i < a.Length; i++)
            {
                sum += Math.Abs(a[i] - b[i]);
                worst = Math.Max(worst, Math.Abs(a[i] - b[i]));
                mask[i] = (byte)~(a[i] ^ b[i]);
            }

            Assert.Equal(sum, ByteCompare.SumOfAbsoluteDifferences(a, b));
            Assert.True(ByteCompare.EqualsWithin(a, b, (byte)worst));
            Assert.Equal(worst == 0, ByteCompare.EqualsWithin(a, b, (byte)Math.Max(0, worst - 1)));
            Span<byte> used = mask.AsSpan(0, a.Length);
            Assert.True(ByteCompare.EqualsMasked(a, b, used));
            if (a.Length > 0)
            {
                int at = random.Next(a.Length);
                used[at] = 0xFF;
                Assert.Equal(a[at] == b[at], ByteCompare.EqualsMasked(a, b, used));
            }
        });
    }

    [Fact]
    public void Unequal_lengths_compare_what_both_have_and_index_the_first()
    {
        Assert.Equal(-1, ByteCompare.FirstDifference("abc"u8, "abcd"u8));
        Assert.Equal(3, ByteCompare.CommonPrefixLength("abc"u8, "abcd"u8));
        Assert.Equal(1, ByteCompare.FirstDifference("abc"u8, "axcd"u8));
        // From the right: c meets d, b meets c, a meets b.
        Assert.Equal(2, ByteCompare.LastDifference("abc"u8, "xabd"u8));
        Assert.Equal(-1, ByteCompare.LastDifference("xyabc"u8, "abc"u8));
        Assert.Equal(3, ByteCompare.CommonSuffixLength("xyabc"u8, "abc"u8));
        Assert.Equal(2, ByteCompare.LastDifference("xyabc"u8, "_bc"u8));
        Assert.Equal(0, ByteCompare.LastDifference("abc"u8, "xy_bc"u8));
        Assert.Equal(4, ByteCompare.LastMatch("xyabc"u8, "..c"u8));
        Assert.Equal(2, ByteCompare.LastMatch("abc"u8, "....c"u8));
        Assert.Equal(0, ByteCompare.FirstMatch("abc"u8, "axxxx"u8));
    }

    [Fact]
    public void Empty_inputs_have_no_difference_and_no_match()
    {
        Assert.Equal(-1, ByteCompare.FirstDifference([], []));
        Assert.Equal(-1, ByteCompare.FirstDifference([], "a"u8));
        Assert.Equal(-1, ByteCompare.LastDifference("a"u8, []));
        Assert.Equal(-1, ByteCompare.FirstMatch([], []));
        Assert.Equal(-1, ByteCompare.LastMatch([], "a"u8));
        Assert.Equal(0, ByteCompare.Compare([], []));
        Assert.Equal(-1, ByteCompare.Compare([], "a"u8));
        Assert.Equal(1, ByteCompare.Compare("a"u8, []));
        Assert.Equal(0, ByteCompare.SumOfAbsoluteDifferences([], []));
        Assert.True(ByteCompare.EqualsWithin([], [], 0));
        Assert.True(ByteCompare.EqualsMasked([], [], []));
    }

    [Fact]
    public void Compare_is_unsigned_and_gives_exactly_one()
    {
        Assert.Equal(1, ByteCompare.Compare([255], [0]));
        Assert.Equal(-1, ByteCompare.Compare([0], [255]));
        Assert.Equal(-1, ByteCompare.Compare([1, 2], [1, 2, 0]));
    }

    [Fact]
    public void Lengths_that_must_agree_are_checked()
    {
        Assert.Throws<ArgumentException>(() => ByteCompare.SumOfAbsoluteDifferences([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => ByteCompare.EqualsMasked([1], [1], [1, 2]));
        Assert.False(ByteCompare.EqualsMasked([1], [1, 2], [0]));
        Assert.False(ByteCompare.EqualsWithin([1], [1, 2], 255));
    }
}
