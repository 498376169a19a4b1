using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// One thread's wait on a bus: it sleeps on the bus's own file descriptor and on a wake-up that belongs to this wait alone.
/// So a wake-up cannot be flushed away, taken by another waiter, or come too early, and nothing is polled.
/// </summary>
internal sealed unsafe class BusWait : IDisposable
{
    // By the bus's address, which its waiters keep alive: who stops a pipeline ends the waits on its bus, whoever waits.
    private static readonly ConcurrentDictionary<BusWait, nint> s_open = new();

    private readonly Lock _gate = new();
    private GMainContext* _context;
    private GPollFD* _descriptor;
    private volatile bool _ended;

    /// <param name="bus">A bus that the caller keeps alive until this is disposed.</param>
    internal BusWait(Native.GstBus* bus)
    {
        // A GPollFD is 8 or 16 bytes, by operating system; only C looks inside.
        _descriptor = (GPollFD*)NativeMemory.AllocZeroed(16);
        _context = LibGLib.g_main_context_new();
        LibGst.gst_bus_get_pollfd(bus, _descriptor);
        LibGLib.g_main_context_add_poll(_context, _descriptor, GstConstants.G_PRIORITY_DEFAULT);
        s_open[this] = (nint)bus;
    }

    /// <summary>Whether the pipeline whose bus this is was stopped or disposed meanwhile.</summary>
    internal bool HasEnded => _ended;

    /// <summary>Ends all waits that are under way on this bus.</summary>
    internal static void EndAll(nint bus)
    {
        foreach ((BusWait wait, nint waited) in s_open)
        {
            if (waited == bus)
            {
                wait._ended = true;
                wait.Wake();
            }
        }
    }

    /// <summary>Sleeps until the bus has a message or <see cref="Wake"/> was called, also before this call.</summary>
    internal void Sleep() => _ = LibGLib.g_main_context_iteration(_context, 1);

    /// <summary>From any thread: ends the present or the next sleep.</summary>
    internal void Wake()
    {
        lock (_gate)
        {
            if (_context is not null)
            {
                LibGLib.g_main_context_wakeup(_context);
            }
        }
    }

    public void Dispose()
    {
        s_open.TryRemove(this, out _);
        lock (_gate)
        {
            LibGLib.g_main_context_remove_poll(_context, _descriptor);
            LibGLib.g_main_context_unref(_context);
            _context = null;
            NativeMemory.Free(_descriptor);
            _descriptor = null;
        }
    }
}
