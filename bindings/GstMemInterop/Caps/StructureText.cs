using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// The one judge of caps, structures and values as text, wherever they come in. GStreamer's own reader does not refuse
/// everything that is wrong: a range that runs backwards, a name that is none, a buffer that is no hexadecimal number prints
/// a CRITICAL, and deep nesting ends the process. This reads the same grammar first and refuses all that, with the place.
/// </summary>
/// <remarks>
/// It is stricter than C only where C would refuse too, or where versions differ. What C refuses in the middle must be refused
/// here: its reader loses the values of a list that it has read before one that it refuses.
/// </remarks>
internal unsafe ref partial struct StructureText
{
    /// <summary>Lists in lists, structures in structures; real texts have three or four.</summary>
    private const int MostNested = 32;

    private readonly string _text;
    private int _depth;
    private int _at;

    private StructureText(string text, int depth)
    {
        _text = text;
        _depth = depth;
    }

    private readonly bool AtEnd => _at >= _text.Length;

    private readonly char Next => AtEnd ? '\0' : _text[_at];

    /// <summary>Throws for what <c>gst_caps_from_string</c> would not read, or not survive.</summary>
    /// <exception cref="FormatException">The text is not caps.</exception>
    internal static void CheckCaps(string text) => new StructureText(text, 0).Caps();

    /// <summary>Throws for what <c>gst_structure_from_string</c> would not read, or not survive.</summary>
    /// <exception cref="FormatException">The text is not one structure.</exception>
    internal static void CheckStructure(string text) => new StructureText(text, 0).Structure();

    /// <summary>Throws for what <c>gst_value_deserialize</c> would not survive for a value of this type; what it refuses quietly it may refuse itself.</summary>
    /// <param name="type">The type of the value.</param>
    /// <param name="text">The text.</param>
    /// <param name="property">The property that <c>gst_value_deserialize_with_pspec</c> is asked with, which then tells the type of every element; or null.</param>
    /// <exception cref="FormatException">The text is of no use for such a value.</exception>
    internal static void CheckValue(nuint type, string text, GParamSpec* property = null)
    {
        StructureText value = new(text, 0);
        TextKind kind = TextKinds.Of(type);
        switch (kind)
        {
            case TextKind.List:
            case TextKind.Array:
                value.WholeList(kind, property);
                break;
            case TextKind.Refused when LibraryReads(type):
                throw new FormatException($"'{text}': values of type {NameOf(type)} are not read from text here. Give an object.");
            default:
                value.Scalar(kind, text);
                break;
        }
    }

    private static string? NameOf(nuint type) => NativeText.Read(LibGObject.g_type_name(type));

    /// <summary>Objects and unknown types have no reader in C either, which then refuses without a word.</summary>
    private static bool LibraryReads(nuint type) => LibGObject.g_type_fundamental(type) == GstConstants.G_TYPE_BOXED;

    private void Caps()
    {
        if (_text is "ANY" or "EMPTY" or "NONE")
        {
            return;
        }

        while (true)
        {
            SkipSpace();
            if (AtEnd)
            {
                return;
            }

            Name("media type, as in 'video/x-raw,format=GRAY8,width=640,height=480'");
            if (Next == '(')
            {
                int end = _text.IndexOf(')', _at);
                Require(end > 0, "the features have no ')'");
                Features(_text[(_at + 1)..end]);
                _at = end + 1;
            }

            Fields();
        }
    }

    private void Structure()
    {
        SkipSpaceAndEscapes();
        Name("name, as in 'name, count=(int)3, label=(string)\"left door\"'");
        Fields();
        SkipSpace();
        Require(AtEnd, "one structure ends here, and more follows");
    }

    private void Name(string what)
    {
        int start = _at;
        Token();
        Require(_at > start && char.IsAsciiLetter(_text[start]), $"this does not begin with a {what}");
    }

    private void Fields()
    {
        while (true)
        {
            SkipSpaceAndEscapes();
            if (AtEnd || Take(';'))
            {
                return;
            }

            Require(Take(','), "a ',' is missing");
            SkipSpaceAndEscapes();
            if (AtEnd || Take(';'))
            {
                return;
            }

            int start = _at;
            Token();
            Require(_at > start, "a field has no name");
            SkipSpaceAndEscapes();
            Require(Take('='), "a '=' is missing");
            Value(0, null);
        }
    }

    private void Token()
    {
        while (char.IsAsciiLetterOrDigit(Next) || Next is '_' or '-' or '+' or '/' or ':' or '.')
        {
            _at++;
        }
    }

    private bool Take(char wanted)
    {
        bool found = !AtEnd && Next == wanted;
        _at += found ? 1 : 0;
        return found;
    }

    private void SkipSpace()
    {
        while (!AtEnd && IsSpace(Next))
        {
            _at++;
        }
    }

    /// <summary>Around names, C takes an escaped space for a space.</summary>
    private void SkipSpaceAndEscapes()
    {
        while (!AtEnd && (IsSpace(Next) || (Next == '\\' && _at + 1 < _text.Length && IsSpace(_text[_at + 1]))))
        {
            _at += Next == '\\' ? 2 : 1;
        }
    }

    private static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";

    private readonly void Require([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new FormatException($"'{Short(_text)}' is not what GStreamer can read, at character {Math.Min(_at, _text.Length)}: {otherwise}.");
        }
    }
}
