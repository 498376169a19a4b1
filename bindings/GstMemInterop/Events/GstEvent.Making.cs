using GstMemInterop.Native;

namespace GstMemInterop;

public sealed unsafe partial class GstEvent
{
    /// <summary>Begins a flush: what waits is thrown away, and nothing passes until a FLUSH-STOP (<c>gst_event_new_flush_start</c>).</summary>
    public static GstEvent NewFlushStart()
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_flush_start());
    }

    /// <summary>Ends a flush (<c>gst_event_new_flush_stop</c>).</summary>
    /// <param name="resetTime">Whether the running time begins at 0 again.</param>
    public static GstEvent NewFlushStop(bool resetTime = true)
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_flush_stop(resetTime ? 1 : 0));
    }

    /// <summary>Begins a stream (<c>gst_event_new_stream_start</c>).</summary>
    /// <param name="streamId">The stream's name, unique in the pipeline.</param>
    /// <param name="groupId">The group of streams that play together, from <see cref="NextGroupId"/>; <see langword="null"/> for none (<c>gst_event_set_group_id</c>).</param>
    /// <exception cref="ArgumentException">The name is empty, or holds a zero character.</exception>
    public static GstEvent NewStreamStart(string streamId, uint? groupId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(streamId);
        if (groupId == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(groupId), groupId, "0 is no group. NextGroupId() makes one that no other streams have.");
        }

        GStreamer.EnsureInitialized();
        using NativeText text = new(streamId);
        Native.GstEvent* made = LibGst.gst_event_new_stream_start(text.Pointer);
        if (groupId is { } group)
        {
            LibGst.gst_event_set_group_id(made, group);
        }

        return Made(made);
    }

    /// <summary>A number for streams that play together, which no other group of this process has (<c>gst_util_group_id_next</c>).</summary>
    public static uint NextGroupId()
    {
        GStreamer.EnsureInitialized();
        return LibGst.gst_util_group_id_next();
    }

    /// <summary>Says what format the buffers behind it have (<c>gst_event_new_caps</c>).</summary>
    /// <param name="caps">One format; not given away.</param>
    /// <exception cref="ArgumentException">The caps name more than one format.</exception>
    public static GstEvent NewCaps(GstCaps caps)
    {
        ArgumentNullException.ThrowIfNull(caps);
        using HandleLease lease = caps.Lease();
        return caps.IsFixed
            ? Made(LibGst.gst_event_new_caps((Native.GstCaps*)lease.Pointer))
            : throw new ArgumentException($"'{caps}' names more than one format. A CAPS event says exactly what comes: give every field one value.", nameof(caps));
    }

    /// <summary>Says how the timestamps behind it are meant (<c>gst_event_new_segment</c>).</summary>
    /// <param name="segment">Of a format that is not undefined.</param>
    /// <exception cref="ArgumentException">The segment has no format, or begins behind its end.</exception>
    public static GstEvent NewSegment(GstSegment segment)
    {
        RequireFormat(segment.Format, nameof(segment));
        if (segment.Stop is { } stop && segment.Start > stop)
        {
            throw new ArgumentException($"The segment begins at {segment.Start}, behind its end at {stop}. To play backwards, keep them in order and give a negative rate.", nameof(segment));
        }

        if (!segment.HasRunningTimes)
        {
            throw new ArgumentException("The segment plays backwards from an end that is not known or cut off. Give it a Stop.", nameof(segment));
        }

        GStreamer.EnsureInitialized();
        Native.GstSegment native = segment.ToNative();
        return Made(LibGst.gst_event_new_segment(&native));
    }

    /// <summary>Ends a segment that was played by a seek with <see cref="GstSeekFlags.Segment"/> (<c>gst_event_new_segment_done</c>).</summary>
    /// <param name="format">The unit of the position.</param>
    /// <param name="position">Where the segment ended.</param>
    /// <exception cref="ArgumentException">The format is undefined.</exception>
    public static GstEvent NewSegmentDone(GstFormat format, long position)
    {
        RequireFormat(format, nameof(format));
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_segment_done((Native.GstFormat)format, position));
    }

    /// <summary>Ends the stream (<c>gst_event_new_eos</c>).</summary>
    public static GstEvent NewEos()
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_eos());
    }

    /// <summary>Says what the stream is: title, language and the like (<c>gst_event_new_tag</c>).</summary>
    /// <param name="tags">Not given away; what is changed in it later does not show here.</param>
    public static GstEvent NewTag(GstTagList tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        using GstTagList given = tags.Retain();
        return Made(LibGst.gst_event_new_tag((Native.GstTagList*)given.DangerousDetach()));
    }

    /// <summary>Says that no buffer comes for a while, so that nobody waits for one (<c>gst_event_new_gap</c>).</summary>
    /// <param name="timestamp">Where the hole begins.</param>
    /// <param name="duration">How long it is; <see cref="GstClockTime.None"/> when unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hole begins nowhere.</exception>
    public static GstEvent NewGap(GstClockTime timestamp, GstClockTime duration = default)
    {
        RequireTime(timestamp, nameof(timestamp));
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_gap(timestamp.Nanoseconds, duration.Nanoseconds));
    }

    /// <summary>Asks to go on from elsewhere (<c>gst_event_new_seek</c>). <see cref="GstElement.Seek(GstSeekRequest)"/> makes and sends one.</summary>
    /// <param name="request">Rate, format, flags, and the new start and stop.</param>
    /// <exception cref="ArgumentException">The rate is 0 or not finite, the start lies behind the stop, or the flags do not go together.</exception>
    public static GstEvent NewSeek(GstSeekRequest request)
    {
        GstElement.CheckSeek(request);
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_seek(
            request.Rate, (Native.GstFormat)request.Format, (Native.GstSeekFlags)request.Flags,
            (Native.GstSeekType)request.StartType, request.Start, (Native.GstSeekType)request.StopType, request.Stop));
    }

    /// <summary>Tells upstream that data comes too late or too early (<c>gst_event_new_qos</c>).</summary>
    /// <param name="report">Why, how much too fast or slow, and of which buffer.</param>
    /// <exception cref="ArgumentException">The type is none, the proportion is not finite, or the data came before time 0.</exception>
    public static GstEvent NewQos(GstQosReport report)
    {
        if (!Enum.IsDefined(report.Type) || !double.IsFinite(report.Proportion))
        {
            throw new ArgumentException($"{report} is of a type that there is not, or has a proportion that is no number.", nameof(report));
        }

        if (report.Difference < 0 && (UInt128)(-(Int128)report.Difference) > report.Timestamp.Nanoseconds)
        {
            throw new ArgumentOutOfRangeException(nameof(report), report.Difference, $"Data for {report.Timestamp} cannot have come {-(Int128)report.Difference} nanoseconds early: that is before time 0.");
        }

        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_qos((Native.GstQOSType)report.Type, report.Proportion, report.Difference, report.Timestamp.Nanoseconds));
    }

    /// <summary>Tells upstream the latency of the pipeline (<c>gst_event_new_latency</c>).</summary>
    /// <param name="latency">A time.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is no time.</exception>
    public static GstEvent NewLatency(GstClockTime latency)
    {
        RequireTime(latency, nameof(latency));
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_latency(latency.Nanoseconds));
    }

    /// <summary>Skips or plays an amount of data in the sinks (<c>gst_event_new_step</c>): one <see cref="GstFormat.Buffers"/> in a pause shows the next frame.</summary>
    /// <param name="format">The unit of the amount.</param>
    /// <param name="amount">How much.</param>
    /// <param name="rate">At what speed; more than 0.</param>
    /// <param name="flush">Whether what waits is thrown away.</param>
    /// <param name="intermediate">Whether more steps follow.</param>
    /// <exception cref="ArgumentException">The format is undefined, or the rate is not above 0.</exception>
    public static GstEvent NewStep(GstFormat format, ulong amount, double rate = 1, bool flush = true, bool intermediate = false)
    {
        RequireFormat(format, nameof(format));
        if (!(rate > 0) || !double.IsFinite(rate))
        {
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "A step goes forward: its rate is a number above 0. The direction is that of the segment.");
        }

        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_step((Native.GstFormat)format, amount, rate, flush ? 1 : 0, intermediate ? 1 : 0));
    }

    /// <summary>Asks upstream to agree on a format again (<c>gst_event_new_reconfigure</c>).</summary>
    public static GstEvent NewReconfigure()
    {
        GStreamer.EnsureInitialized();
        return Made(LibGst.gst_event_new_reconfigure());
    }

    /// <summary>An event of the application's own (<c>gst_event_new_custom</c>).</summary>
    /// <param name="type">How it travels: <see cref="GstEventType.CustomDownstream"/> in line with the buffers, <see cref="GstEventType.CustomDownstreamOob"/> past them, <see cref="GstEventType.CustomUpstream"/>, and so on; or <see cref="GstEventType.Navigation"/>.</param>
    /// <param name="structure">Name and fields; copied.</param>
    /// <exception cref="ArgumentException">The type is not one of the application's.</exception>
    public static GstEvent NewCustom(GstEventType type, GstStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        if (!Enum.IsDefined(type) || (type < GstEventType.CustomUpstream && type != GstEventType.Navigation))
        {
            throw new ArgumentException($"{type} is not for custom events: each of GStreamer's own types has a New method that fills it correctly. Choose one whose name begins with Custom.", nameof(type));
        }

        return Made(LibGst.gst_event_new_custom((Native.GstEventType)type, structure.CopyForC()));
    }

    /// <summary>An event of the application's own (<c>gst_event_new_custom</c>).</summary>
    /// <param name="type">How it travels.</param>
    /// <param name="structure">Name and fields, as GStreamer's text: <c>my-event, number=(int)5</c>.</param>
    /// <exception cref="ArgumentException">The type is not one of the application's.</exception>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    public static GstEvent NewCustom(GstEventType type, string structure)
    {
        using GstStructure content = GstStructure.Parse(structure);
        return NewCustom(type, content);
    }

    /// <summary>A copy that nobody else holds (<c>gst_mini_object_copy</c>), to change its <see cref="SequenceNumber"/>.</summary>
    public GstEvent Copy()
    {
        using HandleLease lease = new(_handle);
        return new GstEvent((nint)LibGst.gst_mini_object_copy(lease.MiniObject));
    }

    /// <summary>Its number, which events and messages of one cause share (<c>gst_event_get_seqnum</c>, <c>gst_event_set_seqnum</c>).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Set to 0, which is no number.</exception>
    /// <exception cref="InvalidOperationException">Set while others hold the event too.</exception>
    public uint SequenceNumber
    {
        get => Borrow().SequenceNumber;

        set
        {
            ArgumentOutOfRangeException.ThrowIfZero(value);
            using HandleLease lease = new(_handle);
            if (LibGst.gst_mini_object_is_writable(lease.MiniObject) == 0)
            {
                throw new InvalidOperationException("Others hold this event too and would see the change. Copy() it first.");
            }

            LibGst.gst_event_set_seqnum((Native.GstEvent*)lease.Pointer, value);
        }
    }

    private static GstEvent Made(Native.GstEvent* made) => new((nint)made);

    private static void RequireFormat(GstFormat format, string parameter)
    {
        if (format is <= GstFormat.Undefined or > GstFormat.Percent)
        {
            throw new ArgumentOutOfRangeException(parameter, format, $"{format} is no format to count in. Choose Time, Bytes, Buffers, Default or Percent.");
        }
    }

    private static void RequireTime(GstClockTime time, string parameter)
    {
        if (!time.HasValue)
        {
            throw new ArgumentOutOfRangeException(parameter, time, "GstClockTime.None is no time. Give one.");
        }
    }
}
