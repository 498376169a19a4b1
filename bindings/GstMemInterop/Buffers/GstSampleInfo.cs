using System.Globalization;
using System.Text.RegularExpressions;

namespace GstMemInterop;

/// <summary>
/// Reads a sample's information from text. C's own reader prints a CRITICAL for some malformed texts (a name that begins
/// with a digit, a range the wrong way round, a nested structure without a name), so only plain fields get that far.
/// </summary>
internal static unsafe partial class GstSampleInfo
{
    private const string Name = "[A-Za-z][A-Za-z0-9/_.:+-]*";
    private const string Types = "int|i|uint|u|gint64|int64|guint64|uint64|float|f|double|d|boolean|bool|b|string|str|s|fraction|bitmask";
    private const string Value = """(?<value>[A-Za-z0-9/_.:+-]+|"(?:[^"\\]|\\.)*")""";

    /// <summary>A structure of its own, which the caller must free or give away; null for <see langword="null"/>.</summary>
    internal static Native.GstStructure* Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Match plain = PlainFields().Match(text);
        if (!plain.Success || !plain.Groups["value"].Captures.All(static value => FitsFraction(value.Value)))
        {
            throw Malformed(text);
        }

        using NativeText native = new(text);
        byte* end;
        Native.GstStructure* structure = Native.LibGst.gst_structure_from_string(native.Pointer, &end);
        return structure is not null ? structure : throw Malformed(text);
    }

    /// <summary>What looks like a fraction is taken for one, and C complains when a part of it is not an <c>int</c> that can be negated.</summary>
    private static bool FitsFraction(string value)
    {
        string[] parts = value.Trim('"').Split('/');
        return parts.Length != 2 || parts.All(static part => !part.Any(char.IsAsciiDigit)
            || (int.TryParse(part, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number != int.MinValue)
            || part.Any(char.IsAsciiLetter));
    }

    private static FormatException Malformed(string text) =>
        new($"'{text}' is not plain information. Write a name and fields of numbers, truth values, fractions or strings, as in 'my/info,count=(int)3,note=(string)\"two words\"'; lists, ranges and nested structures are not read here.");

    [GeneratedRegex($@"\A\s*{Name}(?:\s*,\s*{Name}\s*=\s*(?:\(\s*(?:{Types})\s*\)\s*)?{Value})*\s*;?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainFields();
}
