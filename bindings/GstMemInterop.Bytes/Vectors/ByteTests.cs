using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

/// <summary>
/// A question about two bytes at the same place, asked of whole vectors of their exclusive or: several are combined so that
/// one branch answers for all of them.
/// </summary>
internal interface IByteTest
{
    static abstract Vector512<byte> Combine(Vector512<byte> a, Vector512<byte> b);

    static abstract Vector256<byte> Combine(Vector256<byte> a, Vector256<byte> b);

    static abstract bool Any(Vector512<byte> xor);

    static abstract bool Any(Vector256<byte> xor);

    static abstract bool Any(Vector128<byte> xor);

    static abstract bool Any(int xor);

    /// <summary>Turns the mask of equal bytes into the mask of hits.</summary>
    static abstract ulong Hits(ulong equal, ulong all);
}

/// <summary>The bytes are the same: their exclusive or is zero, and so is the least of several.</summary>
internal readonly struct SameByte : IByteTest
{
    public static Vector512<byte> Combine(Vector512<byte> a, Vector512<byte> b) => Vector512.Min(a, b);

    public static Vector256<byte> Combine(Vector256<byte> a, Vector256<byte> b) => Vector256.Min(a, b);

    public static bool Any(Vector512<byte> xor) => Vector512.EqualsAny(xor, Vector512<byte>.Zero);

    public static bool Any(Vector256<byte> xor) => Vector256.EqualsAny(xor, Vector256<byte>.Zero);

    public static bool Any(Vector128<byte> xor) => Vector128.EqualsAny(xor, Vector128<byte>.Zero);

    public static bool Any(int xor) => xor == 0;

    public static ulong Hits(ulong equal, ulong all) => equal;
}

/// <summary>The bytes differ: a bit of their exclusive or is set.</summary>
internal readonly struct DifferentByte : IByteTest
{
    public static Vector512<byte> Combine(Vector512<byte> a, Vector512<byte> b) => a | b;

    public static Vector256<byte> Combine(Vector256<byte> a, Vector256<byte> b) => a | b;

    public static bool Any(Vector512<byte> xor) => xor != Vector512<byte>.Zero;

    public static bool Any(Vector256<byte> xor) => xor != Vector256<byte>.Zero;

    public static bool Any(Vector128<byte> xor) => xor != Vector128<byte>.Zero;

    public static bool Any(int xor) => xor != 0;

    public static ulong Hits(ulong equal, ulong all) => equal ^ all;
}

/// <summary>What the first block is compared with: another block, or one value everywhere.</summary>
internal interface IRightSide
{
    /// <summary>What is the same at every place, made once.</summary>
    static abstract Vector512<byte> Constant(ref byte right);

    static abstract Vector512<byte> Load512(ref byte right, nuint index, Vector512<byte> constant);

    static abstract Vector256<byte> Load256(ref byte right, nuint index, Vector512<byte> constant);

    static abstract Vector128<byte> Load128(ref byte right, nuint index, Vector512<byte> constant);

    static abstract byte Load(ref byte right, nuint index);
}

/// <summary>Another block of the same length.</summary>
internal readonly struct OtherBlock : IRightSide
{
    public static Vector512<byte> Constant(ref byte right) => default;

    public static Vector512<byte> Load512(ref byte right, nuint index, Vector512<byte> constant) => Vector512.LoadUnsafe(ref right, index);

    public static Vector256<byte> Load256(ref byte right, nuint index, Vector512<byte> constant) => Vector256.LoadUnsafe(ref right, index);

    public static Vector128<byte> Load128(ref byte right, nuint index, Vector512<byte> constant) => Vector128.LoadUnsafe(ref right, index);

    public static byte Load(ref byte right, nuint index) => Unsafe.Add(ref right, index);
}

/// <summary>The same value at every place; the reference leads to one byte.</summary>
internal readonly struct OneValue : IRightSide
{
    public static Vector512<byte> Constant(ref byte right) => Vector512.Create(right);

    public static Vector512<byte> Load512(ref byte right, nuint index, Vector512<byte> constant) => constant;

    public static Vector256<byte> Load256(ref byte right, nuint index, Vector512<byte> constant) => constant.GetLower();

    public static Vector128<byte> Load128(ref byte right, nuint index, Vector512<byte> constant) => constant.GetLower().GetLower();

    public static byte Load(ref byte right, nuint index) => right;
}
