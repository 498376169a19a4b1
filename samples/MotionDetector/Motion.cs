using GstMemInterop.Bytes;

namespace MotionDetector;

/// <summary>Compares the brightness of each frame with the one before, in blocks.</summary>
internal sealed class Motion
{
    private const int Block = 8;
    private const int Enough = Block * Block * 12; // a difference of 12 in each pixel of a block

    private byte[] _before = [];

    internal Box Find(ReadOnlyPlaneSpan<byte> luma)
    {
        Box box = default;
        if (_before.Length == luma.Length)
        {
            ReadOnlyPlaneSpan<byte> before = new(_before, luma.Width, luma.Height, luma.Width);
            for (int y = 0; y + Block <= luma.Height; y += Block)
            {
                for (int x = 0; x + Block <= luma.Width; x += Block)
                {
                    if (Difference(luma, before, x, y) >= Enough)
                    {
                        box = box.With(x, y, Block);
                    }
                }
            }
        }

        _before = luma.ToArray();
        return box;
    }

    private static long Difference(ReadOnlyPlaneSpan<byte> now, ReadOnlyPlaneSpan<byte> before, int x, int y)
    {
        long sum = 0;
        for (int row = y; row < y + Block; row++)
        {
            sum += ByteCompare.SumOfAbsoluteDifferences(now[row].Slice(x, Block), before[row].Slice(x, Block));
        }

        return sum;
    }
}
