using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace GstMemInterop;

/// <summary>
/// A launch text that is written as an interpolated string: <c>GstPipeline.Launch($"filesrc location={path} ! fakesink")</c>.
/// What stands in the holes is quoted, so that every path, text and number arrives as it is and none of it can add elements.
/// </summary>
/// <remarks>
/// A hole behind <c>=</c> takes texts, numbers, truth values, enumerations, times, fractions and caps. Elsewhere it takes a plain
/// word (letters, digits, '-', '_') or caps between two <c>!</c>. <c>{text:raw}</c> puts a piece of launch text in as it is.
/// </remarks>
[InterpolatedStringHandler]
public ref struct GstLaunchText
{
    private const string Raw = "raw";

    private readonly StringBuilder _text;
    private Place _place;
    private bool _complete;
    private bool _isEmpty;

    /// <summary>For the compiler.</summary>
    /// <param name="literalLength">How many characters stand outside of holes.</param>
    /// <param name="formattedCount">How many holes there are.</param>
    public GstLaunchText(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    private enum Place
    {
        Between,
        Word,
        Value,
        Quoted,
        Apostrophed,
    }

    /// <summary>For the compiler: the text outside of holes.</summary>
    /// <param name="text">It goes into the launch text as it is.</param>
    public void AppendLiteral(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_complete && text.Length > 0)
        {
            RequireEnd(text[0]);
        }

        if (_isEmpty && text.Length > 0)
        {
            _text.Append(char.IsWhiteSpace(text[0]) ? "\"\"" : "");
            _isEmpty = false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            _text.Append(c);
            switch (_place)
            {
                case Place.Quoted or Place.Apostrophed when c == '\\' && i + 1 < text.Length:
                case Place.Word or Place.Value when c == '\\' && i + 1 < text.Length:
                    _text.Append(text[++i]);
                    break;
                case Place.Quoted:
                    _place = c == '"' ? Place.Value : _place;
                    break;
                case Place.Apostrophed:
                    _place = c == '\'' ? Place.Value : _place;
                    break;
                case Place.Value when c is '"' or '\'' && Begins():
                    _place = c == '"' ? Place.Quoted : Place.Apostrophed;
                    break;
                case Place.Value when char.IsWhiteSpace(c):
                    _place = Begins() ? Place.Value : Place.Between; // blanks may follow the sign
                    break;
                case Place.Value:
                    break;
                default:
                    _place = c == '=' ? Place.Value : char.IsWhiteSpace(c) ? Place.Between : Place.Word;
                    break;
            }
        }
    }

    /// <summary>For the compiler: what stands in a hole.</summary>
    /// <typeparam name="T">A text, number, truth value, enumeration, <see cref="TimeSpan"/>, <see cref="GstClockTime"/>, <see cref="GstFraction"/> or <see cref="GstCaps"/>.</typeparam>
    /// <param name="value">The value.</param>
    /// <exception cref="FormatException">It cannot stand there; the message says what can.</exception>
    public void AppendFormatted<T>(T value) => AppendFormatted(value, null);

    /// <summary>For the compiler: what stands in a hole, with a format.</summary>
    /// <typeparam name="T">As without a format.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="format"><c>raw</c> for a piece of launch text; else a format of the value's own type.</param>
    /// <exception cref="FormatException">It cannot stand there; the message says what can.</exception>
    public void AppendFormatted<T>(T value, string? format)
    {
        string text = TextOf(value, format == Raw ? null : format);
        if (_complete && text.Length > 0)
        {
            RequireEnd(text[0]);
        }

        if (format == Raw)
        {
            AppendLiteral(text);
        }
        else if (_place is Place.Quoted or Place.Apostrophed)
        {
            throw new FormatException($"The hole with '{text}' stands in quotes. A hole is quoted by itself: write location={{path}}, not location=\"{{path}}\".");
        }
        else if (_place == Place.Value)
        {
            AppendValue(text, whole: Begins());
        }
        else if (value is GstCaps)
        {
            AppendCaps(text);
        }
        else
        {
            AppendWord(text);
        }
    }

    internal readonly string Text => _isEmpty ? _text + "\"\"" : _text.ToString();

    /// <summary>Whether a value is about to begin: nothing but its sign, and blanks, stand before.</summary>
    private readonly bool Begins()
    {
        int last = _text.Length - 1;
        if (_place == Place.Value && last >= 0 && _text[last] is '"' or '\'')
        {
            last--; // the quote that was just written
        }

        while (last >= 0 && char.IsWhiteSpace(_text[last]))
        {
            last--;
        }

        return last >= 0 && _text[last] == '=';
    }

    private readonly void AppendWord(string text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))
            {
                throw new FormatException($"'{text}' cannot stand there: a hole that is no value takes a plain word of letters, digits, '-' and '_'. Put a value behind '=', or write {{text:raw}} for a piece of launch text.");
            }
        }

        if (text.Length == 0)
        {
            throw new FormatException("An empty hole cannot stand there: it takes a plain word, or a value behind '='.");
        }

        _text.Append(text);
    }

    /// <summary>Between two links C reads caps up to the next sign, and has no way to quote it.</summary>
    private readonly void AppendCaps(string caps)
    {
        int end = caps.AsSpan().IndexOfAny(',', ';', '(');
        if (!caps.AsSpan(0, end < 0 ? caps.Length : end).Contains('/'))
        {
            throw new FormatException($"The caps '{caps}' name no format, which cannot stand between two links. Leave them out, or write 'capsfilter caps={{caps}}'.");
        }

        if (caps.AsSpan().ContainsAny('!', ':'))
        {
            throw new FormatException($"The caps '{caps}' hold a sign that ends them between two links. Write 'capsfilter caps={{caps}}' instead.");
        }

        _text.Append(caps);
    }

    private void AppendValue(string text, bool whole)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new FormatException("A value holds a zero character, which would end the launch text early in C.");
        }

        if (text.Length == 0)
        {
            _isEmpty |= whole; // an empty text is written when nothing follows
            return;
        }

        _isEmpty = false;

        // What C's readers would take for a quoted text, for null, for two lines or for an escaped blank behind it goes in as the
        // text that C writes itself.
        if (text.AsSpan().ContainsAny('\n', '\r') || text.EndsWith('\\') || (whole && (text[0] == '"' || text == "NULL")))
        {
            if (!whole)
            {
                throw new FormatException($"'{text}' breaks the line, or ends in a backslash, inside of a value. Put the whole value into the hole.");
            }

            text = Wrapped(text);
            _complete = true;
        }

        // Caps between two links are read without escapes: what formats and fractions are made of stays as it is.
        foreach (char c in text)
        {
            if (c < 0x80 && !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '+' or '.' or '/'))
            {
                _text.Append('\\');
            }

            _text.Append(c);
        }
    }

    private void RequireEnd(char next)
    {
        if (!char.IsWhiteSpace(next))
        {
            throw new FormatException($"'{next}' follows a hole whose text breaks the line, begins with a quote or ends in a backslash. Put the whole value into the hole.");
        }

        _complete = false;
    }

    private static string Wrapped(string text)
    {
        StringBuilder wrapped = new("\"");
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b))
            {
                wrapped.Append((char)b);
            }
            else
            {
                wrapped.Append('\\').Append((char)('0' + (b >> 6))).Append((char)('0' + ((b >> 3) & 7))).Append((char)('0' + (b & 7)));
            }
        }

        return wrapped.Append('"').ToString();
    }

    private static string TextOf<T>(T value, string? format) => value switch
    {
        null => throw new FormatException("A hole holds null. Leave the property out instead."),
        string text => text,
        bool truth => truth ? "true" : "false",
        Enum nick => Convert.ToInt64(nick, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        TimeSpan time => GstClockTime.FromTimeSpan(time).Nanoseconds.ToString(CultureInfo.InvariantCulture),
        GstClockTime time => time.Nanoseconds.ToString(CultureInfo.InvariantCulture),
        GstFraction fraction => $"{fraction.Numerator.ToString(CultureInfo.InvariantCulture)}/{fraction.Denominator.ToString(CultureInfo.InvariantCulture)}",
        GstCaps caps => caps.ToString(),
        IFormattable number => number.ToString(format, CultureInfo.InvariantCulture),
        _ => throw new FormatException($"A hole holds a {value.GetType().Name}. It takes texts, numbers, truth values, enumerations, times, fractions and caps."),
    };
}
