using System.Globalization;
using System.Text.RegularExpressions;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>A number in a text, read by GStreamer itself: hexadecimal, <c>max</c>, <c>min</c> and all.</summary>
internal readonly partial struct TextNumber
{
    private readonly TextKind _kind;
    private readonly long _numerator;
    private readonly long _denominator;
    private readonly double _double;

    private TextNumber(TextKind kind, long numerator, long denominator, double number)
    {
        _kind = kind;
        _numerator = numerator;
        _denominator = denominator;
        _double = number;
    }

    /// <summary>The type that C has it in.</summary>
    internal nuint Type => TypeOf(_kind);

    /// <summary>Reads what a range can have as a limit; without a type in the order in which C tries.</summary>
    internal static bool TryRead(TextKind kind, string token, out TextNumber number)
    {
        number = default;
        return token.Length > 0 && kind switch
        {
            TextKind.Guessed => TryRead(TextKind.Int, token, out number) || TryRead(TextKind.Double, token, out number) || TryRead(TextKind.Fraction, token, out number),
            TextKind.Fraction when !SurvivesAsFraction(token) || !IsFraction(token) => false,
            TextKind.Int or TextKind.Int64 or TextKind.Double or TextKind.Fraction => Deserialize(kind, token, out number),
            _ => false,
        };
    }

    /// <summary>Whether C makes a range of these without complaint.</summary>
    internal static bool IsRange(TextNumber low, TextNumber high, TextNumber? step)
    {
        if (low._kind != high._kind || (step is { } s && s._kind != low._kind))
        {
            return false;
        }

        return low._kind switch
        {
            TextKind.Double => step is null && low._double < high._double,
            TextKind.Fraction => step is null && low._numerator * high._denominator < high._numerator * low._denominator,
            _ => low._numerator < high._numerator && (step is not { } by || (by._numerator > 0 && low._numerator % by._numerator == 0 && high._numerator % by._numerator == 0)),
        };
    }

    /// <summary>Whether C, should it take this for a fraction, gets numbers that it can hold.</summary>
    internal static bool SurvivesAsFraction(string token) =>
        Slashed().Match(token) is var match && (!match.Success
            || (IsPart(match.Groups[1].ValueSpan, out _) && IsPart(match.Groups[2].ValueSpan, out int below) && below != 0));

    /// <summary>Whether it is a fraction or a whole number that fits one.</summary>
    internal static bool IsFraction(string token) => token is "min" or "max" or "1/max" || Whole().Match(token) is { Success: true } match && IsPart(match.Groups[1].ValueSpan, out _);

    private static nuint TypeOf(TextKind kind) => kind switch
    {
        TextKind.Int => GstConstants.G_TYPE_INT,
        TextKind.Int64 => GstConstants.G_TYPE_INT64,
        TextKind.Double => GstConstants.G_TYPE_DOUBLE,
        _ => LibGst.gst_fraction_get_type(),
    };

    private static bool IsPart(ReadOnlySpan<char> digits, out int part) =>
        int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out part) && part != int.MinValue;

    private static unsafe bool Deserialize(TextKind kind, string token, out TextNumber number)
    {
        GValue value = default;
        LibGObject.g_value_init(&value, TypeOf(kind));
        using NativeText text = new(token);
        bool read = LibGst.gst_value_deserialize(&value, text.Pointer) != 0;
        number = !read ? default : kind switch
        {
            TextKind.Int => new(kind, LibGObject.g_value_get_int(&value), 1, 0),
            TextKind.Int64 => new(kind, LibGObject.g_value_get_int64(&value), 1, 0),
            TextKind.Double => new(kind, 0, 1, LibGObject.g_value_get_double(&value)),
            _ => new(kind, LibGst.gst_value_get_fraction_numerator(&value), LibGst.gst_value_get_fraction_denominator(&value), 0),
        };
        LibGObject.g_value_unset(&value);
        return read;
    }

    [GeneratedRegex(@"^\s*([+-]?[0-9]+)/\s*([+-]?[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"^([+-]?[0-9]+)(?:/[+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();
}
