using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// Compares two blocks: order, first and last difference, first and last common byte, under a mask, within a tolerance,
/// counted and summed.
/// </summary>
/// <remarks>
/// <para><b>Unequal lengths.</b> A difference or a match is a pair of bytes that both exist. From left to right byte 0 meets
/// byte 0; from right to left the last byte meets the last byte, and the index returned is one into the <em>first</em>
/// argument. What the longer block has besides is not compared: ask <see cref="CommonPrefixLength"/>, or compare the
/// lengths, when that matters. -1 means that there is no such pair; so every method here gives -1 when a block is empty.</para>
/// <para>Nothing allocates. The methods keep no state: any thread may call them.</para>
/// </remarks>
public static partial class ByteCompare
{
    /// <summary>Three-way comparison byte by byte, unsigned; a block that is a prefix of the other is the lesser.</summary>
    /// <returns>Exactly -1, 0 or 1. Two empty blocks are equal; an empty block is less than any other.</returns>
    public static int Compare(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Math.Sign(a.SequenceCompareTo(b));

    /// <summary>True when both have the same length and the same bytes; two empty blocks are equal.</summary>
    public static bool Equals(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => a.SequenceEqual(b);

    /// <summary>How many bytes are the same from the left on, before the first difference or the end of the shorter block.</summary>
    public static int CommonPrefixLength(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int difference = FirstDifference(a, b);
        return difference < 0 ? Math.Min(a.Length, b.Length) : difference;
    }

    /// <summary>How many bytes are the same from the right on, before the last difference or the start of the shorter block.</summary>
    public static int CommonSuffixLength(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int difference = LastDifference(a, b);
        return difference < 0 ? Math.Min(a.Length, b.Length) : a.Length - 1 - difference;
    }

    /// <summary>Lowest index at which both blocks have a byte and the bytes differ; -1 when there is none.</summary>
    public static int FirstDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => First<DifferentByte>(a, b);

    /// <summary>
    /// Aligned at the right ends, the highest index into <paramref name="a"/> at which the bytes differ; -1 when there is none.
    /// </summary>
    public static int LastDifference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Last<DifferentByte>(a, b);

    /// <summary>Lowest index at which both blocks have the same byte; -1 when there is none.</summary>
    public static int FirstMatch(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => First<SameByte>(a, b);

    /// <summary>
    /// Aligned at the right ends, the highest index into <paramref name="a"/> at which the bytes are the same; -1 when there
    /// is none.
    /// </summary>
    public static int LastMatch(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => Last<SameByte>(a, b);

    private static int First<TTest>(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
        where TTest : struct, IByteTest =>
        (int)VectorScan.First<TTest, OtherBlock, Hardware>(
            ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), (nuint)Math.Min(a.Length, b.Length));

    private static int Last<TTest>(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
        where TTest : struct, IByteTest
    {
        int common = Math.Min(a.Length, b.Length);
        int left = a.Length - common;
        nint found = VectorScan.Last<TTest, OtherBlock, Hardware>(
            ref MemoryMarshal.GetReference(a[left..]), ref MemoryMarshal.GetReference(b[(b.Length - common)..]), (nuint)common);
        return found < 0 ? -1 : left + (int)found;
    }
}
