using GstMemInterop.Native;

namespace GstMemInterop;

public sealed unsafe partial class GstMessage
{
    private const GstMessageType Postable = GstMessageType.Application | GstMessageType.Element | GstMessageType.Error | GstMessageType.Warning
        | GstMessageType.Info | GstMessageType.Tag | GstMessageType.Progress;

    /// <summary>A message of the application's own (<c>gst_message_new_application</c>), to be posted (<see cref="GstElement.PostMessage"/>).</summary>
    /// <param name="source">Who says it; <see langword="null"/> for nobody.</param>
    /// <param name="structure">Name and fields; copied.</param>
    public static GstMessage NewApplication(GstObject? source, GstStructure structure)
    {
        ArgumentNullException.ThrowIfNull(structure);
        using HandleLease lease = source is null ? default : source.Lease();
        return new GstMessage((nint)LibGst.gst_message_new_application((Native.GstObject*)lease.Pointer, structure.CopyForC()));
    }

    /// <summary>A message that an element posts about what only it knows (<c>gst_message_new_element</c>).</summary>
    /// <param name="source">Who says it.</param>
    /// <param name="structure">Name and fields; copied.</param>
    public static GstMessage NewElement(GstObject source, GstStructure structure)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(structure);
        using HandleLease lease = source.Lease();
        return new GstMessage((nint)LibGst.gst_message_new_element((Native.GstObject*)lease.Pointer, structure.CopyForC()));
    }

    /// <exception cref="ArgumentException">It is of a type by which elements keep the books of their bins.</exception>
    internal void RequirePostable()
    {
        if (Type < 0 || (Type & Postable) == 0)
        {
            throw new ArgumentException($"A message of type {Type} is posted by the element that it tells of, and bins act on it. Post Application or Element messages of your own.");
        }
    }

    internal nint Detach() => _handle.Detach();
}

public unsafe partial class GstElement
{
    /// <summary>Posts a message (<c>gst_element_post_message</c>): it goes up through the bins to the bus of the pipeline.</summary>
    /// <param name="message">An application's or element's own, or an error, warning, information, tag or progress. Given away, also when the call throws.</param>
    /// <returns>Whether it was posted; not without a bus, or while it flushes.</returns>
    /// <exception cref="ArgumentException">It is of a type on which bins act.</exception>
    /// <exception cref="ObjectDisposedException">The element was disposed, or the message was disposed or given away.</exception>
    public bool PostMessage(GstMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        using GstMessage mine = GstMessage.Adopt(message.Detach());
        mine.RequirePostable();
        using HandleLease lease = Lease();
        return LibGst.gst_element_post_message(Element(lease), (Native.GstMessage*)mine.Detach()) != 0;
    }
}

public unsafe partial class GstBin
{
    /// <summary>Has every sink take over the latency of the whole (<c>gst_bin_recalculate_latency</c>): what a <see cref="GstMessageType.Latency"/> message asks for.</summary>
    /// <returns>Whether it could be done; <see langword="true"/> on a streaming thread, where another one does it a moment later.</returns>
    public bool RecalculateLatency()
    {
        using HandleLease lease = Lease();
        if (!StreamingThread.IsThis)
        {
            return LibGst.gst_bin_recalculate_latency((Native.GstBin*)lease.Pointer) != 0;
        }

        nint reference = AddReference();
        StateThreads.Run(() =>
        {
            using GstBin later = Adopt(reference);
            later.RecalculateLatency();
        });
        return true;
    }
}
