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
internal unsafe ref struct StructureText
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

    /// <summary>One value; without a type it is guessed from the text.</summary>
    private void Value(nuint type, GParamSpec* declared)
    {
        Require(++_depth <= MostNested, $"it nests deeper than {MostNested} levels");
        type = Cast(declared is null ? type : declared->value_type);
        Require(declared is null || IsAsDeclared(type, declared), "a value is not of the type that the property declares for it");
        TextKind kind = TextKinds.InText(type);
        switch (Next)
        {
            case '[': Brackets(kind); break;
            case '{': List(type, '}', null); break;
            case '<': List(type, '>', ElementOf(declared)); break;
            default:
                string token = ScalarToken();
                Scalar(kind, token);
                Require(IsRead(kind, type, token), $"'{Short(token)}' is no value of type {NameOf(type) ?? "string"}");
                break;
        }

        _depth--;
    }

    /// <summary>C, when it knows what an array holds, believes that the text holds that, and looks into nothing otherwise.</summary>
    private readonly bool IsAsDeclared(nuint type, GParamSpec* declared) =>
        type == declared->value_type && Next is not ('[' or '{') && (Next == '<') == (ElementOf(declared) is not null);

    /// <summary>Whether C takes this too. What has no type is a string at the end; structures have been looked at already.</summary>
    private static bool IsRead(TextKind kind, nuint type, string token) => kind switch
    {
        TextKind.Structure or TextKind.Caps => true,
        TextKind.Guessed => !token.StartsWith('"') || TextKinds.CanRead(GstConstants.G_TYPE_STRING, token),
        _ => TextKinds.CanRead(type, token),
    };

    /// <summary>What an array's property declares for the elements: a <c>GstParamSpecArray</c> has it behind what all have.</summary>
    private static GParamSpec* ElementOf(GParamSpec* property) =>
        property is not null && NameOf(((GTypeClass*)property->g_type_instance.g_class)->g_type) == "GstParamArray" ? *(GParamSpec**)(property + 1) : null;

    private nuint Cast(nuint type)
    {
        SkipSpace();
        if (!Take('('))
        {
            return type;
        }

        SkipSpace();
        int start = _at;
        Token();
        string name = _text[start.._at];
        SkipSpace();
        Require(name.Length > 0 && Take(')'), "a type in parentheses is not complete");
        SkipSpace();
        nuint named = TextKinds.Named(name);
        Require(named != 0 && TextKinds.InText(named) is not (TextKind.Refused or TextKind.List or TextKind.Array), $"values of type '{name}' are not read from text");
        return named;
    }

    private void WholeList(TextKind kind, GParamSpec* property)
    {
        Require(Next == (kind == TextKind.List ? '{' : '<'), kind == TextKind.List ? "a list begins with '{'" : "an array begins with '<'");
        Require(property is null || ElementOf(property) is not null, "the property does not tell what its elements are: set it on the element itself");
        List(0, kind == TextKind.List ? '}' : '>', ElementOf(property));
    }

    private void List(nuint type, char end, GParamSpec* declared)
    {
        _at++;
        SkipSpace();
        while (!Take(end))
        {
            if (Take(','))
            {
                SkipSpace();
                Require(Next != ',', "a value is missing between two ','");
                continue;
            }

            Value(type, declared);
            SkipSpace();
            Require(Next == ',' || Next == end, $"a ',' or '{end}' is missing");
        }
    }

    /// <summary>A range, or, without quotes around it, a structure or caps.</summary>
    private void Brackets(TextKind kind)
    {
        int start = _at;
        if (kind is TextKind.Structure or TextKind.Caps || (kind == TextKind.Guessed && !LooksLikeRange()))
        {
            _at = start;
            Nested(kind, InBrackets());
            return;
        }

        _at = start + 1;
        TextNumber low = Number(kind);
        Require(Take(','), "a range has no second number");
        TextNumber high = Number(kind);
        TextNumber? step = Take(',') ? Number(kind) : null;
        Require(Take(']'), "a range has no ']'");
        Require(TextNumber.IsRange(low, high, step), "a range must run from a smaller to a larger value of the same type, both multiples of its step");
    }

    private bool LooksLikeRange()
    {
        _at++;
        SkipSpace();
        if (Next is '(' or ']')
        {
            return true;
        }

        int start = _at;
        Token();
        return TextNumber.TryRead(TextKind.Guessed, _text[start.._at], out _);
    }

    private TextNumber Number(TextKind kind)
    {
        nuint type = Cast(0);
        kind = type == 0 ? kind : TextKinds.InText(type);
        int start = _at;
        Token();
        string token = _text[start.._at];
        Require(TextNumber.TryRead(kind, token, out TextNumber number), $"'{token}' is not a number that a range can have");
        SkipSpace();
        return number;
    }

    /// <summary>What stands between the brackets. C counts them without looking at quotes, so this does too.</summary>
    private string InBrackets()
    {
        int start = ++_at;
        for (int open = 1; !AtEnd; _at++)
        {
            open += Next switch { '[' => 1, ']' => -1, _ => 0 };
            if (open == 0)
            {
                return _text[start.._at++];
            }
        }

        Require(false, "a '[' has no ']'");
        return "";
    }

    private readonly void Nested(TextKind kind, string text)
    {
        Require(text.Length > 0 && !text.TrimStart().StartsWith('"'), "a structure in brackets is not quoted too");
        StructureText inner = new(text, _depth + 1);
        if (kind == TextKind.Caps || (kind == TextKind.Guessed && text.Contains('(', StringComparison.Ordinal) && IsCaps(text)))
        {
            inner.Caps();
        }
        else
        {
            inner.Structure();
        }
    }

    /// <summary>Only caps have features: a parenthesis right behind the name.</summary>
    private static bool IsCaps(string text)
    {
        StructureText inner = new(text, 0);
        inner.SkipSpace();
        inner.Token();
        return inner.Next == '(';
    }

    private string ScalarToken()
    {
        int start = _at;
        if (Take('"'))
        {
            while (!AtEnd && Next != '"')
            {
                _at += Next == '\\' ? 2 : 1;
            }

            Require(Take('"'), "a quoted text has no end");
        }
        else
        {
            Token();
            Require(_at > start, "a value is missing");
        }

        return _text[start.._at];
    }

    private readonly void Scalar(TextKind kind, string token)
    {
        bool quoted = token.StartsWith('"');
        switch (kind)
        {
            case TextKind.Guessed:
                Require(TextNumber.SurvivesAsFraction(quoted ? token[1..^1] : token), $"'{token}' is no fraction");
                break;
            case TextKind.Fraction:
                Require(TextNumber.SurvivesAsFraction(token) && TextNumber.IsFraction(token), $"'{token}' is no fraction of whole numbers");
                break;
            case TextKind.Buffer:
                Require(token.Length % 2 == 0 && token.All(char.IsAsciiHexDigit), $"'{Short(token)}' is no bytes: two hexadecimal digits each");
                break;
            case TextKind.Flags:
                Require(token.Split('+', '/').All(static flag => flag is "" or "0" || char.IsAsciiLetter(flag[0])), $"'{token}' are no flags by name like flush+accurate");
                break;
            case TextKind.Date:
                Require(DateOnly.TryParseExact(token, "yyyy-MM-dd", null, System.Globalization.DateTimeStyles.None, out _), $"'{token}' is no date like 2026-11-21");
                break;
            case TextKind.DateTime:
                Require(IsDateTime(quoted ? Unwrap(token) : token), $"'{token}' is no time like 2026-11-21T15:36:00Z");
                break;
            case TextKind.Structure:
                new StructureText(quoted ? Unwrap(token) : token, Deeper()).Structure();
                break;
            case TextKind.Caps:
                new StructureText(quoted ? Unwrap(token) : token, Deeper()).Caps();
                break;
            case TextKind.Features:
                Features(quoted ? Unwrap(token) : token);
                break;
        }
    }

    private readonly int Deeper()
    {
        Require(_depth < MostNested, $"it nests deeper than {MostNested} levels");
        return _depth + 1;
    }

    private readonly void Features(string text)
    {
        if (text is "" or "ANY")
        {
            return;
        }

        foreach (string feature in text.Split(','))
        {
            string name = feature.TrimStart(' ');
            int colon = name.IndexOf(':', StringComparison.Ordinal);
            Require(
                colon > 0 && name[..colon].All(char.IsAsciiLetter) && colon + 1 < name.Length && char.IsAsciiLetter(name[colon + 1]) && name[(colon + 1)..].All(char.IsAsciiLetterOrDigit),
                $"'{name}' is no feature like memory:SystemMemory");
        }
    }

    /// <summary>Years 1 to 9999, and as much behind as is given: C takes parts of a time too.</summary>
    private static bool IsDateTime(string text) =>
        text.Length is >= 4 and <= 40 && text.All(static c => char.IsAsciiDigit(c) || c is '-' or ':' or '.' or '+' or 'T' or 'Z' or ' ')
        && (text.Length is 4 or 7 || DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out _))
        && int.TryParse(text.AsSpan(0, 4), out int year) && year is >= 1 and <= 9999
        && (text.Length != 7 || DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", out _));

    /// <summary>C itself takes the quotes off.</summary>
    private readonly string Unwrap(string quoted)
    {
        GValue value = default;
        LibGObject.g_value_init(&value, GstConstants.G_TYPE_STRING);
        using NativeText text = new(quoted);
        string? read = LibGst.gst_value_deserialize(&value, text.Pointer) == 0 ? null : NativeText.Read(LibGObject.g_value_get_string(&value));
        LibGObject.g_value_unset(&value);
        Require(read is not null, "a quoted text has a wrong escape or is no UTF-8");
        return read;
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
