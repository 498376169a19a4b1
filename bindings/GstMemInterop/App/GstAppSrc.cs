namespace GstMemInterop;

/// <summary>
/// Owns one reference to an appsrc: where the application's data enters a pipeline. Stands on <c>GstAppSrc</c>.
/// </summary>
/// <remarks>
/// <para>Data is queued in the element and taken by its own streaming thread. <c>PushAsync</c> waits for room (<see cref="MaxBytes"/>,
/// <see cref="MaxBuffers"/>, <see cref="MaxTime"/>) and is the natural way to feed a pipeline as fast as it goes; <c>Push</c> does not wait
/// unless <see cref="Block"/> is set: the queue then grows without limit, and <see cref="OnEnoughData"/> tells when it is full.</para>
/// <para>Members are safe from any thread; any number of producers may push at once. Every wait ends at once when the pipeline is
/// stopped, an element of it reports an error (then nothing is taken until it is started again), downstream wants no more, or this object
/// is disposed.</para>
/// <para>An appsrc has one set of callbacks in C (<c>gst_app_src_set_callbacks</c>). It is set here with the first wait or
/// handler and displaces what C code or another binding has set; when they displace ours, waits end with an exception that says
/// so. While callbacks are set the appsrc emits no signals (<c>need-data</c>, <c>enough-data</c>, <c>seek-data</c>).</para>
/// </remarks>
/// <example>
/// <code>
/// GstFraction rate = new(25, 1);
/// using GstAppSrc source = pipeline.GetAppSrc("in");
/// source.Caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=320,height=240,framerate=25/1");
/// source.Format = GstFormat.Time;
/// pipeline.Play();
/// for (ulong n = 0; n &lt; 100; n++)
/// {
///     await source.PushAsync(NextFrame(), GstClockTime.OfFrame(n, rate), GstClockTime.DurationOfFrame(n, rate));
/// }
///
/// source.EndOfStream();
/// </code>
/// </example>
public sealed unsafe partial class GstAppSrc : GstElement
{
    private const string Factory = "appsrc";

    private readonly AppSrcLink _link;
    private readonly CancellationTokenSource _disposed = new();

    private GstAppSrc(nint pointer) : base(pointer, nameof(GstAppSrc)) =>
        _link = AppLink.Of(pointer, static element => new AppSrcLink(element));

    /// <summary>Creates an appsrc (<c>gst_element_factory_make</c>), to be added to a pipeline.</summary>
    /// <param name="name">The element's name; <see langword="null"/> lets GStreamer choose.</param>
    /// <exception cref="GstException">The plugin <c>app</c> is not installed.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static GstAppSrc Create(string? name = null)
    {
        RequireLibrary();
        using GstElement made = GstElement.Create(Factory, name);
        return From(made);
    }

    /// <summary>The appsrc that an element is (<c>gst_object_ref</c>): found by name, or made by its factory.</summary>
    /// <param name="element">Not given away.</param>
    /// <returns>An object of its own for the same element; dispose it.</returns>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static GstAppSrc From(GstElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        using HandleLease lease = element.Lease();
        return Retain(lease.Pointer);
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid pointer to a <c>GstAppSrc</c>. It stays the caller's when the call throws.</param>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static new GstAppSrc Adopt(nint pointer)
    {
        RequireType(pointer);
        return new GstAppSrc(SinkPointer(pointer, nameof(GstAppSrc)));
    }

    /// <summary>Adds a reference to somebody else's appsrc (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid pointer to a <c>GstAppSrc</c>.</param>
    /// <exception cref="ArgumentException">It is another element; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public static new GstAppSrc Retain(nint pointer)
    {
        RequireType(pointer);
        return new GstAppSrc(RetainPointer(pointer, nameof(GstAppSrc)));
    }

    /// <summary>Calls a handler when data is wanted (<c>gst_app_src_set_callbacks</c>, <c>need_data</c>): the queue is empty, or below <see cref="MinPercent"/> of its limits.</summary>
    /// <param name="handler">Gets how many bytes are wanted, <see langword="null"/> for any number. Runs on the streaming thread, which waits for it; it may push.</param>
    /// <returns>The handler's registration; disposing it ends it.</returns>
    /// <exception cref="InvalidOperationException">The element has such a handler already.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public AppHandler OnNeedData(Action<uint?> handler) => Set(_link.NeedData, handler);

    /// <summary>Calls a handler when data was pushed into a full queue (<c>gst_app_src_set_callbacks</c>, <c>enough_data</c>): stop pushing until data is needed.</summary>
    /// <param name="handler">Runs on the thread that pushes.</param>
    /// <returns>The handler's registration; disposing it ends it.</returns>
    /// <exception cref="InvalidOperationException">The element has such a handler already.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public AppHandler OnEnoughData(Action handler) => Set(_link.EnoughData, handler);

    /// <summary>Calls a handler when the stream is to go on from elsewhere (<c>gst_app_src_set_callbacks</c>, <c>seek_data</c>); needs a <see cref="StreamType"/> that can.</summary>
    /// <param name="handler">Gets the position, in bytes or nanoseconds as <see cref="Format"/> says, and answers whether data will come from there; it must not push itself. What it throws counts as no.</param>
    /// <returns>The handler's registration; disposing it ends it.</returns>
    /// <exception cref="InvalidOperationException">The element has such a handler already.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public AppHandler OnSeekData(Func<ulong, bool> handler) => Set(_link.SeekData, handler);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _disposed.Cancel();
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

    private AppHandler Set<T>(HandlerSlot<T> slot, T handler) where T : class
    {
        ArgumentNullException.ThrowIfNull(handler);
        using HandleLease lease = Lease();
        AppHandler registration = slot.Set(handler);
        _link.RequireCallbacks();
        return registration;
    }

    private static Native.GstAppSrc* Source(in HandleLease lease) => (Native.GstAppSrc*)lease.Pointer;

    private static void RequireLibrary()
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(Native.NativeLibraries.GstApp);
    }

    private static void RequireType(nint pointer)
    {
        RequireLibrary();
        AppElement.Require(pointer, Native.LibGstApp.gst_app_src_get_type(), nameof(GstAppSrc), Factory);
    }
}
