using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// A change of a buffer while it runs: the owner is leased, and a slot of the thread says that the buffer is busy. Where C calls an
/// allocator or a release of the user meanwhile, that code cannot change or remap the buffer under it.
/// </summary>
internal readonly unsafe ref struct BufferChange
{
    private readonly HandleLease _lease;
    private readonly MapSlot _slot;
    private readonly ref Arrivals _arrivals;
    private readonly Memories _before;

    internal BufferChange(Native.GstBuffer* buffer, HandleLease lease, ref Arrivals arrivals)
    {
        _lease = lease;
        _slot = MapSlots.Current.Reserve((nint)buffer);
        _slot.Traits = MapTraits.None;
        if (Arrivals.Matter(ref arrivals))
        {
            _arrivals = ref arrivals;
            List(buffer, _before);
        }
    }

    public void Dispose()
    {
        if (!Unsafe.IsNullRef(in _arrivals))
        {
            NoteArrivals();
        }

        _slot.Thread.Release(_slot);
        _lease.Dispose();
    }

    private void NoteArrivals()
    {
        Memories now = default;
        Native.GstBuffer* buffer = (Native.GstBuffer*)_slot.Buffer;
        int count = List(buffer, now);
        ReadOnlySpan<nint> before = _before;
        for (int i = 0; i < count; i++)
        {
            if (!before.Contains(now[i]))
            {
                Arrivals.Add(ref _arrivals, (void*)now[i]);
            }
        }
    }

    private static int List(Native.GstBuffer* buffer, Span<nint> memories)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(buffer);
        for (int i = 0; i < count; i++)
        {
            memories[i] = (nint)Native.LibGst.gst_buffer_peek_memory(buffer, (uint)i);
        }

        return count;
    }

    [InlineArray(BufferMemories.Most)]
    private struct Memories
    {
        private nint _first;
    }
}
