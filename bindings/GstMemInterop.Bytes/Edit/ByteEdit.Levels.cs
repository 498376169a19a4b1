using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GstMemInterop.Bytes;

public static partial class ByteEdit
{
    /// <summary>Adds to every byte and saturates to 0 ... 255: brightness.</summary>
    /// <param name="bytes">Unsigned 8-bit samples.</param>
    /// <param name="offset">From -255 to 255; what lies outside is treated as the nearest of the two.</param>
    public static void AddSaturated(Span<byte> bytes, int offset)
    {
        offset = Math.Clamp(offset, -255, 255);
        if (offset >= 0)
        {
            Brighten(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, (byte)offset);
        }
        else
        {
            Darken(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, (byte)-offset);
        }
    }

    /// <summary>Replaces every byte by its entry in a table: gamma, thresholds, any function of one byte.</summary>
    /// <exception cref="ArgumentException"><paramref name="table"/> does not have exactly 256 entries.</exception>
    public static void Map(Span<byte> bytes, ReadOnlySpan<byte> table)
    {
        if (table.Length != 256)
        {
            Throw.Argument(nameof(table), $"table has {table.Length} entries; it takes 256, one for each byte value.");
        }

        if (bytes.Overlaps(table))
        {
            Throw.Argument(nameof(table), "The table lies inside the bytes that would be overwritten; copy it first.");
        }

        MapCore(bytes, table);
    }

    // a + min(b, 255 - a) and a - min(a, b) cannot leave the byte.
    private static void Brighten(ref byte start, nuint length, byte amount)
    {
        nuint i = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<byte> wide = Vector512.Create(amount);
            for (; i + 128 <= length; i += 128)
            {
                Vector512<byte> a = Avx512BW.AddSaturate(Vector512.LoadUnsafe(ref start, i), wide);
                Vector512<byte> b = Avx512BW.AddSaturate(Vector512.LoadUnsafe(ref start, i + 64), wide);
                a.StoreUnsafe(ref start, i);
                b.StoreUnsafe(ref start, i + 64);
            }
        }

        Vector256<byte> amounts = Vector256.Create(amount);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref start, i);
            (Avx2.IsSupported ? Avx2.AddSaturate(a, amounts) : a + Vector256.Min(amounts, ~a)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = (byte)Math.Min(target + amount, 255);
        }
    }

    private static void Darken(ref byte start, nuint length, byte amount)
    {
        nuint i = 0;
        if (Avx512BW.IsSupported)
        {
            Vector512<byte> wide = Vector512.Create(amount);
            for (; i + 128 <= length; i += 128)
            {
                Vector512<byte> a = Avx512BW.SubtractSaturate(Vector512.LoadUnsafe(ref start, i), wide);
                Vector512<byte> b = Avx512BW.SubtractSaturate(Vector512.LoadUnsafe(ref start, i + 64), wide);
                a.StoreUnsafe(ref start, i);
                b.StoreUnsafe(ref start, i + 64);
            }
        }

        Vector256<byte> amounts = Vector256.Create(amount);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref start, i);
            (Avx2.IsSupported ? Avx2.SubtractSaturate(a, amounts) : a - Vector256.Min(amounts, a)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = (byte)Math.Max(target - amount, 0);
        }
    }

    /// <summary>Looks bytes up; with the right instructions the table lies in four registers.</summary>
    private static void MapCore(Span<byte> bytes, ReadOnlySpan<byte> table)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ref byte entries = ref MemoryMarshal.GetReference(table);
        nuint length = (nuint)bytes.Length;
        nuint i = 0;
        if (Avx512Vbmi.IsSupported && length >= 64)
        {
            Vector512<byte> first = Vector512.LoadUnsafe(ref entries);
            Vector512<byte> second = Vector512.LoadUnsafe(ref entries, 64);
            Vector512<byte> third = Vector512.LoadUnsafe(ref entries, 128);
            Vector512<byte> fourth = Vector512.LoadUnsafe(ref entries, 192);
            for (; i + 64 <= length; i += 64)
            {
                // Seven bits choose from two registers, the eighth chooses the pair.
                Vector512<byte> index = Vector512.LoadUnsafe(ref start, i);
                Vector512<byte> below = Avx512Vbmi.PermuteVar64x8x2(first, index, second);
                Vector512<byte> above = Avx512Vbmi.PermuteVar64x8x2(third, index, fourth);
                Vector512<byte> upper = Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte();
                Vector512.ConditionalSelect(upper, above, below).StoreUnsafe(ref start, i);
            }
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = Unsafe.Add(ref entries, (nuint)target);
        }
    }
}
