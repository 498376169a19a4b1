using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Brings elements down without two of them waiting for each other. Who stops one in the middle of a stream holds its state lock
/// until the thread that streams in it has left, which may wait in a paused sink; who stops the whole pauses the sinks first,
/// and comes to that lock then. So a stop is announced: nobody else begins to bring down a part of what is being stopped, and where
/// somebody has begun, the sinks are made to let go first.
/// </summary>
internal static unsafe class StateChanges
{
    private const uint SinkFlag = 1 << 5; // GST_ELEMENT_FLAG_SINK

    // By element: how deep, and by which thread, which may go on inside of its own stop.
    private static readonly Dictionary<nint, (int Depth, int Thread)> s_stopping = [];

    /// <summary>Sets the state; waits while something around the element is being stopped.</summary>
    internal static GstStateChangeReturn Set(Native.GstElement* element, GstState state)
    {
        if (state <= GstState.Ready)
        {
            GstPadBlock.EndIn(element);
        }

        while (true)
        {
            LibGLib.g_rec_mutex_lock(&element->state_lock);
            try
            {
                if (state > GstState.Ready || !IsAroundStopping(element))
                {
                    return SetLocked(element, state);
                }
            }
            finally
            {
                LibGLib.g_rec_mutex_unlock(&element->state_lock);
            }

            lock (s_stopping)
            {
                if (s_stopping.Count > 0)
                {
                    Monitor.Wait(s_stopping, 100);
                }
            }
        }
    }

    /// <summary>The same for who holds the state lock, and has asked <see cref="IsAroundStopping"/>.</summary>
    internal static GstStateChangeReturn SetLocked(Native.GstElement* element, GstState state)
    {
        if (state > GstState.Ready || !IsBin(element))
        {
            return (GstStateChangeReturn)LibGst.gst_element_set_state(element, (Native.GstState)state);
        }

        Announce(element, 1);
        try
        {
            LetGoOfStreams(element);
            return (GstStateChangeReturn)LibGst.gst_element_set_state(element, (Native.GstState)state);
        }
        finally
        {
            Announce(element, -1);
        }
    }

    /// <summary>Sends an event, which C does under the state lock too. What is in line with the buffers is of no use before there are any.</summary>
    /// <param name="element">The element.</param>
    /// <param name="sent">Not given away.</param>
    internal static bool Send(Native.GstElement* element, Native.GstEvent* sent)
    {
        GstState least = (GstEventType)sent->type is GstEventType.Eos or GstEventType.Seek ? GstState.Paused : GstState.Ready;
        LibGLib.g_rec_mutex_lock(&element->state_lock);
        try
        {
            return (GstState)element->current_state >= least && !IsAroundStopping(element) && MayFlushStop(element, sent)
                && LibGst.gst_element_send_event(element, (Native.GstEvent*)LibGst.gst_mini_object_ref(&sent->mini_object)) != 0;
        }
        finally
        {
            LibGLib.g_rec_mutex_unlock(&element->state_lock);
        }
    }

    /// <summary>The end of a flush that nobody began waits for the stream, which a pause may hold up.</summary>
    private static bool MayFlushStop(Native.GstElement* element, Native.GstEvent* sent)
    {
        bool may = sent->type != Native.GstEventType.GST_EVENT_FLUSH_STOP;
        if (!may)
        {
            foreach (nint pad in GstElement.ObjectsOf(LibGst.gst_element_iterate_pads(element)))
            {
                may |= (((Native.GstObject*)pad)->flags & (uint)GstPadFlags.GST_PAD_FLAG_FLUSHING) != 0;
                LibGst.gst_object_unref((void*)pad);
            }
        }

        return may;
    }

    /// <summary>Whether a bin that the element is in is being stopped.</summary>
    internal static bool IsAroundStopping(Native.GstElement* element)
    {
        Native.GstObject* around = LibGst.gst_object_get_parent(&element->@object);
        bool stops = false;
        while (around is not null)
        {
            lock (s_stopping)
            {
                stops |= s_stopping.TryGetValue((nint)around, out var stop) && stop.Thread != Environment.CurrentManagedThreadId;
            }

            Native.GstObject* next = LibGst.gst_object_get_parent(around);
            LibGst.gst_object_unref(around);
            around = next;
        }

        return stops;
    }

    /// <summary>Whether somebody else holds the element's state lock now.</summary>
    internal static bool IsBeingChanged(Native.GstElement* element)
    {
        if (LibGLib.g_rec_mutex_trylock(&element->state_lock) == 0)
        {
            return true;
        }

        LibGLib.g_rec_mutex_unlock(&element->state_lock);
        return false;
    }

    internal static bool IsBin(Native.GstElement* element) =>
        LibGObject.g_type_check_instance_is_a((GTypeInstance*)element, LibGst.gst_bin_get_type()) != 0;

    private static void Announce(Native.GstElement* element, int more)
    {
        lock (s_stopping)
        {
            int depth = s_stopping.GetValueOrDefault((nint)element).Depth + more;
            if (depth > 0)
            {
                s_stopping[(nint)element] = (depth, Environment.CurrentManagedThreadId);
            }
            else
            {
                s_stopping.Remove((nint)element);
                Monitor.PulseAll(s_stopping);
            }
        }
    }

    /// <summary>Where something inside is being changed already, its streams are freed from the sinks that may hold them.</summary>
    private static void LetGoOfStreams(Native.GstElement* bin)
    {
        List<nint> inside = GstElement.ObjectsOf(LibGst.gst_bin_iterate_recurse((Native.GstBin*)bin));
        bool contended = inside.Exists(static e => IsBeingChanged((Native.GstElement*)e));
        foreach (nint child in inside)
        {
            if (contended && (((Native.GstElement*)child)->@object.flags & SinkFlag) != 0 && !IsBin((Native.GstElement*)child))
            {
                _ = LibGst.gst_element_set_state((Native.GstElement*)child, Native.GstState.GST_STATE_READY);
            }

            LibGst.gst_object_unref((void*)child);
        }
    }
}
