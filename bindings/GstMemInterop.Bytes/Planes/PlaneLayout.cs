using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>The arithmetic that both plane types share: proofs of bounds that cannot overflow, and the row copy.</summary>
internal static class PlaneLayout
{
    public static int DefaultOffset(int width, int height, int stride, int available)
    {
        if (stride is >= 0 or int.MinValue || width <= 0 || height <= 1)
        {
            return 0;
        }

        long offset = (height - 1L) * -(long)stride;
        if (offset > available - (long)width)
        {
            ThrowTooSmall(available, 0, width, height, stride);
        }

        return (int)offset;
    }

    public static void Prove(int available, int offset, int width, int height, int stride)
    {
        if (width < 0)
        {
            Throw.Negative(nameof(width), width);
        }

        if (height < 0)
        {
            Throw.Negative(nameof(height), height);
        }

        if ((uint)offset > (uint)available)
        {
            Throw.Range(nameof(offset), offset, available);
        }

        if (stride == int.MinValue)
        {
            // It has no positive twin, so FlipVertical could not negate it.
            Throw.Range(nameof(stride), stride, $"stride is {stride}; the smallest is {int.MinValue + 1}.");
        }

        if (width == 0 || height == 0)
        {
            return;
        }

        if (height > 1 && Math.Abs(stride) < width)
        {
            Throw.Range(nameof(stride), stride,
                $"stride is {stride} and width is {width}: rows would overlap. The stride counts elements and must be at least the width, up or down.");
        }

        // Both factors are below 2^31, so the product and the sum stay below 2^63.
        long last = offset + ((height - 1L) * stride);
        long low = Math.Min(offset, last);
        long high = Math.Max(offset, last);
        if (low < 0 || high > available - (long)width)
        {
            ThrowTooSmall(available, offset, width, height, stride);
        }
    }

    public static void ProveRectangle(int x, int y, int width, int height, int planeWidth, int planeHeight)
    {
        if ((uint)x > (uint)planeWidth)
        {
            Throw.Range(nameof(x), x, planeWidth);
        }

        if ((uint)y > (uint)planeHeight)
        {
            Throw.Range(nameof(y), y, planeHeight);
        }

        if ((uint)width > (uint)(planeWidth - x))
        {
            Throw.Range(nameof(width), width, planeWidth - x);
        }

        if ((uint)height > (uint)(planeHeight - y))
        {
            Throw.Range(nameof(height), height, planeHeight - y);
        }
    }

    public static (int Width, int Stride) Cast(int width, int height, int stride, int from, int to)
    {
        long rowBytes = (long)width * from;
        long strideBytes = (long)stride * from;
        if (rowBytes % to != 0 || (height > 1 && strideBytes % to != 0))
        {
            Throw.InvalidCast(
                $"A row of {rowBytes} bytes with a stride of {strideBytes} bytes is not a whole number of {to}-byte elements; slice the plane first.");
        }

        if (rowBytes / to > int.MaxValue || Math.Abs(strideBytes / to) > int.MaxValue)
        {
            Throw.InvalidCast($"A row of {rowBytes} bytes has more than {int.MaxValue} elements of {to} bytes; slice the plane first.");
        }

        return ((int)(rowBytes / to), (int)(strideBytes / to));
    }

    public static void Copy<T>(ReadOnlyPlaneSpan<T> source, PlaneSpan<T> destination)
        where T : unmanaged
    {
        if (source.Width != destination.Width || source.Height != destination.Height)
        {
            Throw.Argument(nameof(destination),
                $"The source is {source.Width} x {source.Height} and the destination {destination.Width} x {destination.Height}; slice the larger one.");
        }

        if (source.IsEmpty)
        {
            return;
        }

        if (source.TryGetSpan(out ReadOnlySpan<T> from) && destination.TryGetSpan(out Span<T> to))
        {
            from.CopyTo(to);
            return;
        }

        // Rows that still have to be read must not be overwritten: walk away from the destination.
        nint distance = Unsafe.ByteOffset(in source[0, 0], in destination[0, 0]);
        bool backwards = (source.Stride >= 0) == (distance > 0);
        if (source.Stride != destination.Stride && source.Height > 1 && Overlap(source, destination))
        {
            Throw.Argument(nameof(destination),
                $"The planes overlap and their strides differ ({source.Stride} and {destination.Stride}); copy through a buffer of its own.");
        }

        for (int i = 0; i < source.Height; i++)
        {
            int y = backwards ? source.Height - 1 - i : i;
            source.Row(y).CopyTo(destination.Row(y));
        }
    }

    private static unsafe bool Overlap<T>(ReadOnlyPlaneSpan<T> source, ReadOnlyPlaneSpan<T> destination)
        where T : unmanaged
    {
        (nint sourceLow, nint sourceHigh) = Extent(source);
        (nint low, nint high) = Extent(destination);
        nint distance = Unsafe.ByteOffset(in source[0, 0], in destination[0, 0]);
        return distance + low < sourceHigh && sourceLow < distance + high;
    }

    private static unsafe (nint Low, nint High) Extent<T>(ReadOnlyPlaneSpan<T> plane)
        where T : unmanaged
    {
        nint last = (nint)(plane.Height - 1) * plane.Stride * sizeof(T);
        return (Math.Min(0, last), Math.Max(0, last) + ((nint)plane.Width * sizeof(T)));
    }

    [DoesNotReturn]
    public static void ThrowRow(int y, int height) =>
        throw new ArgumentOutOfRangeException(nameof(y), y, $"Row {y} does not exist; the plane has {height} rows.");

    [DoesNotReturn]
    public static void ThrowElement(int x, int y, int width, int height) =>
        throw new ArgumentOutOfRangeException(
            (uint)x >= (uint)width ? nameof(x) : nameof(y),
            (uint)x >= (uint)width ? x : y,
            $"Element ({x}, {y}) does not exist; the plane is {width} x {height}.");

    [DoesNotReturn]
    private static void ThrowTooSmall(int available, int offset, int width, int height, int stride) =>
        Throw.Argument("data",
            $"{height} rows of {width} elements, {stride} apart, with row 0 at {offset}, do not lie inside the {available} elements given. " +
            "Width, offset and stride count elements, not bytes.");
}
