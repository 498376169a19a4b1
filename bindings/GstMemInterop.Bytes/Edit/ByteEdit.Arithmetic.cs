using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

public static partial class ByteEdit
{
    // Making a table of all results costs as much as this many bytes.
    private const int LengthForTable = 1024;

    /// <summary>
    /// Mixes <paramref name="other"/> into <paramref name="bytes"/>: each byte becomes
    /// <c>(byte * (255 - alpha) + other * alpha) / 255</c>, rounded to the nearest.
    /// </summary>
    /// <param name="bytes">What is changed.</param>
    /// <param name="other">As many bytes.</param>
    /// <param name="alpha">0 keeps <paramref name="bytes"/>, 255 replaces them by <paramref name="other"/>, exactly.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same; nothing is written.</exception>
    public static void Blend(Span<byte> bytes, ReadOnlySpan<byte> other, byte alpha)
    {
        ProveSameLength(bytes, other);
        Blend<Hardware>(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetReference(other), (nuint)bytes.Length, alpha);
    }

    /// <summary>Multiplies every byte, rounds to the nearest (halves to even) and saturates to 0 ... 255.</summary>
    /// <param name="bytes">Unsigned 8-bit samples.</param>
    /// <param name="gain">The factor; a negative one gives 0. Computed in single precision.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not a number or infinite.</exception>
    public static void Gain(Span<byte> bytes, float gain)
    {
        ProveFinite(gain);
        Gain<Hardware>(bytes, gain);
    }

    /// <summary>Multiplies every signed 16-bit sample, rounds to the nearest (halves to even) and saturates.</summary>
    /// <param name="samples">Samples in the byte order of this machine.</param>
    /// <param name="gain">The factor. Computed in single precision.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gain"/> is not a number or infinite.</exception>
    public static void Gain(Span<short> samples, float gain)
    {
        ProveFinite(gain);
        ref short start = ref MemoryMarshal.GetReference(samples);
        nuint length = (nuint)samples.Length;
        nuint i = 0;
        Vector256<float> factor = Vector256.Create(gain);
        Vector256<float> bottom = Vector256.Create((float)short.MinValue);
        Vector256<float> top = Vector256.Create((float)short.MaxValue);
        for (; i + 16 <= length; i += 16)
        {
            (Vector256<int> low, Vector256<int> high) = Vector256.Widen(Vector256.LoadUnsafe(ref start, i));
            Vector256<float> a = Vector256.Min(Vector256.Max(Vector256.Round(Vector256.ConvertToSingle(low) * factor), bottom), top);
            Vector256<float> b = Vector256.Min(Vector256.Max(Vector256.Round(Vector256.ConvertToSingle(high) * factor), bottom), top);
            Vector256.Narrow(Vector256.ConvertToInt32(a), Vector256.ConvertToInt32(b)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref short target = ref Unsafe.Add(ref start, i);
            target = (short)Math.Clamp(MathF.Round(target * gain), short.MinValue, short.MaxValue);
        }
    }

    internal static void Blend<TVectors>(ref byte left, ref byte right, nuint length, byte alpha)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        if (TVectors.Has512 && length >= 64)
        {
            Vector512<ushort> keep = Vector512.Create((ushort)(255 - alpha));
            Vector512<ushort> take = Vector512.Create((ushort)alpha);
            for (; i + 64 <= length; i += 64)
            {
                Vector512<byte> a = Vector512.LoadUnsafe(ref left, i);
                Vector512<byte> b = Vector512.LoadUnsafe(ref right, i);
                Vector512<ushort> low = DivideBy255((Vector512.WidenLower(a) * keep) + (Vector512.WidenLower(b) * take));
                Vector512<ushort> high = DivideBy255((Vector512.WidenUpper(a) * keep) + (Vector512.WidenUpper(b) * take));
                Vector512.Narrow(low, high).StoreUnsafe(ref left, i);
            }
        }

        if (length >= 32)
        {
            Vector256<ushort> keep = Vector256.Create((ushort)(255 - alpha));
            Vector256<ushort> take = Vector256.Create((ushort)alpha);
            for (; i + 32 <= length; i += 32)
            {
                Vector256<byte> a = Vector256.LoadUnsafe(ref left, i);
                Vector256<byte> b = Vector256.LoadUnsafe(ref right, i);
                Vector256<ushort> low = DivideBy255((Vector256.WidenLower(a) * keep) + (Vector256.WidenLower(b) * take));
                Vector256<ushort> high = DivideBy255((Vector256.WidenUpper(a) * keep) + (Vector256.WidenUpper(b) * take));
                Vector256.Narrow(low, high).StoreUnsafe(ref left, i);
            }
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref left, i);
            target = (byte)(((target * (255 - alpha)) + (Unsafe.Add(ref right, i) * alpha) + 127) / 255);
        }
    }

    internal static void Gain<TVectors>(Span<byte> bytes, float gain)
        where TVectors : struct, IVectors
    {
        if (TVectors.HasLookup && bytes.Length >= LengthForTable)
        {
            // There are only 256 results.
            Span<byte> table = stackalloc byte[256];
            for (int value = 0; value < table.Length; value++)
            {
                table[value] = (byte)value;
            }

            Gain<TVectors>(table, gain);
            MapCore<TVectors>(bytes, table);
            return;
        }

        ref byte start = ref MemoryMarshal.GetReference(bytes);
        nuint length = (nuint)bytes.Length;
        nuint i = 0;
        Vector256<float> factor = Vector256.Create(gain);
        Vector256<float> top = Vector256.Create(255f);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> source = Vector256.LoadUnsafe(ref start, i);
            (Vector256<ushort> low, Vector256<ushort> high) = Vector256.Widen(source);
            Vector256.Narrow(Scale(low, factor, top), Scale(high, factor, top)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = (byte)Math.Clamp(MathF.Round(target * gain), 0f, 255f);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ushort> DivideBy255(Vector512<ushort> product)
    {
        // (p + 127) / 255 for p up to 255 * 255, without a division: q = p + 128; (q + (q >> 8)) >> 8.
        Vector512<ushort> q = product + Vector512.Create((ushort)128);
        return (q + (q >>> 8)) >>> 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> DivideBy255(Vector256<ushort> product)
    {
        Vector256<ushort> q = product + Vector256.Create((ushort)128);
        return (q + (q >>> 8)) >>> 8;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> Scale(Vector256<ushort> values, Vector256<float> factor, Vector256<float> top)
    {
        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(values);
        Vector256<float> a = Vector256.Round(Vector256.ConvertToSingle(low.AsInt32()) * factor);
        Vector256<float> b = Vector256.Round(Vector256.ConvertToSingle(high.AsInt32()) * factor);
        a = Vector256.Min(Vector256.Max(a, Vector256<float>.Zero), top);
        b = Vector256.Min(Vector256.Max(b, Vector256<float>.Zero), top);
        return Vector256.Narrow(Vector256.ConvertToInt32(a), Vector256.ConvertToInt32(b)).AsUInt16();
    }

    private static void ProveFinite(float gain)
    {
        if (!float.IsFinite(gain))
        {
            Throw.Range(nameof(gain), gain, $"gain is {gain}; it must be a finite number.");
        }
    }
}
