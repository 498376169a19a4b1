using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

public unsafe partial class GstBin
{
    private static readonly uint s_formerBin = LibGLib.g_quark_from_static_string(NativeText.Intern("GstMemInterop.FormerBin"));

    /// <summary>Makes an empty bin (<c>gst_bin_new</c>).</summary>
    /// <param name="name">Its name; <see langword="null"/> lets GStreamer choose.</param>
    public static GstBin Create(string? name = null)
    {
        GStreamer.EnsureInitialized();
        using NativeText text = new(name);
        return Adopt((nint)LibGst.gst_bin_new(text.Pointer));
    }

    /// <summary>Puts elements into the bin (<c>gst_bin_add</c>), which holds them from then on; they keep the state that they have (<see cref="GstElement.SyncStateWithParent"/>).</summary>
    /// <param name="elements">Elements that are in no bin; these objects stay the caller's to dispose.</param>
    /// <exception cref="ArgumentException">One of them is in a bin already, is this bin or holds it, or has the name of one that is here. Those before it were added.</exception>
    /// <exception cref="GstException">The bin refuses elements.</exception>
    public void Add(params ReadOnlySpan<GstElement> elements)
    {
        using HandleLease lease = Lease();
        foreach (GstElement element in elements)
        {
            ArgumentNullException.ThrowIfNull(element, nameof(elements));
            using HandleLease added = element.Lease();
            nint bin = lease.Pointer;
            nint one = added.Pointer;
            using GraphChanges.Change change = GraphChanges.BeginAdd(Element(added), (Native.GstObject*)bin, () => RequireAddable((Native.GstObject*)bin, (Native.GstObject*)one));
            LibGObject.g_object_set_qdata((GObject*)added.Pointer, s_formerBin, null); // into the same bin again: two that keep each other
            if (LibGst.gst_bin_add((Native.GstBin*)lease.Pointer, Element(added)) == 0)
            {
                throw new GstException($"The bin '{Name}' did not take the element '{element.Name}'.");
            }
        }
    }

    /// <summary>Takes an element out of the bin and unlinks its pads (<c>gst_bin_remove</c>). It keeps its state: stop it before (<c>SetState(GstState.Null)</c>), since a sink that waits for its first data would hold its source up for ever.</summary>
    /// <param name="element">An element that is directly in this bin; this object stays the caller's.</param>
    /// <exception cref="ArgumentException">The element is not in this bin.</exception>
    /// <exception cref="GstException">The bin keeps its elements.</exception>
    public void Remove(GstElement element)
    {
        ArgumentNullException.ThrowIfNull(element);
        using HandleLease lease = Lease();
        using HandleLease removed = element.Lease();
        if (LibGst.gst_object_has_as_parent((Native.GstObject*)removed.Pointer, (Native.GstObject*)lease.Pointer) == 0)
        {
            throw new ArgumentException($"The element '{element.Name}' is not in the bin '{Name}'.", nameof(element));
        }

        if (!ElementHandle.IsAtRest(removed.Pointer))
        {
            // A thread that streams in it may be posting a message by way of the bin, of which C does not keep hold.
            LibGObject.g_object_set_qdata_full((GObject*)removed.Pointer, s_formerBin, LibGst.gst_object_ref((void*)lease.Pointer), &OnRemovedGone);
        }

        if (LibGst.gst_bin_remove((Native.GstBin*)lease.Pointer, Element(removed)) == 0)
        {
            throw new GstException($"The bin '{Name}' did not let the element '{element.Name}' go.");
        }
    }

    /// <summary>The elements that are in the bin now (<c>gst_bin_iterate_elements</c>, <c>gst_bin_iterate_recurse</c>); bins among them are <see cref="GstBin"/> objects.</summary>
    /// <param name="recursive">Whether those in bins inside are there too.</param>
    /// <returns>The caller's to dispose, each.</returns>
    public IReadOnlyList<GstElement> GetElements(bool recursive = false)
    {
        using HandleLease lease = Lease();
        Native.GstBin* bin = (Native.GstBin*)lease.Pointer;
        return [.. ObjectsOf(recursive ? LibGst.gst_bin_iterate_recurse(bin) : LibGst.gst_bin_iterate_elements(bin)).Select(ElementOf)];
    }

    /// <summary>Gives the bin a pad of its own that stands for one of an element inside (<c>gst_ghost_pad_new</c>, <c>gst_element_add_pad</c>).</summary>
    /// <param name="name">The new pad's name, for example <c>sink</c>.</param>
    /// <param name="target">A pad of an element in this bin that is not linked.</param>
    /// <returns>The new pad; active when the bin runs.</returns>
    /// <exception cref="ArgumentException">The target is linked, belongs to no element in this bin, or the bin has a pad of that name.</exception>
    /// <exception cref="GstException">The bin did not take the pad.</exception>
    public GstPad AddGhostPad(string name, GstPad target)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(target);
        using HandleLease lease = Lease();
        using HandleLease inside = target.Lease();
        if (LibGst.gst_object_has_as_ancestor((Native.GstObject*)inside.Pointer, (Native.GstObject*)lease.Pointer) == 0)
        {
            throw new ArgumentException($"The pad '{target.Path}' belongs to no element in the bin '{Name}'.", nameof(target));
        }

        using NativeText text = new(name);
        nint bin = lease.Pointer;
        nint behind = inside.Pointer;
        using GraphChanges.Change change = GraphChanges.BeginGhost((Native.GstPad*)behind, (Native.GstElement*)bin, name, () => RequireGhostable(bin, name, target, behind));
        nint ghost = (nint)LibGst.gst_ghost_pad_new(text.Pointer, (Native.GstPad*)inside.Pointer);
        if (ghost == 0)
        {
            throw new GstException($"GStreamer could not make a pad '{name}' for '{target.Path}'.");
        }

        GstPad pad = GstPad.Adopt(ghost);
        if (Element(lease)->current_state >= Native.GstState.GST_STATE_PAUSED)
        {
            _ = LibGst.gst_pad_set_active((Native.GstPad*)ghost, 1);
        }

        if (LibGst.gst_element_add_pad(Element(lease), (Native.GstPad*)ghost) == 0)
        {
            pad.Dispose();
            throw new GstException($"The bin '{Name}' did not take the pad '{name}'.");
        }

        return pad;
    }

    /// <summary>The graph of the bin as it is now, as text for Graphviz (<c>gst_debug_bin_to_dot_data</c>): <c>dot -Tsvg</c> draws it.</summary>
    /// <param name="details">What is told of each element and link.</param>
    /// <exception cref="NotSupportedException">GStreamer was built without it.</exception>
    /// <exception cref="InvalidOperationException">It was called in a handler of <see cref="GstPipeline.SyncMessage"/>.</exception>
    public string ToDot(GstDebugGraphDetails details = GstDebugGraphDetails.All)
    {
        if (NoWaiting.Here)
        {
            throw new InvalidOperationException("The graph cannot be drawn where a message is posted: the poster may hold locks of its pads. Draw it on another thread, or where MessageReceived tells of the message.");
        }

        using HandleLease lease = Lease();
        return NativeText.Take(LibGst.gst_debug_bin_to_dot_data((Native.GstBin*)lease.Pointer, (Native.GstDebugGraphDetails)details))
            ?? throw new NotSupportedException("This GStreamer was built without debugging, and draws no graphs.");
    }

    /// <summary>Raised when an element was put into the bin (<c>GstBin::element-added</c>), on the thread that did it. The element of the event lives until the handler returns.</summary>
    /// <remarks>A handler stays with the native bin until it is removed, whatever becomes of this object. One that refers to the bin keeps it alive.</remarks>
    public event EventHandler<GstElementEventArgs>? ElementAdded
    {
        add => SignalEvents.Add(this, "element-added", value, static (ref GstSignal s, EventHandler<GstElementEventArgs> h) => h(s.Sender, new GstElementEventArgs(s.Get<GstElement>(0))));
        remove => SignalEvents.Remove(this, "element-added", value);
    }

    /// <summary>Raised when an element was taken out of the bin (<c>GstBin::element-removed</c>), as <see cref="ElementAdded"/>.</summary>
    public event EventHandler<GstElementEventArgs>? ElementRemoved
    {
        add => SignalEvents.Add(this, "element-removed", value, static (ref GstSignal s, EventHandler<GstElementEventArgs> h) => h(s.Sender, new GstElementEventArgs(s.Get<GstElement>(0))));
        remove => SignalEvents.Remove(this, "element-removed", value);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnRemovedGone(void* bin) => LibGst.gst_object_unref(bin);

    /// <summary>C complains on the console about these.</summary>
    private void RequireGhostable(nint bin, string name, GstPad target, nint behind)
    {
        if (target.IsLinked)
        {
            throw new ArgumentException($"The pad '{target.Path}' is linked. Unlink it before it stands behind a pad of the bin '{Name}'.", nameof(target));
        }

        using NativeText text = new(name);
        Native.GstPad* taken = LibGst.gst_element_get_static_pad((Native.GstElement*)bin, text.Pointer);
        if (taken is not null)
        {
            LibGst.gst_object_unref(taken);
        }

        if (taken is not null || GraphChanges.IsTaken(GraphChanges.ChangeKind.Ghost, behind, bin, name))
        {
            throw new ArgumentException($"The bin '{Name}' has a pad '{name}' already, or another thread is just making it, or one for '{target.Path}'.", nameof(name));
        }
    }

    /// <summary>C only warns of these on the console, or does not look.</summary>
    private void RequireAddable(Native.GstObject* bin, Native.GstObject* element)
    {
        string name = NativeText.Take(LibGst.gst_object_get_name(element)) ?? "";
        Native.GstObject* parent = LibGst.gst_object_get_parent(element);
        if (parent is not null)
        {
            string owner = NativeText.Take(LibGst.gst_object_get_name(parent)) ?? "";
            LibGst.gst_object_unref(parent);
            throw new ArgumentException($"The element '{name}' is in '{owner}' already. Remove it there before it is added to '{Name}'.", nameof(element));
        }

        if (GraphChanges.IsGoingInto(element, bin))
        {
            throw new ArgumentException($"The bin '{name}' cannot be put into '{Name}', which is itself or lies inside of it.", nameof(element));
        }

        List<nint> there = ObjectsOf(LibGst.gst_bin_iterate_elements((Native.GstBin*)bin));
        bool taken = GraphChanges.IsTaken(GraphChanges.ChangeKind.Add, (nint)element, (nint)bin, name);
        foreach (nint other in there)
        {
            taken |= NativeText.Take(LibGst.gst_object_get_name((Native.GstObject*)other)) == name;
            LibGst.gst_object_unref((void*)other);
        }

        if (taken)
        {
            throw new ArgumentException($"The bin '{Name}' has an element named '{name}' already. Give one of them another name when it is made.", nameof(element));
        }
    }

    /// <summary>An object for a reference that is given away; a bin becomes a <see cref="GstBin"/>.</summary>
    private static GstElement ElementOf(nint element) => (GstElement)AdoptAny(element)!;
}
