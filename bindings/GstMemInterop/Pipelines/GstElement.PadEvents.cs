namespace GstMemInterop;

/// <summary>A pad that an event tells of.</summary>
/// <param name="pad">The pad.</param>
public sealed class GstPadEventArgs(GstPad pad) : EventArgs
{
    /// <summary>The pad (<c>GstPad</c>); it lives until the handler returns, <see cref="GstPad.Retain()"/> keeps it.</summary>
    public GstPad Pad { get; } = pad;
}

/// <summary>An element that an event tells of.</summary>
/// <param name="element">The element.</param>
public sealed class GstElementEventArgs(GstElement element) : EventArgs
{
    /// <summary>The element (<c>GstElement</c>); it lives until the handler returns.</summary>
    public GstElement Element { get; } = element;
}

public unsafe partial class GstElement
{
    /// <summary>Raised when the element made a pad (<c>GstElement::pad-added</c>), mostly on a streaming thread: the place to link a demuxer's or decoder's pads. The pad of the event lives until the handler returns.</summary>
    /// <remarks>
    /// A handler stays with the native element until it is removed, whatever becomes of this object, and is called with an
    /// object of its own for the element as sender. One that refers to the element keeps it alive.
    /// </remarks>
    public event EventHandler<GstPadEventArgs>? PadAdded
    {
        add => SignalEvents.Add(this, "pad-added", value, static (ref GstSignal s, EventHandler<GstPadEventArgs> h) => h(s.Sender, new GstPadEventArgs(s.Get<GstPad>(0))));
        remove => SignalEvents.Remove(this, "pad-added", value);
    }

    /// <summary>Raised when the element took a pad away (<c>GstElement::pad-removed</c>), as <see cref="PadAdded"/>.</summary>
    public event EventHandler<GstPadEventArgs>? PadRemoved
    {
        add => SignalEvents.Add(this, "pad-removed", value, static (ref GstSignal s, EventHandler<GstPadEventArgs> h) => h(s.Sender, new GstPadEventArgs(s.Get<GstPad>(0))));
        remove => SignalEvents.Remove(this, "pad-removed", value);
    }

    /// <summary>Raised when the element will make no more pads for the stream that it reads (<c>GstElement::no-more-pads</c>), as <see cref="PadAdded"/>.</summary>
    public event EventHandler? NoMorePads
    {
        add => SignalEvents.Add(this, "no-more-pads", value, static (ref GstSignal s, EventHandler h) => h(s.Sender, EventArgs.Empty));
        remove => SignalEvents.Remove(this, "no-more-pads", value);
    }
}
