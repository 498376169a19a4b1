namespace GstMemInterop;

/// <summary>
/// Where a borrowed buffer was found: in a list, a sample or a probe. Whatever removes or replaces it there may free it, so a
/// borrow asks again at every use; a borrow from a pointer or from an owning object has no lender to ask.
/// </summary>
internal readonly unsafe struct BufferLender
{
    private readonly void* _holder;
    private readonly int _place;
    private readonly Kind _kind;

    private BufferLender(void* holder, int place, Kind kind)
    {
        _holder = holder;
        _place = place;
        _kind = kind;
    }

    private enum Kind : byte
    {
        None,
        List,
        Sample,
        Probe,
        ListInProbe,
    }

    internal bool IsNone => _kind == Kind.None;

    internal static BufferLender List(Native.GstBufferList* list, int index) => new(list, index, Kind.List);

    internal static BufferLender Sample(Native.GstSample* sample) => new(sample, 0, Kind.Sample);

    internal static BufferLender Probe(Native.GstPadProbeInfo* info, int listIndex) => new(info, listIndex, listIndex < 0 ? Kind.Probe : Kind.ListInProbe);

    /// <summary>Whether the buffer can still be reached where it was found.</summary>
    internal bool StillHolds(Native.GstBuffer* buffer) => _kind switch
    {
        Kind.None => true,
        Kind.Probe => ((Native.GstPadProbeInfo*)_holder)->data == buffer,
        Kind.Sample => Native.LibGst.gst_sample_get_buffer((Native.GstSample*)_holder) == buffer,
        Kind.List => ListHolds((Native.GstBufferList*)_holder, buffer),
        _ => ListHolds((Native.GstBufferList*)((Native.GstPadProbeInfo*)_holder)->data, buffer),
    };

    private bool ListHolds(Native.GstBufferList* list, Native.GstBuffer* buffer)
    {
        uint count = Native.LibGst.gst_buffer_list_length(list);
        if ((uint)_place < count && Native.LibGst.gst_buffer_list_get(list, (uint)_place) == buffer)
        {
            return true;
        }

        for (uint i = 0; i < count; i++)
        {
            if (Native.LibGst.gst_buffer_list_get(list, i) == buffer)
            {
                return true;
            }
        }

        return false;
    }
}
