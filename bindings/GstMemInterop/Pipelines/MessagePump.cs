using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Sees every message of one pipeline's bus, on the thread that posts it and before it is queued (the signal
/// <c>sync-message</c>), and hands a reference to every subscriber. It takes nothing off the bus and sets no handler, so a
/// main loop's watch, a sync handler, <see cref="GstBus"/> and any number of pumps work beside it; and it waits for nothing,
/// so nothing can be missed, flushed away or left hanging. Of the application's code only the handlers of
/// <see cref="GstPipeline.SyncMessage"/> run in here, which asked for it.
/// </summary>
internal sealed unsafe class MessagePump
{
    // Nobody need read the bus when everybody reads here: what has lain unread for so many messages is dropped.
    private const int MostUnread = 8192;

    // The bus for which this thread streams: from the messages by which each streaming thread tells its beginning and end.
    [ThreadStatic]
    private static nint t_streamsFor;

    // By bus: who looks for an error late finds it.
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<nint, MessagePump> s_pumps = new();

    private readonly Lock _gate = new();
    private readonly Native.GstBus* _bus;
    private readonly Native.GstObject* _pipeline;
    private CULong _handler;
    private GstMessageReader[] _readers = [];
    private SyncMessageListener[] _listeners = [];
    private PipelineRun? _run;
    private Outcome? _outcome;
    private bool _ended;
    private int _sinceLook;
    private nint _oldestUnread;

    /// <param name="pipeline">A <c>GstPipeline*</c> that outlives the pump; it is only compared.</param>
    internal MessagePump(nint pipeline)
    {
        _pipeline = (Native.GstObject*)pipeline;
        _bus = LibGst.gst_element_get_bus((Native.GstElement*)pipeline);
        if (_bus is null)
        {
            throw new ArgumentException("This element has no bus of its own: it is not a pipeline.", nameof(pipeline));
        }

        fixed (byte* signal = "sync-message\0"u8)
        {
            delegate* unmanaged[Cdecl]<Native.GstBus*, Native.GstMessage*, void*, void> handler = &OnMessage;
            _handler = LibGObject.g_signal_connect_data(_bus, signal, (delegate* unmanaged[Cdecl]<void>)handler, (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), &OnDisconnected, 0);
        }

        LibGst.gst_bus_enable_sync_message_emission(_bus);
        s_pumps[(nint)_bus] = this;
    }

    /// <summary>The error that the pipeline with this bus had since it was started, as far as an object of ours saw it.</summary>
    internal static GstException? ErrorOf(nint bus)
    {
        if (!s_pumps.TryGetValue(bus, out MessagePump? pump))
        {
            return null;
        }

        lock (pump._gate)
        {
            return pump._outcome?.Error as GstException;
        }
    }

    /// <summary>Whether the calling thread is one of the pipeline's own streaming threads, which stopping the pipeline would wait for.</summary>
    internal bool StreamsOnThisThread => t_streamsFor == (nint)_bus || NoWaiting.Here || StreamingThread.ProbesIn(_pipeline);

    /// <summary>Whether the calling thread streams for any pipeline.</summary>
    internal static bool IsStreamingThread => t_streamsFor != 0;

    private bool HasEnded { get { lock (_gate) { return _ended; } } }

    /// <summary>A new reader of all messages from now on.</summary>
    /// <exception cref="ObjectDisposedException">The pump has ended.</exception>
    internal GstMessageReader Subscribe(GstMessageType types, int capacity, bool survivesStop)
    {
        GstMessageReader reader = new(this, types, capacity, survivesStop);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(GstPipeline));
            _readers = [.. _readers, reader];
        }

        return reader;
    }

    internal void Unsubscribe(GstMessageReader reader)
    {
        lock (_gate)
        {
            _readers = [.. _readers.Where(r => r != reader)];
        }
    }

    /// <summary>A handler that is called on the thread that posts.</summary>
    /// <exception cref="ObjectDisposedException">The pump has ended.</exception>
    internal void Listen(SyncMessageListener listener)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(GstPipeline));
            _listeners = [.. _listeners, listener];
        }
    }

    internal void Unlisten(EventHandler<GstMessageEventArgs> handler)
    {
        lock (_gate)
        {
            int last = Array.FindLastIndex(_listeners, l => l.Handler == handler);
            _listeners = [.. _listeners.Where((_, i) => i != last)];
        }
    }

    /// <summary>The run that is under way, or a new one that the caller has to drive.</summary>
    internal PipelineRun JoinOrBegin(out bool isNew)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, typeof(GstPipeline));
            isNew = _run is null;
            if (_run is null)
            {
                _run = new PipelineRun();
                if (_outcome is { } outcome)
                {
                    _run.End(outcome);
                }
            }

            return _run;
        }
    }

    internal void Forget(PipelineRun run)
    {
        lock (_gate)
        {
            if (_run == run)
            {
                _run = null;
            }
        }
    }

    /// <summary>The error that came since the last stop and was not told yet.</summary>
    internal GstException? TakeError()
    {
        lock (_gate)
        {
            GstException? error = _outcome?.Error as GstException;
            if (error is not null)
            {
                _outcome = null;
            }

            return error;
        }
    }

    /// <summary>Ends every wait: the pipeline is about to stop. Subscribers read what they have; those of events stay for the next start.</summary>
    internal void EndWaits()
    {
        GstMessageReader[] ending;
        PipelineRun? run;
        GstException? error;
        lock (_gate)
        {
            error = _outcome?.Error as GstException;
            ending = [.. _readers.Where(static r => !r.SurvivesStop)];
            _readers = [.. _readers.Where(static r => r.SurvivesStop)];
            run = _run;
            _outcome = null;
        }

        run?.End(Outcome.Stopped);
        foreach (GstMessageReader reader in ending)
        {
            reader.Complete();
        }

        BusWait.EndAll((nint)_bus);
        TopBus.EndWaits((nint)_bus, error);
    }

    /// <summary>Ends every wait for good and lets the bus go; more than once does nothing.</summary>
    internal void End()
    {
        GstMessageReader[] ending;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            ending = _readers;
            _listeners = [];
        }

        s_pumps.TryRemove(KeyValuePair.Create((nint)_bus, this));
        EndWaits();
        foreach (GstMessageReader reader in ending)
        {
            reader.Complete();
        }

        LibGst.gst_bus_disable_sync_message_emission(_bus);
        LibGObject.g_signal_handler_disconnect(_bus, _handler);
        Release(Interlocked.Exchange(ref _oldestUnread, 0));
        LibGst.gst_object_unref(_bus);
    }

    private void See(Native.GstMessage* message)
    {
        GstMessageType type = (GstMessageType)message->type;
        if (type == GstMessageType.StreamStatus)
        {
            NoteThread(message);
        }

        // One array per change of subscribers: this list is the one of now, whatever they do meanwhile.
        foreach (GstMessageReader reader in Volatile.Read(ref _readers))
        {
            if (reader.Wants(type))
            {
                LibGst.gst_mini_object_ref(&message->mini_object);
                reader.Offer(GstMessage.Adopt((nint)message));
            }
        }

        foreach (SyncMessageListener listener in Volatile.Read(ref _listeners))
        {
            listener.Tell(message);
        }

        // After the readers have it: what is noted here ends runs, and with them the reading.
        switch (type)
        {
            case GstMessageType.Eos: NoteOutcome(Outcome.EndOfStream); break;
            case GstMessageType.Error: NoteOutcome(new Outcome(GstMessage.ReadError(message))); break;
            case GstMessageType.StateChanged when message->src == _pipeline: NoteState(message); break;
        }

        if (Interlocked.Increment(ref _sinceLook) % MostUnread == 0)
        {
            DropUnread();
        }
    }

    private void NoteThread(Native.GstMessage* message)
    {
        GstStreamStatusType status;
        Native.GstElement* owner;
        LibGst.gst_message_parse_stream_status(message, &status, &owner);
        t_streamsFor = status switch
        {
            GstStreamStatusType.GST_STREAM_STATUS_TYPE_ENTER => (nint)_bus,
            GstStreamStatusType.GST_STREAM_STATUS_TYPE_LEAVE => 0,
            _ => t_streamsFor,
        };
    }

    private void NoteOutcome(Outcome outcome)
    {
        PipelineRun? run;
        lock (_gate)
        {
            _outcome ??= outcome;
            run = _run;
        }

        run?.End(outcome);
    }

    /// <summary>Somebody else stops the pipeline (another binding, C): on its way down it tells where it goes.</summary>
    private void NoteState(Native.GstMessage* message)
    {
        GstState before, now, pending;
        LibGst.gst_message_parse_state_changed(message, (Native.GstState*)&before, (Native.GstState*)&now, (Native.GstState*)&pending);
        if (pending == GstState.Null && now < before)
        {
            EndWaits();
        }
    }

    /// <summary>When the oldest message of the bus is the one it was that many messages ago, nobody reads the bus: it must not grow for ever.</summary>
    private void DropUnread()
    {
        nint oldest = (nint)LibGst.gst_bus_peek(_bus);
        nint before = Interlocked.Exchange(ref _oldestUnread, 0);
        if (oldest == before && oldest != 0)
        {
            for (int i = 0; i < MostUnread; i++)
            {
                Release((nint)LibGst.gst_bus_pop(_bus));
            }

            Release(oldest);
            oldest = (nint)LibGst.gst_bus_peek(_bus);
        }

        Release(Interlocked.Exchange(ref _oldestUnread, oldest));
        Release(before);
        if (HasEnded)
        {
            Release(Interlocked.Exchange(ref _oldestUnread, 0)); // nobody else will
        }
    }

    private static void Release(nint message)
    {
        if (message != 0)
        {
            LibGst.gst_mini_object_unref((GstMiniObject*)message);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMessage(Native.GstBus* bus, Native.GstMessage* message, void* data)
    {
        try
        {
            Unsafe.As<MessagePump>(GCHandle.FromIntPtr((nint)data).Target!).See(message);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "message pump");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnected(void* data, GClosure* closure) => GCHandle.FromIntPtr((nint)data).Free();
}
