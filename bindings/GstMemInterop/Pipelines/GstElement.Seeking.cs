using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstElement
{
    private const GstSeekFlags Snaps = GstSeekFlags.SnapBefore | GstSeekFlags.SnapAfter;

    /// <summary>Goes on from another place in the stream (<c>gst_element_seek</c> with <c>GST_FORMAT_TIME</c>).</summary>
    /// <param name="position">Where to go on, in nanoseconds from the beginning of the stream.</param>
    /// <param name="flags">By default what is on its way is thrown away, and the place is the key frame nearby.</param>
    /// <returns>Whether an element did it; none does before it is <see cref="GstState.Paused"/>, and a live source never.</returns>
    /// <exception cref="ArgumentException">The position is no time, or the flags do not go together.</exception>
    /// <exception cref="InvalidOperationException">It would flush, and this is a streaming thread, for which flushing waits.</exception>
    public bool Seek(GstClockTime position, GstSeekFlags flags = GstSeekFlags.Flush | GstSeekFlags.KeyUnit)
    {
        if (!position.HasValue || position.Nanoseconds > long.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(position), position, "The place to go to must be a time from 0 to 292 years.");
        }

        return Seek(new GstSeekRequest(1, GstFormat.Time, flags, GstSeekType.Set, (long)position.Nanoseconds, GstSeekType.None, -1));
    }

    /// <summary>Goes on from another place, at another rate, or to another end (<c>gst_element_seek</c>).</summary>
    /// <param name="request">Rate (negative: backwards), format, flags, and the new start and stop; -1 where there is none.</param>
    /// <returns>Whether an element did it.</returns>
    /// <exception cref="ArgumentException">The rate is 0 or not finite, the start lies behind the stop, or the flags do not go together.</exception>
    /// <exception cref="InvalidOperationException">It would flush, and this is a streaming thread, for which flushing waits; or it would not, and the stream is paused, for which it would wait.</exception>
    public bool Seek(GstSeekRequest request)
    {
        CheckSeek(request);
        using HandleLease lease = Lease();
        RequireSeekable(lease, request.Flags);
        if (Element(lease)->current_state < Native.GstState.GST_STATE_PAUSED)
        {
            return false; // some elements look for what they do not have yet
        }

        return LibGst.gst_element_seek(
            Element(lease), request.Rate, (Native.GstFormat)request.Format, (Native.GstSeekFlags)request.Flags,
            (Native.GstSeekType)request.StartType, request.Start, (Native.GstSeekType)request.StopType, request.Stop) != 0;
    }

    /// <exception cref="InvalidOperationException">It would wait for what does not come.</exception>
    private static void RequireSeekable(in HandleLease lease, GstSeekFlags flags)
    {
        if ((flags & GstSeekFlags.Flush) != 0 && StreamingThread.IsThis)
        {
            throw new InvalidOperationException("A flushing seek waits for the streaming threads to let go, and this is one. Seek from another thread (Task.Run), or without GstSeekFlags.Flush.");
        }

        if ((flags & GstSeekFlags.Flush) == 0 && Element(lease)->current_state == Native.GstState.GST_STATE_PAUSED)
        {
            throw new InvalidOperationException("A seek without GstSeekFlags.Flush waits for the stream, which a pause holds up, and nobody could stop the pipeline meanwhile. Play first, or flush.");
        }
    }

    /// <summary>C complains on the console about each of these, or takes it for what it is not.</summary>
    internal static void CheckSeek(in GstSeekRequest request)
    {
        if (request.Rate == 0 || !double.IsFinite(request.Rate))
        {
            throw new ArgumentOutOfRangeException(nameof(request), request.Rate, "The rate of a seek must be a number other than 0: 1 plays as recorded, -1 backwards. To hold still, go to Paused.");
        }

        if (request.Format is < GstFormat.Undefined or > GstFormat.Percent || !Enum.IsDefined(request.StartType) || !Enum.IsDefined(request.StopType))
        {
            throw new ArgumentException($"{request} names a format or a type of seek that there is not.", nameof(request));
        }

        if (request.StartType == GstSeekType.Set && request.StopType == GstSeekType.Set && request.Stop != -1 && request.Start > request.Stop)
        {
            throw new ArgumentException($"The start {request.Start} lies behind the stop {request.Stop}. To play backwards, keep them in order and give a negative rate.", nameof(request));
        }

        if ((request.Flags & Snaps) != 0 && (request.Flags & GstSeekFlags.KeyUnit) == 0)
        {
            throw new ArgumentException("SnapBefore, SnapAfter and SnapNearest choose among key frames: they need GstSeekFlags.KeyUnit.", nameof(request));
        }

        if ((request.Flags & GstSeekFlags.InstantRateChange) != 0
            && (request.StartType != GstSeekType.None || request.StopType != GstSeekType.None || (request.Flags & GstSeekFlags.Flush) != 0))
        {
            throw new ArgumentException("InstantRateChange changes the rate and nothing else: both types must be GstSeekType.None, without Flush.", nameof(request));
        }
    }
}
