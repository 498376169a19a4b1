using System.Globalization;

namespace EditInPlace;

/// <summary>Writes a line of text with a shadow, and the number of the frame where the text says <c>{0}</c>.</summary>
internal sealed class TextEffect(string text) : FrameEffect
{
    internal const int MaximumLength = 60;

    private readonly string _before = text.Contains("{0}", StringComparison.Ordinal) ? text[..text.IndexOf("{0}", StringComparison.Ordinal)] : text;
    private readonly string _after = text.Contains("{0}", StringComparison.Ordinal) ? text[(text.IndexOf("{0}", StringComparison.Ordinal) + 3)..] : "";
    private readonly bool _numbered = text.Contains("{0}", StringComparison.Ordinal);

    internal override void Apply(in FrameCanvas canvas, int number)
    {
        Span<char> line = stackalloc char[MaximumLength + 12];
        _before.CopyTo(line);
        int length = _before.Length;
        if (_numbered && number.TryFormat(line[length..], out int digits, provider: CultureInfo.InvariantCulture))
        {
            length += digits;
        }

        _after.CopyTo(line[length..]);
        length += _after.Length;
        line = line[..length];

        // An even scale keeps every dot of a letter on whole chroma pixels.
        int columns = Math.Max(length * (BitmapFont.Columns + 1), 1);
        int scale = Math.Clamp(canvas.Width * 3 / 4 / columns, 2, Math.Max(canvas.Height / 16, 2)) & ~1;
        int x = Math.Max((canvas.Width - (columns * scale)) / 2, 0) & ~1;
        int y = Math.Max(canvas.Height - (canvas.Height / 8) - (BitmapFont.Rows * scale), 0) & ~1;
        int shadow = Math.Max(scale / 2, 2) & ~1;
        Draw(canvas, line, x + shadow, y + shadow, scale, Colour.Black);
        Draw(canvas, line, x, y, scale, Colour.White);
    }

    private static void Draw(in FrameCanvas canvas, ReadOnlySpan<char> line, int x, int y, int scale, Colour colour)
    {
        foreach (char letter in line)
        {
            for (int row = 0; row < BitmapFont.Rows; row++)
            {
                for (int column = 0; column < BitmapFont.Columns; column++)
                {
                    if (BitmapFont.IsSet(letter, column, row))
                    {
                        canvas.FillRectangle(x + (column * scale), y + (row * scale), scale, scale, colour);
                    }
                }
            }

            x += (BitmapFont.Columns + 1) * scale;
        }
    }
}
