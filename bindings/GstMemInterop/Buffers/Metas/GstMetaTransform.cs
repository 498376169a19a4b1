namespace GstMemInterop;

/// <summary>What happens to a buffer whose metas are asked to come along: a copy, or a change that an element makes. Stands on the arguments of <c>GstMetaTransformFunction</c>.</summary>
public readonly unsafe ref struct GstMetaTransform
{
    private static uint s_copy;

    private readonly uint _kind;
    private readonly Native.GstMetaTransformCopy* _copy;

    internal GstMetaTransform(uint kind, void* data)
    {
        _kind = kind;
        _copy = kind == CopyQuark ? (Native.GstMetaTransformCopy*)data : null;
    }

    /// <summary>The name of the change: <c>gst-copy</c>, <c>gst-video-scale</c>, … (<c>g_quark_to_string</c>).</summary>
    public string Kind => NativeText.Read(Native.LibGLib.g_quark_to_string(_kind)) ?? "";

    /// <summary>Whether the buffer, or a range of it, is copied unchanged (<c>GST_META_TRANSFORM_IS_COPY</c>).</summary>
    public bool IsCopy => _kind == CopyQuark;

    /// <summary>Whether only a range of the bytes is copied (<c>GstMetaTransformCopy.region</c>).</summary>
    public bool IsRegion => _copy is not null && _copy->region != 0;

    /// <summary>The first byte that is copied (<c>GstMetaTransformCopy.offset</c>).</summary>
    public nuint Offset => _copy is null ? 0 : _copy->offset;

    /// <summary>How many bytes are copied (<c>GstMetaTransformCopy.size</c>).</summary>
    public nuint Size => _copy is null ? 0 : _copy->size;

    private static uint CopyQuark
    {
        get
        {
            if (s_copy == 0)
            {
                using NativeText name = new("gst-copy");
                s_copy = Native.LibGLib.g_quark_from_string(name.Pointer);
            }

            return s_copy;
        }
    }
}
