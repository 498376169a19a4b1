using System.Text.RegularExpressions;

namespace GstMemInterop;

// Where in the text an error is, of which C only says what it is.
internal sealed partial class LaunchText
{
    private const int SyntaxError = 0; // GstParseError
    private const int NoSuchElement = 1;
    private const int NoSuchProperty = 2;
    private const int LinkFailed = 3;
    private const int ValueRefused = 4;
    private const int DelayedLinkFailed = 7;

    /// <summary>The same error, with its place.</summary>
    internal static GstException At(string text, GstException error)
    {
        if (error.Domain?.Replace('-', '_').StartsWith("gst_parse_error", StringComparison.Ordinal) != true)
        {
            return error;
        }

        List<Place> places = new LaunchText(text, 0).Places();
        Place? found = error.Code switch
        {
            SyntaxError => Misplaced(places, text),
            NoSuchElement => places.Find(p => p.Kind is Token.Name or Token.Bin && Said(error).Contains(p.Text.Split('.', '(')[0].Trim())),
            NoSuchProperty or ValueRefused => places.Find(p => p.Kind == Token.Assignment && Said(error).Contains(Key(p.Text))),
            LinkFailed or DelayedLinkFailed => FailedLink(places, error) ?? Misplaced(places, text),
            _ => null,
        };
        return new GstParseException(error, found?.At, found?.Text);
    }

    private List<Place> Places()
    {
        List<Place> places = [];
        for (int at = 0; at < _text.Length;)
        {
            if (Space().Match(_text, at) is { Success: true } space)
            {
                at += space.Length;
                continue;
            }

            Token kind = Longest(at, out int length);
            places.Add(new Place(kind, at, _text.Substring(at, length)));
            at += length;
        }

        return places;
    }

    /// <summary>The first token that cannot stand where it stands.</summary>
    private static Place? Misplaced(List<Place> places, string text)
    {
        Place? before = null;
        Stack<Place> open = new();
        foreach (Place place in places)
        {
            bool close = place.Text == ")";
            bool afterNothing = before is null or { Kind: Token.Bin or Token.Link };
            if ((close && (open.Count == 0 || afterNothing)) || (place.Kind == Token.Link && afterNothing) || (place.Kind == Token.Assignment && before?.Kind is null or Token.Link)
                || (place.Kind == Token.Other && !close && place.Text is "=" or ";"))
            {
                return place;
            }

            if (close)
            {
                open.Pop();
            }
            else if (place.Kind == Token.Bin)
            {
                open.Push(place);
            }

            before = place;
        }

        return before is { Kind: Token.Link } ? before : open.Count > 0 ? open.Peek() : places.Count == 0 ? new Place(Token.Other, 0, text) : null;
    }

    /// <summary>A link between two whose names, given or made of their factories, the message says.</summary>
    private static Place? FailedLink(List<Place> places, GstException error)
    {
        HashSet<string> said = Said(error);
        string? current = null;
        Place? open = null; // a link of which one end is said, and the other is being read
        bool read = false;
        foreach (Place place in places)
        {
            switch (place.Kind)
            {
                case Token.Link:
                    open = current is not null && IsSaid(current, said) ? place : null;
                    read = false;
                    continue;
                case Token.Assignment when Key(place.Text) == "name":
                    current = Unquoted(place.Text[(place.Text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim());
                    break;
                case Token.Name or Token.Bin or Token.Reference:
                    open = read ? null : open;
                    read = true;
                    current = place.Text.Split('.', '(')[0].Trim();
                    break;
                default:
                    continue;
            }

            if (open is not null && IsSaid(current, said))
            {
                return open;
            }
        }

        return null;
    }

    private static bool IsSaid(string name, HashSet<string> said) =>
        said.Contains(name) || said.Any(word => word.StartsWith(name, StringComparison.Ordinal) && word.AsSpan(name.Length).IndexOfAnyExceptInRange('0', '9') < 0);

    /// <summary>The words of a message, whatever language it is in: the names in it are not translated.</summary>
    private static HashSet<string> Said(GstException error) => [.. Word().Matches(error.Message).Select(static m => m.Value)];

    private static string Key(string assignment) => assignment[..assignment.IndexOf('=', StringComparison.Ordinal)].Trim();

    private static string Unquoted(string value) =>
        value.Length > 1 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;

    private sealed record Place(Token Kind, int At, string Text);

    [GeneratedRegex(@"[A-Za-z0-9_][A-Za-z0-9\-_%:]*")]
    private static partial Regex Word();
}
