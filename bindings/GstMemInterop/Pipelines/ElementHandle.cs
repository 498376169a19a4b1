namespace GstMemInterop;

/// <summary>
/// Owns one reference of an element. C complains, and streaming threads run into freed memory, when an element that is not
/// in state <c>NULL</c> loses its last reference; so whoever gives up the last one stops the element first, and a pipeline that
/// was forgotten is stopped too.
/// </summary>
internal sealed unsafe class ElementHandle(nint pointer, string nativeType) : NativeHandle(pointer, nativeType)
{
    private static readonly Lock s_gate = new();
    private volatile bool _letGo;

    /// <summary>The pump that ends with this handle, for a pipeline.</summary>
    internal MessagePump? Pump { get; set; }

    /// <summary>Whether a forgotten element is stopped although others hold it: a pipeline that we made.</summary>
    internal bool StopWhenForgotten { get; set; }

    /// <summary>Says that the application knows: it disposes the element or gives its reference away.</summary>
    internal void LetGo()
    {
        _letGo = true;
        Pump?.End();
    }

    /// <summary>Stops the element and, when it has one of its own, empties its bus: the messages hold their elements, and those hold the bus.</summary>
    internal static void Stop(nint element)
    {
        _ = Native.LibGst.gst_element_set_state((Native.GstElement*)element, Native.GstState.GST_STATE_NULL);
        if (Native.LibGObject.g_type_check_instance_is_a((Native.GTypeInstance*)element, Native.LibGst.gst_pipeline_get_type()) != 0)
        {
            Native.GstBus* bus = Native.LibGst.gst_element_get_bus((Native.GstElement*)element);
            if (bus is not null)
            {
                Native.LibGst.gst_bus_set_flushing(bus, 1);
                Native.LibGst.gst_object_unref(bus);
            }
        }
    }

    /// <summary>Stops the element on another thread, and releases a reference to it there: this one may be a thread that stopping waits for.</summary>
    /// <param name="reference">A reference that is given away.</param>
    internal static void StopElsewhere(nint reference) => ThreadPool.UnsafeQueueUserWorkItem(
        static element =>
        {
            Stop(element);
            Native.LibGst.gst_object_unref((void*)element);
        },
        reference,
        preferLocal: false);

    protected override void Reference(nint pointer) => Native.LibGst.gst_object_ref((void*)pointer);

    protected override void Unreference(nint pointer)
    {
        bool forgotten = !_letGo;
        Pump?.End();
        Native.GstElement* element = (Native.GstElement*)pointer;
        if (element->current_state == Native.GstState.GST_STATE_NULL && element->pending_state == Native.GstState.GST_STATE_VOID_PENDING)
        {
            Native.LibGst.gst_object_unref(element);
            return;
        }

        if (!forgotten || !StopWhenForgotten)
        {
            // Two of our handles must not both take the other for the last.
            lock (s_gate)
            {
                if (Volatile.Read(ref element->@object.@object.ref_count) > 1)
                {
                    Native.LibGst.gst_object_unref(element);
                    return;
                }
            }
        }

        if (forgotten)
        {
            CallbackLog.ElementForgotten(GStreamer.Log, NativeText.Read(element->@object.name) ?? NativeType, (GstState)element->current_state);
        }

        if (forgotten || MessagePump.IsStreamingThread)
        {
            StopElsewhere(pointer);
            return;
        }

        Stop(pointer);
        Native.LibGst.gst_object_unref(element);
    }
}
