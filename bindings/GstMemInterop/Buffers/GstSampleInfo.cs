using System.Text.RegularExpressions;

namespace GstMemInterop;

/// <summary>
/// Reads a sample's information from text. C's own reader prints a CRITICAL for some malformed texts (a name that begins
/// with a digit, a range the wrong way round, a fraction of numbers too large), so only plain fields get that far.
/// </summary>
internal static unsafe partial class GstSampleInfo
{
    private const string _ = @"[ \t\r\n]*";
    private const string Name = "[A-Za-z][A-Za-z0-9/_.:+-]*";
    private const string Number = "int|i|uint|u|gint64|int64|guint64|uint64|float|f|double|d|boolean|bool|b|bitmask";
    private const string Bare = "[A-Za-z0-9/_.:+-]+";
    private const string Quoted = """ "(?:[^"\\\0]|\\.)*" """;

    // C takes a bare value for a fraction where it can, and complains about numbers that do not fit an int. Quotes need a
    // type: without one, C's versions differ in what they read.
    private const string Part = "[+-]?(?:1[0-9]{9}|[0-9]{1,9})";
    private const string HugeFraction = "[+-]?(?:[0-9]{10,}/|[0-9]+/[+-]?[0-9]{10,})";
    private const string Field = $"""
        (?:
            \( {_} fraction {_} \) {_} {Part} (?:/{Part})?
          | \( {_} (?:string|str|s) {_} \) {_} (?:{Bare}|{Quoted})
          | \( {_} (?:{Number}) {_} \) {_} {Bare}
          | (?!{HugeFraction}) {Bare}
        )
        """;

    /// <summary>A structure of its own, which the caller must free or give away; null for <see langword="null"/>.</summary>
    internal static Native.GstStructure* Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        Native.GstStructure* structure = null;
        if (PlainFields().IsMatch(text))
        {
            using NativeText native = new(QuotedText.AsCWritesIt(text));
            byte* end;
            structure = Native.LibGst.gst_structure_from_string(native.Pointer, &end);
        }

        return structure is not null ? structure : throw new FormatException(
            $"'{text}' is not plain information. Write a name and fields of numbers, truth values, fractions or strings, as in 'my/info,count=(int)3,note=(string)\"two words\"'; lists, ranges and nested structures are not read here.");
    }

    [GeneratedRegex($@"\A {_} {Name} (?: {_} , {_} {Name} {_} = {_} {Field} )* {_} ;? {_} \z", RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex PlainFields();
}
