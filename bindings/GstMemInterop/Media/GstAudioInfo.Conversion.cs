namespace GstMemInterop;

public sealed unsafe partial class GstAudioInfo
{
    private const ulong Second = 1_000_000_000;

    /// <summary>How many bytes so many frames take (<c>gst_audio_info_convert</c>).</summary>
    /// <param name="frames">Samples of each channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">They are more than 64 bits count.</exception>
    public ulong FramesToBytes(ulong frames) =>
        frames <= ulong.MaxValue / (ulong)BytesPerFrame ? frames * (ulong)BytesPerFrame : throw TooMany(nameof(frames), frames, "bytes");

    /// <summary>How many whole frames so many bytes hold (<c>gst_audio_info_convert</c>).</summary>
    /// <param name="bytes">Bytes of all channels.</param>
    public ulong BytesToFrames(ulong bytes) => bytes / (ulong)BytesPerFrame;

    /// <summary>How long so many frames last, rounded to the nanosecond (<c>gst_audio_info_convert</c>, <c>GST_FRAMES_TO_CLOCK_TIME</c>).</summary>
    /// <param name="frames">Samples of each channel.</param>
    /// <exception cref="ArgumentOutOfRangeException">They last longer than a clock time says.</exception>
    public GstClockTime FramesToTime(ulong frames)
    {
        UInt128 time = Scale(frames, Second, (ulong)Rate);
        return time < ulong.MaxValue ? new GstClockTime((ulong)time) : throw TooMany(nameof(frames), frames, "nanoseconds");
    }

    /// <summary>How many frames a time lasts, rounded to the next one (<c>gst_audio_info_convert</c>, <c>GST_CLOCK_TIME_TO_FRAMES</c>).</summary>
    /// <param name="time">A time.</param>
    /// <exception cref="ArgumentException"><paramref name="time"/> is <see cref="GstClockTime.None"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are more than 64 bits count.</exception>
    public ulong TimeToFrames(GstClockTime time)
    {
        if (!time.HasValue)
        {
            throw new ArgumentException("No time has no number of frames. Ask HasValue first: buffers need not have times.", nameof(time));
        }

        UInt128 frames = Scale(time.Nanoseconds, (ulong)Rate, Second);
        return frames <= ulong.MaxValue ? (ulong)frames : throw TooMany(nameof(time), time.Nanoseconds, "frames");
    }

    /// <summary>How long so many bytes last (<c>gst_audio_info_convert</c>): their whole frames, rounded to the nanosecond.</summary>
    /// <param name="bytes">Bytes of all channels.</param>
    /// <exception cref="ArgumentOutOfRangeException">They last longer than a clock time says.</exception>
    public GstClockTime BytesToTime(ulong bytes) => FramesToTime(BytesToFrames(bytes));

    /// <summary>How many bytes a time takes (<c>gst_audio_info_convert</c>): always whole frames.</summary>
    /// <param name="time">A time.</param>
    /// <exception cref="ArgumentException"><paramref name="time"/> is <see cref="GstClockTime.None"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">They are more than 64 bits count.</exception>
    public ulong TimeToBytes(GstClockTime time) => FramesToBytes(TimeToFrames(time));

    private static UInt128 Scale(ulong value, ulong numerator, ulong denominator) => (((UInt128)value * numerator) + (denominator / 2)) / denominator;

    private ArgumentOutOfRangeException TooMany(string name, ulong value, string unit) =>
        new(name, value, $"{value} of {this} is more {unit} than 64 bits count.");
}
