using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
            Brighten<Hardware>(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, (byte)offset);
        }
        else
        {
            Darken<Hardware>(ref MemoryMarshal.GetReference(bytes), (nuint)bytes.Length, (byte)-offset);
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

        MapCore<Hardware>(bytes, table);
    }

    // a + min(b, 255 - a) and a - min(a, b) cannot leave the byte.
    internal static void Brighten<TVectors>(ref byte start, nuint length, byte amount)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        if (TVectors.HasByteOperations512)
        {
            Vector512<byte> wide = Vector512.Create(amount);
            for (; i + 128 <= length; i += 128)
            {
                Vector512<byte> a = TVectors.AddSaturate(Vector512.LoadUnsafe(ref start, i), wide);
                Vector512<byte> b = TVectors.AddSaturate(Vector512.LoadUnsafe(ref start, i + 64), wide);
                a.StoreUnsafe(ref start, i);
                b.StoreUnsafe(ref start, i + 64);
            }
        }

        Vector256<byte> amounts = Vector256.Create(amount);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref start, i);
            (TVectors.HasByteOperations256 ? TVectors.AddSaturate(a, amounts) : a + Vector256.Min(amounts, ~a)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = (byte)Math.Min(target + amount, 255);
        }
    }

    internal static void Darken<TVectors>(ref byte start, nuint length, byte amount)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        if (TVectors.HasByteOperations512)
        {
            Vector512<byte> wide = Vector512.Create(amount);
            for (; i + 128 <= length; i += 128)
            {
                Vector512<byte> a = TVectors.SubtractSaturate(Vector512.LoadUnsafe(ref start, i), wide);
                Vector512<byte> b = TVectors.SubtractSaturate(Vector512.LoadUnsafe(ref start, i + 64), wide);
                a.StoreUnsafe(ref start, i);
                b.StoreUnsafe(ref start, i + 64);
            }
        }

        Vector256<byte> amounts = Vector256.Create(amount);
        for (; i + 32 <= length; i += 32)
        {
            Vector256<byte> a = Vector256.LoadUnsafe(ref start, i);
            (TVectors.HasByteOperations256 ? TVectors.SubtractSaturate(a, amounts) : a - Vector256.Min(amounts, a)).StoreUnsafe(ref start, i);
        }

        for (; i < length; i++)
        {
            ref byte target = ref Unsafe.Add(ref start, i);
            target = (byte)Math.Max(target - amount, 0);
        }
    }

    /// <summary>Looks bytes up; with the right instructions the table lies in four registers.</summary>
    internal static void MapCore<TVectors>(Span<byte> bytes, ReadOnlySpan<byte> table)
        where TVectors : struct, IVectors
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        ref byte entries = ref MemoryMarshal.GetReference(table);
        nuint length = (nuint)bytes.Length;
        nuint i = 0;
        if (TVectors.HasLookup && length >= 64)
        {
            Vector512<byte> first = Vector512.LoadUnsafe(ref entries);
            Vector512<byte> second = Vector512.LoadUnsafe(ref entries, 64);
            Vector512<byte> third = Vector512.LoadUnsafe(ref entries, 128);
            Vector512<byte> fourth = Vector512.LoadUnsafe(ref entries, 192);
            for (; i + 64 <= length; i += 64)
            {
                // Seven bits choose from two registers, the eighth chooses the pair.
                Vector512<byte> index = Vector512.LoadUnsafe(ref start, i);
                Vector512<byte> below = TVectors.Lookup(first, index, second);
                Vector512<byte> above = TVectors.Lookup(third, index, fourth);
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
