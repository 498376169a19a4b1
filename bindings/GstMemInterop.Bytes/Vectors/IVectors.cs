using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GstMemInterop.Bytes;

/// <summary>
/// Which vectors there are, and the operations that only some machines have: the seam by which tests run every branch of every
/// kernel on any machine. For <see cref="Hardware"/> the compiler leaves the branches of this machine and nothing else.
/// </summary>
internal interface IVectors
{
    static abstract bool Has512 { get; }

    static abstract bool Has256 { get; }

    static abstract bool Has128 { get; }

    /// <summary>The operations on bytes below, in 512 bits.</summary>
    static abstract bool HasByteOperations512 { get; }

    /// <summary>The operations on bytes below, in 256 bits.</summary>
    static abstract bool HasByteOperations256 { get; }

    /// <summary><see cref="Lookup"/>.</summary>
    static abstract bool HasLookup { get; }

    static abstract Vector512<byte> AddSaturate(Vector512<byte> a, Vector512<byte> b);

    static abstract Vector256<byte> AddSaturate(Vector256<byte> a, Vector256<byte> b);

    static abstract Vector512<byte> SubtractSaturate(Vector512<byte> a, Vector512<byte> b);

    static abstract Vector256<byte> SubtractSaturate(Vector256<byte> a, Vector256<byte> b);

    /// <summary>The sum of |a - b| over each eight bytes.</summary>
    static abstract Vector512<ulong> SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b);

    /// <summary>The sum of |a - b| over each eight bytes.</summary>
    static abstract Vector256<ulong> SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b);

    /// <summary>Bytes chosen inside each 16 bytes, by the low four bits of an index that is below 128.</summary>
    static abstract Vector512<byte> ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes);

    /// <summary>Bytes chosen inside each 16 bytes, by the low four bits of an index that is below 128.</summary>
    static abstract Vector256<byte> ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes);

    /// <summary>Bytes chosen by the low seven bits of an index from a table of 128.</summary>
    static abstract Vector512<byte> Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper);
}

/// <summary>The vectors of the machine we run on.</summary>
internal readonly struct Hardware : IVectors
{
    public static bool Has512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated;
    }

    public static bool Has256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    public static bool Has128
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }

    public static bool HasByteOperations512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512BW.IsSupported;
    }

    public static bool HasByteOperations256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx2.IsSupported;
    }

    public static bool HasLookup
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512Vbmi.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddSaturate(Vector512<byte> a, Vector512<byte> b) => Avx512BW.AddSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddSaturate(Vector256<byte> a, Vector256<byte> b) => Avx2.AddSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> SubtractSaturate(Vector512<byte> a, Vector512<byte> b) => Avx512BW.SubtractSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> SubtractSaturate(Vector256<byte> a, Vector256<byte> b) => Avx2.SubtractSaturate(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> SumAbsoluteDifferences(Vector512<byte> a, Vector512<byte> b) => Avx512BW.SumAbsoluteDifferences(a, b).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ulong> SumAbsoluteDifferences(Vector256<byte> a, Vector256<byte> b) => Avx2.SumAbsoluteDifferences(a, b).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> ShuffleLanes(Vector512<byte> values, Vector512<byte> indexes) => Avx512BW.Shuffle(values, indexes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> ShuffleLanes(Vector256<byte> values, Vector256<byte> indexes) => Avx2.Shuffle(values, indexes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Lookup(Vector512<byte> lower, Vector512<byte> indexes, Vector512<byte> upper) =>
        Avx512Vbmi.PermuteVar64x8x2(lower, indexes, upper);
}
