namespace GstMemInterop.Bytes;

public static partial class ByteSearch
{
    /// <summary>Lowest index at which the bytes equal <paramref name="pattern"/> in every bit that <paramref name="mask"/> sets; or -1.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find.</param>
    /// <param name="mask">As long as the pattern: 0xFF compares a byte, 0 ignores it.</param>
    /// <exception cref="ArgumentException">Pattern and mask differ in length.</exception>
    public static int IndexOfMasked(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> mask)
    {
        if (pattern.Length != mask.Length)
        {
            Throw.Lengths(nameof(mask), mask.Length, nameof(pattern), pattern.Length);
        }

        int last = bytes.Length - pattern.Length;
        // A byte that is compared whole can be searched for at full speed; the rest is checked there only.
        int anchor = mask.IndexOf((byte)0xFF);
        for (int at = 0; at <= last; at++)
        {
            if (anchor >= 0)
            {
                int found = bytes[(at + anchor)..(last + anchor + 1)].IndexOf(pattern[anchor]);
                if (found < 0)
                {
                    return -1;
                }

                at += found;
            }

            if (ByteCompare.EqualsMasked(bytes.Slice(at, pattern.Length), pattern, mask))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>Highest index at which the bytes equal <paramref name="pattern"/> under <paramref name="mask"/>; or -1.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find.</param>
    /// <param name="mask">As long as the pattern: 0xFF compares a byte, 0 ignores it.</param>
    /// <exception cref="ArgumentException">Pattern and mask differ in length.</exception>
    public static int LastIndexOfMasked(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, ReadOnlySpan<byte> mask)
    {
        if (pattern.Length != mask.Length)
        {
            Throw.Lengths(nameof(mask), mask.Length, nameof(pattern), pattern.Length);
        }

        int anchor = mask.IndexOf((byte)0xFF);
        for (int at = bytes.Length - pattern.Length; at >= 0; at--)
        {
            if (anchor >= 0)
            {
                at = bytes[anchor..(at + anchor + 1)].LastIndexOf(pattern[anchor]);
                if (at < 0)
                {
                    return -1;
                }
            }

            if (ByteCompare.EqualsMasked(bytes.Slice(at, pattern.Length), pattern, mask))
            {
                return at;
            }
        }

        return -1;
    }
}
