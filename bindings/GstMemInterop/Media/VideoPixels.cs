namespace GstMemInterop;

/// <summary>Which .NET types the pixels of a plane, and the values of a component, can be seen as without ever giving wrong values.</summary>
internal static unsafe class VideoPixels
{
    /// <summary>That elements of a plane are of this size: a pixel (or the group of them that a plane repeats), or one value.</summary>
    /// <exception cref="InvalidOperationException">They are not, or their bytes are not in this machine's order.</exception>
    internal static void Require<T>(GstVideoInfo info, int plane) where T : unmanaged
    {
        RequireRows(info, plane);
        (int pixel, int value, int count) = SizesIn(info, plane);
        if (sizeof(T) != pixel && sizeof(T) != 1 && (sizeof(T) != value || value * count != pixel))
        {
            throw new InvalidOperationException($"Pixels in plane {plane} of {info.FormatName} are {pixel} bytes; {typeof(T).Name} has {sizeof(T)}. Take a type of {pixel} bytes, or the bytes: Plane({plane}).");
        }

        RequireByteOrder<T>(info, value);
    }

    /// <summary>That each element is one pixel of a format with all of it in one plane.</summary>
    /// <exception cref="InvalidOperationException">It is not.</exception>
    internal static void RequirePacked<T>(GstVideoInfo info) where T : unmanaged
    {
        if (info.PlaneCount != (info.HasPalette ? 2 : 1))
        {
            throw new InvalidOperationException($"A pixel of {info.FormatName} lies in {info.PlaneCount} planes. Take them one by one: Plane<{typeof(T).Name}>(0) and so on.");
        }

        RequireRows(info, 0);
        (int pixel, int value, _) = SizesIn(info, 0);
        int first = info.Component(0).PixelStride;
        if (first != pixel)
        {
            throw new InvalidOperationException($"In {info.FormatName} {pixel} bytes hold {pixel / first} pixels, which share their chroma. Take them together, Plane<T>(0) with a T of {pixel} bytes, or one component.");
        }

        if (sizeof(T) != pixel)
        {
            throw new InvalidOperationException($"Pixels of {info.FormatName} are {pixel} bytes; {typeof(T).Name} has {sizeof(T)}.");
        }

        RequireByteOrder<T>(info, value);
    }

    /// <summary>That the values of a component are of this size, and that libgstvideo's table knows where they are.</summary>
    /// <exception cref="InvalidOperationException">They are not.</exception>
    internal static void RequireComponent<T>(GstVideoInfo info, int index) where T : unmanaged
    {
        GstVideoComponent component = info.Component(index);
        RequireRows(info, component.Plane);
        for (int other = 0; other < info.ComponentCount; other++)
        {
            if (other != index && Overlap(component, info.Component(other)))
            {
                throw new InvalidOperationException($"Where the components of {info.FormatName} lie, GStreamer's table does not say: it puts two of them on the same bits. Take whole pixels (Plane<T>({component.Plane})) and shift them yourself.");
            }
        }

        int size = ValueSize(info, component);
        if (sizeof(T) != size)
        {
            throw new InvalidOperationException($"Values of component {index} of {info.FormatName} are {size} bytes; {typeof(T).Name} has {sizeof(T)}.");
        }

        RequireByteOrder<T>(info, size);
    }

    private static void RequireRows(GstVideoInfo info, int plane)
    {
        if (!info.HasPixelsIn(plane))
        {
            throw new InvalidOperationException(
                info.IsTiled ? $"Pixels of {info.FormatName} lie in tiles, not in rows, and have no address of their own. Plane({plane}) gives the bytes; 'videoconvert' and a capsfilter before the pad make rows of them."
                : info.HasPalette ? $"Plane {plane} of {info.FormatName} is its palette, not pixels. Take Palette."
                : $"Pixels of {info.FormatName} are packed across bytes and have no address of their own. Plane({plane}) gives the bytes; 'videoconvert' and a capsfilter before the pad unpack them.");
        }
    }

    private static void RequireByteOrder<T>(GstVideoInfo info, int valueSize) where T : unmanaged
    {
        if (valueSize > 1 && sizeof(T) > 1 && info.IsLittleEndian != BitConverter.IsLittleEndian)
        {
            throw new InvalidOperationException($"Values of {info.FormatName} have {valueSize} bytes, which GStreamer does not call {(BitConverter.IsLittleEndian ? "little" : "big")}-endian, so {typeof(T).Name} would be wrong values. Take the bytes (Plane) and BinaryPrimitives, turn them round with ByteEdit.ReverseEndianness(row, {valueSize}), or cast them: Plane(i).Cast<{typeof(T).Name}>().");
        }
    }

    /// <summary>Bytes after which a plane repeats, bytes of the largest value in it, and how many components it has.</summary>
    private static (int Pixel, int Value, int Count) SizesIn(GstVideoInfo info, int plane)
    {
        (int pixel, int value, int count) = (0, 0, 0);
        for (int index = 0; index < info.ComponentCount; index++)
        {
            GstVideoComponent component = info.Component(index);
            if (component.Plane == plane)
            {
                pixel = Math.Max(pixel, component.PixelStride);
                value = Math.Max(value, ValueSize(info, component));
                count++;
            }
        }

        return (pixel, value, count);
    }

    /// <summary>Bytes of the word that a component's value is read from: 2 for all three of RGB16.</summary>
    private static int ValueSize(GstVideoInfo info, GstVideoComponent component)
    {
        int bits = 0;
        for (int index = 0; index < info.ComponentCount; index++)
        {
            GstVideoComponent other = info.Component(index);
            if (other.Plane == component.Plane && other.Offset == component.Offset)
            {
                bits = Math.Max(bits, other.Depth + other.Shift);
            }
        }

        return bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8;
    }

    private static bool Overlap(GstVideoComponent one, GstVideoComponent other)
    {
        int first = (one.Offset * 8) + one.Shift;
        int second = (other.Offset * 8) + other.Shift;
        return one.Plane == other.Plane && one.PixelStride == other.PixelStride && first < second + other.Depth && second < first + one.Depth;
    }
}
