using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Borrows somebody else's event, the one in a probe for example: its type, and what it says. Each <c>Parse</c> method reads one
/// type of event and refuses the others; <see cref="this[string]"/> reads any field by name. Stands on <c>GstEvent</c>.
/// </summary>
/// <remarks>The compiler keeps a borrow on the stack; it is valid as long as the scope that lent it.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly unsafe ref struct GstEventRef
{
    private readonly Native.GstEvent* _event;
    private readonly NativeHandle? _owner;
    private readonly BufferLender _lender;

    internal GstEventRef(Native.GstEvent* pointer, NativeHandle? owner = null, BufferLender lender = default)
    {
        _event = pointer;
        _owner = owner;
        _lender = lender;
    }

    /// <summary>Borrows the event behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstEvent*</c>.</param>
    /// <returns>The borrow. No reference is taken.</returns>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstEventRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstEvent));
        }

        GStreamer.EnsureInitialized();
        return new GstEventRef((Native.GstEvent*)pointer);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _event is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_event;

    /// <summary>What the event says (<c>GST_EVENT_TYPE</c>).</summary>
    public GstEventType Type { get { using HandleLease lease = Enter(); return (GstEventType)_event->type; } }

    /// <summary>Its number: events that belong together have the same (<c>gst_event_get_seqnum</c>).</summary>
    public uint SequenceNumber { get { using HandleLease lease = Enter(); return Native.LibGst.gst_event_get_seqnum(_event); } }

    /// <summary>The name of the event's structure (<c>gst_event_get_structure</c>, <c>gst_structure_get_name</c>), which tells custom events apart; <see langword="null"/> when it has none.</summary>
    public string? StructureName
    {
        get
        {
            using HandleLease lease = Enter();
            Native.GstStructure* structure = Native.LibGst.gst_event_get_structure(_event);
            return structure is null ? null : NativeText.Read(Native.LibGst.gst_structure_get_name(structure));
        }
    }

    /// <summary>The event's content as GStreamer prints it (<c>gst_structure_to_string</c>); <see langword="null"/> when it has none.</summary>
    public string? StructureText
    {
        get
        {
            using HandleLease lease = Enter();
            Native.GstStructure* structure = Native.LibGst.gst_event_get_structure(_event);
            return structure is null ? null : NativeText.Take(Native.LibGst.gst_structure_to_string(structure));
        }
    }

    /// <summary>A copy of the event's content (<c>gst_event_get_structure</c>, <c>gst_structure_copy</c>), the caller's to dispose; <see langword="null"/> when it has none.</summary>
    public GstStructure? GetStructure()
    {
        using HandleLease lease = Enter();
        Native.GstStructure* structure = Native.LibGst.gst_event_get_structure(_event);
        return structure is null ? null : GstStructure.CopyOf((nint)structure);
    }

    /// <summary>A field of the event's structure (<c>gst_structure_get_value</c>); <see langword="null"/> when there is none. The .NET types are those of <see cref="GstStructure.this[string]"/>.</summary>
    /// <param name="field">The field's name.</param>
    public object? this[string field]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            using HandleLease lease = Enter();
            using NativeText text = new(field);
            Native.GstStructure* structure = Native.LibGst.gst_event_get_structure(_event);
            Native.GValue* value = structure is null ? null : Native.LibGst.gst_structure_get_value(structure, text.Pointer);
            return value is null ? null : NativeValue.Read(value);
        }
    }

    /// <summary>The format that the buffers behind a CAPS event have (<c>gst_event_parse_caps</c>).</summary>
    /// <returns>An owning object of its own: dispose it.</returns>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstCaps ParseCaps()
    {
        using HandleLease lease = Enter(GstEventType.Caps);
        Native.GstCaps* caps;
        Native.LibGst.gst_event_parse_caps(_event, &caps);
        return GstCaps.Retain((nint)caps);
    }

    /// <summary>How the timestamps behind a SEGMENT event are meant (<c>gst_event_parse_segment</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstSegment ParseSegment()
    {
        using HandleLease lease = Enter(GstEventType.Segment);
        Native.GstSegment* segment;
        Native.LibGst.gst_event_parse_segment(_event, &segment);
        return new GstSegment(segment);
    }

    /// <summary>The tags in a TAG event by name, for example <c>title</c> (<c>gst_event_parse_tag</c>, <c>gst_tag_list_copy_value</c>). The .NET types are those of <see cref="GstStructure.this[string]"/>.</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public IReadOnlyDictionary<string, object?> ParseTags()
    {
        using HandleLease lease = Enter(GstEventType.Tag);
        Native.GstTagList* list;
        Native.LibGst.gst_event_parse_tag(_event, &list);
        Dictionary<string, object?> tags = [];
        int count = Native.LibGst.gst_tag_list_n_tags(list);
        for (uint i = 0; i < count; i++)
        {
            byte* name = Native.LibGst.gst_tag_list_nth_tag_name(list, i);
            Native.GValue value = default;
            if (Native.LibGst.gst_tag_list_copy_value(&value, list, name) != 0)
            {
                tags[NativeText.Read(name) ?? ""] = NativeValue.Read(&value);
                Native.LibGObject.g_value_unset(&value);
            }
        }

        return tags;
    }

    /// <summary>The tags in a TAG event (<c>gst_event_parse_tag</c>).</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstTagList ParseTagList()
    {
        using HandleLease lease = Enter(GstEventType.Tag);
        Native.GstTagList* list;
        Native.LibGst.gst_event_parse_tag(_event, &list);
        return GstTagList.Retain((nint)list);
    }

    /// <summary>The stream's id in a STREAM-START event (<c>gst_event_parse_stream_start</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public string ParseStreamStart()
    {
        using HandleLease lease = Enter(GstEventType.StreamStart);
        byte* id;
        Native.LibGst.gst_event_parse_stream_start(_event, &id);
        return NativeText.Read(id) ?? "";
    }

    /// <summary>The group in a STREAM-START event, which streams that play together share (<c>gst_event_parse_group_id</c>); <see langword="null"/> when it has none.</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public uint? ParseGroupId()
    {
        using HandleLease lease = Enter(GstEventType.StreamStart);
        uint group;
        return Native.LibGst.gst_event_parse_group_id(_event, &group) != 0 ? group : null;
    }

    /// <summary>Where a GAP event says that no buffer comes (<c>gst_event_parse_gap</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstGap ParseGap()
    {
        using HandleLease lease = Enter(GstEventType.Gap);
        ulong timestamp, duration;
        Native.LibGst.gst_event_parse_gap(_event, &timestamp, &duration);
        return new GstGap(new GstClockTime(timestamp), new GstClockTime(duration));
    }

    /// <summary>What a SEEK event asks for (<c>gst_event_parse_seek</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstSeekRequest ParseSeek()
    {
        using HandleLease lease = Enter(GstEventType.Seek);
        double rate;
        Native.GstFormat format;
        Native.GstSeekFlags flags;
        Native.GstSeekType startType, stopType;
        long start, stop;
        Native.LibGst.gst_event_parse_seek(_event, &rate, &format, &flags, &startType, &start, &stopType, &stop);
        return new GstSeekRequest(rate, (GstFormat)format, (GstSeekFlags)flags, (GstSeekType)startType, start, (GstSeekType)stopType, stop);
    }

    /// <summary>What a QOS event reports (<c>gst_event_parse_qos</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstQosReport ParseQos()
    {
        using HandleLease lease = Enter(GstEventType.Qos);
        Native.GstQOSType type;
        double proportion;
        long difference;
        ulong timestamp;
        Native.LibGst.gst_event_parse_qos(_event, &type, &proportion, &difference, &timestamp);
        return new GstQosReport((GstQOSType)type, proportion, difference, new GstClockTime(timestamp));
    }

    /// <summary>Whether a FLUSH-STOP event sets the running time back to 0 (<c>gst_event_parse_flush_stop</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public bool ParseFlushStop()
    {
        using HandleLease lease = Enter(GstEventType.FlushStop);
        int reset;
        Native.LibGst.gst_event_parse_flush_stop(_event, &reset);
        return reset != 0;
    }

    /// <summary>What a STEP event asks the sinks for (<c>gst_event_parse_step</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstStepRequest ParseStep()
    {
        using HandleLease lease = Enter(GstEventType.Step);
        Native.GstFormat format;
        ulong amount;
        double rate;
        int flush, intermediate;
        Native.LibGst.gst_event_parse_step(_event, &format, &amount, &rate, &flush, &intermediate);
        return new GstStepRequest((GstFormat)format, amount, rate, flush != 0, intermediate != 0);
    }

    /// <summary>Where a SEGMENT-DONE event says that the segment ended (<c>gst_event_parse_segment_done</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstStreamPosition ParseSegmentDone()
    {
        using HandleLease lease = Enter(GstEventType.SegmentDone);
        Native.GstFormat format;
        long position;
        Native.LibGst.gst_event_parse_segment_done(_event, &format, &position);
        return new GstStreamPosition((GstFormat)format, position < 0 ? null : position);
    }

    /// <summary>The latency that a LATENCY event sets (<c>gst_event_parse_latency</c>).</summary>
    /// <exception cref="InvalidOperationException">It is an event of another type.</exception>
    public GstClockTime ParseLatency()
    {
        using HandleLease lease = Enter(GstEventType.Latency);
        ulong latency;
        Native.LibGst.gst_event_parse_latency(_event, &latency);
        return new GstClockTime(latency);
    }

    /// <summary>An owning handle on the same event (<c>gst_mini_object_ref</c>).</summary>
    public GstEvent Retain()
    {
        using HandleLease lease = Enter();
        return GstEvent.Retain((nint)_event);
    }

    /// <summary>Type and content, for logs (<c>gst_structure_to_string</c>).</summary>
    public override string ToString() => IsNull ? "GstEvent (none)" : $"{Type}: {StructureText}";

    private HandleLease Enter(GstEventType type)
    {
        HandleLease lease = Enter();
        if ((GstEventType)_event->type != type)
        {
            GstEventType other = (GstEventType)_event->type;
            lease.Dispose();
            throw new InvalidOperationException($"The event is of type {other}, not {type}. Ask Type first.");
        }

        return lease;
    }

    private HandleLease Enter()
    {
        if (_event is null)
        {
            Throw.DefaultBorrow(nameof(GstEventRef));
        }

        HandleLease lease = new(_owner);
        if (!_lender.StillLends)
        {
            lease.Dispose();
            throw new InvalidOperationException("The probe no longer holds this event: it was taken or replaced, or the handler returned.");
        }

        return lease;
    }
}
