namespace GstMemInterop;

public readonly partial record struct GstClockTime
{
    private const ulong Second = 1_000_000_000;

    /// <summary>When a frame of a stream with a fixed rate begins, rounded down to the nanosecond, exact for any number: nothing adds up (<c>gst_util_uint64_scale</c>).</summary>
    /// <param name="frame">The frame's number, from 0.</param>
    /// <param name="rate">Frames per second, for example 30000/1001; for samples of sound the sample rate.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive, or the time is beyond what a clock time holds (584 years).</exception>
    public static GstClockTime OfFrame(ulong frame, GstFraction rate)
    {
        if (rate.Numerator <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"A rate of {rate} frames per second gives no times. Choose a positive one, for example 30/1.");
        }

        // 64 + 31 + 30 bits.
        UInt128 nanoseconds = (UInt128)frame * (uint)rate.Denominator * Second / (uint)rate.Numerator;
        if (nanoseconds >= ulong.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(frame), frame, $"Frame {frame} at {rate} frames per second begins later than a clock time can say ({ulong.MaxValue - 1} nanoseconds).");
        }

        return new((ulong)nanoseconds);
    }

    /// <summary>How long a frame of a stream with a fixed rate lasts: up to where the next one begins, so that the durations of all frames fill the time without a gap (<c>gst_util_uint64_scale</c>).</summary>
    /// <param name="frame">The frame's number, from 0.</param>
    /// <param name="rate">Frames per second, for example 30000/1001.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive, or the time is beyond what a clock time holds (584 years).</exception>
    public static GstClockTime DurationOfFrame(ulong frame, GstFraction rate)
    {
        GstClockTime begin = OfFrame(frame, rate);
        return frame != ulong.MaxValue
            ? new(OfFrame(frame + 1, rate).Nanoseconds - begin.Nanoseconds)
            : throw new ArgumentOutOfRangeException(nameof(frame), frame, "There is no frame after the last number.");
    }
}
