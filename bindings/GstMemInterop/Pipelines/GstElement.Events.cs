using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstElement
{
    /// <summary>Sends an event to the element (<c>gst_element_send_event</c>); a bin gives downstream events to its sources and upstream events to its sinks.</summary>
    /// <param name="given">Given away, also when the call throws.</param>
    /// <returns>Whether it was handled. An element that is not <see cref="GstState.Ready"/> handles none, seeks and ends only from <see cref="GstState.Paused"/> on, and the end of a flush only where one was begun.</returns>
    /// <remarks>Events in line with the buffers wait for the one that is being handled, which a paused sink holds up. An end of stream on a streaming thread is sent by another one a moment later.</remarks>
    /// <exception cref="InvalidOperationException">This is a streaming thread (a probe's handler), which may not wait for the state of an element: send it on a pad, or from another thread. Or it is a seek for which one of the reasons at <see cref="Seek(GstSeekRequest)"/> holds.</exception>
    /// <exception cref="ObjectDisposedException">The element was disposed, or the event was disposed or given away.</exception>
    public bool SendEvent(GstEvent given)
    {
        ArgumentNullException.ThrowIfNull(given);
        using GstEvent mine = GstEvent.Adopt(given.DangerousDetach());
        using HandleLease lease = Lease();
        GstEventType type = mine.Type;
        if (type == GstEventType.Seek)
        {
            RequireSeekable(lease, mine.Borrow().ParseSeek().Flags);
        }

        if (StreamingThread.IsThis)
        {
            if (type == GstEventType.Eos)
            {
                LaterStates.AskForEnd(AddReference());
                return true;
            }

            throw new InvalidOperationException($"To send an event to '{Name}' waits for its state, and who changes that may wait for this streaming thread. Send it on one of its pads (GstPad.SendEvent, PushEvent), or from another thread (Task.Run).");
        }

        return Send(Element(lease), (Native.GstEvent*)mine.DangerousHandle);
    }

    /// <summary>Ends the stream from here on: sends an end-of-stream event (<c>gst_element_send_event</c> with <c>gst_event_new_eos</c>). Muxers then close their files properly.</summary>
    /// <returns>Whether an element handled it; none does before it is <see cref="GstState.Paused"/>. <see langword="true"/> when another thread does it.</returns>
    /// <remarks>Waits while a sink that is paused holds the stream up, until it plays or is stopped. On a streaming thread (a probe's handler) nothing waits: another thread does it a moment later.</remarks>
    public bool SendEndOfStream() => SendEvent(GstEvent.NewEos());

    /// <summary>A bin that is sent an event holds its own state while a source waits for a sink, and nobody could stop it then: its elements are sent it one by one.</summary>
    private static bool Send(Native.GstElement* element, Native.GstEvent* sent)
    {
        if (!IsPlainBin(element))
        {
            return StateChanges.Send(element, sent);
        }

        bool downstream = (LibGst.gst_event_type_get_flags(sent->type) & GstEventTypeFlags.GST_EVENT_TYPE_DOWNSTREAM) != 0;
        List<nint> ends = ObjectsOf(downstream ? LibGst.gst_bin_iterate_sources((Native.GstBin*)element) : LibGst.gst_bin_iterate_sinks((Native.GstBin*)element));
        bool handled = ends.Count > 0;
        foreach (nint end in ends)
        {
            handled &= Send((Native.GstElement*)end, sent);
            LibGst.gst_object_unref((void*)end);
        }

        return handled;
    }

    /// <summary>Whether it is a bin that gives events to what is in it, and not one with a way of its own.</summary>
    private static bool IsPlainBin(Native.GstElement* element) =>
        StateChanges.IsBin(element)
        && (nint)((GstElementClass*)((GTypeInstance*)element)->g_class)->send_event == (nint)((GstElementClass*)LibGObject.g_type_class_peek(LibGst.gst_bin_get_type()))->send_event;
}
