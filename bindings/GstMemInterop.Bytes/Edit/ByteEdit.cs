using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GstMemInterop.Bytes;

/// <summary>
/// Edits bytes in place: invert, exclusive or, blend, gain, patterns, channels, byte order. Nothing allocates, every
/// method accepts any alignment and any length (an empty span is left as it is), and ranges are checked before the first
/// byte is written.
/// </summary>
/// <remarks>The methods keep no state: any thread may call them on memory of its own.</remarks>
public static partial class ByteEdit
{
    /// <summary>Replaces every byte <c>b</c> by <c>255 - b</c>: the negative of an 8-bit image.</summary>
    public static void Invert(Span<byte> bytes) => Xor(bytes, 0xFF);

    /// <summary>Writes the inverted <paramref name="source"/> to the start of <paramref name="destination"/>.</summary>
    /// <remarks>Source and destination may be the same memory; any other overlap is refused.</remarks>
    /// <exception cref="ArgumentException">The destination is shorter than the source, or they overlap; nothing is written.</exception>
    public static void Invert(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ProveDestination(source, destination);
        XorCore<Hardware>(ref MemoryMarshal.GetReference(source), ref MemoryMarshal.GetReference(destination), (nuint)source.Length, 0xFF);
    }

    /// <summary>Inverts every byte of a plane; padding is not touched.</summary>
    public static void Invert(PlaneSpan<byte> plane)
    {
        if (plane.TryGetSpan(out Span<byte> all))
        {
            Invert(all);
            return;
        }

        foreach (Span<byte> row in plane)
        {
            Invert(row);
        }
    }

    /// <summary>Combines every byte with <paramref name="value"/> by exclusive or. Doing it twice restores the bytes.</summary>
    public static void Xor(Span<byte> bytes, byte value)
    {
        ref byte start = ref MemoryMarshal.GetReference(bytes);
        XorCore<Hardware>(ref start, ref start, (nuint)bytes.Length, value);
    }

    /// <summary>Combines <paramref name="bytes"/> with as many bytes of <paramref name="other"/> by exclusive or.</summary>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same; nothing is written.</exception>
    public static void Xor(Span<byte> bytes, ReadOnlySpan<byte> other)
    {
        ProveSameLength(bytes, other);
        XorCore<Hardware>(ref MemoryMarshal.GetReference(bytes), ref MemoryMarshal.GetReference(other), (nuint)bytes.Length);
    }

    /// <summary>Combines the bytes with a key that repeats, by exclusive or.</summary>
    /// <param name="bytes">The bytes to change.</param>
    /// <param name="key">At least one byte.</param>
    /// <param name="phase">Which byte of the key meets the first byte; a stream passes the number of bytes done before.</param>
    /// <exception cref="ArgumentException"><paramref name="key"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="phase"/> is negative.</exception>
    public static void XorPattern(Span<byte> bytes, ReadOnlySpan<byte> key, long phase = 0)
    {
        int at = StartInPattern(key, phase, nameof(key));
        while (!bytes.IsEmpty)
        {
            int run = Math.Min(bytes.Length, key.Length - at);
            Xor(bytes[..run], key.Slice(at, run));
            bytes = bytes[run..];
            at = 0;
        }
    }

    /// <summary>Fills the bytes with a pattern that repeats.</summary>
    /// <param name="bytes">The bytes to fill; may be shorter than the pattern.</param>
    /// <param name="pattern">At least one byte. It must not lie inside <paramref name="bytes"/>.</param>
    /// <param name="phase">Which byte of the pattern comes first; the index is taken modulo the pattern's length.</param>
    /// <exception cref="ArgumentException"><paramref name="pattern"/> is empty or overlaps the bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="phase"/> is negative.</exception>
    public static void FillPattern(Span<byte> bytes, ReadOnlySpan<byte> pattern, long phase = 0)
    {
        int at = StartInPattern(pattern, phase, nameof(pattern));
        if (bytes.Overlaps(pattern))
        {
            Throw.Argument(nameof(pattern), "The pattern lies inside the bytes that would be overwritten; copy it first.");
        }

        if (pattern.Length == 1)
        {
            bytes.Fill(pattern[0]);
            return;
        }

        // One period by hand, then the filled part is copied behind itself, doubling each time.
        int period = Math.Min(pattern.Length, bytes.Length);
        for (int i = 0; i < period; i++)
        {
            bytes[i] = pattern[at];
            at = at + 1 == pattern.Length ? 0 : at + 1;
        }

        int filled = period;
        while (filled < bytes.Length)
        {
            int run = Math.Min(filled, bytes.Length - filled);
            bytes[..run].CopyTo(bytes[filled..]);
            filled += run;
        }
    }

    /// <summary>Copies <paramref name="source"/> into <paramref name="destination"/> at a byte offset.</summary>
    /// <remarks>Source and destination may overlap; the source's old bytes arrive. An empty source fits everywhere in [0, length].</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The source does not fit behind the offset; nothing is written.</exception>
    public static void CopyAt(Span<byte> destination, int offset, ReadOnlySpan<byte> source)
    {
        if ((uint)offset > (uint)destination.Length || source.Length > destination.Length - offset)
        {
            Throw.Range(nameof(offset), offset,
                $"{source.Length} bytes at offset {offset} do not fit into {destination.Length} bytes; nothing was written.");
        }

        source.CopyTo(destination[offset..]);
    }

    internal static void XorCore<TVectors>(ref byte left, ref byte right, nuint length)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        if (TVectors.Has512)
        {
            for (; i + 64 <= length; i += 64)
            {
                (Vector512.LoadUnsafe(ref left, i) ^ Vector512.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
            }
        }

        if (TVectors.Has256)
        {
            for (; i + 32 <= length; i += 32)
            {
                (Vector256.LoadUnsafe(ref left, i) ^ Vector256.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
            }
        }

        // The tail cannot be redone with an overlapping vector: exclusive or is not idempotent.
        for (; i + 16 <= length; i += 16)
        {
            (Vector128.LoadUnsafe(ref left, i) ^ Vector128.LoadUnsafe(ref right, i)).StoreUnsafe(ref left, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref left, i) ^= Unsafe.Add(ref right, i);
        }
    }

    internal static void XorCore<TVectors>(ref byte from, ref byte to, nuint length, byte value)
        where TVectors : struct, IVectors
    {
        nuint i = 0;
        if (TVectors.Has512 && length >= 64)
        {
            Vector512<byte> mask = Vector512.Create(value);
            for (; i + 256 <= length; i += 256)
            {
                Vector512<byte> a = Vector512.LoadUnsafe(ref from, i) ^ mask;
                Vector512<byte> b = Vector512.LoadUnsafe(ref from, i + 64) ^ mask;
                Vector512<byte> c = Vector512.LoadUnsafe(ref from, i + 128) ^ mask;
                Vector512<byte> d = Vector512.LoadUnsafe(ref from, i + 192) ^ mask;
                a.StoreUnsafe(ref to, i);
                b.StoreUnsafe(ref to, i + 64);
                c.StoreUnsafe(ref to, i + 128);
                d.StoreUnsafe(ref to, i + 192);
            }

            for (; i + 64 <= length; i += 64)
            {
                (Vector512.LoadUnsafe(ref from, i) ^ mask).StoreUnsafe(ref to, i);
            }
        }
        else if (TVectors.Has256)
        {
            Vector256<byte> mask = Vector256.Create(value);
            for (; i + 128 <= length; i += 128)
            {
                Vector256<byte> a = Vector256.LoadUnsafe(ref from, i) ^ mask;
                Vector256<byte> b = Vector256.LoadUnsafe(ref from, i + 32) ^ mask;
                Vector256<byte> c = Vector256.LoadUnsafe(ref from, i + 64) ^ mask;
                Vector256<byte> d = Vector256.LoadUnsafe(ref from, i + 96) ^ mask;
                a.StoreUnsafe(ref to, i);
                b.StoreUnsafe(ref to, i + 32);
                c.StoreUnsafe(ref to, i + 64);
                d.StoreUnsafe(ref to, i + 96);
            }
        }

        Vector128<byte> small = Vector128.Create(value);
        for (; i + 16 <= length; i += 16)
        {
            (Vector128.LoadUnsafe(ref from, i) ^ small).StoreUnsafe(ref to, i);
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref to, i) = (byte)(Unsafe.Add(ref from, i) ^ value);
        }
    }

    private static int StartInPattern(ReadOnlySpan<byte> pattern, long phase, string name)
    {
        if (pattern.IsEmpty)
        {
            Throw.Argument(name, $"{name} is empty; it takes at least one byte.");
        }

        if (phase < 0)
        {
            Throw.Negative(nameof(phase), phase);
        }

        return (int)(phase % pattern.Length);
    }

    private static void ProveSameLength(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> other)
    {
        if (bytes.Length != other.Length)
        {
            Throw.Lengths(nameof(bytes), bytes.Length, nameof(other), other.Length);
        }

        ProveNoPartialOverlap(other, bytes, nameof(other));
    }

    private static void ProveDestination(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination)
    {
        if (source.Length > destination.Length)
        {
            Throw.DestinationTooShort(nameof(destination), destination.Length, source.Length);
        }

        ProveNoPartialOverlap(source, destination[..source.Length], nameof(destination));
    }

    private static void ProveNoPartialOverlap(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, string name)
    {
        if (source.Overlaps(destination, out int distance) && distance != 0)
        {
            Throw.Argument(name, $"The spans overlap, {distance} bytes apart; a vector would read bytes it has already changed. Copy one first.");
        }
    }
}
