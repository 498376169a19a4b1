using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Looks on at the bus of the pipeline that an element is in (the signal <c>sync-message</c>), for one <see cref="AppLink"/>:
/// takes nothing off it and sets no handler, so everybody else who reads the bus goes on beside it.
/// </summary>
internal sealed unsafe class TopBus : IDisposable
{
    // By the bus, which each of them keeps alive: who stops a pipeline ends the waits for its sources and sinks.
    private static readonly ConcurrentDictionary<TopBus, nint> s_open = new();

    private readonly Native.GstBus* _bus;
    private readonly AppLink _link;
    private CULong _handler;

    /// <param name="bus">A bus with a reference for this object.</param>
    /// <param name="link">Who is told.</param>
    internal TopBus(Native.GstBus* bus, AppLink link)
    {
        _bus = bus;
        _link = link;
        fixed (byte* signal = "sync-message\0"u8)
        {
            delegate* unmanaged[Cdecl]<Native.GstBus*, Native.GstMessage*, void*, void> handler = &OnMessage;
            _handler = LibGObject.g_signal_connect_data(_bus, signal, (delegate* unmanaged[Cdecl]<void>)handler, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(link)), &OnDisconnected, 0);
        }

        LibGst.gst_bus_enable_sync_message_emission(_bus);
        s_open[this] = (nint)bus;
    }

    internal Native.GstBus* Bus => _bus;

    /// <summary>The bus of the topmost parent, with a reference for the caller; null when there is none.</summary>
    internal static Native.GstBus* Find(nint element)
    {
        void* top = LibGst.gst_object_ref((void*)element);
        while (LibGst.gst_object_get_parent((Native.GstObject*)top) is var parent && parent is not null)
        {
            LibGst.gst_object_unref(top);
            top = parent;
        }

        Native.GstBus* bus = LibGst.gst_element_get_bus((Native.GstElement*)top);
        LibGst.gst_object_unref(top);
        return bus;
    }

    /// <summary>The pipeline with this bus is about to stop: nobody goes on waiting for its sources and sinks.</summary>
    /// <param name="bus">The pipeline's bus.</param>
    /// <param name="error">The error that it had since it was started.</param>
    internal static void EndWaits(nint bus, GstException? error)
    {
        foreach ((TopBus watch, nint watched) in s_open)
        {
            if (watched == bus)
            {
                watch._link.NoteStop(error);
            }
        }
    }

    public void Dispose()
    {
        s_open.TryRemove(this, out _);
        LibGst.gst_bus_disable_sync_message_emission(_bus);
        LibGObject.g_signal_handler_disconnect(_bus, _handler);
        LibGst.gst_object_unref(_bus);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(Native.GstBus* bus, Native.GstMessage* message, void* data)
    {
        try
        {
            Unsafe.As<AppLink>(GCHandle.FromIntPtr((nint)data).Target!).See(message);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "messages of an appsink or appsrc");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnected(void* data, GClosure* closure) => GCHandle.FromIntPtr((nint)data).Free();
}
