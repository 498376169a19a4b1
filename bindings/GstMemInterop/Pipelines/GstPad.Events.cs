using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstPad
{
    /// <summary>Sends an event into this pad, as if its peer had pushed it (<c>gst_pad_send_event</c>): what was taken in a probe can go on later, or elsewhere.</summary>
    /// <param name="given">Downstream events for a sink pad, upstream events for a source pad. Given away, also when the call throws.</param>
    /// <returns>Whether the element handled it; none does when the pad is not active or flushes.</returns>
    /// <remarks>An event that is in line with the buffers waits for the one that is being handled, which a paused sink holds up.</remarks>
    /// <exception cref="ArgumentException">The event does not travel in this pad's direction.</exception>
    /// <exception cref="InvalidOperationException">It would come behind one that it belongs before: STREAM-START, CAPS, SEGMENT, in this order.</exception>
    /// <exception cref="ObjectDisposedException">The pad was disposed, or the event was disposed or given away.</exception>
    public bool SendEvent(GstEvent given)
    {
        ArgumentNullException.ThrowIfNull(given);
        using GstEvent mine = GstEvent.Adopt(given.DangerousDetach());
        using HandleLease lease = Lease();
        GstPadDirection direction = (GstPadDirection)LibGst.gst_pad_get_direction(Pad(lease));
        RequireTravel(mine.Type, direction, direction == GstPadDirection.Sink, $"does not enter by a {direction} pad: sink pads take downstream events, source pads upstream ones");
        if (direction == GstPadDirection.Sink)
        {
            RequireOrder(Pad(lease), mine.Type);
        }

        return LibGst.gst_pad_send_event(Pad(lease), (Native.GstEvent*)mine.DangerousDetach()) != 0;
    }

    /// <summary>Pushes an event out of this pad, to the one that it is linked to (<c>gst_pad_push_event</c>), as its element does.</summary>
    /// <param name="given">Downstream events for a source pad, upstream events for a sink pad. Given away, also when the call throws.</param>
    /// <returns>Whether it was handled, or is kept for later because it is sticky; not when the pad is not active, flushes or has ended.</returns>
    /// <remarks>An event that is in line with the buffers waits for the one that is being handled, which a paused sink holds up.</remarks>
    /// <exception cref="ArgumentException">The event does not travel in this pad's direction.</exception>
    /// <exception cref="InvalidOperationException">It would come behind one that it belongs before: STREAM-START, CAPS, SEGMENT, in this order.</exception>
    /// <exception cref="ObjectDisposedException">The pad was disposed, or the event was disposed or given away.</exception>
    public bool PushEvent(GstEvent given)
    {
        ArgumentNullException.ThrowIfNull(given);
        using GstEvent mine = GstEvent.Adopt(given.DangerousDetach());
        using HandleLease lease = Lease();
        GstPadDirection direction = (GstPadDirection)LibGst.gst_pad_get_direction(Pad(lease));
        RequireTravel(mine.Type, direction, direction == GstPadDirection.Src, $"does not leave by a {direction} pad: source pads push downstream events, sink pads upstream ones");
        if (direction == GstPadDirection.Src)
        {
            RequireOrder(Pad(lease), mine.Type);
        }

        return LibGst.gst_pad_push_event(Pad(lease), (Native.GstEvent*)mine.DangerousDetach()) != 0;
    }

    /// <summary>A sticky event that the pad keeps (<c>gst_pad_get_sticky_event</c>): format, segment, tags and the like that hold for what passes now.</summary>
    /// <param name="type">For example <see cref="GstEventType.Segment"/>.</param>
    /// <param name="index">Which, where a pad keeps several of a type.</param>
    /// <returns>The event, the caller's to dispose; <see langword="null"/> when there is none.</returns>
    /// <exception cref="ArgumentException">Events of this type are not kept.</exception>
    public GstEvent? GetStickyEvent(GstEventType type, int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (!Enum.IsDefined(type) || !Has(type, GstEventTypeFlags.GST_EVENT_TYPE_STICKY))
        {
            throw new ArgumentException($"A pad does not keep events of type {type}. It keeps StreamStart, Caps, Segment, Tag and others that hold for what comes behind them.", nameof(type));
        }

        using HandleLease lease = Lease();
        nint found = (nint)LibGst.gst_pad_get_sticky_event(Pad(lease), (Native.GstEventType)type, (uint)index);
        return found == 0 ? null : GstEvent.Adopt(found);
    }

    /// <summary>The sticky events that the pad keeps, in the order in which they go downstream (<c>gst_pad_sticky_events_foreach</c>).</summary>
    /// <returns>The caller's to dispose, each.</returns>
    public IReadOnlyList<GstEvent> GetStickyEvents()
    {
        using HandleLease lease = Lease();
        List<nint> found = [];
        GCHandle handle = GCHandle.Alloc(found);
        LibGst.gst_pad_sticky_events_foreach(Pad(lease), &OnStickyEvent, (void*)GCHandle.ToIntPtr(handle));
        handle.Free();
        return [.. found.Select(GstEvent.Adopt)];
    }

    private static void RequireTravel(GstEventType type, GstPadDirection direction, bool downstream, string why)
    {
        if (direction == GstPadDirection.Unknown || !Has(type, downstream ? GstEventTypeFlags.GST_EVENT_TYPE_DOWNSTREAM : GstEventTypeFlags.GST_EVENT_TYPE_UPSTREAM))
        {
            throw new ArgumentException($"An event of type {type} {why}.", nameof(type));
        }
    }

    /// <summary>C complains about an event that was not there when those behind it came, and keeps them in the wrong order.</summary>
    private static void RequireOrder(Native.GstPad* pad, GstEventType type)
    {
        if (type is not (GstEventType.StreamStart or GstEventType.Caps) || IsKept(pad, type))
        {
            return;
        }

        GstEventType? behind = type == GstEventType.StreamStart && IsKept(pad, GstEventType.Caps) ? GstEventType.Caps
            : IsKept(pad, GstEventType.Segment) ? GstEventType.Segment
            : null;
        if (behind is not null)
        {
            throw new InvalidOperationException($"The pad had a {behind} event already, and {type} belongs before it: the order is StreamStart, Caps, Segment. Send them all again in this order after a new start.");
        }
    }

    private static bool IsKept(Native.GstPad* pad, GstEventType type)
    {
        Native.GstEvent* kept = LibGst.gst_pad_get_sticky_event(pad, (Native.GstEventType)type, 0);
        if (kept is null)
        {
            return false;
        }

        LibGst.gst_mini_object_unref(&kept->mini_object);
        return true;
    }

    private static bool Has(GstEventType type, GstEventTypeFlags flag) =>
        (LibGst.gst_event_type_get_flags((Native.GstEventType)type) & flag) != 0;

    /// <summary>Runs under the pad's lock: it takes a reference and must do nothing else.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStickyEvent(Native.GstPad* pad, Native.GstEvent** kept, void* found)
    {
        if (*kept is not null)
        {
            LibGst.gst_mini_object_ref(&(*kept)->mini_object);
            Unsafe.As<List<nint>>(GCHandle.FromIntPtr((nint)found).Target!).Add((nint)(*kept));
        }

        return 1;
    }
}
