using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What all our objects for one appsrc share; see <see cref="AppLink"/>.</summary>
internal sealed unsafe class AppSrcLink : AppLink
{
    /// <summary>The hint of <c>need-data</c> when any amount is welcome.</summary>
    private const uint AnyAmount = uint.MaxValue;

    private static readonly NativeFeature s_limits = new(NativeLibraries.GstApp, "gst_app_src_get_max_buffers", "1.20", "The limits of an appsrc in buffers and time");

    /// <summary>Whoever waits with data comes before a handler that makes new data; but the stream does not wait for long.</summary>
    private static readonly TimeSpan s_untilPushed = TimeSpan.FromMilliseconds(20);

    private int _ends;
    private int _waiting;

    internal AppSrcLink(nint element) : base(element, "src\0"u8) =>
        // Whatever ends the stream sends its end from here, also where nobody posts a message.
        _ = LibGst.gst_pad_add_probe(Pad, Native.GstPadProbeType.GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, &OnEvent, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), &OnProbeGone);

    internal static NativeFeature Limits => s_limits;

    /// <summary>Whose turn it is to wait for room and push: one at a time, so that many producers fill up no more than one.</summary>
    internal SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>How often the stream was ended: whoever waits remembers it from before.</summary>
    internal int Ends => Volatile.Read(ref _ends);

    /// <summary>Caps and buffer of one sample go together.</summary>
    internal Lock Samples { get; } = new();

    /// <summary>How many pushes wait for room.</summary>
    internal int Waiting => Volatile.Read(ref _waiting);

    internal HandlerSlot<Action<uint?>> NeedData { get; } = new("appsrc's need-data handler");

    internal HandlerSlot<Action> EnoughData { get; } = new("appsrc's enough-data handler");

    internal HandlerSlot<Func<ulong, bool>> SeekData { get; } = new("appsrc's seek-data handler");

    /// <summary>Whether the queue is below its limits; the caller holds the element.</summary>
    internal bool HasRoom
    {
        get
        {
            Native.GstAppSrc* source = (Native.GstAppSrc*)Element;
            return IsBelow(LibGstApp.gst_app_src_get_max_bytes(source), LibGstApp.gst_app_src_get_current_level_bytes(source))
                && (!s_limits.IsAvailable
                    || (IsBelow(LibGstApp.gst_app_src_get_max_buffers(source), LibGstApp.gst_app_src_get_current_level_buffers(source))
                        && IsBelow(LibGstApp.gst_app_src_get_max_time(source), LibGstApp.gst_app_src_get_current_level_time(source))));
        }
    }

    /// <summary>
    /// Whether the stream has stopped although the element runs: what is downstream was stopped alone, and the thread of the appsrc
    /// has ended over it. A flush says so too, but on the pad.
    /// </summary>
    internal bool IsStuck => IsRunning && LastFlow == GstFlowReturn.Flushing && !IsFlushing;

    internal void NoteEnd()
    {
        Interlocked.Increment(ref _ends);
        Wake();
    }

    internal void NoteWaiting(int more) => Interlocked.Add(ref _waiting, more);

    private protected override void SetCallbacks(void* data, delegate* unmanaged[Cdecl]<void*, void> notify)
    {
        GstAppSrcCallbacks callbacks = default;
        callbacks.need_data = &OnNeedData;
        callbacks.enough_data = &OnEnoughData;
        callbacks.seek_data = &OnSeekData;
        LibGstApp.gst_app_src_set_callbacks((Native.GstAppSrc*)Element, &callbacks, data, notify);
    }

    private bool IsServed(Native.GstAppSrc* source) =>
        Waiting > 0 && SpinWait.SpinUntil(() => LibGstApp.gst_app_src_get_current_level_bytes(source) > 0 || Waiting == 0, s_untilPushed)
        && LibGstApp.gst_app_src_get_current_level_bytes(source) > 0;

    private static bool IsBelow(ulong most, ulong level) => most == 0 || level < most;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnNeedData(Native.GstAppSrc* source, uint length, void* data)
    {
        AppSrcLink link = CallbackTicket.LinkOf<AppSrcLink>(data);
        try
        {
            link.NoteRun();
            link.Changed.Wake();
            if (link.NeedData.Current is { } entry && !link.IsServed(source))
            {
                link.Ask(
                    entry,
                    (entry.Handler, length),
                    static call =>
                    {
                        call.Handler(call.length == AnyAmount ? null : call.length);
                        return true;
                    },
                    false);
            }
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsrc");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEnoughData(Native.GstAppSrc* source, void* data)
    {
        AppSrcLink link = CallbackTicket.LinkOf<AppSrcLink>(data);
        try
        {
            if (link.EnoughData.Current is { } entry)
            {
                link.Ask(
                    entry,
                    entry.Handler,
                    static handler =>
                    {
                        handler();
                        return true;
                    },
                    false);
            }
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsrc");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSeekData(Native.GstAppSrc* source, ulong position, void* data)
    {
        AppSrcLink link = CallbackTicket.LinkOf<AppSrcLink>(data);
        try
        {
            using NoWaiting held = NoWaiting.Enter();
            bool done = link.SeekData.Current is { } entry
                && link.Ask(entry, (entry.Handler, position), static call => call.Handler(call.position), false);
            return done ? 1 : 0;
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsrc");
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstPadProbeReturn OnEvent(Native.GstPad* pad, Native.GstPadProbeInfo* info, void* data)
    {
        try
        {
            if (info->data is not null && ((Native.GstEvent*)info->data)->type == Native.GstEventType.GST_EVENT_EOS)
            {
                Unsafe.As<AppSrcLink>(GCHandle.FromIntPtr((nint)data).Target!).Wake();
            }
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "appsrc");
        }

        return Native.GstPadProbeReturn.GST_PAD_PROBE_OK;
    }

    /// <summary>Runs under the pad's own lock: it frees the handle and must do nothing else.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnProbeGone(void* data) => GCHandle.FromIntPtr((nint)data).Free();
}
