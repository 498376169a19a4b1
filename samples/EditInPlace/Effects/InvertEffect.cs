using GstMemInterop.Bytes;

namespace EditInPlace;

/// <summary>A negative: every colour value becomes 255 minus itself; alpha stays.</summary>
internal sealed class InvertEffect : FrameEffect
{
    private static ReadOnlySpan<byte> AllButTheFourth => [0xFF, 0xFF, 0xFF, 0x00];

    internal override void Apply(in FrameCanvas canvas, int number)
    {
        bool keepFourth = canvas.IsPacked && canvas.Info.PixelStride(0) == 4;
        for (int i = 0; i < canvas.PlaneCount; i++)
        {
            foreach (Span<byte> row in canvas.Plane(i))
            {
                if (keepFourth)
                {
                    ByteEdit.XorPattern(row, AllButTheFourth);
                }
                else
                {
                    ByteEdit.Invert(row);
                }
            }
        }
    }
}
