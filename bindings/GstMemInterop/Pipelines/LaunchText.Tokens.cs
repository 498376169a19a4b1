using System.Text.RegularExpressions;

namespace GstMemInterop;

/// <summary>The tokens of C's scanner.</summary>
internal sealed partial class LaunchText
{
    private Token Longest(int at, out int length)
    {
        Token best = Token.Other;
        length = 1;
        char first = _text[at];
        bool word = char.IsAsciiLetterOrDigit(first) || first == '_';
        if (word)
        {
            Take(Token.Assignment, Assignment(at), ref best, ref length);
        }
        else if (first == '@')
        {
            Take(Token.Preset, Preset().Match(_text, at) is { Success: true } preset ? preset.Length + Value(at + preset.Length) : 0, ref best, ref length);
        }
        else if (first == '.')
        {
            Take(Token.Pad, LengthOf(PadReference(), at), ref best, ref length);
        }

        if (word)
        {
            Take(Token.Reference, LengthOf(ElementReference(), at), ref best, ref length);
            Take(Token.Bin, LengthOf(BinReference(), at), ref best, ref length);
            Take(Token.Name, LengthOf(Identifier(), at), ref best, ref length);
        }
        else if (first is '!' or ':')
        {
            Take(Token.Link, LinkLength(at), ref best, ref length);
        }

        if (char.IsAsciiLetter(first) || first == '/' || (at + 1 < _text.Length && _text[at + 1] == '/'))
        {
            Take(Token.Address, Address().Match(_text, at) is { Success: true } address ? address.Length + Value(at + address.Length) : 0, ref best, ref length);
        }

        return best == Token.Other && _text[at] == '(' ? Token.Bin : best;

        static void Take(Token kind, int candidate, ref Token best, ref int length)
        {
            if (candidate > length || (candidate == length && best == Token.Other && candidate > 0))
            {
                best = kind;
                length = candidate;
            }
        }
    }

    private int LengthOf(Regex pattern, int at) => pattern.Match(_text, at) is { Success: true } match ? match.Length : 0;

    private int Assignment(int at) =>
        AssignmentName().Match(_text, at) is { Success: true } name && Value(at + name.Length) is > 0 and var value ? name.Length + value : 0;

    /// <summary>The longest of a bare value, one in quotes, and one in apostrophes.</summary>
    private int Value(int at) => Math.Max(LengthOf(Bare(), at), Math.Max(LengthOf(Quoted(), at), LengthOf(Apostrophed(), at)));

    /// <summary>A link with caps between two link signs, or one sign alone.</summary>
    private int LinkLength(int at)
    {
        Match begin = LinkCaps().Match(_text, at);
        int lastColon = 0;
        for (int i = at + begin.Length; begin.Success && i < _text.Length; i++)
        {
            switch (_text[i])
            {
                case '!': return i + 1 - at;
                case ':': lastColon = i + 1 - at; break;
                case '\\': i++; break;
                case ';' when _text[i - 1] != ',':
                    Match more = MoreCaps().Match(_text, i);
                    if (!more.Success)
                    {
                        return Math.Max(lastColon, 1);
                    }

                    i += more.Length - 1;
                    break;
            }
        }

        return Math.Max(lastColon, 1);
    }

    private enum Token
    {
        Other,
        Assignment,
        Preset,
        Pad,
        Reference,
        Bin,
        Name,
        Link,
        Address,
    }

    [GeneratedRegex(@"\G[ \t-\r]+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\G[A-Za-z0-9_][A-Za-z0-9\-_%:]*[ \t-\r]*=[ \t-\r]*")]
    private static partial Regex AssignmentName();

    [GeneratedRegex(@"\G@preset[ \t-\r]*=[ \t-\r]*")]
    private static partial Regex Preset();

    [GeneratedRegex(@"\G\.[A-Za-z0-9_][A-Za-z0-9\-_%:]*")]
    private static partial Regex PadReference();

    [GeneratedRegex(@"\G[A-Za-z0-9_][A-Za-z0-9\-_%:]*\.(?:[A-Za-z0-9_][A-Za-z0-9\-_%:]*)?")]
    private static partial Regex ElementReference();

    [GeneratedRegex(@"\G[A-Za-z0-9_][A-Za-z0-9\-_%:]*[ \t-\r]*\.[ \t-\r]*\(")]
    private static partial Regex BinReference();

    [GeneratedRegex(@"\G[A-Za-z0-9_][A-Za-z0-9\-_%:]*")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\G[!:][ \t-\r]*[A-Za-z0-9\-]+/[A-Za-z0-9\-]+")]
    private static partial Regex LinkCaps();

    [GeneratedRegex(@"\G;[ \t-\r]*[A-Za-z0-9\-]+/[A-Za-z0-9\-]+")]
    private static partial Regex MoreCaps();

    [GeneratedRegex(@"\G[A-Za-z][A-Za-z0-9+\-.]*://|\G.?/")]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]+:")]
    private static partial Regex Protocol();

    [GeneratedRegex(@"\G(?:\\[^\n]|[^ \t-\r])+")]
    private static partial Regex Bare();

    [GeneratedRegex(@"\G""(?:\\""|[^""])*""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\G'(?:\\'|[^'])*'")]
    private static partial Regex Apostrophed();

    [GeneratedRegex(@"[\[\{<(]|^\s*[+-]?[0-9]+/|/[a-z-]+\s*[,;]", RegexOptions.IgnoreCase)]
    private static partial Regex Dangerous();
}
