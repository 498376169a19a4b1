using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Calls the handler of a .NET event with what a signal told.</summary>
internal delegate void SignalEventCall<THandler>(ref GstSignal signal, THandler handler);

/// <summary>
/// Signals as .NET events. A handler belongs to the native object, so that one added through a short-lived wrapper goes on, and
/// any wrapper of the object can remove it.
/// </summary>
internal static unsafe class SignalEvents
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<(nint Source, string Signal, Delegate Handler), List<GstSignalConnection>> s_connections = [];

    internal static void Add<THandler>(GstObject source, string signal, THandler? handler, SignalEventCall<THandler> call) where THandler : Delegate
    {
        if (handler is null)
        {
            return;
        }

        using HandleLease lease = source.Lease();
        (nint, string, Delegate) key = (lease.Pointer, signal, handler);
        GstSignalConnection connection = GstSignalConnection.Open(
            (GObject*)lease.Pointer, signal, (ref GstSignal s) => call(ref s, handler), after: false, ended => Forget(key, ended));
        lock (s_gate)
        {
            if (!s_connections.TryGetValue(key, out List<GstSignalConnection>? same))
            {
                s_connections[key] = same = [];
            }

            same.Add(connection);
        }
    }

    internal static void Remove(GstObject source, string signal, Delegate? handler)
    {
        if (handler is null)
        {
            return;
        }

        GstSignalConnection? last = null;
        using HandleLease lease = source.Lease();
        lock (s_gate)
        {
            if (s_connections.TryGetValue((lease.Pointer, signal, handler), out List<GstSignalConnection>? same))
            {
                last = same[^1];
            }
        }

        last?.Dispose(); // which has it forgotten
    }

    private static void Forget((nint, string, Delegate) key, GstSignalConnection ended)
    {
        lock (s_gate)
        {
            if (s_connections.TryGetValue(key, out List<GstSignalConnection>? same))
            {
                same.Remove(ended);
                if (same.Count == 0)
                {
                    s_connections.Remove(key);
                }
            }
        }
    }
}
