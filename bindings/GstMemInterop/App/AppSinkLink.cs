using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What all our objects for one appsink share; see <see cref="AppLink"/>.</summary>
internal sealed unsafe class AppSinkLink(nint element) : AppLink(element, "sink\0"u8)
{
    private readonly Lock _limitGate = new(); // C only sets a number and wakes the stream under it
    private SampleTurn? _idleTurn;
    private uint _raisedFrom;

    /// <summary>Wakes those who wait for a preroll sample.</summary>
    internal AppSignal Prerolled { get; } = new();

    internal HandlerSlot<SampleCall> Handler { get; } = new("appsink's sample handler");

    /// <summary>The format of what a handler gets, read once for each change of caps.</summary>
    internal PassingFormat Format { get; } = new();

    private Native.GstAppSink* Sink => (Native.GstAppSink*)Element;

    /// <summary>The limit that the application set, also while it is raised for a handler.</summary>
    internal uint MaxBuffers
    {
        get
        {
            lock (_limitGate)
            {
                return _raisedFrom != 0 ? _raisedFrom : LibGstApp.gst_app_sink_get_max_buffers(Sink);
            }
        }

        set
        {
            lock (_limitGate)
            {
                _raisedFrom = 0;
                LibGstApp.gst_app_sink_set_max_buffers(Sink, value);
            }
        }
    }

    /// <summary>A sample that is there, with a reference for the caller; 0 when none is. The caller holds the element.</summary>
    internal nint TakeSample() => (nint)LibGstApp.gst_app_sink_try_pull_sample(Sink, 0);

    internal nint TakePreroll() => (nint)LibGstApp.gst_app_sink_try_pull_preroll(Sink, 0);

    internal bool IsEndOfStream => LibGstApp.gst_app_sink_is_eos(Sink) != 0;

    /// <summary>
    /// A handler was set, perhaps while the stream waits in a full sink and would bring nothing more: it gets room for one sample,
    /// with which the handler is handed all that wait, in their order. Then the limit is what it was.
    /// </summary>
    internal void LetOneIn()
    {
        lock (_limitGate)
        {
            uint most = LibGstApp.gst_app_sink_get_max_buffers(Sink);
            if (_raisedFrom == 0 && most is not 0 and not uint.MaxValue && LibGstApp.gst_app_sink_get_drop(Sink) == 0)
            {
                _raisedFrom = most;
                LibGstApp.gst_app_sink_set_max_buffers(Sink, most + 1);
            }
        }
    }

    internal override void Wake()
    {
        base.Wake();
        Prerolled.Wake();
    }

    private protected override void SetCallbacks(void* data, delegate* unmanaged[Cdecl]<void*, void> notify)
    {
        GstAppSinkCallbacks callbacks = default; // what newer versions have behind these is not set
        callbacks.new_sample = &OnSample;
        callbacks.new_preroll = &OnPreroll;
        callbacks.eos = &OnEndOfStream;
        LibGstApp.gst_app_sink_set_callbacks(Sink, &callbacks, data, notify);
    }

    private void LowerLimit()
    {
        if (Volatile.Read(ref _raisedFrom) == 0)
        {
            return;
        }

        lock (_limitGate)
        {
            if (_raisedFrom != 0 && LibGstApp.gst_app_sink_get_max_buffers(Sink) == _raisedFrom + 1)
            {
                LibGstApp.gst_app_sink_set_max_buffers(Sink, _raisedFrom);
            }

            _raisedFrom = 0;
        }
    }

    /// <summary>Hands everything that waits to the handler, until it wants no more.</summary>
    private GstFlowReturn Deliver()
    {
        while (Handler.Current is { } entry)
        {
            nint sample = TakeSample();
            if (sample == 0)
            {
                return GstFlowReturn.Ok;
            }

            GstFlowReturn flow = Ask(entry, (Native.GstSample*)sample);
            if (flow != GstFlowReturn.Ok)
            {
                return flow;
            }
        }

        Changed.Wake();
        return GstFlowReturn.Ok;
    }

    private GstFlowReturn Ask(HandlerSlot<SampleCall>.Entry entry, Native.GstSample* sample)
    {
        SampleTurn turn = Interlocked.Exchange(ref _idleTurn, null) ?? new SampleTurn(this);
        turn.Lend(sample);
        GstFlowReturn flow = Ask(entry, (entry.Handler, turn), static call => call.Handler.Call(call.turn), GstFlowReturn.Ok);
        turn.Withdraw();
        LibGst.gst_mini_object_unref((GstMiniObject*)sample);
        _idleTurn = turn;
        return flow > GstFlowReturn.Ok ? GstFlowReturn.Ok : flow;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstFlowReturn OnSample(Native.GstAppSink* sink, void* data)
    {
        AppSinkLink link = CallbackTicket.LinkOf<AppSinkLink>(data);
        try
        {
            link.NoteRun();
            link.LowerLimit();
            return (Native.GstFlowReturn)link.Deliver();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsink");
            return Native.GstFlowReturn.GST_FLOW_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstFlowReturn OnPreroll(Native.GstAppSink* sink, void* data)
    {
        try
        {
            AppSinkLink link = CallbackTicket.LinkOf<AppSinkLink>(data);
            link.NoteRun();
            link.Prerolled.Wake();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsink");
        }

        return Native.GstFlowReturn.GST_FLOW_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEndOfStream(Native.GstAppSink* sink, void* data)
    {
        AppSinkLink link = CallbackTicket.LinkOf<AppSinkLink>(data);
        try
        {
            link.NoteRun();
            link.Deliver();
            link.Wake();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsink");
        }
    }
}
