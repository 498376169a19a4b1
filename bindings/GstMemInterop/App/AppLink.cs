using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What all our objects for one appsink or appsrc share: who waits, which handlers there are, whether the element runs, and
/// the error that its pipeline reported. It hangs on the native element and lives as long as that does.
/// </summary>
/// <remarks>
/// Waits are woken by the element's callbacks, by the pipeline's messages, by whatever deactivates the pad, and by our own
/// stop and dispose; then they ask C what is so. No wait is one of C's, so none can miss its wake-up there (C wakes one waiter
/// for all).
/// </remarks>
[SuppressMessage("Design", "CA1001", Justification = "The look at the bus ends with the native element.")]
internal abstract unsafe partial class AppLink
{
    private static readonly Lock s_links = new();
    private static readonly uint s_key = MakeKey();

    [ThreadStatic]
    private static AppLink? t_handling;

    private readonly Lock _gate = new();
    private readonly nint _element;
    private readonly Native.GstPad* _pad;
    private bool _isGone;
    private TopBus? _bus;
    private CallbackTicket? _callbacks;
    private volatile bool _hasRun;
    private int _stops;
    private GstException? _error;
    private bool _errorIsOfLastRun;

    /// <param name="element">The element, which outlives this.</param>
    /// <param name="pad">Its one pad, which is kept until the element has gone: <c>sink\0</c> or <c>src\0</c>.</param>
    private protected AppLink(nint element, ReadOnlySpan<byte> pad)
    {
        _element = element;
        fixed (byte* name = pad)
        {
            _pad = LibGst.gst_element_get_static_pad((Native.GstElement*)element, name);
        }

        fixed (byte* signal = "notify::caps\0"u8)
        {
            // A pad that is deactivated loses its caps, whoever does it and whether or not a bus is there to tell.
            delegate* unmanaged[Cdecl]<void*, void*, void*, void> handler = &OnPadNotify;
            _ = LibGObject.g_signal_connect_data(_pad, signal, (delegate* unmanaged[Cdecl]<void>)handler, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), &OnDisconnected, 0);
        }
    }

    /// <summary>Wakes those who wait for data or for room.</summary>
    internal AppSignal Changed { get; } = new();

    /// <summary>How often the pipeline was stopped: whoever waits remembers it from before.</summary>
    internal int Stops => Volatile.Read(ref _stops);

    /// <summary>Whether data can flow: the element is between <c>READY</c> and <c>PLAYING</c>.</summary>
    internal bool IsRunning
    {
        get
        {
            bool active = IsActive;
            if (active)
            {
                _hasRun = true;
            }
            else
            {
                lock (_gate)
                {
                    _errorIsOfLastRun |= !IsActive; // what is remembered now is over with the next start
                }
            }

            return active;
        }
    }

    /// <summary>Who still waits asks also when the element has gone, and its pad with it.</summary>
    private bool IsActive
    {
        get
        {
            lock (_gate)
            {
                return !_isGone && LibGst.gst_pad_is_active(_pad) != 0;
            }
        }
    }

    /// <summary>Whether it runs or ran before, as far as we saw.</summary>
    internal bool HasRun => _hasRun;

    /// <summary>The error that the pipeline reported in this run, or in the last one while there is no new one.</summary>
    internal GstException? Error
    {
        get
        {
            _ = IsRunning;
            lock (_gate)
            {
                // Asked in here: who saw the pad active before it was stopped must not take the error for an old one.
                if (_errorIsOfLastRun && IsActive)
                {
                    _error = null;
                    _errorIsOfLastRun = false;
                }

                return _error;
            }
        }
    }

    /// <summary>What the pad's last push or chain was answered.</summary>
    internal GstFlowReturn LastFlow
    {
        get
        {
            lock (_gate)
            {
                return _isGone ? GstFlowReturn.Flushing : (GstFlowReturn)LibGst.gst_pad_get_last_flow_return(_pad);
            }
        }
    }

    /// <summary>Whether the pad flushes, or is not active.</summary>
    private protected bool IsFlushing
    {
        get
        {
            lock (_gate)
            {
                return _isGone || (_pad->@object.flags & (uint)GstPadFlags.GST_PAD_FLAG_FLUSHING) != 0;
            }
        }
    }

    /// <summary>Whether a handler of this element runs on the calling thread: it must not wait for what only its own return brings.</summary>
    internal bool IsInHandler => t_handling == this;

    private protected Native.GstPad* Pad => _pad;

    private protected nint Element => _element;

    /// <summary>The link of an element that the caller holds.</summary>
    internal static T Of<T>(nint element, Func<nint, T> create) where T : AppLink
    {
        T link;
        lock (s_links)
        {
            void* found = LibGObject.g_object_get_qdata((GObject*)element, s_key);
            if (found is not null)
            {
                link = (T)GCHandle.FromIntPtr((nint)found).Target!;
            }
            else
            {
                link = create(element);
                LibGObject.g_object_set_qdata_full((GObject*)element, s_key, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(link)), &OnElementGone);
            }
        }

        link.FindBus();
        return link;
    }

    /// <summary>Looks for the bus of the pipeline that the element is in now; the caller holds the element.</summary>
    internal void FindBus()
    {
        Native.GstBus* bus = TopBus.Find(_element);
        TopBus? old = null;
        bool isNew;
        lock (_gate)
        {
            isNew = bus is not null && (_bus is null || _bus.Bus != bus);
            if (isNew)
            {
                old = _bus;
                _bus = new TopBus((Native.GstBus*)LibGst.gst_object_ref(bus), this);
            }
        }

        if (isNew && MessagePump.ErrorOf((nint)bus) is { } error)
        {
            Keep(error);
        }

        if (bus is not null)
        {
            LibGst.gst_object_unref(bus);
        }

        old?.Dispose();
    }

    /// <summary>
    /// Makes sure that the element calls us, before somebody waits; the caller holds the element. Others' callbacks are
    /// displaced, and theirs may displace ours: whoever waits then is told.
    /// </summary>
    internal CallbackTicket RequireCallbacks()
    {
        CallbackTicket fresh = new(this);
        if (Interlocked.CompareExchange(ref _callbacks, fresh, null) is { } present)
        {
            return present;
        }

        SetCallbacks((void*)GCHandle.ToIntPtr(GCHandle.Alloc(fresh)), &OnCallbacksGone);
        Changed.Wake(); // who came between sees what he missed
        return fresh;
    }

    /// <exception cref="InvalidOperationException">Somebody else has set callbacks meanwhile.</exception>
    internal void RequireStillOurs(CallbackTicket ticket)
    {
        if (Volatile.Read(ref _callbacks) != ticket)
        {
            throw new InvalidOperationException("Other code (C, or another binding) has set callbacks on this element and displaced ours, so what is waited for would not be seen. An appsink or appsrc has one set of callbacks: wait here, or handle them there.");
        }
    }

    /// <summary>The pipeline is about to stop, or has.</summary>
    internal void NoteStop(GstException? error)
    {
        if (error is not null)
        {
            Keep(error);
        }

        Interlocked.Increment(ref _stops);
        Wake();
    }

    /// <summary>A message of the pipeline, on the thread that posts it.</summary>
    internal void See(Native.GstMessage* message)
    {
        switch ((GstMessageType)message->type)
        {
            case GstMessageType.Error: NoteError(GstMessage.ReadError(message)); break;
            case GstMessageType.Eos: Wake(); break;
            case GstMessageType.StateChanged when (nint)message->src == _element: NoteState(message); break;
            case GstMessageType.StateChanged: NoteOther(message); break;
        }
    }

    /// <summary>Has everybody who waits look again.</summary>
    internal virtual void Wake() => Changed.Wake();

    /// <summary>Runs a handler: what it throws ends here, what it leaves open is ended, and it is known that the thread is in it.</summary>
    private protected TResult Ask<TState, TResult>(AppHandler entry, TState state, Func<TState, TResult> call, TResult otherwise)
    {
        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        AppLink? outer = t_handling;
        TResult result = otherwise;
        Exception? failure = null;
        t_handling = this;
        try
        {
            result = call(state);
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        t_handling = outer;
        slots.EndForgotten(mark, entry.Origin);
        if (failure is not null)
        {
            entry.Report(failure);
        }

        return result;
    }

    private protected void NoteRun() => _hasRun = true;

    /// <summary>Has C call us: the data goes to the callbacks, which find their <see cref="CallbackTicket"/> behind it.</summary>
    private protected abstract void SetCallbacks(void* data, delegate* unmanaged[Cdecl]<void*, void> notify);

    private void NoteError(GstException error)
    {
        Keep(error);
        Wake();
    }

    /// <summary>The first error of a run is the cause of the others.</summary>
    private void Keep(GstException error)
    {
        _ = IsRunning;
        lock (_gate)
        {
            bool running = IsActive;
            if (_error is null || (running && _errorIsOfLastRun))
            {
                _error = error;
                _errorIsOfLastRun = !running; // sources still fail while the sinks are stopped already
            }
        }
    }

    private void NoteState(Native.GstMessage* message)
    {
        GstState before, now, pending;
        LibGst.gst_message_parse_state_changed(message, (Native.GstState*)&before, (Native.GstState*)&now, (Native.GstState*)&pending);
        if (before >= GstState.Paused || now >= GstState.Paused)
        {
            _hasRun = true;
            _ = Error; // the one of the run before is over
        }

        if (now <= GstState.Ready || now < before)
        {
            _ = IsRunning;
            Wake();
        }
    }

    /// <summary>Another element is stopped, perhaps alone: what streams into it notices a moment later.</summary>
    private void NoteOther(Native.GstMessage* message)
    {
        GstState before, now, pending;
        LibGst.gst_message_parse_state_changed(message, (Native.GstState*)&before, (Native.GstState*)&now, (Native.GstState*)&pending);
        if (before == GstState.Paused && now == GstState.Ready && Changed.IsAwaited)
        {
            Wake();
            _ = AppSignal.RepeatAsync(Wake);
        }
    }

    private void End()
    {
        TopBus? bus;
        lock (_gate)
        {
            bus = _bus;
            _bus = null;
            _isGone = true;
        }

        bus?.Dispose();
        LibGst.gst_object_unref(_pad);
    }

    private static uint MakeKey()
    {
        using NativeText text = new($"GstMemInterop-app-{Guid.NewGuid():N}"); // another copy of this library has links of its own
        return LibGLib.g_quark_from_string(text.Pointer);
    }
}
