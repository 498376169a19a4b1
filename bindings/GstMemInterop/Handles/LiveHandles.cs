using System.Collections.Concurrent;
using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// The ledger of native references that this library owns right now: for tests, and to find a forgotten <c>Dispose</c>.
/// Off by default; when on, each handle remembers the stack that created it.
/// </summary>
/// <remarks>Safe from any thread. The ledger does not keep a handle alive: one that the garbage collector finds is released and leaves the ledger.</remarks>
public static class LiveHandles
{
    private static readonly ConcurrentDictionary<long, Entry> s_open = new();
    private static long s_lastId;
    private static volatile bool s_tracking;

    /// <summary>Whether new handles are recorded. Handles created before it was switched on are not in the ledger.</summary>
    public static bool Tracking
    {
        get => s_tracking;
        set => s_tracking = value;
    }

    /// <summary>How many recorded handles are alive.</summary>
    public static int Count => s_open.Count;

    /// <summary>One text per recorded live handle: its type, its address and the stack that created it.</summary>
    public static IReadOnlyList<string> Snapshot() =>
        [.. s_open.Values.Select(static entry => $"{entry.NativeType} 0x{entry.Pointer:X}{Environment.NewLine}{entry.Stack}")];

    /// <summary>Records a handle; 0 when the ledger is off.</summary>
    internal static long Opened(string nativeType, nint pointer)
    {
        if (!s_tracking)
        {
            return 0;
        }

        long id = Interlocked.Increment(ref s_lastId);
        s_open[id] = new Entry(nativeType, pointer, new StackTrace(2, fNeedFileInfo: true));
        return id;
    }

    internal static void Closed(long id)
    {
        if (id != 0)
        {
            s_open.TryRemove(id, out _);
        }
    }

    private sealed record Entry(string NativeType, nint Pointer, StackTrace Stack);
}
