using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// The links of a launch text, to find those by which data would come back to where it was: C makes them and does not survive
/// it. Elements of which the text does not say how data goes through them (several kinds of sink pads, source pads that come
/// later) are left to C.
/// </summary>
internal sealed unsafe class LaunchRing
{
    private readonly List<bool> _nodes = []; // whether all that enters a node leaves it again
    private readonly Dictionary<string, (int In, int Out)> _names = [];
    private readonly List<(Joint From, Joint To, int At)> _links = [];
    private readonly Stack<(int In, int Out)> _bins = new();
    private Joint? _current;
    private Joint? _from;
    private int _at;
    private bool _binBegins;

    internal void Element(string factory)
    {
        _nodes.Add(IsPassage(factory));
        Joint made = new(_nodes.Count - 1, null);
        Enter(made);
        _current = made;
    }

    /// <summary>The element, or the bin that has just begun, is given a name.</summary>
    internal void Named(string name)
    {
        if (_binBegins && _bins.TryPeek(out (int In, int Out) bin))
        {
            _names[name] = bin;
        }
        else if (_current is { Name: null } made)
        {
            _names[name] = (made.Node, made.Node);
        }
    }

    /// <summary>An element is meant by its name, alone or with a pad's behind a point.</summary>
    internal void Reference(string token)
    {
        Joint meant = new(-1, token[..token.IndexOf('.', StringComparison.Ordinal)]);
        Enter(meant);
        _current = meant;
    }

    internal void Link(int at)
    {
        _from = _current;
        _at = at;
    }

    internal void OpenBin()
    {
        _nodes.Add(true);
        _nodes.Add(true);
        (int In, int Out) bin = (_nodes.Count - 2, _nodes.Count - 1);
        Enter(new Joint(bin.In, null));
        _bins.Push(bin);
        _current = null;
        _binBegins = true;
    }

    internal void CloseBin()
    {
        if (_bins.TryPop(out (int In, int Out) bin))
        {
            Joint end = new(bin.Out, null);
            if (_current is { } last)
            {
                _links.Add((last, end, _at));
            }

            _current = end;
            _from = null;
        }
    }

    /// <summary>The character at which a link stands that closes a ring; none.</summary>
    internal int? Find()
    {
        Dictionary<int, List<(int To, int At)>> links = [];
        foreach ((Joint from, Joint to, int at) in _links)
        {
            if (Resolve(from, isSource: true) is { } source && Resolve(to, isSource: false) is { } sink && _nodes[source] && _nodes[sink])
            {
                (links.TryGetValue(source, out List<(int, int)>? those) ? those : links[source] = []).Add((sink, at));
            }
        }

        HashSet<int> done = [];
        foreach (int start in links.Keys)
        {
            HashSet<int> around = [];
            Stack<(int Node, int Next)> path = new();
            path.Push((start, 0));
            around.Add(start);
            while (path.TryPop(out (int Node, int Next) step))
            {
                if (done.Contains(step.Node) || !links.TryGetValue(step.Node, out List<(int To, int At)>? on) || step.Next >= on.Count)
                {
                    around.Remove(step.Node);
                    done.Add(step.Node);
                    continue;
                }

                path.Push((step.Node, step.Next + 1));
                (int to, int at) = on[step.Next];
                if (!around.Add(to))
                {
                    return at;
                }

                path.Push((to, 0));
            }
        }

        return null;
    }

    private void Enter(Joint entered)
    {
        if (_from is { } from)
        {
            _links.Add((from, entered, _at));
        }
        else if (_binBegins && _bins.TryPeek(out (int In, int Out) bin))
        {
            _links.Add((new Joint(bin.In, null), entered, _at));
        }

        _from = null;
        _binBegins = false;
    }

    private int? Resolve(Joint joint, bool isSource) => joint.Name is null ? joint.Node
        : _names.TryGetValue(joint.Name, out (int In, int Out) named) ? (isSource ? named.Out : named.In)
        : null;

    private static bool IsPassage(string factory)
    {
        using NativeText text = new(factory);
        Native.GstElementFactory* found = LibGst.gst_element_factory_find(text.Pointer);
        if (found is null)
        {
            return false;
        }

        int sinks = 0;
        int sources = 0;
        for (GList* item = LibGst.gst_element_factory_get_static_pad_templates(found); item is not null; item = item->next)
        {
            GstStaticPadTemplate* template = (GstStaticPadTemplate*)item->data;
            bool isSink = template->direction == Native.GstPadDirection.GST_PAD_SINK;
            sinks += isSink ? 1 : 0;
            sources += !isSink && template->presence != GstPadPresence.GST_PAD_SOMETIMES ? 1 : 0;
        }

        LibGst.gst_object_unref(found);
        return sinks == 1 && sources > 0;
    }

    /// <summary>One end of a link: a node, or what has a name, perhaps later in the text.</summary>
    private readonly record struct Joint(int Node, string? Name);
}
