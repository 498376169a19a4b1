namespace GstMemInterop;

/// <summary>
/// Keeps the buffer whose metas C walks over, while a handler of the user's decides about one of them. C goes on from that meta
/// afterwards: with a second reference the buffer is not writable, so nobody can remove it meanwhile.
/// </summary>
internal readonly unsafe ref struct MetaSource
{
    private readonly Native.GstBuffer* _buffer;

    internal MetaSource(Native.GstBuffer* buffer)
    {
        _buffer = buffer;
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)buffer);
    }

    public void Dispose() => Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)_buffer);
}
