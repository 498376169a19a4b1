using GstMemInterop.Bytes;

namespace EditInPlace;

/// <summary>Coarse blocks over the middle of the picture, as faces are hidden: each block gets the average of its pixels.</summary>
internal sealed class PixelateEffect : FrameEffect
{
    internal override void Apply(in FrameCanvas canvas, int number)
    {
        int block = Math.Max(Math.Min(canvas.Width, canvas.Height) / 20, 2) & ~1;
        int left = (canvas.Width / 4) & ~1;
        int top = (canvas.Height / 4) & ~1;
        int right = canvas.Width * 3 / 4;
        int bottom = canvas.Height * 3 / 4;
        for (int y = top; y < bottom; y += block)
        {
            for (int x = left; x < right; x += block)
            {
                int width = Math.Min(block, right - x);
                int height = Math.Min(block, bottom - y);
                for (int plane = 0; plane < canvas.PlaneCount; plane++)
                {
                    int step = canvas.Info.PixelStride(plane);
                    Average(canvas.Part(plane, x, y, width, height), step);
                }
            }
        }
    }

    private static void Average(PlaneSpan<byte> part, int step)
    {
        int pixels = part.Width / step * part.Height;
        if (pixels == 0)
        {
            return;
        }

        Span<int> sums = stackalloc int[4];
        sums.Clear();
        foreach (Span<byte> row in part)
        {
            for (int i = 0; i < row.Length; i++)
            {
                sums[i % step] += row[i];
            }
        }

        Span<byte> average = stackalloc byte[4];
        for (int i = 0; i < step; i++)
        {
            average[i] = (byte)((sums[i] + (pixels / 2)) / pixels);
        }

        foreach (Span<byte> row in part)
        {
            ByteEdit.FillPattern(row, average[..step]);
        }
    }
}
