using GstMemInterop.Native;

namespace GstMemInterop;

public readonly unsafe partial record struct GstSegment
{
    /// <summary>Which position is due at a running time (<c>gst_segment_position_from_running_time</c>): the inverse of <see cref="ToRunningTime(ulong)"/>.</summary>
    /// <param name="runningTime">In units of <see cref="Format"/>.</param>
    /// <returns>The position; <see langword="null"/> when it is outside the segment, or the segment plays backwards from an unknown end.</returns>
    public ulong? PositionFromRunningTime(ulong runningTime)
    {
        if (!(Rate > 0) && Stop is null)
        {
            return null; // C reckons from an end that is not there
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        return OrNone(LibGst.gst_segment_position_from_running_time(&native, native.format, runningTime));
    }

    /// <summary>Which timestamp is due at a running time (<c>gst_segment_position_from_running_time</c>).</summary>
    /// <param name="runningTime">For example from a clock, less the base time.</param>
    /// <returns>The position; <see cref="GstClockTime.None"/> when it is outside the segment, or for none.</returns>
    /// <exception cref="InvalidOperationException">The segment is not in <see cref="GstFormat.Time"/>.</exception>
    public GstClockTime PositionFromRunningTime(GstClockTime runningTime)
    {
        RequireTime();
        return new(PositionFromRunningTime(runningTime.Nanoseconds) ?? ulong.MaxValue);
    }

    /// <summary>Which position has a stream time (<c>gst_segment_position_from_stream_time</c>): the inverse of <see cref="ToStreamTime(ulong)"/>.</summary>
    /// <param name="streamTime">In units of <see cref="Format"/>.</param>
    /// <returns>The position; <see langword="null"/> when it is outside the segment, or <see cref="Time"/> is unknown.</returns>
    public ulong? PositionFromStreamTime(ulong streamTime)
    {
        if (Time is null || (!(AppliedRate > 0) && Stop is null))
        {
            return null; // C answers with what lay in its memory
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        return OrNone(streamTime == ulong.MaxValue ? streamTime : LibGst.gst_segment_position_from_stream_time(&native, native.format, streamTime));
    }

    /// <summary>Which timestamp has a stream time (<c>gst_segment_position_from_stream_time</c>).</summary>
    /// <param name="streamTime">For example what <see cref="GstElement.QueryPosition()"/> answers.</param>
    /// <returns>The position; <see cref="GstClockTime.None"/> when it is outside the segment, for none, or when <see cref="Time"/> is unknown.</returns>
    /// <exception cref="InvalidOperationException">The segment is not in <see cref="GstFormat.Time"/>.</exception>
    public GstClockTime PositionFromStreamTime(GstClockTime streamTime)
    {
        RequireTime();
        return new(PositionFromStreamTime(streamTime.Nanoseconds) ?? ulong.MaxValue);
    }

    /// <summary>What of a piece of the stream lies in the segment (<c>gst_segment_clip</c>).</summary>
    /// <param name="start">Where it begins, in units of <see cref="Format"/>; <see langword="null"/> when unknown.</param>
    /// <param name="stop">Where it ends; <see langword="null"/> when unknown.</param>
    /// <param name="clippedStart">Where what is left of it begins.</param>
    /// <param name="clippedStop">Where what is left of it ends.</param>
    /// <returns>Whether anything of it does.</returns>
    /// <exception cref="ArgumentException">It ends before it begins.</exception>
    public bool Clip(ulong? start, ulong? stop, out ulong? clippedStart, out ulong? clippedStop)
    {
        if (start > stop)
        {
            throw new ArgumentException($"A piece from {start} to {stop} ends before it begins.", nameof(stop));
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        ulong left;
        ulong right;
        bool inside = LibGst.gst_segment_clip(&native, native.format, start ?? ulong.MaxValue, stop ?? ulong.MaxValue, &left, &right) != 0;
        (clippedStart, clippedStop) = inside ? (OrNone(left), OrNone(right)) : (null, null);
        return inside;
    }

    /// <summary>This segment played earlier or later (<c>gst_segment_offset_running_time</c>).</summary>
    /// <param name="offset">What is added to every running time, in units of <see cref="Format"/>; negative for earlier.</param>
    /// <returns>The other segment; <see langword="null"/> when it would begin before running time 0, and nothing of it would be left.</returns>
    public GstSegment? OffsetRunningTime(long offset)
    {
        if (offset < 0 && (offset == long.MinValue || (!(Rate > 0) && Stop is null)))
        {
            return null;
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        return LibGst.gst_segment_offset_running_time(&native, native.format, offset) != 0 ? new GstSegment(&native) : null;
    }

    /// <summary>The segment that an element makes of this one when it is asked to seek (<c>gst_segment_do_seek</c>).</summary>
    /// <param name="request">The seek.</param>
    /// <param name="positionChanged">Whether playback goes on somewhere else.</param>
    /// <exception cref="ArgumentException">The request is in another format, has a rate of 0 or none, only changes the rate at once (<see cref="GstSeekFlags.InstantRateChange"/>), or would end before it begins.</exception>
    public GstSegment Seek(GstSeekRequest request, out bool positionChanged)
    {
        if (request.Format != Format)
        {
            throw new ArgumentException($"The request counts in {request.Format}, the segment in {Format}.", nameof(request));
        }

        if (request.Rate == 0 || !double.IsFinite(request.Rate))
        {
            throw new ArgumentException($"A rate is a finite number other than zero, and not {request.Rate}: 1 is normal speed, negative is backwards.", nameof(request));
        }

        if (request.StartType > GstSeekType.End || request.StopType > GstSeekType.End)
        {
            throw new ArgumentException($"There is no seek type {request.StartType} or {request.StopType}: choose None, Set or End.", nameof(request));
        }

        if (request.Flags.HasFlag(GstSeekFlags.InstantRateChange))
        {
            throw new ArgumentException("A seek that changes only the rate, and at once, makes no other segment.", nameof(request));
        }

        if (!request.Flags.HasFlag(GstSeekFlags.Flush) && !HasRunningTimes)
        {
            throw new ArgumentException("This segment plays backwards from an end that is not known or cut off, so where it is cannot be carried over. Seek with GstSeekFlags.Flush.", nameof(request));
        }

        ulong start = Target(request.StartType, request.Start, Start) ?? 0;
        start = Duration is { } duration ? ulong.Min(start, duration) : (ulong)long.Max((long)start, 0);
        if (Target(request.StopType, request.Stop, Stop) is { } stop
            && start > (ulong)(Duration is { } most ? long.Clamp((long)stop, 0, long.Max((long)most, 0)) : long.Max((long)stop, 0)))
        {
            throw new ArgumentException($"The segment would begin at {start} and end before, at {(long)stop}.", nameof(request));
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = ToNative();
        int update;
        if (LibGst.gst_segment_do_seek(&native, request.Rate, native.format, (Native.GstSeekFlags)request.Flags, (Native.GstSeekType)request.StartType, (ulong)request.Start, (Native.GstSeekType)request.StopType, (ulong)request.Stop, &update) == 0)
        {
            throw new ArgumentException($"GStreamer makes no segment of {request}.", nameof(request));
        }

        positionChanged = update != 0;
        return new GstSegment(&native);
    }

    /// <summary>The position that a seek names; null for none, which is open.</summary>
    private ulong? Target(GstSeekType type, long value, ulong? unchanged) => type switch
    {
        GstSeekType.Set => value == -1 ? null : (ulong)value,
        GstSeekType.End when Duration is { } duration => unchecked(duration + (ulong)value),
        _ => unchanged,
    };
}
