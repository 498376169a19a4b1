namespace GstMemInterop;

/// <summary>What an override of a C# class threw while C called it: told to whoever listens, and remembered for the call on this thread that failed by it.</summary>
internal static class OverrideFailure
{
    [ThreadStatic]
    private static Exception? t_last;

    /// <summary>What was thrown on this thread since <see cref="Forget"/>.</summary>
    internal static Exception? Last => t_last;

    internal static void Forget() => t_last = null;

    internal static void Report(object implementation, Exception exception, string method, EventHandler<CallbackFailedEventArgs>? listeners)
    {
        t_last = exception;
        string type = implementation.GetType().Name;
        GStreamer.ReportCallbackFailure(exception, $"{method} of {type}", implementation, listeners, $"Failed listener of {type}");
    }
}
