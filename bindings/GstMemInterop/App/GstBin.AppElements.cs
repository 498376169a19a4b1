namespace GstMemInterop;

public unsafe partial class GstBin
{
    /// <summary>Finds an appsink by name, also in bins inside (<c>gst_bin_get_by_name</c>).</summary>
    /// <param name="name">The element's name: <c>appsink name=...</c> in a launch text.</param>
    /// <returns>The appsink; dispose it.</returns>
    /// <exception cref="GstException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The element is of another kind; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public GstAppSink GetAppSink(string name)
    {
        using GstElement found = GetElement(name);
        return GstAppSink.From(found);
    }

    /// <summary>Finds an appsrc by name, also in bins inside (<c>gst_bin_get_by_name</c>).</summary>
    /// <param name="name">The element's name: <c>appsrc name=...</c> in a launch text.</param>
    /// <returns>The appsrc; dispose it.</returns>
    /// <exception cref="GstException">There is no such element.</exception>
    /// <exception cref="ArgumentException">The element is of another kind; the message names its factory.</exception>
    /// <exception cref="GstLoadException">The library libgstapp-1.0 is missing.</exception>
    public GstAppSrc GetAppSrc(string name)
    {
        using GstElement found = GetElement(name);
        return GstAppSrc.From(found);
    }
}
