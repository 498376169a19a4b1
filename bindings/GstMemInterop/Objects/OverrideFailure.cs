namespace GstMemInterop;

/// <summary>What an override of a C# class threw while C called it: told to whoever listens, and to the call on this thread that waits for it.</summary>
internal static class OverrideFailure
{
    [ThreadStatic]
    private static bool t_watched;

    [ThreadStatic]
    private static Exception? t_last;

    /// <summary>What was thrown last on this thread since the innermost <see cref="Begin"/>; <see langword="null"/> when nothing was.</summary>
    internal static Exception? Last => t_last;

    /// <summary>Begins to remember what overrides throw on this thread, for the call that may fail by it.</summary>
    internal static Watch Begin() => new(t_watched, t_last);

    internal static void Report(object implementation, Exception exception, string method, EventHandler<CallbackFailedEventArgs>? listeners)
    {
        if (t_watched)
        {
            t_last = exception;
        }

        string type = implementation.GetType().Name;
        GStreamer.ReportCallbackFailure(exception, $"{method} of {type}", implementation, listeners, $"Failed listener of {type}");
    }

    /// <summary>One call that asks why it failed. What is thrown in a call inside it is that one's alone, and nothing stays behind on the thread.</summary>
    internal readonly ref struct Watch
    {
        private readonly bool _outerWatched;
        private readonly Exception? _outerLast;

        internal Watch(bool outerWatched, Exception? outerLast)
        {
            _outerWatched = outerWatched;
            _outerLast = outerLast;
            t_watched = true;
            t_last = null;
        }

        public void Dispose()
        {
            t_watched = _outerWatched;
            t_last = _outerLast;
        }
    }
}
