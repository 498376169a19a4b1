using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

/// <summary>
/// First and last place at which a test holds. Reads only inside the blocks: the last vector overlaps the one before
/// instead of running over the end.
/// </summary>
internal static class VectorScan
{
    public static nint First<TTest, TRight, TVectors>(ref byte a, ref byte b, nuint length)
        where TTest : struct, IByteTest
        where TRight : struct, IRightSide
        where TVectors : struct, IVectors
    {
        Vector512<byte> constant = TRight.Constant(ref b);
        nuint i = 0;
        if (TVectors.Has512 && length >= 64)
        {
            nuint end = length - 64;
            // Four vectors for one branch; a hit leaves the loop and is found again below.
            for (; i + 256 <= length; i += 256)
            {
                Vector512<byte> low = TTest.Combine(Vector512.LoadUnsafe(ref a, i) ^ TRight.Load512(ref b, i, constant), Vector512.LoadUnsafe(ref a, i + 64) ^ TRight.Load512(ref b, i + 64, constant));
                Vector512<byte> high = TTest.Combine(Vector512.LoadUnsafe(ref a, i + 128) ^ TRight.Load512(ref b, i + 128, constant), Vector512.LoadUnsafe(ref a, i + 192) ^ TRight.Load512(ref b, i + 192, constant));
                if (TTest.Any(TTest.Combine(low, high)))
                {
                    break;
                }
            }

            for (i = Math.Min(i, end); ; i = Math.Min(i + 64, end))
            {
                Vector512<byte> xor = Vector512.LoadUnsafe(ref a, i) ^ TRight.Load512(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector512.Equals(xor, Vector512<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(equal, ulong.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        if (TVectors.Has256 && length >= 32)
        {
            nuint end = length - 32;
            // Four vectors for one branch; a hit leaves the loop and is found again below.
            for (; i + 128 <= length; i += 128)
            {
                Vector256<byte> low = TTest.Combine(Vector256.LoadUnsafe(ref a, i) ^ TRight.Load256(ref b, i, constant), Vector256.LoadUnsafe(ref a, i + 32) ^ TRight.Load256(ref b, i + 32, constant));
                Vector256<byte> high = TTest.Combine(Vector256.LoadUnsafe(ref a, i + 64) ^ TRight.Load256(ref b, i + 64, constant), Vector256.LoadUnsafe(ref a, i + 96) ^ TRight.Load256(ref b, i + 96, constant));
                if (TTest.Any(TTest.Combine(low, high)))
                {
                    break;
                }
            }

            for (i = Math.Min(i, end); ; i = Math.Min(i + 32, end))
            {
                Vector256<byte> xor = Vector256.LoadUnsafe(ref a, i) ^ TRight.Load256(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector256.Equals(xor, Vector256<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(equal, uint.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        if (TVectors.Has128 && length >= 16)
        {
            nuint end = length - 16;
            for (; ; i = Math.Min(i + 16, end))
            {
                Vector128<byte> xor = Vector128.LoadUnsafe(ref a, i) ^ TRight.Load128(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector128.Equals(xor, Vector128<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(equal, ushort.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        for (; i < length; i++)
        {
            if (TTest.Any(Unsafe.Add(ref a, i) ^ TRight.Load(ref b, i)))
            {
                return (nint)i;
            }
        }

        return -1;
    }

    public static nint Last<TTest, TRight, TVectors>(ref byte a, ref byte b, nuint length)
        where TTest : struct, IByteTest
        where TRight : struct, IRightSide
        where TVectors : struct, IVectors
    {
        Vector512<byte> constant = TRight.Constant(ref b);
        nuint i = length;
        if (TVectors.Has512 && length >= 64)
        {
            for (; i >= 256; i -= 256)
            {
                Vector512<byte> high = TTest.Combine(Vector512.LoadUnsafe(ref a, i - 64) ^ TRight.Load512(ref b, i - 64, constant), Vector512.LoadUnsafe(ref a, i - 128) ^ TRight.Load512(ref b, i - 128, constant));
                Vector512<byte> low = TTest.Combine(Vector512.LoadUnsafe(ref a, i - 192) ^ TRight.Load512(ref b, i - 192, constant), Vector512.LoadUnsafe(ref a, i - 256) ^ TRight.Load512(ref b, i - 256, constant));
                if (TTest.Any(TTest.Combine(low, high)))
                {
                    break;
                }
            }

            for (i = i >= 64 ? i - 64 : 0; ; i = i >= 64 ? i - 64 : 0)
            {
                Vector512<byte> xor = Vector512.LoadUnsafe(ref a, i) ^ TRight.Load512(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector512.Equals(xor, Vector512<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(equal, ulong.MaxValue));
                }

                if (i == 0)
                {
                    return -1;
                }
            }
        }

        if (TVectors.Has256 && length >= 32)
        {
            for (; i >= 128; i -= 128)
            {
                Vector256<byte> high = TTest.Combine(Vector256.LoadUnsafe(ref a, i - 32) ^ TRight.Load256(ref b, i - 32, constant), Vector256.LoadUnsafe(ref a, i - 64) ^ TRight.Load256(ref b, i - 64, constant));
                Vector256<byte> low = TTest.Combine(Vector256.LoadUnsafe(ref a, i - 96) ^ TRight.Load256(ref b, i - 96, constant), Vector256.LoadUnsafe(ref a, i - 128) ^ TRight.Load256(ref b, i - 128, constant));
                if (TTest.Any(TTest.Combine(low, high)))
                {
                    break;
                }
            }

            for (i = i >= 32 ? i - 32 : 0; ; i = i >= 32 ? i - 32 : 0)
            {
                Vector256<byte> xor = Vector256.LoadUnsafe(ref a, i) ^ TRight.Load256(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector256.Equals(xor, Vector256<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(equal, uint.MaxValue));
                }

                if (i == 0)
                {
                    return -1;
                }
            }
        }

        if (TVectors.Has128 && length >= 16)
        {
            for (i = i >= 16 ? i - 16 : 0; ; i = i >= 16 ? i - 16 : 0)
            {
                Vector128<byte> xor = Vector128.LoadUnsafe(ref a, i) ^ TRight.Load128(ref b, i, constant);
                if (TTest.Any(xor))
                {
                    ulong equal = Vector128.Equals(xor, Vector128<byte>.Zero).ExtractMostSignificantBits();
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(equal, ushort.MaxValue));
                }

                if (i == 0)
                {
                    return -1;
                }
            }
        }

        while (i > 0)
        {
            i--;
            if (TTest.Any(Unsafe.Add(ref a, i) ^ TRight.Load(ref b, i)))
            {
                return (nint)i;
            }
        }

        return -1;
    }
}
