namespace GstMemInterop;

/// <summary>Owns one reference to an element. Stands on <c>GstElement</c>.</summary>
/// <remarks>Members are safe from any thread, as GStreamer's are.</remarks>
public unsafe partial class GstElement : GstObject
{
    private protected GstElement(nint pointer, string nativeType) : base(new ElementHandle(pointer, nativeType)) { }

    private protected ElementHandle ElementHandle => (ElementHandle)Handle;

    /// <summary>Creates an element from its factory (<c>gst_element_factory_make</c>).</summary>
    /// <param name="factory">The factory's name, for example <c>identity</c>.</param>
    /// <param name="name">The element's name; <see langword="null"/> lets GStreamer choose.</param>
    /// <exception cref="GstException">There is no such factory: the plugin is not installed.</exception>
    public static GstElement Create(string factory, string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(factory);
        GStreamer.EnsureInitialized();
        using NativeText factoryText = new(factory);
        using NativeText nameText = new(name);
        nint pointer = (nint)Native.LibGst.gst_element_factory_make(factoryText.Pointer, nameText.Pointer);
        return pointer == 0
            ? throw new GstException($"There is no element '{factory}': the plugin that provides it is not installed. 'gst-inspect-1.0 {factory}' tells.")
            : Adopt(pointer);
    }

    /// <summary>Whether an element factory is installed (<c>gst_element_factory_find</c>).</summary>
    /// <param name="factory">The factory's name, for example <c>vp8enc</c>.</param>
    public static bool Exists(string factory)
    {
        ArgumentException.ThrowIfNullOrEmpty(factory);
        GStreamer.EnsureInitialized();
        using NativeText text = new(factory);
        Native.GstElementFactory* found = Native.LibGst.gst_element_factory_find(text.Pointer);
        if (found is null)
        {
            return false;
        }

        Native.LibGst.gst_object_unref(found);
        return true;
    }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid <c>GstElement*</c>.</param>
    public static GstElement Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstElement)), nameof(GstElement));

    /// <summary>Adds a reference to somebody else's element (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstElement*</c>.</param>
    public static GstElement Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstElement)), nameof(GstElement));

    /// <summary>Asks for a state (<c>gst_element_set_state</c>).</summary>
    /// <param name="state">The state to go to: <see cref="GstState.Null"/> to <see cref="GstState.Playing"/>.</param>
    /// <returns><see cref="GstStateChangeReturn.Async"/> when the change goes on in the background: <see cref="WaitForState"/> waits for it.</returns>
    /// <remarks>
    /// On a streaming thread (a probe's handler) an element is changed at once as everywhere, also one of another branch or one that
    /// was just added, with two exceptions that another thread does a moment later (the answer is <see cref="GstStateChangeReturn.Async"/>
    /// then): when somebody else is changing it just now, who may be waiting for this thread to end; and when
    /// <see cref="GstState.Ready"/> or <see cref="GstState.Null"/> is asked for something that this very thread runs in.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">It is not a state to go to.</exception>
    /// <exception cref="GstException">The element refused; for a pipeline its bus says why.</exception>
    public GstStateChangeReturn SetState(GstState state)
    {
        if (state is < GstState.Null or > GstState.Playing)
        {
            throw new ArgumentOutOfRangeException(nameof(state), state, $"{state} is not a state to go to. Choose Null, Ready, Paused or Playing.");
        }

        using HandleLease lease = Lease();
        return ChangeState(lease, state);
    }

    private protected virtual GstStateChangeReturn ChangeState(in HandleLease lease, GstState state)
    {
        LaterStates.Instead(lease.Pointer, state);
        GstStateChangeReturn result;
        if (!StreamingThread.IsThis)
        {
            result = StateChanges.Set(Element(lease), state);
        }
        else if (!StreamingThread.TryChange(Element(lease), state, out result))
        {
            LaterStates.Ask(AddReference(), state);
        }

        if (result == GstStateChangeReturn.Failure)
        {
            throw StateFailure(lease, state);
        }

        return result;
    }

    /// <summary>Waits until the last state change is done (<c>gst_element_get_state</c>).</summary>
    /// <param name="timeout">How long to wait; <see cref="GstClockTime.None"/> for as long as it takes.</param>
    /// <returns>Whether it is done; <see langword="false"/> when the time ran out, and in a handler of <see cref="GstPipeline.SyncMessage"/>, which may not wait.</returns>
    /// <exception cref="GstException">The change failed; for a pipeline its bus says why.</exception>
    public bool WaitForState(GstClockTime timeout = default)
    {
        using HandleLease lease = Lease();
        GstStateChangeReturn result = (GstStateChangeReturn)Native.LibGst.gst_element_get_state(Element(lease), null, null, NoWaiting.Here ? 0 : timeout.Nanoseconds);
        return result != GstStateChangeReturn.Failure ? result != GstStateChangeReturn.Async : throw StateFailure(lease, null);
    }

    /// <summary>The state the element is in now, without waiting (<c>gst_element_get_state</c>).</summary>
    public GstState State
    {
        get
        {
            using HandleLease lease = Lease();
            Native.GstState current;
            Native.LibGst.gst_element_get_state(Element(lease), &current, null, 0);
            return (GstState)current;
        }
    }

    /// <summary>Finds an always-there or already requested pad (<c>gst_element_get_static_pad</c>).</summary>
    /// <param name="name">The pad's name, for example <c>src</c>.</param>
    /// <exception cref="GstException">The element has no such pad; the message lists the pads it has.</exception>
    public GstPad GetPad(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using HandleLease lease = Lease();
        using NativeText text = new(name);
        nint pad = (nint)Native.LibGst.gst_element_get_static_pad(Element(lease), text.Pointer);
        return pad != 0 ? GstPad.Adopt(pad) : throw new GstException($"Element '{Name}' has no pad '{name}'. Its pads: {string.Join(", ", PadNames(Element(lease)))}.");
    }

    /// <summary>The bus of the pipeline that the element is in, or its own (<c>gst_element_get_bus</c> of the topmost parent).</summary>
    /// <remarks>The bus that a bin gives its children is not for applications: nothing ever lies on it.</remarks>
    /// <exception cref="GstException">The element is in no pipeline and has no bus.</exception>
    public GstBus Bus
    {
        get
        {
            using HandleLease lease = Lease();
            nint bus = (nint)TopBus.Find(lease.Pointer);
            return bus != 0 ? GstBus.Adopt(bus) : throw new GstException($"Element '{Name}' has no bus: it is not in a pipeline.");
        }
    }

    /// <summary>What an iterator goes through, each with a reference for the caller.</summary>
    internal static List<nint> ObjectsOf(Native.GstIterator* iterator)
    {
        List<nint> objects = [];
        if (iterator is null)
        {
            return objects;
        }

        Native.GValue item = default;
        Native.GstIteratorResult result;
        while ((result = Native.LibGst.gst_iterator_next(iterator, &item)) is Native.GstIteratorResult.GST_ITERATOR_OK or Native.GstIteratorResult.GST_ITERATOR_RESYNC)
        {
            if (result == Native.GstIteratorResult.GST_ITERATOR_RESYNC)
            {
                objects.ForEach(static o => Native.LibGst.gst_object_unref((void*)o));
                objects.Clear();
                Native.LibGst.gst_iterator_resync(iterator);
                continue;
            }

            objects.Add((nint)Native.LibGst.gst_object_ref(Native.LibGObject.g_value_get_object(&item)));
            Native.LibGObject.g_value_unset(&item);
        }

        Native.LibGst.gst_iterator_free(iterator);
        return objects;
    }

    /// <summary>Reads or writes a GObject property (<c>g_object_get_property</c>, <c>g_param_value_validate</c>, <c>g_object_set_property</c>).</summary>
    /// <param name="property">The property's name, for example <c>location</c>.</param>
    /// <value>
    /// Read: the .NET value that it is: truth values, numbers (enumerations and flags by their number; <see cref="GstObject.GetProperty{T}(string)"/>
    /// gives their nick or a .NET enumeration), and all that a field of a <see cref="GstStructure"/> can be, lists as <see cref="GstValueList"/>
    /// or <see cref="GstValueArray"/>; <see langword="null"/> for what is not set. What is disposable is the reader's to dispose. Written: the
    /// same; for times in nanoseconds also <see cref="TimeSpan"/> and <see cref="GstClockTime"/>; enumerations and flags also by their
    /// nicks or a .NET enumeration; lists also as any .NET array or list; anything also as the text that gst-launch takes.
    /// </value>
    /// <exception cref="ArgumentException">The element has no such property, it is not readable or writable, or the value does not fit its type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the limits of the property, which C would move it into.</exception>
    public object? this[string property]
    {
        get
        {
            ArgumentException.ThrowIfNullOrEmpty(property);
            using HandleLease lease = Lease();
            return PropertyValue.Get((Native.GObject*)lease.Pointer, property);
        }

        set
        {
            ArgumentException.ThrowIfNullOrEmpty(property);
            using HandleLease lease = Lease();
            PropertyValue.Set((Native.GObject*)lease.Pointer, property, value);
        }
    }

    /// <inheritdoc/>
    private protected override void BeforeLettingGo() => ElementHandle.LetGo();

    private protected static Native.GstElement* Element(in HandleLease lease) => (Native.GstElement*)lease.Pointer;

    private protected virtual GstException StateFailure(in HandleLease lease, GstState? target) =>
        new(target is null ? $"Element '{Name}' failed to change its state." : $"Element '{Name}' could not go to {target}.");

    private static List<string> PadNames(Native.GstElement* element)
    {
        List<string> names = [];
        Native.GstIterator* iterator = Native.LibGst.gst_element_iterate_pads(element);
        Native.GValue item = default;
        while (Native.LibGst.gst_iterator_next(iterator, &item) == Native.GstIteratorResult.GST_ITERATOR_OK)
        {
            names.Add(NativeText.Read(((Native.GstObject*)Native.LibGObject.g_value_get_object(&item))->name) ?? "?");
            Native.LibGObject.g_value_unset(&item);
        }

        Native.LibGst.gst_iterator_free(iterator);
        return names;
    }
}
