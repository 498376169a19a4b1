namespace GstMemInterop;

/// <summary>
/// Threads that stop elements and set states for those that may not wait for it. They are not the pool's: an application that
/// blocks the pool's threads may be waiting for just this. As many as have work to do; an idle one ends after a second.
/// </summary>
internal static class StateThreads
{
    private const int Patience = 1000; // milliseconds

    private static readonly Queue<Action> s_work = new();
    private static int s_idle;

    /// <summary>Runs the work on a thread that is free now.</summary>
    internal static void Run(Action work)
    {
        lock (s_work)
        {
            s_work.Enqueue(work);
            if (s_idle >= s_work.Count)
            {
                Monitor.Pulse(s_work);
                return;
            }
        }

        new Thread(Work) { IsBackground = true, Name = "GstMemInterop states" }.UnsafeStart();
    }

    private static void Work()
    {
        while (Next() is { } work)
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                GStreamer.ReportCallbackFailure(exception, "state of an element");
            }
        }
    }

    private static Action? Next()
    {
        lock (s_work)
        {
            if (s_work.Count == 0)
            {
                s_idle++;
                _ = Monitor.Wait(s_work, Patience);
                s_idle--;
            }

            return s_work.TryDequeue(out Action? work) ? work : null;
        }
    }
}
