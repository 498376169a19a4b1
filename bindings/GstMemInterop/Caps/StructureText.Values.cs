using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Values of fields: lists, arrays, ranges and what is nested.</summary>
internal unsafe ref partial struct StructureText
{
    /// <summary>One value; without a type it is guessed from the text.</summary>
    /// <returns>The type that C gives it; for a range that of its numbers.</returns>
    private nuint Value(nuint type, GParamSpec* declared)
    {
        Require(++_depth <= MostNested, $"it nests deeper than {MostNested} levels");
        type = Cast(declared is null ? type : declared->value_type);
        Require(declared is null || IsAsDeclared(type, declared), "a value is not of the type that the property declares for it");
        TextKind kind = TextKinds.InText(type);
        switch (Next)
        {
            case '[':
                type = Brackets(kind);
                break;
            case '{':
                List(type, '}', null);
                type = LibGst.gst_value_list_get_type();
                break;
            case '<':
                List(type, '>', ElementOf(declared));
                type = LibGst.gst_value_array_get_type();
                break;
            default:
                string token = ScalarToken();
                Scalar(kind, token);
                Require(IsRead(kind, type, token), $"'{Short(token)}' is no value of type {NameOf(type) ?? "string"}");
                type = type != 0 ? type : TextKinds.Guess(token);
                break;
        }

        _depth--;
        return type;
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
        nuint first = 0;
        int count = 0;
        while (!Take(end))
        {
            if (Take(','))
            {
                SkipSpace();
                Require(Next != ',', "a value is missing between two ','");
                continue;
            }

            nuint next = Value(type, declared);
            first = first == 0 ? next : first;
            Require(end != '}' || count++ < Incomparable.LongestList, $"a list has more than {Incomparable.LongestList} values");
            Require(end != '}' || (next == first && next != LibGst.gst_value_list_get_type()), $"a list holds values of one type and no lists, but this is of type {NameOf(next)} behind {NameOf(first)}. Give the type: (string){{ 1, a }}");
            SkipSpace();
            Require(Next == ',' || Next == end, $"a ',' or '{end}' is missing");
        }
    }

    /// <summary>A range, or, without quotes around it, a structure or caps.</summary>
    private nuint Brackets(TextKind kind)
    {
        int start = _at;
        if (kind is TextKind.Structure or TextKind.Caps || (kind == TextKind.Guessed && !LooksLikeRange()))
        {
            _at = start;
            return Nested(kind, InBrackets());
        }

        _at = start + 1;
        TextNumber low = Number(kind);
        Require(Take(','), "a range has no second number");
        TextNumber high = Number(kind);
        TextNumber? step = Take(',') ? Number(kind) : null;
        Require(Take(']'), "a range has no ']'");
        Require(TextNumber.IsRange(low, high, step), "a range must run from a smaller to a larger value of the same type, both multiples of its step");
        return low.Type;
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

    private readonly nuint Nested(TextKind kind, string text)
    {
        Require(text.Length > 0 && !text.TrimStart().StartsWith('"'), "a structure in brackets is not quoted too");
        StructureText inner = new(text, _depth + 1);
        if (kind == TextKind.Caps || (kind == TextKind.Guessed && text.Contains('(', StringComparison.Ordinal) && IsCaps(text)))
        {
            inner.Caps();
            return LibGst.gst_caps_get_type();
        }

        inner.Structure();
        return LibGst.gst_structure_get_type();
    }

    /// <summary>Only caps have features: a parenthesis right behind the name.</summary>
    private static bool IsCaps(string text)
    {
        StructureText inner = new(text, 0);
        inner.SkipSpace();
        inner.Token();
        return inner.Next == '(';
    }
}
