using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes.Tests.Vectors;

/// <summary>A machine that has everything, as AVX-512 with VBMI has it; what this one lacks is computed byte by byte.</summary>
internal readonly struct EveryVector : IVectors
{
    public static bool Has512 => true;

    public static bool Has256 => true;

    public static bool Has128 => true;

    public static bool HasByteOperations512 => true;

    public static bool HasByteOperations256 => true;

    public static bool HasLookup => true;

    public static Vector512<byte> AddSaturate(Vector512<byte> a, Vector512<byte> b) => Each(a, b, static (x, y) => Math.Min(x + y, 255));

    public static Vector256<byte> AddSaturate(Vector256<byte> a, Vector256<byte> b) => Lower(AddSaturate(Both(a), Both(b)));

    public static Vector512<byte> SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => Each(a, b, static (x, y) => Math.Max(x - y, 0));

    public static Vector256<byte> SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => Lower(SubtractSaturate(Both(a), Both(b)));

    public static Vector512<ulong> SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b)
    {
        Span<ulong> sums = stackalloc ulong[8];
        for (int i = 0; i < 64; i++)
        {
            sums[i / 8] += (ulong)Math.Abs(a[i] - b[i]);
        }

        return Vector512.Create<ulong>(sums);
    }

    public static Vector256<ulong> SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => SumAbsoluteDifferences(Both(a), Both(b)).GetLower();

    public static Vector512<byte> ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes)
    {
        Span<byte> result = stackalloc byte[64];
        for (int i = 0; i < 64; i++)
        {
            result[i] = indexes[i] > 127 ? (byte)0 : values[(i & ~15) + (indexes[i] & 15)];
        }

        return Vector512.Create<byte>(result);
    }

    public static Vector256<byte> ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => Lower(ShuffleLanes(Both(values), Both(indexes)));

    public static Vector512<byte> Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper)
    {
        Span<byte> result = stackalloc byte[64];
        for (int i = 0; i < 64; i++)
        {
            int index = indexes[i] & 127;
            result[i] = index < 64 ? lower[index] : upper[index - 64];
        }

        return Vector512.Create<byte>(result);
    }

    private static Vector512<byte> Each(Vector512<byte> a, Vector512<byte> b, Func<int, int, int> function)
    {
        Span<byte> result = stackalloc byte[64];
        for (int i = 0; i < 64; i++)
        {
            result[i] = (byte)function(a[i], b[i]);
        }

        return Vector512.Create<byte>(result);
    }

    private static Vector512<byte> Both(Vector256<byte> half) => Vector512.Create(half, half);

    private static Vector256<byte> Lower(Vector512<byte> all) => all.GetLower();
}

/// <summary>A machine with 512 bits, but without their operations on bytes and without look-up.</summary>
internal readonly struct Plain512 : IVectors
{
    public static bool Has512 => true;

    public static bool Has256 => true;

    public static bool Has128 => true;

    public static bool HasByteOperations512 => false;

    public static bool HasByteOperations256 => true;

    public static bool HasLookup => false;

    static Vector512<byte> IVectors.AddSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.AddSaturate(Vector256<byte> a, Vector256<byte> b) => EveryVector.AddSaturate(a, b);

    static Vector512<byte> IVectors.SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => EveryVector.SubtractSaturate(a, b);

    static Vector512<byte> IVectors.ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes) => throw new NotSupportedException();

    static Vector256<byte> IVectors.ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => EveryVector.ShuffleLanes(values, indexes);

    static Vector512<ulong> IVectors.SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<ulong> IVectors.SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => EveryVector.SumAbsoluteDifferences(a, b);

    static Vector512<byte> IVectors.Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper) => throw new NotSupportedException();
}

/// <summary>256 bits, as AVX2 has them.</summary>
internal readonly struct Width256 : IVectors
{
    public static bool Has512 => false;

    public static bool Has256 => true;

    public static bool Has128 => true;

    public static bool HasByteOperations512 => false;

    public static bool HasByteOperations256 => true;

    public static bool HasLookup => false;

    static Vector512<byte> IVectors.AddSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.AddSaturate(Vector256<byte> a, Vector256<byte> b) => EveryVector.AddSaturate(a, b);

    static Vector512<byte> IVectors.SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => EveryVector.SubtractSaturate(a, b);

    static Vector512<byte> IVectors.ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes) => throw new NotSupportedException();

    static Vector256<byte> IVectors.ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => EveryVector.ShuffleLanes(values, indexes);

    static Vector512<ulong> IVectors.SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<ulong> IVectors.SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => EveryVector.SumAbsoluteDifferences(a, b);

    static Vector512<byte> IVectors.Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper) => throw new NotSupportedException();
}

/// <summary>Nothing wider than 128 bits.</summary>
internal readonly struct Width128 : IVectors
{
    public static bool Has512 => false;

    public static bool Has256 => false;

    public static bool Has128 => true;

    public static bool HasByteOperations512 => false;

    public static bool HasByteOperations256 => false;

    public static bool HasLookup => false;

    static Vector512<byte> IVectors.AddSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.AddSaturate(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes) => throw new NotSupportedException();

    static Vector256<byte> IVectors.ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => throw new NotSupportedException();

    static Vector512<ulong> IVectors.SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<ulong> IVectors.SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper) => throw new NotSupportedException();
}

/// <summary>No vectors at all.</summary>
internal readonly struct NoVectors : IVectors
{
    public static bool Has512 => false;

    public static bool Has256 => false;

    public static bool Has128 => false;

    public static bool HasByteOperations512 => false;

    public static bool HasByteOperations256 => false;

    public static bool HasLookup => false;

    static Vector512<byte> IVectors.AddSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.AddSaturate(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<byte> IVectors.SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes) => throw new NotSupportedException();

    static Vector256<byte> IVectors.ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => throw new NotSupportedException();

    static Vector512<ulong> IVectors.SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b) => throw new NotSupportedException();

    static Vector256<ulong> IVectors.SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => throw new NotSupportedException();

    static Vector512<byte> IVectors.Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper) => throw new NotSupportedException();
}
