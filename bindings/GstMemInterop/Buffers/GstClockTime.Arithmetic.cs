using System.Globalization;

namespace GstMemInterop;

public readonly partial record struct GstClockTime
{
    /// <summary>A time of so many milliseconds, rounded to the nanosecond.</summary>
    /// <param name="milliseconds">Milliseconds, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, not a number or too large.</exception>
    public static GstClockTime FromMilliseconds(double milliseconds)
    {
        double nanoseconds = Math.Round(milliseconds * 1e6);
        return nanoseconds is >= 0 and < 18446744073709551615.0
            ? new((ulong)nanoseconds)
            : throw new ArgumentOutOfRangeException(nameof(milliseconds), milliseconds, "A clock time holds 0 to 18446744073709.5 milliseconds.");
    }

    /// <summary>This time in milliseconds; <see cref="double.NaN"/> for <see cref="None"/>.</summary>
    public double TotalMilliseconds => HasValue ? Nanoseconds / 1e6 : double.NaN;

    /// <summary>The sum of two times; <see cref="None"/> when either is.</summary>
    /// <exception cref="OverflowException">The sum is more than a clock time holds (584 years).</exception>
    public static GstClockTime operator +(GstClockTime left, GstClockTime right) =>
        left.HasValue && right.HasValue ? Of((UInt128)left.Nanoseconds + right.Nanoseconds, $"{left} + {right}") : None;

    /// <summary>What is left of a time; <see cref="None"/> when either is. Times are not negative: where the right one may be the later, ask <see cref="Difference"/>.</summary>
    /// <exception cref="OverflowException">The right time is the greater.</exception>
    public static GstClockTime operator -(GstClockTime left, GstClockTime right)
    {
        if (!left.HasValue || !right.HasValue)
        {
            return None;
        }

        return left >= right
            ? new(left.Nanoseconds - right.Nanoseconds)
            : throw new OverflowException($"{left} - {right} is negative, and a clock time is not. Ask GstClockTime.Difference, which has a sign.");
    }

    /// <summary>A time so many times over; <see cref="None"/> stays none.</summary>
    /// <exception cref="OverflowException">The product is more than a clock time holds (584 years).</exception>
    public static GstClockTime operator *(GstClockTime time, ulong factor) =>
        time.HasValue ? Of((UInt128)time.Nanoseconds * factor, $"{time} x {factor}") : None;

    /// <inheritdoc cref="op_Multiply(GstClockTime, ulong)"/>
    public static GstClockTime operator *(ulong factor, GstClockTime time) => time * factor;

    /// <summary>A part of a time, rounded down to the nanosecond; <see cref="None"/> stays none.</summary>
    /// <exception cref="DivideByZeroException">The divisor is 0.</exception>
    public static GstClockTime operator /(GstClockTime time, ulong divisor) => time.HasValue ? new(time.Nanoseconds / divisor) : None;

    /// <summary>How often one time goes into another; <see cref="double.NaN"/> when either is <see cref="None"/>.</summary>
    public static double operator /(GstClockTime left, GstClockTime right) =>
        left.HasValue && right.HasValue ? (double)left.Nanoseconds / right.Nanoseconds : double.NaN;

    /// <summary>From one time to another, with a sign (<c>GST_CLOCK_DIFF</c>), in units of 100 ns.</summary>
    /// <param name="from">The first time.</param>
    /// <param name="to">The second: a positive answer when it is the later.</param>
    /// <returns><see langword="null"/> when either is <see cref="None"/>.</returns>
    public static TimeSpan? Difference(GstClockTime from, GstClockTime to) =>
        from.HasValue && to.HasValue ? TimeSpan.FromTicks((long)(((Int128)to.Nanoseconds - from.Nanoseconds) / 100)) : null;

    /// <summary>This time by a fraction, exact and rounded down to the nanosecond (<c>gst_util_uint64_scale</c>); <see cref="None"/> stays none.</summary>
    /// <param name="numerator">What it is multiplied by.</param>
    /// <param name="denominator">What it is divided by, not 0.</param>
    /// <exception cref="DivideByZeroException">The denominator is 0.</exception>
    /// <exception cref="OverflowException">The result is more than a clock time holds (584 years).</exception>
    public GstClockTime Scale(ulong numerator, ulong denominator) =>
        HasValue ? Of((UInt128)Nanoseconds * numerator / denominator, $"{this} x {numerator} / {denominator}") : None;

    /// <summary>The number of the frame, in a stream with a fixed rate, that is shown at this time: the inverse of <see cref="OfFrame"/>.</summary>
    /// <param name="rate">Frames per second, for example 30000/1001; for samples of sound the sample rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    /// <exception cref="InvalidOperationException">This is <see cref="None"/>.</exception>
    /// <exception cref="OverflowException">The number is more than 64 bits hold.</exception>
    public ulong ToFrame(GstFraction rate)
    {
        if (!HasValue)
        {
            throw new InvalidOperationException("GstClockTime.None lies in no frame. Look at HasValue first.");
        }

        if (rate.Numerator <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"At a rate of {rate} frames per second there are no frames. Choose a positive one, for example 30/1.");
        }

        // A frame begins at its time rounded down: the nanosecond before its exact time is its own already.
        UInt128 scaled = ((UInt128)Nanoseconds + 1) * (uint)rate.Numerator;
        UInt128 unit = (UInt128)(uint)rate.Denominator * Second;
        return checked((ulong)((scaled + unit - 1) / unit - 1));
    }

    /// <summary>Reads what <see cref="ToString"/> writes: <c>0:00:01.500000000</c> (hours, minutes, seconds and up to nine digits of a second), or <c>none</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time, when it is one.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out GstClockTime time)
    {
        time = None;
        text = text.Trim();
        if (text is "none")
        {
            return true;
        }

        Span<Range> parts = stackalloc Range[4];
        if (text.Split(parts, ':') != 3 || !Number(text[parts[0]], ulong.MaxValue, out ulong hours) || !Number(text[parts[1]], 59, out ulong minutes))
        {
            return false;
        }

        ReadOnlySpan<char> seconds = text[parts[2]];
        int point = seconds.IndexOf('.');
        ReadOnlySpan<char> digits = point < 0 ? "0" : seconds[(point + 1)..];
        if (!Number(point < 0 ? seconds : seconds[..point], 59, out ulong whole) || digits.Length > 9 || !Number(digits, ulong.MaxValue, out ulong part))
        {
            return false;
        }

        for (int i = digits.Length; i < 9; i++)
        {
            part *= 10;
        }

        UInt128 nanoseconds = (((UInt128)hours * 3600) + (minutes * 60) + whole) * Second + part;
        time = nanoseconds < ulong.MaxValue ? new((ulong)nanoseconds) : None;
        return time.HasValue;
    }

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    /// <param name="text">For example <c>0:00:01.500000000</c>, or <c>none</c>.</param>
    /// <exception cref="FormatException">The text is no time, or one beyond what a clock time holds.</exception>
    public static GstClockTime Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out GstClockTime time) ? time : throw new FormatException($"'{text}' is no time. Write hours, minutes and seconds, '0:00:01.5', or 'none'.");

    private static bool Number(ReadOnlySpan<char> digits, ulong most, out ulong number) =>
        ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most;

    private static GstClockTime Of(UInt128 nanoseconds, string what) =>
        nanoseconds < ulong.MaxValue ? new((ulong)nanoseconds) : throw new OverflowException($"{what} is more than a clock time holds ({ulong.MaxValue - 1} nanoseconds, 584 years).");
}
