namespace GstMemInterop.Bytes;

/// <summary>Finds the ranges in which two blocks differ and makes patches of them.</summary>
/// <remarks>The methods keep no state: any thread may call them.</remarks>
public static class ByteDiff
{
    /// <summary>
    /// The ranges in which the blocks differ, ascending, found while they are enumerated; nothing is allocated.
    /// </summary>
    /// <param name="a">A block.</param>
    /// <param name="b">Another. Over the length of the shorter one only: what the longer has besides is no range.</param>
    /// <param name="mergeGap">Ranges with at most this many equal bytes between them are given as one; 0 gives the exact ranges.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mergeGap"/> is negative.</exception>
    public static ByteDifferences Ranges(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, int mergeGap = 0)
    {
        if (mergeGap < 0)
        {
            Throw.Negative(nameof(mergeGap), mergeGap);
        }

        int common = Math.Min(a.Length, b.Length);
        return new(a[..common], b[..common], mergeGap);
    }

    /// <summary>A patch that turns <paramref name="before"/> into <paramref name="after"/> and back; the lengths may differ.</summary>
    /// <param name="before">The block as it is.</param>
    /// <param name="after">The block as it shall be.</param>
    /// <param name="mergeGap">Equal bytes that are taken into a hunk rather than beginning a new one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mergeGap"/> is negative.</exception>
    public static BytePatch CreatePatch(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, int mergeGap = 8)
    {
        List<BytePatchHunk> hunks = [];
        foreach (ByteRange range in Ranges(before, after, mergeGap))
        {
            hunks.Add(new(range.Start, range.Slice(before).ToArray(), range.Slice(after).ToArray()));
        }

        int common = Math.Min(before.Length, after.Length);
        if (before.Length != after.Length)
        {
            hunks.Add(new(common, before[common..].ToArray(), after[common..].ToArray()));
        }

        return new(before.Length, after.Length, [.. hunks]);
    }
}
