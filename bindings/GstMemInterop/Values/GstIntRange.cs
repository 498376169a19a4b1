namespace GstMemInterop;

/// <summary>All whole numbers from one to another, by steps: what a field of caps allows (<c>GST_TYPE_INT_RANGE</c>).</summary>
public readonly record struct GstIntRange
{
    private readonly int _stepLessOne;

    /// <summary>Creates a range (<c>gst_value_set_int_range_step</c>).</summary>
    /// <param name="min">The least number; a multiple of the step.</param>
    /// <param name="max">The greatest, above <paramref name="min"/>; a multiple of the step.</param>
    /// <param name="step">From one number to the next; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not run upwards, the step is not positive, or a limit is no multiple of it.</exception>
    public GstIntRange(int min, int max, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(max, min);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfNotEqual(min % step, 0, nameof(step));
        ArgumentOutOfRangeException.ThrowIfNotEqual(max % step, 0, nameof(step));
        Min = min;
        Max = max;
        _stepLessOne = step - 1;
    }

    /// <summary>The least number (<c>gst_value_get_int_range_min</c>).</summary>
    public int Min { get; }

    /// <summary>The greatest number (<c>gst_value_get_int_range_max</c>).</summary>
    public int Max { get; }

    /// <summary>From one number to the next (<c>gst_value_get_int_range_step</c>).</summary>
    public int Step => _stepLessOne + 1;

    /// <summary>Whether the number is one of the range (<c>gst_value_is_subset</c>).</summary>
    /// <param name="value">The number.</param>
    public bool Contains(int value) => value >= Min && value <= Max && value % Step == 0;

    /// <summary>As GStreamer writes it, for example <c>[ 1, 100 ]</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => Step == 1 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[ {Min}, {Max} ]") : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"[ {Min}, {Max}, {Step} ]");
}
