using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

/// <summary>A question about two bytes at the same place, asked of whole vectors.</summary>
internal interface IByteTest
{
    static abstract bool Any(Vector512<byte> a, Vector512<byte> b);

    static abstract bool Any(Vector256<byte> a, Vector256<byte> b);

    static abstract bool Any(Vector128<byte> a, Vector128<byte> b);

    static abstract bool Any(byte a, byte b);

    /// <summary>Turns the mask of equal bytes into the mask of hits.</summary>
    static abstract ulong Hits(ulong equal, ulong all);
}

/// <summary>The bytes are the same.</summary>
internal readonly struct SameByte : IByteTest
{
    public static bool Any(Vector512<byte> a, Vector512<byte> b) => Vector512.EqualsAny(a, b);

    public static bool Any(Vector256<byte> a, Vector256<byte> b) => Vector256.EqualsAny(a, b);

    public static bool Any(Vector128<byte> a, Vector128<byte> b) => Vector128.EqualsAny(a, b);

    public static bool Any(byte a, byte b) => a == b;

    public static ulong Hits(ulong equal, ulong all) => equal;
}

/// <summary>The bytes differ.</summary>
internal readonly struct DifferentByte : IByteTest
{
    public static bool Any(Vector512<byte> a, Vector512<byte> b) => !Vector512.EqualsAll(a, b);

    public static bool Any(Vector256<byte> a, Vector256<byte> b) => !Vector256.EqualsAll(a, b);

    public static bool Any(Vector128<byte> a, Vector128<byte> b) => !Vector128.EqualsAll(a, b);

    public static bool Any(byte a, byte b) => a != b;

    public static ulong Hits(ulong equal, ulong all) => equal ^ all;
}

/// <summary>
/// First and last place at which a test holds. Reads only inside the two blocks: the last vector overlaps the one before
/// instead of running over the end.
/// </summary>
internal static class VectorScan
{
    public static nint First<TTest>(ref byte a, ref byte b, nuint length)
        where TTest : struct, IByteTest
    {
        nuint i = 0;
        if (Vector512.IsHardwareAccelerated && length >= 64)
        {
            for (nuint end = length - 64; ; i = Math.Min(i + 64, end))
            {
                Vector512<byte> x = Vector512.LoadUnsafe(ref a, i);
                Vector512<byte> y = Vector512.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(Vector512.Equals(x, y).ExtractMostSignificantBits(), ulong.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        if (Vector256.IsHardwareAccelerated && length >= 32)
        {
            for (nuint end = length - 32; ; i = Math.Min(i + 32, end))
            {
                Vector256<byte> x = Vector256.LoadUnsafe(ref a, i);
                Vector256<byte> y = Vector256.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(Vector256.Equals(x, y).ExtractMostSignificantBits(), uint.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        if (Vector128.IsHardwareAccelerated && length >= 16)
        {
            for (nuint end = length - 16; ; i = Math.Min(i + 16, end))
            {
                Vector128<byte> x = Vector128.LoadUnsafe(ref a, i);
                Vector128<byte> y = Vector128.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + BitOperations.TrailingZeroCount(TTest.Hits(Vector128.Equals(x, y).ExtractMostSignificantBits(), ushort.MaxValue));
                }

                if (i == end)
                {
                    return -1;
                }
            }
        }

        for (; i < length; i++)
        {
            if (TTest.Any(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i)))
            {
                return (nint)i;
            }
        }

        return -1;
    }

    public static nint Last<TTest>(ref byte a, ref byte b, nuint length)
        where TTest : struct, IByteTest
    {
        nuint i = length;
        if (Vector512.IsHardwareAccelerated && length >= 64)
        {
            for (i = length - 64; ; i = i >= 64 ? i - 64 : 0)
            {
                Vector512<byte> x = Vector512.LoadUnsafe(ref a, i);
                Vector512<byte> y = Vector512.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(Vector512.Equals(x, y).ExtractMostSignificantBits(), ulong.MaxValue));
                }

                if (i == 0)
                {
                    return -1;
                }
            }
        }

        if (Vector256.IsHardwareAccelerated && length >= 32)
        {
            for (i = length - 32; ; i = i >= 32 ? i - 32 : 0)
            {
                Vector256<byte> x = Vector256.LoadUnsafe(ref a, i);
                Vector256<byte> y = Vector256.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(Vector256.Equals(x, y).ExtractMostSignificantBits(), uint.MaxValue));
                }

                if (i == 0)
                {
                    return -1;
                }
            }
        }

        if (Vector128.IsHardwareAccelerated && length >= 16)
        {
            for (i = length - 16; ; i = i >= 16 ? i - 16 : 0)
            {
                Vector128<byte> x = Vector128.LoadUnsafe(ref a, i);
                Vector128<byte> y = Vector128.LoadUnsafe(ref b, i);
                if (TTest.Any(x, y))
                {
                    return (nint)i + 63 - BitOperations.LeadingZeroCount(TTest.Hits(Vector128.Equals(x, y).ExtractMostSignificantBits(), ushort.MaxValue));
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
            if (TTest.Any(Unsafe.Add(ref a, i), Unsafe.Add(ref b, i)))
            {
                return (nint)i;
            }
        }

        return -1;
    }
}
