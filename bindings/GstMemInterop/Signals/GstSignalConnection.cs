using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>A handler that is connected to a signal. Disposing it disconnects (<c>g_signal_handler_disconnect</c>), from any thread, also inside of the handler.</summary>
/// <remarks>
/// <para>Once <c>Dispose</c> has returned, no call of the handler begins; one that is under way on another thread is not waited
/// for. A connection that is not disposed stays until the object that emits is gone. It does not keep that object; a handler
/// that refers to it does.</para>
/// <para>What the handler throws is reported through <see cref="Failed"/> and <see cref="GStreamer.CallbackFailed"/>, and the
/// emission goes on with the answer that it had.</para>
/// </remarks>
public sealed unsafe class GstSignalConnection : IDisposable
{
    private readonly GstSignalHandler _handler;
    private readonly Lock _gate = new();
    private readonly Action<GstSignalConnection>? _onEnd;
    private readonly bool _isPosting; // whoever posts a message may hold any lock
    private GWeakRef* _source; // null when C has let go of the handler
    private CULong _id;
    private volatile bool _ended;

    private GstSignalConnection(string signal, GstSignalHandler handler, Action<GstSignalConnection>? onEnd)
    {
        Signal = signal;
        _isPosting = signal.StartsWith("sync-message", StringComparison.Ordinal);
        _handler = handler;
        _onEnd = onEnd;
    }

    /// <summary>The signal (<c>g_signal_parse_name</c>), with its detail where there is one, for example <c>notify::caps</c>.</summary>
    public string Signal { get; }

    /// <summary>Whether the handler may still be called (<c>g_signal_handler_is_connected</c>): the object lives, and nobody began to dispose this.</summary>
    public bool IsConnected
    {
        get
        {
            lock (_gate)
            {
                return !_ended && _source is not null;
            }
        }
    }

    /// <summary>Raised on the thread that emits when the handler threw.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed;

    /// <summary>Disconnects the handler (<c>g_signal_handler_disconnect</c>). Calling it again, also at the same time, does nothing more.</summary>
    public void Dispose()
    {
        void* source = null;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            if (_source is not null && _id.Value != 0)
            {
                source = LibGObject.g_weak_ref_get(_source);
            }
        }

        Disconnect(source);
    }

    internal static GstSignalConnection Open(GObject* source, string signal, GstSignalHandler handler, bool after, Action<GstSignalConnection>? onEnd = null)
    {
        (uint id, uint detail) = SignalTable.Find(source, signal);
        GstSignalConnection connection = new(signal, handler, onEnd);
        connection._source = (GWeakRef*)NativeMemory.AllocZeroed((nuint)sizeof(GWeakRef));
        LibGObject.g_weak_ref_init(connection._source, source);

        GCHandle handle = GCHandle.Alloc(connection);
        GClosure* closure = LibGObject.g_closure_new_simple((uint)sizeof(GClosure), (void*)GCHandle.ToIntPtr(handle));
        LibGObject.g_closure_add_finalize_notifier(closure, (void*)GCHandle.ToIntPtr(handle), &OnFinalized);
        LibGObject.g_closure_set_marshal(closure, &OnSignal);
        connection.Connected(LibGObject.g_signal_connect_closure_by_id(source, id, detail, closure, after ? 1 : 0));
        return connection;
    }

    /// <summary>The handler may have run before its number was known, and have thrown the connection away.</summary>
    private void Connected(CULong id)
    {
        void* source = null;
        lock (_gate)
        {
            _id = id;
            if (_ended && _source is not null)
            {
                source = LibGObject.g_weak_ref_get(_source);
            }
        }

        Disconnect(source);
    }

    /// <param name="source">A reference that is given away, or null when the object has gone, and its handlers with it.</param>
    private void Disconnect(void* source)
    {
        if (source is null)
        {
            return;
        }

        if (LibGObject.g_signal_handler_is_connected(source, _id) != 0)
        {
            LibGObject.g_signal_handler_disconnect(source, _id);
        }

        GstObject.AdoptAny((nint)source)?.Dispose(); // this may be its last reference by now, and an element that plays has to be stopped
    }

    private void Answer(GValue* result, uint count, GValue* values, GSignalInvocationHint* hint)
    {
        if (_ended)
        {
            return;
        }

        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        using NoWaiting held = _isPosting ? NoWaiting.Enter() : default;
        using SignalTurn turn = new(Signal, result, count, values, hint);
        try
        {
            GstSignal signal = new(turn);
            _handler(ref signal);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, $"handler of '{Signal}'", this, Failed, "signal connection's Failed listener");
        }

        slots.EndForgotten(mark, "signal handler");
    }

    private void End()
    {
        lock (_gate)
        {
            LibGObject.g_weak_ref_clear(_source);
            NativeMemory.Free(_source);
            _source = null;
        }

        _onEnd?.Invoke(this);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnSignal(GClosure* closure, GValue* result, uint count, GValue* values, void* hint, void* data)
    {
        try
        {
            Unsafe.As<GstSignalConnection>(GCHandle.FromIntPtr((nint)closure->data).Target!).Answer(result, count, values, (GSignalInvocationHint*)hint);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "signal handler");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFinalized(void* data, GClosure* closure)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)data);
        try
        {
            Unsafe.As<GstSignalConnection>(handle.Target!).End();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "end of a signal connection");
        }

        handle.Free();
    }
}
