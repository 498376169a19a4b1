namespace GstMemInterop;

public unsafe partial class GstPad
{
    /// <summary>Sends an event into this pad, as if its peer had pushed it (<c>gst_pad_send_event</c>): what was taken in a probe can go on later, or elsewhere.</summary>
    /// <param name="given">Downstream events for a sink pad, upstream events for a source pad. Given away, also when the call throws.</param>
    /// <returns>Whether the element handled it.</returns>
    /// <exception cref="ArgumentException">The event does not travel in this pad's direction.</exception>
    /// <exception cref="ObjectDisposedException">The pad was disposed, or the event was disposed or given away.</exception>
    public bool SendEvent(GstEvent given)
    {
        ArgumentNullException.ThrowIfNull(given);
        using GstEvent mine = GstEvent.Adopt(given.DangerousDetach());
        using HandleLease lease = Lease();
        GstEventType type = mine.Type;
        GstPadDirection direction = (GstPadDirection)Native.LibGst.gst_pad_get_direction(Pad(lease));
        Native.GstEventTypeFlags travels = Native.LibGst.gst_event_type_get_flags((Native.GstEventType)type);
        Native.GstEventTypeFlags needed = direction == GstPadDirection.Sink ? Native.GstEventTypeFlags.GST_EVENT_TYPE_DOWNSTREAM : Native.GstEventTypeFlags.GST_EVENT_TYPE_UPSTREAM;
        if (direction == GstPadDirection.Unknown || (travels & needed) == 0)
        {
            throw new ArgumentException($"An event of type {type} does not enter by a {direction} pad: sink pads take downstream events, source pads upstream ones.", nameof(given));
        }

        return Native.LibGst.gst_pad_send_event(Pad(lease), (Native.GstEvent*)mine.DangerousDetach()) != 0;
    }
}
