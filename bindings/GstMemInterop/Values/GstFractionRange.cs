namespace GstMemInterop;

/// <summary>All fractions from one to another, as of frame rates: what a field of caps allows (<c>GST_TYPE_FRACTION_RANGE</c>).</summary>
public readonly record struct GstFractionRange
{
    /// <summary>Creates a range (<c>gst_value_set_fraction_range</c>).</summary>
    /// <param name="min">The least fraction.</param>
    /// <param name="max">The greatest, above <paramref name="min"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not run upwards.</exception>
    public GstFractionRange(GstFraction min, GstFraction max)
    {
        if (!IsBelow(min, max))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, $"A range from {min} to {max} does not run upwards.");
        }

        Min = min;
        Max = max;
    }

    /// <summary>The least fraction (<c>gst_value_get_fraction_range_min</c>).</summary>
    public GstFraction Min { get; }

    /// <summary>The greatest fraction (<c>gst_value_get_fraction_range_max</c>).</summary>
    public GstFraction Max { get; }

    /// <summary>Whether the fraction lies in the range (<c>gst_value_is_subset</c>).</summary>
    /// <param name="value">The fraction.</param>
    public bool Contains(GstFraction value) => !IsBelow(value, Min) && !IsBelow(Max, value);

    /// <summary>As GStreamer writes it, for example <c>[ 0/1, 60/1 ]</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => $"[ {Min}, {Max} ]";

    private static bool IsBelow(GstFraction one, GstFraction other) => (long)one.Numerator * other.Denominator < (long)other.Numerator * one.Denominator;
}
