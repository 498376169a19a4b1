using GstMemInterop;
using GstMemInterop.Bytes;

namespace EditInPlace;

/// <summary>A colour, red, green and blue from 0 to 255.</summary>
internal readonly record struct Colour(byte R, byte G, byte B)
{
    internal static Colour White => new(255, 255, 255);

    internal static Colour Black => new(0, 0, 0);

    internal static Colour Orange => new(255, 140, 0);

    // BT.601, the studio range that test patterns and most video use.
    internal byte Luma => (byte)(16 + (((66 * R) + (129 * G) + (25 * B) + 128) >> 8));

    internal byte BlueDifference => (byte)(128 + (((-38 * R) - (74 * G) + (112 * B) + 128) >> 8));

    internal byte RedDifference => (byte)(128 + (((112 * R) - (94 * G) - (18 * B) + 128) >> 8));
}

/// <summary>Paints on a mapped frame through its planes: rows x stride, chroma at half size where the format has it so.</summary>
internal readonly ref struct FrameCanvas
{
    private readonly VideoFrameView _frame;

    internal FrameCanvas(VideoFrameView frame) => _frame = frame;

    internal static IReadOnlyList<GstVideoFormat> Formats { get; } =
    [
        GstVideoFormat.GRAY8, GstVideoFormat.I420, GstVideoFormat.NV12, GstVideoFormat.RGB, GstVideoFormat.BGR,
        GstVideoFormat.RGBx, GstVideoFormat.BGRx, GstVideoFormat.RGBA, GstVideoFormat.BGRA,
    ];

    internal int Width => _frame.Info.Width;

    internal int Height => _frame.Info.Height;

    internal int PlaneCount => _frame.PlaneCount;

    internal GstVideoInfo Info => _frame.Info;

    internal PlaneSpan<byte> Plane(int index) => _frame.Plane(index);

    /// <summary>Whether each pixel of plane 0 is red, green and blue (and perhaps a fourth byte) side by side.</summary>
    internal bool IsPacked => _frame.Info.PixelStride(0) >= 3;

    /// <summary>The part of a plane that a rectangle of the picture covers; parts outside the picture are cut off.</summary>
    internal PlaneSpan<byte> Part(int plane, int x, int y, int width, int height)
    {
        (int across, int down) = _frame.Info.Subsampling(plane);
        int step = _frame.Info.PixelStride(plane);
        PlaneSpan<byte> bytes = _frame.Plane(plane);
        int left = Math.Clamp(x / across, 0, bytes.Width / step);
        int top = Math.Clamp(y / down, 0, bytes.Height);
        int right = Math.Clamp((x + width + across - 1) / across, left, bytes.Width / step);
        int bottom = Math.Clamp((y + height + down - 1) / down, top, bytes.Height);
        return bytes.Rectangle(left * step, top, (right - left) * step, bottom - top);
    }

    internal void FillRectangle(int x, int y, int width, int height, Colour colour)
    {
        if (IsPacked)
        {
            Span<byte> pixel = stackalloc byte[4];
            pixel = pixel[.._frame.Info.PixelStride(0)];
            bool blueFirst = _frame.Info.Format is GstVideoFormat.BGR or GstVideoFormat.BGRx or GstVideoFormat.BGRA;
            (pixel[0], pixel[1], pixel[2]) = blueFirst ? (colour.B, colour.G, colour.R) : (colour.R, colour.G, colour.B);
            if (pixel.Length == 4)
            {
                pixel[3] = 255;
            }

            FillPart(0, x, y, width, height, pixel);
            return;
        }

        FillPart(0, x, y, width, height, [colour.Luma]);
        if (PlaneCount == 3)
        {
            FillPart(1, x, y, width, height, [colour.BlueDifference]);
            FillPart(2, x, y, width, height, [colour.RedDifference]);
        }
        else if (PlaneCount == 2)
        {
            FillPart(1, x, y, width, height, [colour.BlueDifference, colour.RedDifference]);
        }
    }

    private void FillPart(int plane, int x, int y, int width, int height, ReadOnlySpan<byte> pixel)
    {
        foreach (Span<byte> row in Part(plane, x, y, width, height))
        {
            ByteEdit.FillPattern(row, pixel);
        }
    }
}
