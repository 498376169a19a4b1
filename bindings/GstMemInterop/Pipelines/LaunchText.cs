using System.Text.RegularExpressions;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Looks at a launch text before C's parser does: caps and property values in it go to <see cref="StructureText"/>, and what
/// makes that parser look into nothing (links between names where no element was made) is refused. Everything else is C's to judge.
/// </summary>
/// <remarks>The tokens are those of C's scanner: the longest match counts, among equals the first.</remarks>
internal sealed partial class LaunchText
{
    private const int MostNested = 16;

    /// <summary>C's parser takes a time that grows with the square of the elements, and with the cube of bins in bins: two seconds each here.</summary>
    private const int MostElements = 1000;
    private const int MostBinsInBins = 250;

    /// <summary>What C's scanner knows beside names, references, assignments and addresses.</summary>
    private const string Operators = "(){}.!:,;=";

    private const GParamFlags ConstructFlags = GParamFlags.G_PARAM_CONSTRUCT | GParamFlags.G_PARAM_CONSTRUCT_ONLY;

    private readonly string _text;
    private readonly int _depth;
    private string? _factory;
    private bool _makesElement;
    private bool _thisIsMade;
    private bool _linksNames;
    private bool _endsInLink;
    private int _elements;
    private int _bins;
    private readonly HashSet<nint> _given = [];
    private readonly LaunchRing _ring = new();

    private LaunchText(string text, int depth)
    {
        _text = text;
        _depth = depth;
    }

    /// <exception cref="FormatException">Caps or a value in the text are of a kind that C does not survive.</exception>
    /// <exception cref="GstException">The text links elements by their names and makes none.</exception>
    internal static void Check(string text) => Check(text, 0);

    private static void Check(string text, int depth)
    {
        if (depth > MostNested)
        {
            throw new FormatException($"'{Short(text)}' nests descriptions in property values deeper than {MostNested} levels.");
        }

        LaunchText launch = new(text, depth);
        launch.Scan();
        launch.EndElement();
        if (launch._ring.Find() is { } at)
        {
            throw new GstParseException($"'{Short(text)}' has a link at character {at} by which data would come back to where it was. {GraphLoop.WayOut}", at, "!");
        }

        if (launch._linksNames && launch._endsInLink)
        {
            throw new GstException($"'{Short(text)}' ends with a link to nothing.");
        }

        if (launch._linksNames && !launch._makesElement)
        {
            throw new GstException($"'{Short(text)}' links elements by their names, but makes no element: create them in the same text, as in 'videotestsrc name=a fakesink name=b a. ! b.'.");
        }
    }

    private void Scan()
    {
        bool padNameNext = false;
        for (int at = 0; at < _text.Length;)
        {
            if (Space().Match(_text, at) is { Success: true } space)
            {
                at += space.Length;
                continue;
            }

            Token kind = Longest(at, out int length);
            string token = _text.Substring(at, length);
            switch (kind)
            {
                case Token.Assignment when _endsInLink:
                    throw new GstParseException($"'{Short(_text)}' sets '{Short(token)}' behind a link, where an element has to stand.", at, token);
                case Token.Assignment: Assign(token); NameNode(token); break;
                case Token.Name: Element(token, isPad: padNameNext); break;
                case Token.Link: Link(token); _ring.Link(at); break;
                case Token.Reference: _linksNames = true; _ring.Reference(token); break;
                case Token.Bin: Bin(token == "(" ? "bin" : token[..token.IndexOfAny(['.', ' ', '\t', '\n', '\r', '\v', '\f'])]); break;
                case Token.Other when !Operators.Contains(token[0], StringComparison.Ordinal):
                    // A syntax error for C too, which on its way out of it links what it never made.
                    throw new GstParseException($"'{Short(_text)}' has a '{token}' at character {at} where nothing of a launch text can begin. Quote values with a space in them: text=\"a b\".", at, token);
                case Token.Other when token == ")": _ring.CloseBin(); break;
                case Token.Address: RequireProtocol(token); EndElement(); _ring.Element(""); _factory = null; break;
            }

            _bins -= token == ")" && _bins > 0 ? 1 : 0;
            _endsInLink = kind == Token.Link;
            padNameNext = token == ",";
            at += length;
        }
    }

    /// <summary>Before 1.20, C asks for an element by any address, and complains on the console about one that is none.</summary>
    private static void RequireProtocol(string address)
    {
        if (!Protocol().IsMatch(address))
        {
            throw new GstException($"'{Short(address)}' is no address: it begins with no protocol, as in 'file:///tmp/film.ogg'. A file is read by 'filesrc location=…'.");
        }
    }

    private static void Link(string token)
    {
        if (token.Length > 1)
        {
            StructureText.CheckCaps(token[1..^1].Trim());
        }
    }

    private void Bin(string factory)
    {
        if (++_bins > MostBinsInBins)
        {
            throw new FormatException($"The launch text nests bins deeper than {MostBinsInBins}; C would need minutes to build them.");
        }

        if (GstElement.Exists(factory) && TypeOf(factory) is not 0 and var type && LibGObject.g_type_is_a(type, LibGst.gst_bin_get_type()) == 0)
        {
            throw new GstException($"'{factory}' is no bin: in '{factory}.( … )' stands the kind of the bin. Elements stand in parentheses alone, as in '( {factory} ! fakesink )'.");
        }

        Element(factory, isBin: true);
        _ring.OpenBin();
    }

    private void NameNode(string assignment)
    {
        if (Key(assignment) == "name")
        {
            _ring.Named(Unquoted(assignment[(assignment.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()));
        }
    }

    /// <summary>Behind a comma stands the name of a pad; but C, which recovers from errors, may take it for an element's.</summary>
    private void Element(string factory, bool isPad = false, bool isBin = false)
    {
        EndElement();
        if (!isPad && !isBin)
        {
            _ring.Element(factory);
        }

        if (!isPad && ++_elements > MostElements)
        {
            throw new FormatException($"The launch text makes more than {MostElements} elements; C would need minutes to build them. Launch parts of it, or create elements and link them.");
        }

        _given.Clear();
        _factory = factory;
        _thisIsMade = !isPad && GstElement.Exists(factory);
    }

    private void EndElement()
    {
        _makesElement |= _thisIsMade;
        _thisIsMade = false;
    }
}
