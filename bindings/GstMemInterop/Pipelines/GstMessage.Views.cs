using GstMemInterop.Native;

namespace GstMemInterop;

public sealed unsafe partial class GstMessage
{
    /// <summary>The object that posted it (<c>GST_MESSAGE_SRC</c>): a <see cref="GstElement"/>, <see cref="GstPad"/>, …, the caller's to dispose; <see langword="null"/> when none did, or one that has no class here.</summary>
    public GstObject? GetSource()
    {
        using HandleLease lease = new(_handle);
        return GstObject.RetainAny((nint)Message(lease)->src);
    }

    /// <summary>A copy of the message's content (<c>gst_message_get_structure</c>, <c>gst_structure_copy</c>), the caller's to dispose; <see langword="null"/> when it has none.</summary>
    public GstStructure? GetStructure()
    {
        using HandleLease lease = new(_handle);
        Native.GstStructure* structure = LibGst.gst_message_get_structure(Message(lease));
        return structure is null ? null : GstStructure.CopyOf((nint)structure);
    }

    /// <summary>The tags that were found (<c>gst_message_parse_tag</c>), the caller's to dispose; <see langword="null"/> for a message of another type.</summary>
    public GstTagList? GetTags()
    {
        using HandleLease lease = new(_handle);
        if (!Is(lease, Native.GstMessageType.GST_MESSAGE_TAG))
        {
            return null;
        }

        Native.GstTagList* tags = null;
        LibGst.gst_message_parse_tag(Message(lease), &tags);
        return tags is null ? null : GstTagList.Adopt((nint)tags);
    }

    /// <summary>The group of the streams that begin with a STREAM-START message (<c>gst_message_parse_group_id</c>).</summary>
    public uint? GroupId
    {
        get
        {
            using HandleLease lease = new(_handle);
            uint group;
            return Is(lease, Native.GstMessageType.GST_MESSAGE_STREAM_START) && LibGst.gst_message_parse_group_id(Message(lease), &group) != 0 ? group : null;
        }
    }

    /// <summary>The running time at which an ASYNC-DONE message says that the pipeline goes on (<c>gst_message_parse_async_done</c>); none when it goes on from where it was.</summary>
    public GstClockTime? AsyncDoneTime
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_ASYNC_DONE))
            {
                return null;
            }

            ulong time;
            LibGst.gst_message_parse_async_done(Message(lease), &time);
            return new GstClockTime(time);
        }
    }

    /// <summary>How late things are, beside <see cref="QualityOfService"/> (<c>gst_message_parse_qos_values</c>).</summary>
    public GstQosValues? QosValues
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_QOS))
            {
                return null;
            }

            long jitter;
            double proportion;
            int quality;
            LibGst.gst_message_parse_qos_values(Message(lease), &jitter, &proportion, &quality);
            return new GstQosValues(jitter, proportion, quality);
        }
    }

    /// <summary>How far a task is that an element does in the background (<c>gst_message_parse_progress</c>).</summary>
    public GstProgress? Progress
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_PROGRESS))
            {
                return null;
            }

            Native.GstProgressType type;
            byte* code;
            byte* text;
            LibGst.gst_message_parse_progress(Message(lease), &type, &code, &text);
            return new GstProgress((GstProgressType)type, NativeText.Take(code) ?? "", NativeText.Take(text) ?? "");
        }
    }

    /// <summary>The state that an element asks for, whose wish it is up to the application to grant (<c>gst_message_parse_request_state</c>).</summary>
    public GstState? RequestedState
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_REQUEST_STATE))
            {
                return null;
            }

            Native.GstState state;
            LibGst.gst_message_parse_request_state(Message(lease), &state);
            return (GstState)state;
        }
    }

    /// <summary>Where a segment ended that was played by a seek with <see cref="GstSeekFlags.Segment"/> (<c>gst_message_parse_segment_done</c>).</summary>
    public GstStreamPosition? SegmentDone
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_SEGMENT_DONE))
            {
                return null;
            }

            Native.GstFormat format;
            long position;
            LibGst.gst_message_parse_segment_done(Message(lease), &format, &position);
            return new GstStreamPosition((GstFormat)format, position < 0 ? null : position);
        }
    }
}

/// <summary>How late things are (<c>gst_message_parse_qos_values</c>).</summary>
/// <param name="Jitter">How many nanoseconds too late, or, negative, too early (<c>gst_message_parse_qos_values</c>).</param>
/// <param name="Proportion">How fast data should come against how fast it comes, over some time: above 1 is too slow (<c>gst_message_parse_qos_values</c>).</param>
/// <param name="Quality">How good the element makes it, from 0 to 1,000,000, the default (<c>gst_message_parse_qos_values</c>).</param>
public readonly record struct GstQosValues(long Jitter, double Proportion, int Quality);

/// <summary>How far a task in the background is (<c>gst_message_parse_progress</c>).</summary>
/// <param name="Type">Whether it began, goes on, or has ended, and how (<c>gst_message_parse_progress</c>).</param>
/// <param name="Code">What the task is, for programs (<c>gst_message_parse_progress</c>).</param>
/// <param name="Text">What it is, for people (<c>gst_message_parse_progress</c>).</param>
public readonly record struct GstProgress(GstProgressType Type, string Code, string Text);
