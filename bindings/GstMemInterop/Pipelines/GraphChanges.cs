using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What is being added and linked right now, on all threads. C looks at each change by itself: two that are good alone make a bin
/// that lies in itself, or a loop of links, in which questions go round until the stack ends. So each change says what it is about
/// to do before it is checked, and what does not go together with one that is under way is refused. Nobody waits for anybody.
/// </summary>
internal static unsafe class GraphChanges
{
    private static readonly Lock s_gate = new();
    private static readonly List<Change> s_changes = [];

    /// <summary>An element that goes into a bin: checked while no other change begins.</summary>
    internal static Change BeginAdd(Native.GstElement* element, Native.GstObject* bin, Action check) => Begin(new Change(ChangeKind.Add, (nint)element, (nint)bin, NativeText.Take(LibGst.gst_object_get_name((Native.GstObject*)element))), check);

    /// <summary>A pad that stands behind one of a bin.</summary>
    internal static Change BeginGhost(Native.GstPad* target, Native.GstElement* bin, string name, Action check) => Begin(new Change(ChangeKind.Ghost, (nint)target, (nint)bin, name), check);

    /// <summary>A link between two pads.</summary>
    /// <param name="from">The source pad.</param>
    /// <param name="to">The sink pad.</param>
    /// <returns>The change; <see langword="null"/> when data would come back to where it was.</returns>
    internal static Change? TryBeginLink(Native.GstPad* from, Native.GstPad* to)
    {
        lock (s_gate)
        {
            return GraphLoop.Leads([(nint)to], pad => pad == (nint)from, ElementLinks()) ? null : Note(new Change(ChangeKind.Pads, (nint)from, (nint)to));
        }
    }

    /// <summary>A link between elements, of pads that C chooses or makes.</summary>
    /// <param name="from">The element upstream.</param>
    /// <param name="sourcePad">Its pad; null for any.</param>
    /// <param name="to">The element downstream.</param>
    /// <param name="sinkPad">Its pad; null for any.</param>
    /// <returns>The change; <see langword="null"/> when data would come back to where it was.</returns>
    internal static Change? TryBeginLink(Native.GstElement* from, string? sourcePad, Native.GstElement* to, string? sinkPad)
    {
        lock (s_gate)
        {
            bool loops = GraphLoop.Leads(from, sourcePad, to, sinkPad, ElementLinks());
            return loops ? null : Note(new Change(ChangeKind.Elements, (nint)from, (nint)to));
        }
    }

    /// <summary>Whether the element is just being put into this bin, or into one that is going there.</summary>
    internal static bool IsGoingInto(Native.GstObject* element, Native.GstObject* bin) =>
        Around(bin).Contains((nint)element);

    /// <summary>Whether another change is about to use the same element or pad, or the same name in the same bin.</summary>
    internal static bool IsTaken(ChangeKind kind, nint what, nint where, string name)
    {
        lock (s_gate)
        {
            // A handler that is told of a change on this thread is told after it.
            return s_changes.Exists(c => c.Kind == kind && c.Thread != Environment.CurrentManagedThreadId && (c.What == what || (c.Where == where && c.Name == name)));
        }
    }

    /// <summary>A bin, and all that it lies in or is going into.</summary>
    private static HashSet<nint> Around(Native.GstObject* bin)
    {
        HashSet<nint> around = [];
        Stack<nint> next = new([(nint)bin]);
        while (next.TryPop(out nint one))
        {
            if (!around.Add(one))
            {
                continue;
            }

            lock (s_gate)
            {
                s_changes.FindAll(c => c.Kind == ChangeKind.Add && c.What == one).ForEach(c => next.Push(c.Where));
            }

            Native.GstObject* parent = LibGst.gst_object_get_parent((Native.GstObject*)one);
            if (parent is not null)
            {
                next.Push((nint)parent);
                LibGst.gst_object_unref(parent); // what lies in it is held, and so is it
            }
        }

        return around;
    }

    private static Change Begin(Change change, Action check)
    {
        lock (s_gate)
        {
            check();
            return Note(change);
        }
    }

    private static Change Note(Change change)
    {
        s_changes.Add(change);
        return change;
    }

    private static List<(nint From, nint To)> ElementLinks() =>
        [.. s_changes.Where(static c => c.Kind is ChangeKind.Elements or ChangeKind.Pads).Select(static c => (c.What, c.Where))];

    internal enum ChangeKind
    {
        Add,
        Ghost,
        Pads,
        Elements,
    }

    /// <summary>One change that is under way; disposed when C has done it or refused.</summary>
    internal sealed class Change(ChangeKind kind, nint what, nint where, string? name = null) : IDisposable
    {
        internal ChangeKind Kind => kind;

        internal nint What => what;

        internal nint Where => where;

        internal string? Name => name;

        internal int Thread { get; } = Environment.CurrentManagedThreadId;

        public void Dispose()
        {
            lock (s_gate)
            {
                s_changes.Remove(this);
            }
        }
    }
}
