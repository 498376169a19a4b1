namespace GstMemInterop;

/// <summary>
/// Where a borrowed buffer or list was found: in a sample, in a probe, and a buffer also in a list of them. Whatever removes
/// or replaces it there may free it, so a borrow asks again at every use; a borrow from a pointer or from an owning object
/// has no lender to ask.
/// </summary>
internal readonly unsafe struct BufferLender
{
    private readonly Lending? _lending;
    private readonly ulong _changes;
    private readonly Native.GstBufferList* _list;
    private readonly int _place;
    private readonly ulong _arrivals;

    private BufferLender(Lending? lending, ulong changes, Native.GstBufferList* list, int place, ulong arrivals)
    {
        _lending = lending;
        _changes = changes;
        _list = list;
        _place = place;
        _arrivals = arrivals;
    }

    internal BufferLender(Lending lending) : this(lending, lending.Changes, null, 0, 0)
    {
    }

    internal Lending? Lending => _lending;

    internal bool IsNone => _lending is null && _list is null;

    /// <summary>Whether nothing was taken or replaced where the outermost thing was found.</summary>
    internal bool StillLends => _lending is null || _lending.Changes == _changes;

    /// <summary>The lender of a buffer in the list that this one, or the owner, lends.</summary>
    internal BufferLender Item(Native.GstBufferList* list, int place, NativeHandle? owner = null) =>
        new(_lending, _changes, list, place, Arrivals.Borrow(ref Arrivals.Of(this, owner)));

    /// <summary>Whether the buffer can still be reached where it was found.</summary>
    internal bool StillHolds(Native.GstBuffer* buffer, NativeHandle? owner) =>
        StillLends && (_list is null || (ListHolds(buffer) && !Arrivals.IsNewer(ref Arrivals.Of(this, owner), buffer, _arrivals)));

    /// <summary>
    /// A mapping of a borrowed buffer lives on its lender's reference: it must end before the buffer may go. Mappings of
    /// other threads are seen on the memories that only this buffer keeps.
    /// </summary>
    /// <exception cref="InvalidOperationException">A mapping is open.</exception>
    internal static void RequireUnmapped(Native.GstBuffer* buffer)
    {
        if (buffer is null)
        {
            return;
        }

        if (MapSlots.CurrentOrNull is { } slots && slots.IsMapped((nint)buffer))
        {
            throw new InvalidOperationException("A mapping of this buffer is open on this thread. Dispose it before the buffer is copied, taken, replaced or removed.");
        }

        if (Volatile.Read(ref buffer->mini_object.refcount) == 1 && HasLockedMemoryOfItsOwn(buffer))
        {
            throw new InvalidOperationException("A mapping of this buffer is open elsewhere (on another thread, or as a sequence), which would look at freed bytes. Dispose it before the buffer is copied, taken, replaced or removed.");
        }
    }

    private static bool HasLockedMemoryOfItsOwn(Native.GstBuffer* buffer)
    {
        uint count = Native.LibGst.gst_buffer_n_memory(buffer);
        for (uint i = 0; i < count; i++)
        {
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(buffer, i);
            int locks = Mapper.LocksOf(memory); // a mapping of ours may keep the memory, one of C does not
            if (locks != 0 && Volatile.Read(ref memory->mini_object.refcount) <= 1 + locks)
            {
                return true;
            }
        }

        return false;
    }

    private bool ListHolds(Native.GstBuffer* buffer)
    {
        uint count = Native.LibGst.gst_buffer_list_length(_list);
        if ((uint)_place < count && Native.LibGst.gst_buffer_list_get(_list, (uint)_place) == buffer)
        {
            return true;
        }

        for (uint i = 0; i < count; i++)
        {
            if (Native.LibGst.gst_buffer_list_get(_list, i) == buffer)
            {
                return true;
            }
        }

        return false;
    }
}
