namespace GstMemInterop;

/// <summary>Owns one reference to a pipeline: the topmost bin, with a clock and a bus. Stands on <c>GstPipeline</c>.</summary>
/// <remarks>
/// Members are safe from any thread. Disposing stops the pipeline first (state <c>NULL</c>), so that no streaming thread runs on;
/// one that was forgotten is stopped by the garbage collector and reported to the log. Stopping and disposing end every wait
/// for it at once. From one of the pipeline's own streaming threads (a probe's handler) the stop itself is done a moment later by
/// another thread, because that thread has to end for it.
/// </remarks>
public sealed unsafe partial class GstPipeline : GstBin
{
    private readonly bool _stopOnDispose;
    private readonly MessagePump _pump;
    private int _disposing;

    private GstPipeline(nint pointer, bool stopOnDispose) : base(pointer, nameof(GstPipeline))
    {
        _stopOnDispose = stopOnDispose;
        _pump = new MessagePump(pointer);
        ElementHandle.Pump = _pump;
        ElementHandle.StopWhenForgotten = stopOnDispose;
    }

    /// <summary>Builds a pipeline from a launch text, with exactly the graph that gst-launch-1.0 makes of it (<c>gst_parse_launch_full</c>).</summary>
    /// <param name="description">For example <c>videotestsrc ! videoconvert ! autovideosink</c>.</param>
    /// <returns>The pipeline, in state <c>NULL</c>. Disposing it stops it.</returns>
    /// <exception cref="GstParseException">The text has an error, an element in it is not installed, or its links are a ring. The message is GStreamer's, with the place in the text.</exception>
    /// <exception cref="GstException">The text makes nothing.</exception>
    /// <exception cref="FormatException">Caps or another value in the text are of a kind that C does not survive; or it makes more than 1000 elements, or nests bins deeper than 250, for which C's parser would need minutes.</exception>
    public static GstPipeline Launch(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        GStreamer.EnsureInitialized();
        using NativeText text = new(description);
        LaunchText.Check(description);
        Native.GError* error = null;
        nint element = (nint)Native.LibGst.gst_parse_launch_full(text.Pointer, null, Native.GstParseFlags.GST_PARSE_FLAG_FATAL_ERRORS, &error);
        if (error is not null)
        {
            if (element != 0)
            {
                Native.LibGst.gst_object_unref((void*)element);
            }

            throw LaunchText.At(description, NativeError.Take(error));
        }

        if (element == 0)
        {
            throw new GstException($"GStreamer made nothing of '{description}' and gave no reason.");
        }

        if (LibGObjectIsA(element, Native.LibGst.gst_pipeline_get_type()))
        {
            return new GstPipeline(SinkPointer(element, nameof(GstPipeline)), stopOnDispose: true);
        }

        // A single element or bin comes bare; it needs a pipeline for its clock and bus.
        nint pipeline = (nint)Native.LibGst.gst_object_ref_sink(Native.LibGst.gst_pipeline_new(null));
        _ = Native.LibGst.gst_bin_add((Native.GstBin*)pipeline, (Native.GstElement*)element);
        return new GstPipeline(pipeline, stopOnDispose: true);
    }

    /// <summary>Builds a pipeline from a launch text with holes, which are quoted (<c>gst_parse_launch_full</c>): <c>Launch($"filesrc location={path} ! fakesink")</c>.</summary>
    /// <param name="description">See <see cref="GstLaunchText"/> for what a hole takes.</param>
    /// <returns>The pipeline, in state <c>NULL</c>. Disposing it stops it.</returns>
    /// <exception cref="GstParseException">The text has an error, an element in it is not installed, or its links are a ring. The message is GStreamer's, with the place in the text.</exception>
    /// <exception cref="GstException">The text makes nothing.</exception>
    /// <exception cref="FormatException">Caps or another value in the text are of a kind that C does not survive, or a hole cannot stand where it stands.</exception>
    public static GstPipeline Launch(GstLaunchText description) => Launch(description.Text);

    /// <summary>Makes an empty pipeline (<c>gst_pipeline_new</c>). Disposing it stops it.</summary>
    /// <param name="name">Its name; <see langword="null"/> lets GStreamer choose.</param>
    public static new GstPipeline Create(string? name = null)
    {
        GStreamer.EnsureInitialized();
        using NativeText text = new(name);
        return Adopt((nint)Native.LibGst.gst_pipeline_new(text.Pointer));
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk. Disposing stops the pipeline.</summary>
    /// <param name="pointer">A valid <c>GstPipeline*</c>.</param>
    public static new GstPipeline Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstPipeline)), stopOnDispose: true);

    /// <summary>Adds a reference to somebody else's pipeline (<c>gst_object_ref</c>). Disposing leaves its state alone, unless nobody else holds it.</summary>
    /// <param name="pointer">A valid <c>GstPipeline*</c>. What its bus said before is not seen here.</param>
    public static new GstPipeline Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstPipeline)), stopOnDispose: false);

    /// <summary>Starts the pipeline (<c>gst_element_set_state</c> with <c>PLAYING</c>).</summary>
    /// <exception cref="GstException">It could not start; the message is the one its bus gives.</exception>
    public void Play() => SetState(GstState.Playing);

    /// <summary>
    /// Stops the pipeline and frees what it holds (<c>gst_element_set_state</c> with <c>NULL</c>). Every wait for it ends at once.
    /// All streaming threads have ended when it returns, unless it was called on one of them.
    /// </summary>
    public void Stop() => SetState(GstState.Null);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposing, 1) == 0 && !IsDisposed)
        {
            ElementHandle.StopAtEnd = _stopOnDispose;
            _pump.EndWaits();
            if (_stopOnDispose)
            {
                using HandleLease lease = Lease();
                LaterStates.Instead(lease.Pointer, GstState.Null);
                if (_pump.StreamsOnThisThread)
                {
                    ElementHandle.StopElsewhere(AddReference());
                }
                else
                {
                    ElementHandle.Stop(lease.Pointer);
                }
            }

            base.Dispose(disposing);
        }
    }

    private protected override GstStateChangeReturn ChangeState(in HandleLease lease, GstState state)
    {
        if (state == GstState.Null || (state == GstState.Ready && IsAboveReady(Element(lease))))
        {
            _pump.EndWaits();
        }

        // A stop on another thread holds the pipeline's state and waits for this one: whoever streams does not wait for it.
        if (!_pump.StreamsOnThisThread)
        {
            return base.ChangeState(lease, state);
        }

        LaterStates.Ask(AddReference(), state);
        return GstStateChangeReturn.Async;
    }

    /// <summary>Going up to READY stops nothing.</summary>
    private static bool IsAboveReady(Native.GstElement* element) =>
        element->current_state > Native.GstState.GST_STATE_READY || element->pending_state > Native.GstState.GST_STATE_READY || element->next_state > Native.GstState.GST_STATE_READY;

    private protected override GstException StateFailure(in HandleLease lease, GstState? target) =>
        _pump.TakeError() ?? base.StateFailure(lease, target);

    private static bool LibGObjectIsA(nint instance, nuint type) =>
        Native.LibGObject.g_type_is_a(((Native.GTypeInstance*)instance)->g_class->g_type, type) != 0;
}
