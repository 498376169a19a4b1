namespace GstMemInterop;

/// <summary>Owns one reference to a bin: elements that act as one. Stands on <c>GstBin</c>.</summary>
public unsafe class GstBin : GstElement
{
    private protected GstBin(nint pointer, string nativeType) : base(pointer, nativeType) { }

    /// <summary>Finds an element by name, also in bins inside (<c>gst_bin_get_by_name</c>).</summary>
    /// <param name="name">The element's name: <c>name=</c> in a launch text.</param>
    /// <exception cref="GstException">There is no such element.</exception>
    public GstElement GetElement(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using HandleLease lease = Lease();
        using NativeText text = new(name);
        nint element = (nint)Native.LibGst.gst_bin_get_by_name((Native.GstBin*)lease.Pointer, text.Pointer);
        return element != 0 ? GstElement.Adopt(element) : throw new GstException($"'{Name}' has no element named '{name}'. Name it in the launch text: 'identity name={name}'.");
    }

    /// <summary>Finds a pad of a named element (<c>gst_bin_get_by_name</c>, <c>gst_element_get_static_pad</c>).</summary>
    /// <param name="element">The element's name.</param>
    /// <param name="pad">The pad's name, for example <c>src</c>.</param>
    /// <exception cref="GstException">There is no such element or pad.</exception>
    public GstPad GetPad(string element, string pad)
    {
        using GstElement found = GetElement(element);
        return found.GetPad(pad);
    }
}

/// <summary>Owns one reference to a pipeline: the topmost bin, with a clock and a bus. Stands on <c>GstPipeline</c>.</summary>
/// <remarks>Members are safe from any thread. Disposing stops the pipeline first (state <c>NULL</c>), so that no streaming thread runs on.</remarks>
public sealed unsafe class GstPipeline : GstBin
{
    private readonly bool _stopOnDispose;

    private GstPipeline(nint pointer, bool stopOnDispose) : base(pointer, nameof(GstPipeline)) => _stopOnDispose = stopOnDispose;

    /// <summary>Builds a pipeline from a launch text, as gst-launch-1.0 does (<c>gst_parse_launch</c>).</summary>
    /// <param name="description">For example <c>videotestsrc ! videoconvert ! autovideosink</c>.</param>
    /// <returns>The pipeline, in state <c>NULL</c>. Disposing it stops it.</returns>
    /// <exception cref="GstException">The text has an error, or an element in it is not installed. The message is GStreamer's.</exception>
    public static GstPipeline Launch(string description)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        GStreamer.EnsureInitialized();
        using NativeText text = new(description);
        Native.GError* error = null;
        nint element = (nint)Native.LibGst.gst_parse_launch_full(text.Pointer, null, Native.GstParseFlags.GST_PARSE_FLAG_FATAL_ERRORS | Native.GstParseFlags.GST_PARSE_FLAG_PLACE_IN_BIN, &error);
        if (error is not null)
        {
            if (element != 0)
            {
                Native.LibGst.gst_object_unref((void*)element);
            }

            throw NativeError.Take(error);
        }

        if (LibGObjectIsA(element, Native.LibGst.gst_pipeline_get_type()))
        {
            return new GstPipeline(SinkPointer(element, nameof(GstPipeline)), stopOnDispose: true);
        }

        // A single element comes bare; it needs a pipeline for its clock and bus.
        nint pipeline = (nint)Native.LibGst.gst_object_ref_sink(Native.LibGst.gst_pipeline_new(null));
        _ = Native.LibGst.gst_bin_add((Native.GstBin*)pipeline, (Native.GstElement*)element);
        return new GstPipeline(pipeline, stopOnDispose: true);
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk. Disposing stops the pipeline.</summary>
    /// <param name="pointer">A valid <c>GstPipeline*</c>.</param>
    public static new GstPipeline Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstPipeline)), stopOnDispose: true);

    /// <summary>Adds a reference to somebody else's pipeline (<c>gst_object_ref</c>). Disposing leaves its state alone.</summary>
    /// <param name="pointer">A valid <c>GstPipeline*</c>.</param>
    public static new GstPipeline Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstPipeline)), stopOnDispose: false);

    /// <summary>Starts the pipeline (<c>gst_element_set_state</c> with <c>PLAYING</c>).</summary>
    /// <exception cref="GstException">It could not start; the message is the one its bus gives.</exception>
    public void Play() => SetState(GstState.Playing);

    /// <summary>Stops the pipeline and frees what it holds (<c>gst_element_set_state</c> with <c>NULL</c>). All streaming threads have ended when it returns.</summary>
    public void Stop() => SetState(GstState.Null);

    /// <summary>Plays until the end of the stream, then stops (<c>gst_element_set_state</c>, <c>gst_bus_timed_pop_filtered</c>). The calling thread waits.</summary>
    /// <param name="cancellationToken">Stops the pipeline early; the files it writes are not closed properly then: use <see cref="GstElement.SendEndOfStream"/> for that.</param>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Run(CancellationToken cancellationToken = default)
    {
        try
        {
            Play();
            using GstBus bus = Bus;
            bus.WaitForEndOfStream(cancellationToken);
        }
        finally
        {
            Stop();
        }
    }

    /// <summary>Plays until the end of the stream, then stops (<c>gst_element_set_state</c>, <c>gst_bus_timed_pop_filtered</c>). No main loop is needed; the waiting is done on a thread of its own.</summary>
    /// <param name="cancellationToken">Stops the pipeline early; the files it writes are not closed properly then: use <see cref="GstElement.SendEndOfStream"/> for that.</param>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task RunAsync(CancellationToken cancellationToken = default) =>
        Task.Factory.StartNew(() => Run(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _stopOnDispose && !IsDisposed)
        {
            using HandleLease lease = Lease();
            Native.LibGst.gst_element_set_state(Element(lease), Native.GstState.GST_STATE_NULL);
        }

        base.Dispose(disposing);
    }

    private protected override GstException StateFailure(in HandleLease lease, GstState? target)
    {
        using GstBus bus = Bus;
        using GstMessage? message = bus.TryPop(GstMessageType.Error, GstClockTime.Zero);
        return message?.ToException() ?? base.StateFailure(lease, target);
    }

    private static bool LibGObjectIsA(nint instance, nuint type) =>
        Native.LibGObject.g_type_is_a(((Native.GTypeInstance*)instance)->g_class->g_type, type) != 0;
}
