using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>GLib's main loop, run by a thread of this library (<c>g_main_loop_run</c> on the default context), from <see cref="GStreamer.RunMainLoop"/> on until this is disposed.</summary>
/// <remarks>Any number may be asked for; they are one loop, which ends with the last of them. An application's own loop goes on beside it: who has the context runs it.</remarks>
public sealed unsafe class GLibMainLoop : IDisposable
{
    private static readonly Lock s_gate = new();
    private static GMainLoop* s_loop;
    private static Thread? s_thread;
    private static int s_users;

    private int _disposed;

    private GLibMainLoop()
    {
    }

    /// <summary>Ends the loop when nobody else asked for it (<c>g_main_loop_quit</c>), and waits for its thread, unless called on that.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        Thread thread;
        GMainLoop* loop;
        lock (s_gate)
        {
            if (--s_users > 0)
            {
                return;
            }

            thread = s_thread!;
            loop = s_loop;
            s_thread = null;
            s_loop = null;
        }

        // A loop that has not begun forgets that it was told to end.
        do
        {
            LibGLib.g_main_loop_quit(loop);
        }
        while (thread != Thread.CurrentThread && !thread.Join(5));
        LibGLib.g_main_loop_unref(loop);
    }

    internal static GLibMainLoop Start()
    {
        GStreamer.EnsureInitialized();
        lock (s_gate)
        {
            if (s_users++ == 0)
            {
                GMainLoop* loop = LibGLib.g_main_loop_new(null, 0);
                nint kept = (nint)LibGLib.g_main_loop_ref(loop);
                s_loop = loop;
                s_thread = new Thread(() => Run(kept)) { IsBackground = true, Name = "GLib main loop" };
                s_thread.Start();
            }
        }

        return new GLibMainLoop();
    }

    private static void Run(nint loop)
    {
        LibGLib.g_main_loop_run((GMainLoop*)loop);
        LibGLib.g_main_loop_unref((GMainLoop*)loop);
    }
}
