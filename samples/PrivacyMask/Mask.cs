using GstMemInterop;
using GstMemInterop.Bytes;

namespace PrivacyMask;

/// <summary>A square of a third of the picture's height that goes round in eight seconds; what is under it becomes coarse blocks.</summary>
internal static class Mask
{
    private const int Block = 16;

    internal static void Apply(VideoFrameView frame, GstClockTime time)
    {
        int side = frame.Info.Height / 3 / Block * Block;
        double turn = (time.HasValue ? time.TotalSeconds : 0) / 8 * 2 * Math.PI;
        int x = (int)((frame.Info.Width - side) / 2 * (1 + Math.Cos(turn))) / Block * Block;
        int y = (int)((frame.Info.Height - side) / 2 * (1 + Math.Sin(turn))) / Block * Block;
        for (int i = 0; i < frame.PlaneCount; i++)
        {
            (int across, int down) = frame.Info.Subsampling(i);
            int pixel = frame.Info.PixelStride(i);
            Coarsen(frame.Plane(i).Rectangle(x / across * pixel, y / down, side / across * pixel, side / down), Block / across, Block / down, pixel);
        }
    }

    /// <param name="plane">The part of the plane under the mask.</param>
    /// <param name="across">A block's width in pixels.</param>
    /// <param name="down">A block's height in rows.</param>
    /// <param name="pixel">Bytes from a pixel to the next: 2 where two components lie side by side.</param>
    private static void Coarsen(PlaneSpan<byte> plane, int across, int down, int pixel)
    {
        for (int y = 0; y + down <= plane.Height; y += down)
        {
            for (int x = 0; x + (across * pixel) <= plane.Width; x += across * pixel)
            {
                PlaneSpan<byte> block = plane.Rectangle(x, y, across * pixel, down);
                for (int component = 0; component < pixel; component++)
                {
                    FillWithMean(block, component, pixel);
                }
            }
        }
    }

    private static void FillWithMean(PlaneSpan<byte> block, int first, int step)
    {
        int sum = 0;
        int count = 0;
        foreach (Span<byte> row in block)
        {
            for (int i = first; i < row.Length; i += step)
            {
                sum += row[i];
                count++;
            }
        }

        byte mean = (byte)(sum / count);
        foreach (Span<byte> row in block)
        {
            for (int i = first; i < row.Length; i += step)
            {
                row[i] = mean;
            }
        }
    }
}
