namespace EditInPlace;

/// <summary>A framed box that wanders over the picture and comes back at its edges.</summary>
internal sealed class BoxEffect : FrameEffect
{
    internal override void Apply(in FrameCanvas canvas, int number)
    {
        int width = Math.Max(canvas.Width / 4, 2) & ~1;
        int height = Math.Max(canvas.Height / 4, 2) & ~1;
        int x = Bounce((canvas.Width / 8) + (number * 4), canvas.Width - width) & ~1;
        int y = Bounce((canvas.Height / 8) + (number * 2), canvas.Height - height) & ~1;
        int border = Math.Max(Math.Min(width, height) / 12, 2) & ~1;
        canvas.FillRectangle(x, y, width, height, Colour.White);
        canvas.FillRectangle(x + border, y + border, width - (2 * border), height - (2 * border), Colour.Orange);
    }

    /// <summary>Runs from 0 to the limit and back.</summary>
    private static int Bounce(int position, int limit)
    {
        int there = position % Math.Max(2 * limit, 1);
        return there <= limit ? there : (2 * limit) - there;
    }
}
