namespace GstMemInterop;

/// <summary>
/// Calls what users gave for the end of something. A release that lets the next thing go, whose release lets the next one go, would
/// need a stack as deep as the line is long; so from some depth on they wait until the outermost has returned, and run one by one.
/// </summary>
internal static class Releases
{
    private const int Deepest = 32;

    [ThreadStatic]
    private static int t_depth;

    [ThreadStatic]
    private static Queue<Action>? t_waiting;

    /// <summary>Calls a release now, or soon on this thread. What it throws is reported.</summary>
    /// <param name="release">The user's.</param>
    /// <param name="value">What it is for.</param>
    /// <param name="what">How a report names it.</param>
    internal static void Run<T>(Action<T> release, T value, string what)
    {
        if (t_depth >= Deepest)
        {
            (t_waiting ??= new()).Enqueue(() => Call(release, value, what));
            return;
        }

        Call(release, value, what);
        while (t_depth == 0 && t_waiting is { Count: > 0 } waiting)
        {
            waiting.Dequeue()();
        }
    }

    private static void Call<T>(Action<T> release, T value, string what)
    {
        t_depth++;
        try
        {
            release(value);
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, what);
        }
        finally
        {
            t_depth--;
        }
    }
}
