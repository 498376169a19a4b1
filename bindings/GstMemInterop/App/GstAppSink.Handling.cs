namespace GstMemInterop;

public sealed partial class GstAppSink
{
    /// <summary>Calls a handler for every sample (<c>gst_app_sink_set_callbacks</c>, <c>new_sample</c>). The library allocates nothing per sample.</summary>
    /// <param name="handler">Runs on the streaming thread, with a borrowed sample.</param>
    /// <returns>The handler's registration; disposing it ends it.</returns>
    /// <remarks>
    /// Samples that wait already are handed over with the next one, or with the end of the stream: set the handler before the pipeline
    /// plays. Whoever pulls beside it takes samples away from it. <c>RunAsync</c> of the pipeline tells when the stream has ended.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The element has a sample handler already.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public AppHandler OnSample(AppSinkSampleHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Set(new StatelessSampleCall(handler));
    }

    /// <summary>Calls a handler with a state for every sample (<c>gst_app_sink_set_callbacks</c>, <c>new_sample</c>). The library allocates nothing per sample.</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="state">Handed to every call; the handler can then be static.</param>
    /// <param name="handler">Runs on the streaming thread, with a borrowed sample.</param>
    /// <returns>The handler's registration; disposing it ends it.</returns>
    /// <inheritdoc cref="OnSample(AppSinkSampleHandler)" path="/remarks"/>
    /// <exception cref="InvalidOperationException">The element has a sample handler already.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public AppHandler OnSample<TState>(TState state, AppSinkSampleHandler<TState> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Set(new StatefulSampleCall<TState>(handler, state));
    }

    private AppHandler Set(SampleCall call)
    {
        using HandleLease lease = Lease();
        AppHandler handler = _link.Handler.Set(call);
        _link.RequireCallbacks();
        _link.LetOneIn();
        return handler;
    }
}
