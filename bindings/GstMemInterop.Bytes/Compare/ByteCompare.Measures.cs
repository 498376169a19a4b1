using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

public static partial class ByteCompare
{
    /// <summary>True when the blocks have the same length and agree in every bit that <paramref name="mask"/> sets.</summary>
    /// <param name="a">A block.</param>
    /// <param name="b">Another; when its length differs, the answer is false.</param>
    /// <param name="mask">As long as <paramref name="a"/>: 0xFF compares a byte, 0 ignores it.</param>
    /// <exception cref="ArgumentException">The mask has another length than <paramref name="a"/>.</exception>
    public static bool EqualsMasked(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> mask)
    {
        if (mask.Length != a.Length)
        {
            Throw.Lengths(nameof(mask), mask.Length, nameof(a), a.Length);
        }

        if (a.Length != b.Length)
        {
            return false;
        }

        ref byte x = ref MemoryMarshal.GetReference(a);
        ref byte y = ref MemoryMarshal.GetReference(b);
        ref byte m = ref MemoryMarshal.GetReference(mask);
        nuint length = (nuint)a.Length;
        nuint i = 0;
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> difference = (Vector256.LoadUnsafe(ref x, i) ^ Vector256.LoadUnsafe(ref y, i)) & Vector256.LoadUnsafe(ref m, i);
            if (difference != Vector256<byte>.Zero)
            {
                return false;
            }
        }

        for (; i < length; i++)
        {
            if (((Unsafe.Add(ref x, i) ^ Unsafe.Add(ref y, i)) & Unsafe.Add(ref m, i)) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the blocks have the same length and no pair of bytes is further apart than <paramref name="tolerance"/>.</summary>
    public static bool EqualsWithin(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, byte tolerance)
    {
        if (a.Length != b.Length)
        {
            return false;
        }

        ref byte x = ref MemoryMarshal.GetReference(a);
        ref byte y = ref MemoryMarshal.GetReference(b);
        nuint length = (nuint)a.Length;
        nuint i = 0;
        Vector256<byte> limit = Vector256.Create(tolerance);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> p = Vector256.LoadUnsafe(ref x, i);
            Vector256<byte> q = Vector256.LoadUnsafe(ref y, i);
            if (Vector256.GreaterThanAny(Vector256.Max(p, q) - Vector256.Min(p, q), limit))
            {
                return false;
            }
        }

        for (; i < length; i++)
        {
            if (Math.Abs(Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i)) > tolerance)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The sum of the absolute differences of all pairs of bytes; 0 for empty blocks.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static long SumOfAbsoluteDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        ProveSameLength(a, b);
        return SumAbsoluteDifferences<Hardware>(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), (nuint)a.Length);
    }

    /// <summary>How many bytes are the same at the same place, over the length of the shorter block.</summary>
    public static int CountMatches(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        (int)CountMatches<Hardware>(ref MemoryMarshal.GetReference(a), ref MemoryMarshal.GetReference(b), (nuint)Math.Min(a.Length, b.Length));

    /// <summary>How many bytes differ at the same place, over the length of the shorter block.</summary>
    public static int CountDifferences(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        Math.Min(a.Length, b.Length) - CountMatches(a, b);

    internal static long SumAbsoluteDifferences<TVectors>(ref byte x, ref byte y, nuint length)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        long sum = 0;
        if (TVectors.HasByteOperations512 && length >= 64)
        {
            Vector512<ulong> sums = default;
            for (; i + 64 <= length; i += 64)
            {
                sums += TVectors.SumAbsoluteDifferences(Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i));
            }

            sum += (long)Vector512.Sum(sums);
        }

        if (TVectors.HasByteOperations256)
        {
            Vector256<ulong> sums = default;
            for (; i + 32 <= length; i += 32)
            {
                sums += TVectors.SumAbsoluteDifferences(Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref y, i));
            }

            sum += (long)Vector256.Sum(sums);
        }

        for (; i + 16 <= length; i += 16)
        {
            Vector128<byte> p = Vector128.LoadUnsafe(ref x, i);
            Vector128<byte> q = Vector128.LoadUnsafe(ref y, i);
            (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(Vector128.Max(p, q) - Vector128.Min(p, q));
            sum += Vector128.Sum(low + high);
        }

        for (; i < length; i++)
        {
            sum += Math.Abs(Unsafe.Add(ref x, i) - Unsafe.Add(ref y, i));
        }

        return sum;
    }

    internal static nint CountMatches<TVectors>(ref byte x, ref byte y, nuint length)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        nint count = 0;
        if (TVectors.Has512)
        {
            for (; i + 64 <= length; i += 64)
            {
                count += BitOperations.PopCount(
                    Vector512.Equals(Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref y, i)).ExtractMostSignificantBits());
            }
        }

        if (TVectors.Has256)
        {
            for (; i + 32 <= length; i += 32)
            {
                count += BitOperations.PopCount(
                    Vector256.Equals(Vector256.LoadUnsafe(ref x, i), Vector256.LoadUnsafe(ref y, i)).ExtractMostSignificantBits());
            }
        }

        for (; i + 16 <= length; i += 16)
        {
            count += BitOperations.PopCount(
                Vector128.Equals(Vector128.LoadUnsafe(ref x, i), Vector128.LoadUnsafe(ref y, i)).ExtractMostSignificantBits());
        }

        for (; i < length; i++)
        {
            count += Unsafe.Add(ref x, i) == Unsafe.Add(ref y, i) ? 1 : 0;
        }

        return count;
    }

    private static void ProveSameLength(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
        {
            Throw.Lengths(nameof(a), a.Length, nameof(b), b.Length);
        }
    }
}
