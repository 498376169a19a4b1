using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What a thread that streams may do to the state of an element. It must not wait for the state lock of one, since who holds
/// that may be stopping the element and wait for this very thread; and it must not bring down what it is running in. Both are
/// asked of C's own locks; what this thread may not do, another does a moment later (<see cref="LaterStates"/>).
/// </summary>
internal static unsafe class StreamingThread
{
    /// <summary>Whether the calling thread streams, or is in a handler that may wait no more than that: it said so on a pipeline's bus, or it runs a probe's handler.</summary>
    internal static bool IsThis => MessagePump.IsStreamingThread || ProbeTurn.CurrentPad is not null || NoWaiting.Here;

    /// <summary>Whether the calling thread runs a probe's handler on a pad that is in this bin.</summary>
    internal static bool ProbesIn(Native.GstObject* bin) =>
        ProbeTurn.CurrentPad is var pad && pad is not null && LibGst.gst_object_has_as_ancestor(&pad->@object, bin) != 0;

    /// <summary>Changes the state now, when nobody else is changing it and this thread does not run in what would stop.</summary>
    /// <returns>Whether it was done.</returns>
    internal static bool TryChange(Native.GstElement* element, GstState state, out GstStateChangeReturn result)
    {
        result = GstStateChangeReturn.Async;
        if (NoWaiting.Here || LibGLib.g_rec_mutex_trylock(&element->state_lock) == 0)
        {
            return false;
        }

        List<nint> inside = StateChanges.IsBin(element)
            ? GstElement.ObjectsOf(LibGst.gst_bin_iterate_recurse((Native.GstBin*)element))
            : [];
        try
        {
            if (inside.Exists(static e => StateChanges.IsBeingChanged((Native.GstElement*)e))
                || (state <= GstState.Ready && (StateChanges.IsAroundStopping(element) || RunsIn([(nint)element, .. inside]))))
            {
                return false;
            }

            result = StateChanges.SetLocked(element, state);
            return true;
        }
        finally
        {
            LibGLib.g_rec_mutex_unlock(&element->state_lock);
            inside.ForEach(static e => LibGst.gst_object_unref((void*)e));
        }
    }

    /// <summary>
    /// Whether this thread is inside of one of these elements: it holds the stream lock of a pad then. Such a lock lets its holder in
    /// again and tells nobody who it is; so the locks that let this thread in are tried by another one.
    /// </summary>
    private static bool RunsIn(List<nint> elements)
    {
        List<nint> pads = [];
        foreach (nint element in elements)
        {
            pads.AddRange(GstElement.ObjectsOf(LibGst.gst_element_iterate_pads((Native.GstElement*)element)));
        }

        bool runs = false;
        List<nint> open = pads.FindAll(static pad => TryEnter((Native.GstPad*)pad));
        if (open.Count > 0)
        {
            Thread other = new(() => runs = !open.TrueForAll(static pad => TryEnter((Native.GstPad*)pad)));
            other.Start();
            other.Join();
        }

        pads.ForEach(static pad => LibGst.gst_object_unref((void*)pad));
        return runs;
    }

    private static bool TryEnter(Native.GstPad* pad)
    {
        if (LibGLib.g_rec_mutex_trylock(&pad->stream_rec_lock) == 0)
        {
            return false;
        }

        LibGLib.g_rec_mutex_unlock(&pad->stream_rec_lock);
        return true;
    }
}
