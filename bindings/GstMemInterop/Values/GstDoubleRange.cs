namespace GstMemInterop;

/// <summary>All numbers from one to another: what a field of caps allows (<c>GST_TYPE_DOUBLE_RANGE</c>).</summary>
public readonly record struct GstDoubleRange
{
    /// <summary>Creates a range (<c>gst_value_set_double_range</c>).</summary>
    /// <param name="min">The least number.</param>
    /// <param name="max">The greatest, above <paramref name="min"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not run upwards, or a limit is no number.</exception>
    public GstDoubleRange(double min, double max)
    {
        if (!(min < max))
        {
            throw new ArgumentOutOfRangeException(nameof(max), max, $"A range from {min} to {max} does not run upwards.");
        }

        Min = min;
        Max = max;
    }

    /// <summary>The least number (<c>gst_value_get_double_range_min</c>).</summary>
    public double Min { get; }

    /// <summary>The greatest number (<c>gst_value_get_double_range_max</c>).</summary>
    public double Max { get; }

    /// <summary>Whether the number lies in the range (<c>gst_value_is_subset</c>).</summary>
    /// <param name="value">The number.</param>
    public bool Contains(double value) => value >= Min && value <= Max;

    /// <summary>As GStreamer writes it, for example <c>[ 0.5, 2 ]</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[ {Min}, {Max} ]");
}
