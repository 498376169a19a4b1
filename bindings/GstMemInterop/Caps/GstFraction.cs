namespace GstMemInterop;

/// <summary>A fraction of whole numbers, for example a frame rate of 30000/1001 (<c>GST_TYPE_FRACTION</c>).</summary>
public readonly record struct GstFraction
{
    private readonly int _denominatorLessOne;

    /// <summary>Creates a fraction as it is written; C reduces it where it takes it over (<c>gst_value_set_fraction</c>).</summary>
    /// <param name="numerator">Above the line.</param>
    /// <param name="denominator">Below the line; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive, or the numerator is <see cref="int.MinValue"/>.</exception>
    public GstFraction(int numerator, int denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        ArgumentOutOfRangeException.ThrowIfEqual(numerator, int.MinValue);
        Numerator = numerator;
        _denominatorLessOne = denominator - 1;
    }

    /// <summary>Above the line (<c>gst_value_get_fraction_numerator</c>).</summary>
    public int Numerator { get; }

    /// <summary>Below the line (<c>gst_value_get_fraction_denominator</c>); 1 for a default value.</summary>
    public int Denominator => _denominatorLessOne + 1;

    /// <summary>The value as a floating-point number (<c>gst_util_fraction_to_double</c>).</summary>
    public double ToDouble() => (double)Numerator / Denominator;

    /// <summary>As GStreamer writes it, for example <c>30/1</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
}
