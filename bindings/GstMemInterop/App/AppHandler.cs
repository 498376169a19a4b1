namespace GstMemInterop;

/// <summary>
/// A handler of an appsink or appsrc. Disposing it ends it, from any thread, also from inside the handler: once any
/// <c>Dispose</c> has returned no call begins; one that is under way on another thread is not waited for.
/// Stands on <c>gst_app_sink_set_callbacks</c> and <c>gst_app_src_set_callbacks</c>.
/// </summary>
/// <remarks>
/// A handler that is not disposed stays as long as the element, whatever becomes of the object that it was set through. One that
/// refers to that object keeps both alive: dispose it. An exception from the handler is reported through <see cref="Failed"/> and
/// <see cref="GStreamer.CallbackFailed"/>, and never reaches C.
/// </remarks>
public abstract class AppHandler : IDisposable
{
    private protected AppHandler(string origin) => Origin = origin;

    /// <summary>Raised on the thread that ran the handler when it threw.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed;

    /// <summary>Whether the handler may still be called: nobody began to dispose it.</summary>
    public abstract bool IsActive { get; }

    internal string Origin { get; }

    /// <summary>Ends the handler. Calling it again does nothing more.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends the handler.</summary>
    /// <param name="disposing">Always <see langword="true"/>: a handler that was forgotten stays.</param>
    protected abstract void Dispose(bool disposing);

    internal void Report(Exception exception) => GStreamer.ReportCallbackFailure(exception, Origin, this, Failed, $"{Origin}'s Failed listener");
}

/// <summary>Room for one handler of a kind, shared by all our objects for one element.</summary>
internal sealed class HandlerSlot<T>(string origin) where T : class
{
    private Entry? _entry;

    internal Entry? Current => Volatile.Read(ref _entry);

    /// <exception cref="InvalidOperationException">There is a handler already.</exception>
    internal AppHandler Set(T handler)
    {
        Entry entry = new(this, handler, origin);
        return Interlocked.CompareExchange(ref _entry, entry, null) is null
            ? entry
            : throw new InvalidOperationException($"This element has a {origin} already, perhaps set through another object for it. Dispose that one first.");
    }

    internal sealed class Entry(HandlerSlot<T> slot, T handler, string origin) : AppHandler(origin)
    {
        internal T Handler => handler;

        public override bool IsActive => slot.Current == this;

        protected override void Dispose(bool disposing) => Interlocked.CompareExchange(ref slot._entry, null, this);
    }
}
