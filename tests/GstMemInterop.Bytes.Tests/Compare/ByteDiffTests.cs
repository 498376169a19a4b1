using GstMemInterop.Bytes.Tests.Infrastructure;

namespace GstMemInterop.Bytes.Tests;

public class ByteDiffTests
{
    private static List<ByteRange> NaiveRanges(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int mergeGap)
    {
        List<ByteRange> ranges = [];
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] == b[i])
            {
                continue;
            }

            if (ranges.Count > 0 && i - ranges[^1].End <= mergeGap)
            {
                ranges[^1] = new(ranges[^1].Start, i + 1 - ranges[^1].Start);
            }
            else
            {
                ranges.Add(new(i, 1));
            }
        }

        return ranges;
    }

    [Fact]
    public void Ranges_equal_the_naive_loop_at_every_length_and_alignment()
    {
        Random random = new(6);
        Placements.ForEach((a, b) =>
        {
            a.CopyTo(b);
            for (int i = random.Next(6); i > 0 && a.Length > 0; i--)
            {
                b[random.Next(a.Length)]++;
            }

            int gap = random.Next(10);
            Assert.Equal(NaiveRanges(a, b, gap), ByteDiff.Ranges(a, b, gap).ToArray());
            Assert.Equal(NaiveRanges(a, b, 0), ByteDiff.Ranges(a, b).ToArray());
        });
    }

    [Fact]
    public void A_patch_applies_reverses_and_refuses_other_bytes()
    {
        byte[] before = "lifestyletransfer"u8.ToArray();
        byte[] after = "LifeStyleTransfer"u8.ToArray();
        BytePatch patch = ByteDiff.CreatePatch(before, after, mergeGap: 0);
        Assert.Equal(3, patch.Hunks.Count);
        byte[] block = [.. before];
        patch.Apply(block);
        Assert.Equal(after, block);
        Assert.Throws<ArgumentException>(() => patch.Apply(block));
        Assert.Equal(after, block);
        patch.Reverse(block);
        Assert.Equal(before, block);
        Assert.Throws<ArgumentException>(() => patch.Apply(new byte[3]));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("", "abc")]
    [InlineData("abc", "")]
    [InlineData("abc", "abcdef")]
    [InlineData("abcdef", "xbc")]
    public void Patches_change_lengths_in_a_copy(string before, string after)
    {
        byte[] a = System.Text.Encoding.ASCII.GetBytes(before);
        byte[] b = System.Text.Encoding.ASCII.GetBytes(after);
        BytePatch patch = ByteDiff.CreatePatch(a, b);
        Assert.Equal(before == after, patch.IsEmpty);
        Assert.Equal(b, patch.ApplyToCopy(a));
        Assert.Equal(a, patch.Inverse().ApplyToCopy(b));
        if (a.Length != b.Length)
        {
            Assert.Throws<InvalidOperationException>(() => patch.Apply(a));
        }
    }
}
