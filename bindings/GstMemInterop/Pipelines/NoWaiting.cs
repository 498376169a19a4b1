namespace GstMemInterop;

/// <summary>
/// Marks handlers that run in the middle of a call of C which holds locks: of messages as they are posted, and of seeks. Whatever
/// waits for the state of an element, or for a streaming thread, is done by another thread then, as on a streaming thread.
/// </summary>
internal readonly ref struct NoWaiting
{
    [ThreadStatic]
    private static int t_depth;

    private readonly bool _entered;

    private NoWaiting(bool entered) => _entered = entered;

    /// <summary>Whether the calling thread is in such a handler.</summary>
    internal static bool Here => t_depth > 0;

    internal static NoWaiting Enter()
    {
        t_depth++;
        return new NoWaiting(true);
    }

    public void Dispose()
    {
        if (_entered)
        {
            t_depth--;
        }
    }
}
