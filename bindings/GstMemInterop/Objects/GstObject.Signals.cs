using GstMemInterop.Native;

namespace GstMemInterop;

public abstract unsafe partial class GstObject
{
    /// <summary>The names of all signals that the object has (<c>g_signal_list_ids</c>); <c>notify</c>, with a property's name behind <c>::</c>, tells of every change of that property.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public IReadOnlyList<string> SignalNames
    {
        get
        {
            using HandleLease lease = Lease();
            return SignalTable.Names(((GTypeInstance*)lease.Pointer)->g_class->g_type);
        }
    }

    /// <summary>Has a handler called whenever the object emits a signal (<c>g_signal_connect_closure_by_id</c>).</summary>
    /// <param name="signal">The name, for example <c>pad-added</c> or <c>notify::caps</c>.</param>
    /// <param name="handler">Runs on the thread that emits; what it throws is reported and does not reach C.</param>
    /// <param name="after">Whether it runs after the object's own handler instead of before.</param>
    /// <returns>The connection; disposing it disconnects. One that is not kept stays as long as the object.</returns>
    /// <exception cref="ArgumentException">The object has no such signal; the message lists those it has. Or it tells of a property that it has not.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public GstSignalConnection Connect(string signal, GstSignalHandler handler, bool after = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        using HandleLease lease = Lease();
        return GstSignalConnection.Open((GObject*)lease.Pointer, signal, handler, after);
    }

    /// <summary>Calls an action signal, by which elements offer methods of their own (<c>g_signal_emitv</c>).</summary>
    /// <param name="signal">The name, for example <c>split-now</c> of splitmuxsink.</param>
    /// <param name="arguments">What it takes; the rules are those of <see cref="GstElement.this[string]"/>.</param>
    /// <returns>What it answers, as the .NET value that it is; <see langword="null"/> when it answers nothing. What is disposable is the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The object has no such signal, or takes other arguments; the message says which.</exception>
    /// <exception cref="InvalidOperationException">The signal tells what happened, and cannot be asked for.</exception>
    /// <exception cref="NotSupportedException">It takes a bare pointer.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public object? Emit(string signal, params ReadOnlySpan<object?> arguments)
    {
        using HandleLease lease = Lease();
        return SignalEmission.Emit((GObject*)lease.Pointer, signal, arguments);
    }

    /// <summary>Adds a reference to an object of whatever class; <see langword="null"/> for none, and for one that has no class here.</summary>
    internal static GstObject? RetainAny(nint pointer)
    {
        if (pointer != 0)
        {
            LibGObject.g_object_ref((void*)pointer);
        }

        return AdoptAny(pointer);
    }

    /// <summary>Takes over a reference to an object of whatever class; one that has no class here is released.</summary>
    internal static GstObject? AdoptAny(nint pointer)
    {
        if (pointer == 0)
        {
            return null;
        }

        if (Is(pointer, LibGst.gst_bin_get_type())) { return GstBin.Adopt(pointer); }
        if (Is(pointer, LibGst.gst_element_get_type())) { return GstElement.Adopt(pointer); }
        if (Is(pointer, LibGst.gst_pad_get_type())) { return GstPad.Adopt(pointer); }
        if (Is(pointer, LibGst.gst_bus_get_type())) { return GstBus.Adopt(pointer); }
        LibGObject.g_object_unref((void*)pointer);
        return null;
    }

    private static bool Is(nint instance, nuint type) => LibGObject.g_type_check_instance_is_a((GTypeInstance*)instance, type) != 0;
}
