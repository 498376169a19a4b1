namespace GstMemInterop;

/// <summary>Owns one reference to a bin: elements that act as one. Stands on <c>GstBin</c>.</summary>
public unsafe partial class GstBin : GstElement
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
