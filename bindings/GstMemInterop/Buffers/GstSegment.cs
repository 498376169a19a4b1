namespace GstMemInterop;

/// <summary>
/// What part of a stream is played, how fast, and where in time: turns positions of buffers into running time and stream
/// time. Stands on <c>GstSegment</c>.
/// </summary>
/// <remarks>An immutable value: change one with <c>with</c>. The default value is a fresh segment, as <c>gst_segment_init</c> makes it, of undefined format. Units are those of <see cref="Format"/>: nanoseconds for <see cref="GstFormat.Time"/>.</remarks>
public readonly unsafe partial record struct GstSegment
{
    // Stored so that all-zero bits are a fresh segment: rates against 1.0, what is unknown at first as its complement.
    private readonly long _rate;
    private readonly long _appliedRate;
    private readonly ulong _stop;
    private readonly ulong _duration;
    private readonly ulong _time;
    private readonly ulong _position;

    /// <summary>A fresh segment of a format: everything from 0 on, at normal speed (<c>gst_segment_init</c>).</summary>
    /// <param name="format">The unit of all positions.</param>
    public GstSegment(GstFormat format) => Format = format;

    internal GstSegment(Native.GstSegment* segment)
    {
        Format = (GstFormat)segment->format;
        Flags = (GstSegmentFlags)segment->flags;
        Base = segment->@base;
        Offset = segment->offset;
        Start = segment->start;
        _rate = Packed(segment->rate);
        _appliedRate = Packed(segment->applied_rate);
        _stop = ~segment->stop;
        _duration = ~segment->duration;
        _time = segment->time;
        _position = segment->position;
    }

    /// <summary>The unit of all positions (<c>GstSegment.format</c>).</summary>
    public GstFormat Format { get; init; }

    /// <summary>How the segment is played (<c>GstSegment.flags</c>).</summary>
    public GstSegmentFlags Flags { get; init; }

    /// <summary>The speed that sinks still have to apply; negative plays backwards (<c>GstSegment.rate</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero or to something that is not a finite number.</exception>
    public double Rate
    {
        get => Unpacked(_rate);
        init => _rate = Packed(Checked(value, nameof(Rate)));
    }

    /// <summary>The speed that was already applied to the data (<c>GstSegment.applied_rate</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to zero or to something that is not a finite number.</exception>
    public double AppliedRate
    {
        get => Unpacked(_appliedRate);
        init => _appliedRate = Packed(Checked(value, nameof(AppliedRate)));
    }

    /// <summary>The running time that had passed before this segment (<c>GstSegment.base</c>).</summary>
    public ulong Base { get; init; }

    /// <summary>How much of the segment, from its start, is already behind <see cref="Base"/> (<c>GstSegment.offset</c>).</summary>
    public ulong Offset { get; init; }

    /// <summary>The first position (<c>GstSegment.start</c>).</summary>
    public ulong Start { get; init; }

    /// <summary>The last position; <see langword="null"/> when open (<c>GstSegment.stop</c>).</summary>
    public ulong? Stop
    {
        get => OrNone(~_stop);
        init => _stop = ~(value ?? ulong.MaxValue);
    }

    /// <summary>The stream time of <see cref="Start"/>; <see langword="null"/> when unknown (<c>GstSegment.time</c>).</summary>
    public ulong? Time
    {
        get => OrNone(_time);
        init => _time = value ?? ulong.MaxValue;
    }

    /// <summary>Where playback is; <see langword="null"/> when unknown (<c>GstSegment.position</c>).</summary>
    public ulong? Position
    {
        get => OrNone(_position);
        init => _position = value ?? ulong.MaxValue;
    }

    /// <summary>How long the whole stream is; <see langword="null"/> when unknown (<c>GstSegment.duration</c>).</summary>
    public ulong? Duration
    {
        get => OrNone(~_duration);
        init => _duration = ~(value ?? ulong.MaxValue);
    }

    /// <summary>When a position is due, counted from the start of playback (<c>gst_segment_to_running_time</c>).</summary>
    /// <param name="position">For example a buffer's timestamp, in units of <see cref="Format"/>.</param>
    /// <returns>The running time; <see langword="null"/> for a position outside the segment, or when the segment plays backwards from an unknown end.</returns>
    public ulong? ToRunningTime(ulong position)
    {
        if (!HasRunningTimes)
        {
            return null; // older C complains where newer C answers with nothing
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        return OrNone(Native.LibGst.gst_segment_to_running_time(&native, native.format, position));
    }

    /// <summary>When a timestamp is due, counted from the start of playback (<c>gst_segment_to_running_time</c>).</summary>
    /// <param name="position">For example <see cref="GstBufferRef.Pts"/>.</param>
    /// <returns>The running time; <see cref="GstClockTime.None"/> for a position outside the segment, for none, or when the segment plays backwards from an unknown end.</returns>
    /// <exception cref="InvalidOperationException">The segment is not in <see cref="GstFormat.Time"/>.</exception>
    public GstClockTime ToRunningTime(GstClockTime position)
    {
        RequireTime();
        return new GstClockTime(ToRunningTime(position.Nanoseconds) ?? ulong.MaxValue);
    }

    /// <summary>Where a position is in the whole stream, between 0 and its duration (<c>gst_segment_to_stream_time</c>).</summary>
    /// <param name="position">For example a buffer's timestamp, in units of <see cref="Format"/>.</param>
    /// <returns>The stream time; <see langword="null"/> for a position outside the segment, or when <see cref="Time"/> is unknown.</returns>
    public ulong? ToStreamTime(ulong position)
    {
        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        return OrNone(Native.LibGst.gst_segment_to_stream_time(&native, native.format, position));
    }

    /// <summary>Where a timestamp is in the whole stream, between 0 and its duration (<c>gst_segment_to_stream_time</c>).</summary>
    /// <param name="position">For example <see cref="GstBufferRef.Pts"/>.</param>
    /// <returns>The stream time; <see cref="GstClockTime.None"/> for a position outside the segment, for none, or when <see cref="Time"/> is unknown.</returns>
    /// <exception cref="InvalidOperationException">The segment is not in <see cref="GstFormat.Time"/>.</exception>
    public GstClockTime ToStreamTime(GstClockTime position)
    {
        RequireTime();
        return new GstClockTime(ToStreamTime(position.Nanoseconds) ?? ulong.MaxValue);
    }

    /// <summary>Backwards it is reckoned from the end, which must be known and not cut off.</summary>
    internal bool HasRunningTimes => Rate > 0 || (Stop ?? Start + Duration) >= Offset;

    internal Native.GstSegment ToNative()
    {
        Native.GstSegment native = default;
        native.format = (Native.GstFormat)Format;
        native.flags = (Native.GstSegmentFlags)Flags;
        native.rate = Rate;
        native.applied_rate = AppliedRate;
        native.@base = Base;
        native.offset = Offset;
        native.start = Start;
        native.stop = ~_stop;
        native.duration = ~_duration;
        native.time = _time;
        native.position = _position;
        return native;
    }

    private void RequireTime()
    {
        if (Format != GstFormat.Time)
        {
            throw new InvalidOperationException($"This segment counts in {Format}, not in time. Use the overload that takes a number in that unit.");
        }
    }

    private static ulong? OrNone(ulong value) => value == ulong.MaxValue ? null : value;

    private static long Packed(double rate) => BitConverter.DoubleToInt64Bits(rate) ^ BitConverter.DoubleToInt64Bits(1.0);

    private static double Unpacked(long packed) => BitConverter.Int64BitsToDouble(packed ^ BitConverter.DoubleToInt64Bits(1.0));

    private static double Checked(double rate, string name) => rate != 0 && double.IsFinite(rate)
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A rate is a finite number other than zero: 1 is normal speed, negative is backwards.");
}
