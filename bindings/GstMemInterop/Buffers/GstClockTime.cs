using System.Globalization;

namespace GstMemInterop;

/// <summary>A time or duration in nanoseconds, or <see cref="None"/>. Stands on <c>GstClockTime</c>.</summary>
public readonly partial record struct GstClockTime : IComparable<GstClockTime>
{
    private readonly ulong _plusOne;

    /// <summary>A time of so many nanoseconds; <see cref="ulong.MaxValue"/> is <see cref="None"/>, as in C.</summary>
    /// <param name="nanoseconds">Nanoseconds.</param>
    public GstClockTime(ulong nanoseconds) => _plusOne = unchecked(nanoseconds + 1);

    /// <summary>No time: <c>GST_CLOCK_TIME_NONE</c>. Also the default value.</summary>
    public static GstClockTime None => default;

    /// <summary>Zero nanoseconds.</summary>
    public static GstClockTime Zero => new(0);

    /// <summary>Whether there is a time.</summary>
    public bool HasValue => _plusOne != 0;

    /// <summary>The nanoseconds; <c>GST_CLOCK_TIME_NONE</c> (all bits set) for <see cref="None"/>.</summary>
    public ulong Nanoseconds => unchecked(_plusOne - 1);

    /// <summary>A time of so many nanoseconds.</summary>
    /// <param name="nanoseconds">Nanoseconds.</param>
    public static GstClockTime FromNanoseconds(ulong nanoseconds) => new(nanoseconds);

    /// <summary>A time of so many seconds, rounded to the nanosecond.</summary>
    /// <param name="seconds">Seconds, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, not a number or too large.</exception>
    public static GstClockTime FromSeconds(double seconds)
    {
        double nanoseconds = Math.Round(seconds * 1e9);
        if (!(nanoseconds >= 0 && nanoseconds < 18446744073709551615.0))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A clock time holds 0 to 18446744073.7 seconds.");
        }

        return new((ulong)nanoseconds);
    }

    /// <summary>A time from a <see cref="TimeSpan"/> (units of 100 ns).</summary>
    /// <param name="time">Not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public static GstClockTime FromTimeSpan(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return new((ulong)time.Ticks * 100);
    }

    /// <summary>This time as a <see cref="TimeSpan"/>, cut to 100 ns; <see langword="null"/> for <see cref="None"/> or beyond what a TimeSpan holds.</summary>
    public TimeSpan? ToTimeSpan() => HasValue ? TimeSpan.FromTicks((long)(Nanoseconds / 100)) : null;

    /// <summary>This time in seconds; <see cref="double.NaN"/> for <see cref="None"/>.</summary>
    public double TotalSeconds => HasValue ? Nanoseconds / 1e9 : double.NaN;

    /// <summary>A time from a <see cref="TimeSpan"/>.</summary>
    /// <param name="time">Not negative.</param>
    public static implicit operator GstClockTime(TimeSpan time) => FromTimeSpan(time);

    /// <inheritdoc/>
    public int CompareTo(GstClockTime other) => _plusOne.CompareTo(other._plusOne);

    /// <summary>Whether the left time is earlier; <see cref="None"/> is before every time.</summary>
    public static bool operator <(GstClockTime left, GstClockTime right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left time is later; <see cref="None"/> is before every time.</summary>
    public static bool operator >(GstClockTime left, GstClockTime right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left time is not later; <see cref="None"/> is before every time.</summary>
    public static bool operator <=(GstClockTime left, GstClockTime right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left time is not earlier; <see cref="None"/> is before every time.</summary>
    public static bool operator >=(GstClockTime left, GstClockTime right) => left.CompareTo(right) >= 0;

    /// <summary>GStreamer's way to print a time: <c>0:00:01.500000000</c>, or <c>none</c>.</summary>
    public override string ToString()
    {
        if (!HasValue)
        {
            return "none";
        }

        ulong seconds = Nanoseconds / 1_000_000_000;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}:{seconds / 60 % 60:00}:{seconds % 60:00}.{Nanoseconds % 1_000_000_000:000000000}");
    }
}
