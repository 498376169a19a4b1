using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

public static partial class ByteEdit
{
    /// <summary>Swaps two bytes of every pixel: red and blue of RGBA are <c>SwapChannels(pixels, 4, 0, 2)</c>.</summary>
    /// <param name="pixels">Whole pixels.</param>
    /// <param name="pixelSize">Bytes in a pixel, from 1 to 16.</param>
    /// <param name="first">Index of a byte in the pixel.</param>
    /// <param name="second">Index of another; when it is the same, nothing changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="ArgumentException">The length is not a whole number of pixels; nothing is written.</exception>
    public static void SwapChannels(Span<byte> pixels, int pixelSize, int first, int second)
    {
        if (pixelSize is < 1 or > 16)
        {
            Throw.Range(nameof(pixelSize), pixelSize, $"pixelSize is {pixelSize}; it must be from 1 to 16 bytes.");
        }

        if ((uint)first >= (uint)pixelSize)
        {
            Throw.Range(nameof(first), first, pixelSize - 1);
        }

        if ((uint)second >= (uint)pixelSize)
        {
            Throw.Range(nameof(second), second, pixelSize - 1);
        }

        Span<byte> order = stackalloc byte[pixelSize];
        for (int i = 0; i < pixelSize; i++)
        {
            order[i] = (byte)i;
        }

        (order[first], order[second]) = (order[second], order[first]);
        ShuffleChannels(pixels, order);
    }

    /// <summary>Reorders the bytes of every pixel: byte <c>i</c> becomes what byte <c>order[i]</c> was.</summary>
    /// <param name="pixels">Whole pixels of <c>order.Length</c> bytes.</param>
    /// <param name="order">1 to 16 indices below its own length; an index may repeat (grey from one channel).</param>
    /// <exception cref="ArgumentException">
    /// The order is empty, too long or names a byte that a pixel does not have, or the length is not a whole number of
    /// pixels; nothing is written.
    /// </exception>
    public static void ShuffleChannels(Span<byte> pixels, ReadOnlySpan<byte> order)
    {
        int size = order.Length;
        if (size is < 1 or > 16)
        {
            Throw.Argument(nameof(order), $"order has {size} entries; a pixel has from 1 to 16 bytes.");
        }

        foreach (byte index in order)
        {
            if (index >= size)
            {
                Throw.Argument(nameof(order), $"order names byte {index} of a pixel of {size} bytes.");
            }
        }

        if (pixels.Length % size != 0)
        {
            Throw.Argument(nameof(pixels), $"{pixels.Length} bytes are not a whole number of {size}-byte pixels; slice them first.");
        }

        ShuffleChannels<Hardware>(pixels, order);
    }

    /// <summary>Reverses the byte order of every element, in place.</summary>
    /// <param name="bytes">Whole elements, at any alignment.</param>
    /// <param name="elementSize">Bytes in an element: 1 (nothing happens), 2, 4, 8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementSize"/> is another number.</exception>
    /// <exception cref="ArgumentException">The length is not a whole number of elements; nothing is written.</exception>
    public static void ReverseEndianness(Span<byte> bytes, int elementSize) => ReverseEndianness(bytes, bytes, elementSize);

    /// <summary>Copies elements and reverses the byte order of each.</summary>
    /// <param name="source">Whole elements, at any alignment.</param>
    /// <param name="destination">At least as many bytes; the same memory is allowed, another overlap is not.</param>
    /// <param name="elementSize">Bytes in an element: 1 (a plain copy), 2, 4, 8 or 16.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="elementSize"/> is another number.</exception>
    /// <exception cref="ArgumentException">
    /// The length is not a whole number of elements, the destination is too short, or they overlap; nothing is written.
    /// </exception>
    public static void ReverseEndianness(ReadOnlySpan<byte> source, Span<byte> destination, int elementSize)
    {
        if (elementSize is not (1 or 2 or 4 or 8 or 16))
        {
            Throw.Range(nameof(elementSize), elementSize, $"elementSize is {elementSize}; it must be 1, 2, 4, 8 or 16 bytes.");
        }

        if (source.Length % elementSize != 0)
        {
            Throw.Argument(nameof(source), $"{source.Length} bytes are not a whole number of {elementSize}-byte elements; slice them first.");
        }

        ProveDestination(source, destination);
        destination = destination[..source.Length];
        if (elementSize == 1)
        {
            source.CopyTo(destination);
            return;
        }

        ReverseCore<Hardware>(ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(destination), (nuint)source.Length, elementSize);
    }

    internal static void ShuffleChannels<TVectors>(Span<byte> pixels, ReadOnlySpan<byte> order)
        where TVectors : struct, IVectors
    {
        int size = order.Length;

        // As many whole pixels as a vector holds; the bytes behind them are stored unchanged and redone with the next vector.
        int step = 16 / size * size;
        Span<byte> lanes = stackalloc byte[16];
        int lane = 0;
        for (int pixel = 0; pixel < step; pixel += size)
        {
            foreach (byte index in order)
            {
                lanes[lane++] = (byte)(pixel + index);
            }
        }

        for (; lane < 16; lane++)
        {
            lanes[lane] = (byte)lane;
        }

        ref byte start = ref MemoryMarshal.GetReference(pixels);
        Vector128<byte> shuffle = Vector128.Create<byte>(lanes);
        nuint length = (nuint)pixels.Length;
        nuint at = 0;
        if (step == 16 && TVectors.Has256)
        {
            Vector256<byte> wide = Vector256.Create(shuffle, shuffle + Vector128.Create((byte)16));
            for (; at + 32 <= length; at += 32)
            {
                Vector256.Shuffle(Vector256.LoadUnsafe(ref start, at), wide).StoreUnsafe(ref start, at);
            }
        }

        for (; at + 16 <= length; at += (nuint)step)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(ref start, at), shuffle).StoreUnsafe(ref start, at);
        }

        Span<byte> old = stackalloc byte[16];
        for (int i = (int)at; i < pixels.Length; i += size)
        {
            pixels.Slice(i, size).CopyTo(old);
            for (int k = 0; k < size; k++)
            {
                pixels[i + k] = old[order[k]];
            }
        }
    }

    internal static void ReverseCore<TVectors>(ref byte from, ref byte to, nuint length, int elementSize)
        where TVectors : struct, IVectors
    {
        Vector128<byte> order = elementSize switch
        {
            2 => Vector128.Create((byte)1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14),
            4 => Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12),
            8 => Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8),
            _ => Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
        };
        nuint i = 0;
        if (TVectors.HasByteOperations512 && length >= 64)
        {
            Vector512<byte> wide = Vector512.Create(Vector256.Create(order, order), Vector256.Create(order, order));
            for (; i + 128 <= length; i += 128)
            {
                Vector512<byte> a = TVectors.ShuffleLanes(Vector512.LoadUnsafe(ref from, i), wide);
                Vector512<byte> b = TVectors.ShuffleLanes(Vector512.LoadUnsafe(ref from, i + 64), wide);
                a.StoreUnsafe(ref to, i);
                b.StoreUnsafe(ref to, i + 64);
            }
        }

        if (TVectors.HasByteOperations256)
        {
            Vector256<byte> wide = Vector256.Create(order, order);
            for (; i + 32 <= length; i += 32)
            {
                TVectors.ShuffleLanes(Vector256.LoadUnsafe(ref from, i), wide).StoreUnsafe(ref to, i);
            }
        }

        for (; i + 16 <= length; i += 16)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(ref from, i), order).StoreUnsafe(ref to, i);
        }

        Span<byte> old = stackalloc byte[8];
        for (; i < length; i += (nuint)elementSize)
        {
            // Read whole before the first byte is written: source and destination may be the same.
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, i), elementSize).CopyTo(old);
            for (int k = 0; k < elementSize; k++)
            {
                Unsafe.Add(ref to, i + (nuint)k) = old[elementSize - 1 - k];
            }
        }
    }
}
