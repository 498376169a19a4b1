using GstMemInterop.Bytes;

namespace MotionDetector;

/// <summary>Around the blocks that moved.</summary>
internal readonly record struct Box(int Left, int Top, int Right, int Bottom, int Blocks)
{
    private const int Thickness = 2;

    internal bool IsEmpty => Blocks == 0;

    internal Box With(int x, int y, int size) => IsEmpty
        ? new(x, y, x + size, y + size, 1)
        : new(Math.Min(Left, x), Math.Min(Top, y), Math.Max(Right, x + size), Math.Max(Bottom, y + size), Blocks + 1);

    internal void Draw(PlaneSpan<byte> luma)
    {
        luma.Rectangle(Left, Top, Right - Left, Thickness).Fill(235);
        luma.Rectangle(Left, Bottom - Thickness, Right - Left, Thickness).Fill(235);
        luma.Rectangle(Left, Top, Thickness, Bottom - Top).Fill(235);
        luma.Rectangle(Right - Thickness, Top, Thickness, Bottom - Top).Fill(235);
    }
}
