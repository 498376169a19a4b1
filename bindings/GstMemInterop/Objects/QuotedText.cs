using System.Text;
using System.Text.RegularExpressions;

namespace GstMemInterop;

/// <summary>
/// Writes what stands in quotes as C writes it itself. Before 1.20, C's reader refuses a quoted text with a space or an
/// umlaut that is not escaped; every version reads the escaped form, as the same text.
/// </summary>
internal static partial class QuotedText
{
    /// <summary>The text of a structure or of caps, with the same meaning.</summary>
    internal static string AsCWritesIt(string text) =>
        text.Contains('"', StringComparison.Ordinal) ? Quoted().Replace(text, static m => m.Groups["end"].Success ? Escape(m.ValueSpan[1..^1]) : m.Value) : text;

    private static string Escape(ReadOnlySpan<char> inside)
    {
        StringBuilder escaped = new("\"", inside.Length + 8);
        bool escapes = false;
        foreach (Rune rune in inside.EnumerateRunes())
        {
            // What follows a backslash is not escaped a second time: \061 stays the digit 1.
            if (!escapes && rune.Value == '\\')
            {
                escapes = true;
                continue;
            }

            if (rune.Value is < ' ' or >= 0x7f)
            {
                AppendOctal(escaped, rune);
            }
            else
            {
                escaped.Append(escapes || !IsPlain((char)rune.Value) ? "\\" : "").Append((char)rune.Value);
            }

            escapes = false;
        }

        return escaped.Append('"').ToString();
    }

    private static void AppendOctal(StringBuilder escaped, Rune rune)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (byte value in bytes[..rune.EncodeToUtf8(bytes)])
        {
            escaped.Append('\\').Append((char)('0' + (value >> 6))).Append((char)('0' + ((value >> 3) & 7))).Append((char)('0' + (value & 7)));
        }
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '/' or ':' or '.';

    // Quotes that do not end are matched too, and left alone: so each character is looked at once, whatever the text is.
    // A zero character cannot be written for C, escaped or not; who hands the text over refuses it.
    [GeneratedRegex("""
        "(?>(?:[^"\\\0]+|\\[^\0])*)(?<end>")?
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Quoted();
}
