namespace GstMemInterop;

/// <summary>Owns one reference to a message from a bus. Stands on <c>GstMessage</c>.</summary>
public sealed unsafe class GstMessage : IDisposable
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

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    /// <summary>What the message is about (<c>GST_MESSAGE_TYPE</c>).</summary>
    public GstMessageType Type { get { using HandleLease lease = new(_handle); return (GstMessageType)Message(lease)->type; } }

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

    /// <summary>Reads an error, warning or info message as an exception with GStreamer's text, code and debug text (<c>gst_message_parse_error</c>).</summary>
    /// <exception cref="InvalidOperationException">It is a message of another type.</exception>
    public GstException ToException()
    {
        using HandleLease lease = new(_handle);
        Native.GError* error = null;
        byte* debug = null;
        switch (Type)
        {
            case GstMessageType.Error: Native.LibGst.gst_message_parse_error(Message(lease), &error, &debug); break;
            case GstMessageType.Warning: Native.LibGst.gst_message_parse_warning(Message(lease), &error, &debug); break;
            case GstMessageType.Info: Native.LibGst.gst_message_parse_info(Message(lease), &error, &debug); break;
            default: throw new InvalidOperationException($"A message of type {Type} carries no error. Only Error, Warning and Info do.");
        }

        return NativeError.Take(error, NativeText.Take(debug), SourceName);
    }

    /// <summary>Type, source and content, for logs.</summary>
    public override string ToString() => _handle.IsClosing ? "GstMessage (disposed)" : $"{Type} from {SourceName}: {StructureText}";

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>).</summary>
    public void Dispose() => _handle.Dispose();

    private static Native.GstMessage* Message(in HandleLease lease) => (Native.GstMessage*)lease.Pointer;
}
