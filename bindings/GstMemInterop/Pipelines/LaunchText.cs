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

    private const GParamFlags ConstructFlags = GParamFlags.G_PARAM_CONSTRUCT | GParamFlags.G_PARAM_CONSTRUCT_ONLY;

    private readonly string _text;
    private readonly int _depth;
    private string? _factory;
    private bool _makesElement;
    private bool _thisIsMade;
    private bool _linksNames;
    private int _elements;
    private int _bins;
    private readonly HashSet<nint> _given = [];

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
                case Token.Assignment: Assign(token); break;
                case Token.Name: Element(token, isPad: padNameNext); break;
                case Token.Link: Link(token); break;
                case Token.Reference: _linksNames = true; break;
                case Token.Bin: Bin(token == "(" ? "bin" : token[..token.IndexOfAny(['.', ' ', '\t', '\n', '\r', '\v', '\f'])]); break;
                case Token.Address: RequireProtocol(token); EndElement(); _factory = null; break;
            }

            _bins -= token == ")" && _bins > 0 ? 1 : 0;
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

        Element(factory);
    }

    /// <summary>Behind a comma stands the name of a pad; but C, which recovers from errors, may take it for an element's.</summary>
    private void Element(string factory, bool isPad = false)
    {
        EndElement();
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

    private unsafe void Assign(string token)
    {
        int sign = token.IndexOf('=', StringComparison.Ordinal);
        string property = token[..sign].TrimEnd();
        string value = token[(sign + 1)..].TrimStart();
        if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
        }

        value = Unescape(value);
        GParamSpec* spec = _factory is null ? null : SpecOf(_factory, property);
        nuint type = spec is null ? 0 : spec->value_type;
        if (spec is not null && (spec->flags & ConstructFlags) != 0 && !_given.Add((nint)spec))
        {
            throw new FormatException($"'{_factory}' is given '{property}' twice in the launch text; C takes it once.");
        }

        if (type == 0)
        {
            // A property of a child, or of an element that C does not know: it may be of any type that has a dangerous text.
            RequireHarmless(property, value);
            _thisIsMade = false;
        }
        else if (LibGObject.g_type_is_a(type, LibGst.gst_element_get_type()) != 0)
        {
            Check(value, _depth + 1);
        }
        else if (LibGObject.g_type_fundamental(type) != GstConstants.G_TYPE_OBJECT)
        {
            CheckValue(spec, property, value);
            _thisIsMade &= TextKinds.CanRead(type, value);
        }
        else
        {
            CheckValue(spec, property, value, isObject: true);
            _thisIsMade = false;
        }
    }

    private unsafe void CheckValue(GParamSpec* spec, string property, string value, bool isObject = false)
    {
        try
        {
            ProfileText.Check(spec->value_type, value);
            if (!isObject)
            {
                StructureText.CheckValue(spec->value_type, value, spec);
            }

            if (PropertyTraps.Has(spec))
            {
                CheckTraps(spec, value);
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new FormatException($"The value of '{property}' of '{_factory}' in the launch text: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the text as C will, and looks at what comes out.</summary>
    private unsafe void CheckTraps(GParamSpec* spec, string text)
    {
        GValue value = default;
        LibGObject.g_value_init(&value, spec->value_type);
        using NativeText native = new(text);
        try
        {
            if (LibGst.gst_value_deserialize(&value, native.Pointer) != 0)
            {
                PropertyTraps.Check(null, TypeOf(_factory!), spec, &value);
            }
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    private static void RequireHarmless(string property, string value)
    {
        // Children's properties are set by path; what they are is known only when the child is there. Caps are the likely ones.
        if (!property.Contains("::", StringComparison.Ordinal) || !Dangerous().IsMatch(value))
        {
            return;
        }

        try
        {
            StructureText.CheckCaps(value);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"The value '{value}' of '{property}' is not taken from a launch text: set it on the element itself.", exception);
        }
    }

    /// <summary>Takes backslashes away as C does, outside of quotes.</summary>
    private static string Unescape(string value)
    {
        System.Text.StringBuilder text = new(value.Length);
        bool quoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && !quoted)
            {
                if (++i == value.Length)
                {
                    break;
                }
            }
            else if (value[i] == '"' && (!quoted || value[i - 1] != '\\'))
            {
                quoted = !quoted;
            }

            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static unsafe GParamSpec* SpecOf(string factory, string property)
    {
        nuint element = TypeOf(factory);
        if (element == 0)
        {
            return null;
        }

        void* elementClass = LibGObject.g_type_class_ref(element);
        using NativeText propertyName = new(property);
        GParamSpec* spec = LibGObject.g_object_class_find_property((GObjectClass*)elementClass, propertyName.Pointer);
        LibGObject.g_type_class_unref(elementClass);
        return spec; // the class of an element stays
    }

    /// <summary>The type of the elements that a factory makes; 0 when there is none.</summary>
    private static unsafe nuint TypeOf(string factory)
    {
        using NativeText name = new(factory);
        GstElementFactory* found = LibGst.gst_element_factory_find(name.Pointer);
        if (found is null)
        {
            return 0;
        }

        GstPluginFeature* loaded = LibGst.gst_plugin_feature_load((GstPluginFeature*)found);
        LibGst.gst_object_unref(found);
        if (loaded is null)
        {
            return 0;
        }

        nuint element = LibGst.gst_element_factory_get_element_type((GstElementFactory*)loaded);
        LibGst.gst_object_unref(loaded);
        return element;
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";

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
