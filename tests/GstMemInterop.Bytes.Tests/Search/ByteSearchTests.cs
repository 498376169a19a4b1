using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class ByteSearchTests
{
    private static void Dilute(Span<byte> bytes, int letters)
    {
        foreach (ref byte value in bytes)
        {
            value = (byte)('a' + (value % letters));
        }
    }

    [Fact]
    public void Search_equals_the_naive_loop_at_every_length_and_alignment_beside_a_forbidden_page()
    {
        byte[][] patterns = [[], "a"u8.ToArray(), "ab"u8.ToArray(), "aba"u8.ToArray(), "abababab"u8.ToArray(), "bbbbbbbbbbbbbbbbbbbbbbbbb"u8.ToArray()];
        int turn = 0;
        Placements.ForEach(bytes =>
        {
            Dilute(bytes, 2);
            byte[] pattern = patterns[turn++ % patterns.Length];
            Assert.Equal(Naive.IndexOf(bytes, pattern, 0, bytes.Length, 1), ByteSearch.IndexOf(bytes, pattern));
            Assert.Equal(Naive.LastIndexOf(bytes, pattern, 0, bytes.Length, 1), ByteSearch.LastIndexOf(bytes, pattern));
            Assert.Equal(Naive.AllIndexesOf(bytes, pattern, 0, bytes.Length, 1, true), ByteSearch.AllIndexesOf(bytes, pattern, overlapping: true).ToArray());
            Assert.Equal(Naive.AllIndexesOf(bytes, pattern, 0, bytes.Length, 1, false).Count, ByteSearch.Count(bytes, pattern));
            int start = bytes.Length / 3;
            int end = bytes.Length - (bytes.Length / 5);
            int step = 1 + (turn % 20);
            Assert.Equal(Naive.IndexOf(bytes, pattern, start, end, step), ByteSearch.IndexOf(bytes, pattern, start, end, step));
            Assert.Equal(Naive.LastIndexOf(bytes, pattern, start, end, step), ByteSearch.LastIndexOf(bytes, pattern, start, end, step));
            bool overlapping = turn % 2 == 0;
            Assert.Equal(
                Naive.AllIndexesOf(bytes, pattern, start, end, step, overlapping),
                ByteSearch.AllIndexesOf(bytes, pattern, start, end, step, overlapping).ToArray());
        });
    }

    [Fact]
    public void Single_bytes_equal_the_naive_loop_everywhere()
    {
        Placements.ForEach(bytes =>
        {
            Dilute(bytes, 26);
            Assert.Equal(Naive.IndexOf(bytes, "q"u8, 0, bytes.Length, 1), ByteSearch.IndexOf(bytes, (byte)'q'));
            Assert.Equal(Naive.LastIndexOf(bytes, "q"u8, 0, bytes.Length, 1), ByteSearch.LastIndexOf(bytes, (byte)'q'));
            Assert.Equal(Naive.AllIndexesOf(bytes, "q"u8, 0, bytes.Length, 1, true).Count, ByteSearch.Count(bytes, (byte)'q'));
        });
    }

    [Fact]
    public void Masked_search_equals_the_naive_loop()
    {
        int turn = 0;
        byte[][] masks = [[0xFF, 0x0F, 0x00], [0x00, 0x01, 0x80], [0xF0, 0xFF, 0xFF]];
        Placements.ForEach(bytes =>
        {
            Dilute(bytes, 3);
            byte[] pattern = "abc"u8.ToArray();
            byte[] mask = masks[turn++ % 3];
            int first = -1;
            int last = -1;
            for (int i = 0; i + 3 <= bytes.Length; i++)
            {
                bool hit = true;
                for (int k = 0; k < 3; k++)
                {
                    hit &= ((bytes[i + k] ^ pattern[k]) & mask[k]) == 0;
                }

                first = hit && first < 0 ? i : first;
                last = hit ? i : last;
            }

            Assert.Equal(first, ByteSearch.IndexOfMasked(bytes, pattern, mask));
            Assert.Equal(last, ByteSearch.LastIndexOfMasked(bytes, pattern, mask));
        });
    }

    [Fact]
    public void The_step_is_counted_from_the_start_of_the_range()
    {
        ReadOnlySpan<byte> bytes = "..ab..ab..ab"u8;
        Assert.Equal(2, ByteSearch.IndexOf(bytes, "ab"u8, 2, 12, 4));
        Assert.Equal(10, ByteSearch.LastIndexOf(bytes, "ab"u8, 2, 12, 4));
        Assert.Equal(-1, ByteSearch.IndexOf(bytes, "ab"u8, 1, 12, 4));
        Assert.Equal(6, ByteSearch.IndexOf(bytes, "ab"u8, 3, 12, 3));
        Assert.Equal(-1, ByteSearch.IndexOf(bytes, "ab"u8, 3, 7, 3));
        Assert.Equal(6, ByteSearch.IndexOf(bytes, "ab"u8, 4..^4));
        Assert.Equal(6, ByteSearch.LastIndexOf(bytes, "ab"u8, ..^2));
        Assert.Equal([2, 10], ByteSearch.AllIndexesOf(bytes, "ab"u8, 2, 12, 8).ToArray());
    }

    [Fact]
    public void Empty_inputs_are_as_documented()
    {
        Assert.Equal(0, ByteSearch.IndexOf([], []));
        Assert.Equal(0, ByteSearch.LastIndexOf([], []));
        Assert.Equal(3, ByteSearch.LastIndexOf("abc"u8, []));
        Assert.Equal(1, ByteSearch.IndexOf("abc"u8, [], 1, 3));
        Assert.Equal(3, ByteSearch.LastIndexOf("abc"u8, [], 1, 3, 2));
        Assert.Equal(1, ByteSearch.LastIndexOf("abcd"u8, [], 1, 2, 3));
        Assert.Equal(-1, ByteSearch.IndexOf([], "a"u8));
        Assert.Equal(0, ByteSearch.Count("abc"u8, []));
        Assert.Empty(ByteSearch.AllIndexesOf("abc"u8, []).ToArray());
        Assert.Equal(0, ByteSearch.IndexOfMasked("abc"u8, [], []));
    }

    [Fact]
    public void Overlapping_or_not_is_the_callers_choice()
    {
        Assert.Equal(2, ByteSearch.Count("aaaa"u8, "aa"u8));
        Assert.Equal(3, ByteSearch.Count("aaaa"u8, "aa"u8, overlapping: true));
        Assert.Equal([0, 2], ByteSearch.AllIndexesOf("aaaa"u8, "aa"u8).ToArray());
        Assert.Equal([0, 1, 2], ByteSearch.AllIndexesOf("aaaa"u8, "aa"u8, overlapping: true).ToArray());
    }

    [Theory]
    [InlineData(-1, 2, 1)]
    [InlineData(0, 4, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(int.MinValue, int.MaxValue, 1)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 3, -1)]
    public void A_range_outside_or_a_bad_step_is_refused(int start, int end, int step)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSearch.IndexOf("abc"u8, "b"u8, start, end, step));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSearch.LastIndexOf("abc"u8, "b"u8, start, end, step));
        Assert.Throws<ArgumentOutOfRangeException>(() => { ByteSearch.AllIndexesOf("abc"u8, "b"u8, start, end, step).ToArray(); });
    }

    [Fact]
    public void Huge_steps_do_not_overflow()
    {
        Assert.Equal(0, ByteSearch.IndexOf("abc"u8, "a"u8, 0, 3, int.MaxValue));
        Assert.Equal([0], ByteSearch.AllIndexesOf("aaa"u8, "a"u8, 0, 3, int.MaxValue).ToArray());
        Assert.Equal(0, ByteSearch.LastIndexOf("aaa"u8, "a"u8, 0, 3, int.MaxValue));
    }
}
