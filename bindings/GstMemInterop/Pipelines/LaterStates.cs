namespace GstMemInterop;

/// <summary>
/// The states that streaming threads asked for and may not set themselves: another thread sets them, one at a time for each
/// element, and only the last that was asked for counts.
/// </summary>
internal static unsafe class LaterStates
{
    private static readonly Dictionary<nint, GstState?> s_wanted = [];
    private static readonly HashSet<nint> s_ending = [];

    /// <summary>Has another thread set the state.</summary>
    /// <param name="reference">A reference that is given away.</param>
    /// <param name="state">The state to go to.</param>
    internal static void Ask(nint reference, GstState state)
    {
        bool isNew;
        lock (s_wanted)
        {
            isNew = s_wanted.TryAdd(reference, state);
            s_wanted[reference] = state;
        }

        if (isNew)
        {
            StateThreads.Run(() => Work(reference));
        }
        else
        {
            Native.LibGst.gst_object_unref((void*)reference);
        }
    }

    /// <summary>Another state is asked for now: what waits is not wanted any more, and what is being set is followed by it.</summary>
    internal static void Instead(nint element, GstState state)
    {
        lock (s_wanted)
        {
            if (s_wanted.ContainsKey(element))
            {
                s_wanted[element] = state;
            }
        }
    }

    /// <summary>Has another thread send an end of stream; once for any number of calls until it has.</summary>
    /// <param name="reference">A reference that is given away.</param>
    internal static void AskForEnd(nint reference)
    {
        bool isNew;
        lock (s_ending)
        {
            isNew = s_ending.Add(reference);
        }

        if (!isNew)
        {
            Native.LibGst.gst_object_unref((void*)reference);
            return;
        }

        StateThreads.Run(() =>
        {
            using GstElement ending = GstElement.Adopt(reference);
            ending.SendEndOfStream();
            lock (s_ending)
            {
                s_ending.Remove(reference);
            }
        });
    }

    private static void Work(nint element)
    {
        while (Next(element) is { } state)
        {
            if (!WouldOutrunItsBin((Native.GstElement*)element, state))
            {
                _ = StateChanges.Set((Native.GstElement*)element, state);
            }
        }

        using GstElement last = GstElement.Adopt(element); // it may be the last reference, of an element that runs
    }

    private static GstState? Next(nint element)
    {
        lock (s_wanted)
        {
            GstState? state = s_wanted[element];
            if (state is null)
            {
                s_wanted.Remove(element);
            }
            else
            {
                s_wanted[element] = null;
            }

            return state;
        }
    }

    /// <summary>A bin that was stopped meanwhile has stopped this too: it must not run alone in there.</summary>
    private static bool WouldOutrunItsBin(Native.GstElement* element, GstState state)
    {
        Native.GstElement* bin = (Native.GstElement*)Native.LibGst.gst_object_get_parent(&element->@object);
        if (bin is null)
        {
            return false;
        }

        bool below = (GstState)bin->target_state < state;
        Native.LibGst.gst_object_unref(bin);
        return below;
    }
}
