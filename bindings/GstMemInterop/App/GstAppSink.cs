namespace GstMemInterop;

/// <summary>
/// Owns one reference to an appsink: where a pipeline's data comes out into the application. Stands on <c>GstAppSink</c>.
/// </summary>
/// <remarks>
/// <para>Three ways to the samples: <see cref="ReadAllAsync"/> for <c>await foreach</c>, <see cref="Pull"/> and <see cref="TryPull(TimeSpan, out GstSample?)"/>
/// for a thread that waits, <see cref="OnSample(AppSinkSampleHandler)"/> for a handler on the streaming thread without an object for each sample.
/// Members are safe from any thread, and any number of threads may pull: each sample goes to one of them. Every wait
/// ends at once when the stream ends, an element reports an error, the pipeline is stopped, or this object is disposed.</para>
/// <para>An appsink has one set of callbacks in C (<c>gst_app_sink_set_callbacks</c>). It is set here with the first wait or
/// handler and displaces what C code or another binding has set; when they displace ours, waits end with an exception that says
/// so. While callbacks are set the appsink emits no signals (<c>new-sample</c>, <c>eos</c>).</para>
/// <para>An error that any element of the pipeline reports ends the reading, after the samples that are there, until the pipeline is
/// started again: an application that goes on with a part of a broken pipeline uses <see cref="OnSample(AppSinkSampleHandler)"/>. A pipeline
/// that ended is started again from <c>NULL</c> (<see cref="GstPipeline.Stop"/>): in <c>READY</c> an appsink keeps its end.</para>
/// <para>Samples wait in the appsink without limit unless <see cref="MaxBuffers"/> is set; with <see cref="Drop"/> the oldest make room,
/// else the stream waits.</para>
/// </remarks>
/// <example>
/// <code>
/// using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=100 ! appsink name=out sync=false");
/// using GstAppSink sink = pipeline.GetAppSink("out");
/// pipeline.Play();
/// await foreach (GstSample sample in sink.ReadAllAsync())
/// {
///     using (sample) { Console.WriteLine(sample.Buffer.Pts); }
/// }
/// </code>
/// </example>
public sealed unsafe partial class GstAppSink : GstElement
{
    private const string Factory = "appsink";

    private readonly AppSinkLink _link;

    private GstAppSink(nint pointer) : base(pointer, nameof(GstAppSink)) =>
        _link = AppLink.Of(pointer, static element => new AppSinkLink(element));

    /// <summary>Creates an appsink (<c>gst_element_factory_make</c>), to be added to a pipeline.</summary>
    /// <param name="name">The element's name; <see langword="null"/> lets GStreamer choose.</param>
    /// <exception cref="GstException">The plugin <c>app</c> is not installed.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static GstAppSink Create(string? name = null)
    {
        RequireLibrary();
        using GstElement made = GstElement.Create(Factory, name);
        return From(made);
    }

    /// <summary>The appsink that an element is (<c>gst_object_ref</c>): found by name, or made by its factory.</summary>
    /// <param name="element">Not given away.</param>
    /// <returns>An object of its own for the same element; dispose it.</returns>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static GstAppSink From(GstElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        using HandleLease lease = element.Lease();
        return Retain(lease.Pointer);
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid pointer to a <c>GstAppSink</c>. It stays the caller's when the call throws.</param>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static new GstAppSink Adopt(nint pointer)
    {
        RequireType(pointer);
        return new GstAppSink(SinkPointer(pointer, nameof(GstAppSink)));
    }

    /// <summary>Adds a reference to somebody else's appsink (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid pointer to a <c>GstAppSink</c>.</param>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static new GstAppSink Retain(nint pointer)
    {
        RequireType(pointer);
        return new GstAppSink(RetainPointer(pointer, nameof(GstAppSink)));
    }

    /// <summary>Which formats the sink takes (<c>gst_app_sink_get_caps</c>, <c>gst_app_sink_set_caps</c>); <see langword="null"/> for all.</summary>
    /// <value>Each read gives an owning object of its own: dispose it. What is written is copied. Set it before the pipeline plays.</value>
    public GstCaps? Caps
    {
        get
        {
            using HandleLease lease = Lease();
            nint caps = (nint)Native.LibGstApp.gst_app_sink_get_caps(Sink(lease));
            return caps == 0 ? null : GstCaps.Adopt(caps);
        }

        set
        {
            using HandleLease lease = Lease();
            using HandleLease capsLease = value is null ? default : value.Lease();
            Native.LibGstApp.gst_app_sink_set_caps(Sink(lease), (Native.GstCaps*)capsLease.Pointer);
        }
    }

    /// <summary>How many samples may wait to be pulled (<c>gst_app_sink_get_max_buffers</c>, <c>gst_app_sink_set_max_buffers</c>); 0 for any number.</summary>
    public uint MaxBuffers
    {
        get { using HandleLease lease = Lease(); return _link.MaxBuffers; }
        set { using HandleLease lease = Lease(); _link.MaxBuffers = value; }
    }

    /// <summary>Whether the oldest sample is dropped when <see cref="MaxBuffers"/> wait, instead of holding the stream up (<c>gst_app_sink_get_drop</c>, <c>gst_app_sink_set_drop</c>).</summary>
    public bool Drop
    {
        get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_sink_get_drop(Sink(lease)) != 0; }
        set { using HandleLease lease = Lease(); Native.LibGstApp.gst_app_sink_set_drop(Sink(lease), value ? 1 : 0); }
    }

    /// <summary>Whether the stream's end waits until all samples were pulled (<c>gst_app_sink_get_wait_on_eos</c>, <c>gst_app_sink_set_wait_on_eos</c>).</summary>
    public bool WaitOnEos
    {
        get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_sink_get_wait_on_eos(Sink(lease)) != 0; }
        set { using HandleLease lease = Lease(); Native.LibGstApp.gst_app_sink_set_wait_on_eos(Sink(lease), value ? 1 : 0); }
    }

    /// <summary>Whether lists of buffers come as one sample with <see cref="GstSample.BufferList"/> instead of one sample for each buffer (<c>gst_app_sink_get_buffer_list_support</c>, <c>gst_app_sink_set_buffer_list_support</c>).</summary>
    public bool BufferListSupport
    {
        get { using HandleLease lease = Lease(); return Native.LibGstApp.gst_app_sink_get_buffer_list_support(Sink(lease)) != 0; }
        set { using HandleLease lease = Lease(); Native.LibGstApp.gst_app_sink_set_buffer_list_support(Sink(lease), value ? 1 : 0); }
    }

    /// <summary>Whether each sample is held back until its time on the clock (the property <c>sync</c>, read by <c>gst_base_sink_get_sync</c>): <see langword="false"/> to process as fast as it goes.</summary>
    public bool Sync
    {
        get => (bool)this["sync"]!;
        set => this["sync"] = value;
    }

    /// <summary>Whether the stream has ended and every sample was taken (<c>gst_app_sink_is_eos</c>); <see langword="false"/> for a sink that does not run.</summary>
    public bool IsEndOfStream
    {
        get
        {
            using HandleLease lease = Lease();
            return _link.IsRunning && _link.IsEndOfStream;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _link.Wake();
        }
    }

    private protected override GstStateChangeReturn ChangeState(in HandleLease lease, GstState state)
    {
        try
        {
            return base.ChangeState(lease, state);
        }
        finally
        {
            _link.Wake();
        }
    }

    private static Native.GstAppSink* Sink(in HandleLease lease) => (Native.GstAppSink*)lease.Pointer;

    private static void RequireLibrary()
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(Native.NativeLibraries.GstApp);
    }

    private static void RequireType(nint pointer)
    {
        RequireLibrary();
        AppElement.Require(pointer, Native.LibGstApp.gst_app_sink_get_type(), nameof(GstAppSink), Factory);
    }
}
