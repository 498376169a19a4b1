using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Single values: what each type takes for one.</summary>
internal unsafe ref partial struct StructureText
{
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
            Require(IsFeature(name), $"'{name}' is no feature like memory:SystemMemory");
        }
    }

    /// <summary>Letters, a colon, a letter, and letters and digits.</summary>
    internal static bool IsFeature(string name)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && name[..colon].All(char.IsAsciiLetter) && colon + 1 < name.Length && char.IsAsciiLetter(name[colon + 1]) && name[(colon + 1)..].All(char.IsAsciiLetterOrDigit);
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
}
