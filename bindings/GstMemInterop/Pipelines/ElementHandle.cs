namespace GstMemInterop;

/// <summary>
/// Owns one reference of an element. C complains, and streaming threads run into freed memory, when an element that is not
/// in state <c>NULL</c> loses its last reference; so whoever gives up the last one stops the element first, and a pipeline that
/// was forgotten is stopped too.
/// </summary>
/// <remarks>
/// How many references there are does not say who is the last: threads that stream and messages on their way hold one for a
/// moment. So our own handles are counted, an element in a bin is left to the bin, and where others seem to hold one that runs,
/// the reference is kept until they let go (<see cref="LastReferences"/>).
/// </remarks>
internal sealed unsafe class ElementHandle : NativeHandle
{
    private static readonly Dictionary<nint, int> s_handles = [];
    private volatile bool _letGo;

    internal ElementHandle(nint pointer, string nativeType) : base(pointer, nativeType)
    {
        lock (s_handles)
        {
            s_handles[pointer] = s_handles.GetValueOrDefault(pointer) + 1;
        }
    }

    /// <summary>The pump that ends with this handle, for a pipeline.</summary>
    internal MessagePump? Pump { get; set; }

    /// <summary>Whether a forgotten element is stopped although others hold it: a pipeline that we made.</summary>
    internal bool StopWhenForgotten { get; set; }

    /// <summary>Whether it is stopped in any case when the last call on it has returned: a pipeline that we made and disposed.</summary>
    internal bool StopAtEnd { get; set; }

    /// <summary>Says that the application knows: it disposes the element or gives its reference away.</summary>
    internal void LetGo()
    {
        _letGo = true;
        Pump?.End();
    }

    /// <summary>Stops the element and, when it has one of its own, empties its bus: the messages hold their elements, and those hold the bus.</summary>
    internal static void Stop(nint element)
    {
        _ = StateChanges.Set((Native.GstElement*)element, GstState.Null);
        if (IsA(element, Native.LibGst.gst_bin_get_type()))
        {
            // A bin does not ask again whom somebody else has started behind its back.
            foreach (nint child in GstElement.ObjectsOf(Native.LibGst.gst_bin_iterate_recurse((Native.GstBin*)element)))
            {
                if (!Rests((Native.GstElement*)child))
                {
                    _ = Native.LibGst.gst_element_set_state((Native.GstElement*)child, Native.GstState.GST_STATE_NULL);
                }

                Native.LibGst.gst_object_unref((void*)child);
            }
        }

        if (IsA(element, Native.LibGst.gst_pipeline_get_type()))
        {
            EmptyBus((Native.GstElement*)element);
        }
    }

    /// <summary>Stops the element on another thread, and releases a reference to it there: this one may be a thread that stopping waits for.</summary>
    /// <param name="reference">A reference that is given away.</param>
    internal static void StopElsewhere(nint reference) => StateThreads.Run(() =>
    {
        Stop(reference);
        Native.LibGst.gst_object_unref((void*)reference);
    });

    /// <summary>Whether neither the element nor anything in it runs or is about to.</summary>
    internal static bool IsAtRest(nint element)
    {
        bool rests = Rests((Native.GstElement*)element);
        if (rests && IsA(element, Native.LibGst.gst_bin_get_type()))
        {
            foreach (nint child in GstElement.ObjectsOf(Native.LibGst.gst_bin_iterate_recurse((Native.GstBin*)element)))
            {
                rests &= Rests((Native.GstElement*)child);
                Native.LibGst.gst_object_unref((void*)child);
            }
        }

        return rests;
    }

    protected override void Reference(nint pointer) => Native.LibGst.gst_object_ref((void*)pointer);

    protected override void Unreference(nint pointer)
    {
        bool forgotten = !_letGo;
        Pump?.End();
        bool another = CountOut(pointer);
        Native.GstElement* element = (Native.GstElement*)pointer;
        bool stop = StopAtEnd || (forgotten && StopWhenForgotten);
        if (stop && !another)
        {
            EmptyBus(element);
            Native.LibGst.gst_element_set_bus(element, null); // what is being posted now still comes onto it, and would keep elements that keep the pipeline
        }

        if ((!stop && (another || HasParent(element))) || IsAtRest(pointer))
        {
            Native.LibGst.gst_object_unref(element);
            return;
        }

        if (!stop && Volatile.Read(ref element->@object.@object.ref_count) > 1)
        {
            LastReferences.Add(pointer, NativeType, forgotten);
            return;
        }

        if (forgotten)
        {
            ReportForgotten(element, NativeType);
        }

        if (forgotten || StreamingThread.IsThis)
        {
            StopElsewhere(pointer);
            return;
        }

        Stop(pointer);
        Native.LibGst.gst_object_unref(element);
    }

    internal static void ReportForgotten(Native.GstElement* element, string nativeType) =>
        CallbackLog.ElementForgotten(GStreamer.Log, NativeText.Read(element->@object.name) ?? nativeType, (GstState)element->current_state);

    private static void EmptyBus(Native.GstElement* element)
    {
        Native.GstBus* bus = Native.LibGst.gst_element_get_bus(element);
        if (bus is not null)
        {
            Native.LibGst.gst_bus_set_flushing(bus, 1);
            Native.LibGst.gst_object_unref(bus);
        }
    }

    /// <summary>This handle is one less.</summary>
    /// <returns>Whether another handle of ours refers to the element.</returns>
    private static bool CountOut(nint pointer)
    {
        lock (s_handles)
        {
            int left = s_handles[pointer] - 1;
            if (left > 0)
            {
                s_handles[pointer] = left;
            }
            else
            {
                s_handles.Remove(pointer);
            }

            return left > 0;
        }
    }

    private static bool Rests(Native.GstElement* element) =>
        element->current_state == Native.GstState.GST_STATE_NULL && element->pending_state == Native.GstState.GST_STATE_VOID_PENDING;

    private static bool HasParent(Native.GstElement* element)
    {
        Native.GstObject* parent = Native.LibGst.gst_object_get_parent(&element->@object);
        if (parent is null)
        {
            return false;
        }

        Native.LibGst.gst_object_unref(parent);
        return true;
    }

    private static bool IsA(nint instance, nuint type) =>
        Native.LibGObject.g_type_check_instance_is_a((Native.GTypeInstance*)instance, type) != 0;
}
