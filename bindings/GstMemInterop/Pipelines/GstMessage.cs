namespace GstMemInterop;

/// <summary>Owns one reference to a message from a bus. Stands on <c>GstMessage</c>.</summary>
/// <remarks>Messages are not changed once posted, so members are safe from any thread. A view of another type of message is <see langword="null"/>.</remarks>
public sealed unsafe partial class GstMessage : IDisposable
{
    private readonly MiniObjectHandle _handle;

    private GstMessage(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstMessage));

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstMessage*</c>.</param>
    public static GstMessage Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstMessage));
        }

        return new GstMessage(pointer);
    }

    /// <summary>Adds a reference to somebody else's message (<c>gst_mini_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstMessage*</c>.</param>
    public static GstMessage Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstMessage));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstMessage(pointer);
    }

    /// <summary>A second, independent reference to the same message (<c>gst_mini_object_ref</c>): to keep one that is only lent.</summary>
    public GstMessage Retain() => new(_handle.AddReference());

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>What the message is about (<c>GST_MESSAGE_TYPE</c>).</summary>
    public GstMessageType Type { get { using HandleLease lease = new(_handle); return (GstMessageType)Message(lease)->type; } }

    /// <summary>The number that messages and events of one cause share (<c>gst_message_get_seqnum</c>).</summary>
    public uint SequenceNumber { get { using HandleLease lease = new(_handle); return Native.LibGst.gst_message_get_seqnum(Message(lease)); } }

    /// <summary>The path of the object that posted it (<c>GST_MESSAGE_SRC</c>); <see langword="null"/> when none did.</summary>
    public string? SourceName
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstObject* source = Message(lease)->src;
            return source is null ? null : NativeText.Take(Native.LibGst.gst_object_get_path_string(source));
        }
    }

    /// <summary>The name of the element or other object that posted it, <c>name=</c> in a launch text (<c>GST_MESSAGE_SRC_NAME</c>); <see langword="null"/> when none did.</summary>
    public string? ElementName
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstObject* source = Message(lease)->src;
            return source is null ? null : NativeText.Take(Native.LibGst.gst_object_get_name(source));
        }
    }

    /// <summary>The native pointer of the object that posted it (<c>GST_MESSAGE_SRC</c>); no reference is added.</summary>
    public nint DangerousSource { get { using HandleLease lease = new(_handle); return (nint)Message(lease)->src; } }

    /// <summary>The name of the message's structure (<c>gst_message_get_structure</c>); <see langword="null"/> when it has none.</summary>
    public string? StructureName
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstStructure* structure = Native.LibGst.gst_message_get_structure(Message(lease));
            return structure is null ? null : NativeText.Read(Native.LibGst.gst_structure_get_name(structure));
        }
    }

    /// <summary>The message's content as GStreamer prints it (<c>gst_structure_to_string</c>); <see langword="null"/> when it has none.</summary>
    public string? StructureText
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstStructure* structure = Native.LibGst.gst_message_get_structure(Message(lease));
            return structure is null ? null : NativeText.Take(Native.LibGst.gst_structure_to_string(structure));
        }
    }

    /// <summary>A field of the message's content as a .NET value (<c>gst_structure_get_value</c>); <see langword="null"/> when there is none. What is disposable is the caller's to dispose.</summary>
    /// <param name="field">For example <c>rms</c>, in the element messages of <c>level</c>.</param>
    public object? this[string field]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(field);
            using HandleLease lease = new(_handle);
            Native.GstStructure* structure = Native.LibGst.gst_message_get_structure(Message(lease));
            if (structure is null)
            {
                return null;
            }

            using NativeText text = new(field);
            Native.GValue* value = Native.LibGst.gst_structure_get_value(structure, text.Pointer);
            return value is null ? null : NativeValue.Read(value);
        }
    }

    /// <summary>The error, warning or information that it tells of, with source and debug text (<c>gst_message_parse_error</c>, <c>gst_message_parse_warning</c>, <c>gst_message_parse_info</c>).</summary>
    public GstException? Error
    {
        get
        {
            using HandleLease lease = new(_handle);
            return (Message(lease)->type & (Native.GstMessageType.GST_MESSAGE_ERROR | Native.GstMessageType.GST_MESSAGE_WARNING | Native.GstMessageType.GST_MESSAGE_INFO)) != 0
                && Message(lease)->type > 0 ? ReadError(Message(lease)) : null;
        }
    }

    /// <summary>The change of state that it tells of (<c>gst_message_parse_state_changed</c>).</summary>
    public GstStateChanged? StateChanged
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_STATE_CHANGED))
            {
                return null;
            }

            Native.GstState before, now, pending;
            Native.LibGst.gst_message_parse_state_changed(Message(lease), &before, &now, &pending);
            return new GstStateChanged((GstState)before, (GstState)now, (GstState)pending);
        }
    }

    /// <summary>How full a buffering element is, 0 to 100 percent (<c>gst_message_parse_buffering</c>).</summary>
    public int? BufferingPercent
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_BUFFERING))
            {
                return null;
            }

            int percent;
            Native.LibGst.gst_message_parse_buffering(Message(lease), &percent);
            return percent;
        }
    }

    /// <summary>The tags that were found, as GStreamer's text (<c>gst_message_parse_tag</c>, <c>gst_tag_list_to_string</c>).</summary>
    public string? TagText
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_TAG))
            {
                return null;
            }

            Native.GstTagList* tags = null;
            Native.LibGst.gst_message_parse_tag(Message(lease), &tags);
            string? text = NativeText.Take(Native.LibGst.gst_tag_list_to_string(tags));
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)tags);
            return text;
        }
    }

    /// <summary>The frame that came too late (<c>gst_message_parse_qos</c>, <c>gst_message_parse_qos_stats</c>).</summary>
    public GstQualityOfService? QualityOfService
    {
        get
        {
            using HandleLease lease = new(_handle);
            if (!Is(lease, Native.GstMessageType.GST_MESSAGE_QOS))
            {
                return null;
            }

            int live;
            ulong running, stream, timestamp, duration, processed, dropped;
            Native.GstFormat format;
            Native.LibGst.gst_message_parse_qos(Message(lease), &live, &running, &stream, &timestamp, &duration);
            Native.LibGst.gst_message_parse_qos_stats(Message(lease), &format, &processed, &dropped);
            return new GstQualityOfService(live != 0, new(running), new(timestamp), new(duration), (GstFormat)format, (long)processed, (long)dropped);
        }
    }

    /// <summary>Reads an error, warning or info message as an exception with GStreamer's text, code and debug text (<c>gst_message_parse_error</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a message of another type.</exception>
    public GstException ToException() =>
        Error ?? throw new InvalidOperationException($"A message of type {Type} carries no error. Only Error, Warning and Info do.");

    /// <summary>Type, source and content, for logs.</summary>
    public override string ToString() => _handle.IsClosing ? "GstMessage (disposed)" : $"{Type} from {SourceName}: {StructureText}";

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>).</summary>
    public void Dispose() => _handle.Dispose();

    /// <summary>Reads an error, warning or info message.</summary>
    internal static GstException ReadError(Native.GstMessage* message)
    {
        Native.GError* error = null;
        byte* debug = null;
        switch ((GstMessageType)message->type)
        {
            case GstMessageType.Error: Native.LibGst.gst_message_parse_error(message, &error, &debug); break;
            case GstMessageType.Warning: Native.LibGst.gst_message_parse_warning(message, &error, &debug); break;
            default: Native.LibGst.gst_message_parse_info(message, &error, &debug); break;
        }

        string? source = message->src is null ? null : NativeText.Take(Native.LibGst.gst_object_get_path_string(message->src));
        return NativeError.Take(error, NativeText.Take(debug), source);
    }

    private static bool Is(in HandleLease lease, Native.GstMessageType type) => Message(lease)->type == type;

    private static Native.GstMessage* Message(in HandleLease lease) => (Native.GstMessage*)lease.Pointer;
}

/// <summary>A change of an element's state (<c>gst_message_parse_state_changed</c>).</summary>
/// <param name="Before">The state it was in.</param>
/// <param name="Now">The state it is in.</param>
/// <param name="Pending">The state it goes on to; <see cref="GstState.VoidPending"/> when it has arrived.</param>
public readonly record struct GstStateChanged(GstState Before, GstState Now, GstState Pending);

/// <summary>A report of data that came too late (<c>gst_message_parse_qos</c>).</summary>
/// <param name="IsLive">Whether the source is live.</param>
/// <param name="RunningTime">The running time of what was late.</param>
/// <param name="Timestamp">Its time stamp.</param>
/// <param name="Duration">Its duration.</param>
/// <param name="Format">The unit of the two counts: <see cref="GstFormat.Buffers"/> or <see cref="GstFormat.Default"/>.</param>
/// <param name="Processed">How much was processed since the last change of state or flush; -1 when unknown.</param>
/// <param name="Dropped">How much was dropped; -1 when unknown.</param>
public readonly record struct GstQualityOfService(bool IsLive, GstClockTime RunningTime, GstClockTime Timestamp, GstClockTime Duration, GstFormat Format, long Processed, long Dropped);
