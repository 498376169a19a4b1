using System.Runtime.CompilerServices;
using Flags = GstMemInterop.Native.GstMapFlags;

namespace GstMemInterop;

/// <summary>Mappings that show several memories as one, or a copy of one that cannot be mapped as it is.</summary>
internal static unsafe partial class Mapper
{
    /// <summary>The general path: several memories, or one that must be copied to be seen or written. Counted and told, never silent.</summary>
    /// <remarks>
    /// What <c>gst_buffer_map_range</c> does, in an order that holds when allocators run code of the user: while they may, the buffer is
    /// kept, so that nobody changes it. A READ works on a temporary and never replaces what others may be looking at; a WRITE puts the
    /// merged or copied memory into the buffer when all is done.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GstMapFailure MapThroughBuffer(
        Native.GstBuffer* buffer, bool lenderOwnsReference, int index, int count, Flags flags, bool mayMerge, MapSlot slot)
    {
        if (count < 0)
        {
            count = (int)Native.LibGst.gst_buffer_n_memory(buffer);
        }

        if (count == 0)
        {
            slot.Info = default;
            return GstMapFailure.None;
        }

        Native.GstMemory* first = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)index);
        if (!mayMerge)
        {
            return count > 1 ? GstMapFailure.NotContiguous : WhyNot(first, flags);
        }

        bool write = flags != Flags.GST_MAP_READ;
        for (int i = index; i < index + count; i++)
        {
            // Others who only read keep the memory they see; a second writer, or a mapping of this very buffer, would be left behind.
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)i);
            if (LocksOf(memory) >= MostLocks || (write && IsMapped(memory) && (IsMappedForWriting(memory) || IsMappedThrough(buffer, memory, slot))))
            {
                return GstMapFailure.AlreadyMapped;
            }
        }

        Native.GstMemory* parent = first->parent;
        GstMapFailure failure;
        using (new Kept(buffer))
        {
            failure = MapGathered(buffer, index, count, flags, slot);
        }

        if (failure != GstMapFailure.None)
        {
            return failure;
        }

        Native.GstMemory* mapped = slot.Info.memory;
        bool sameBytes = mapped == first || (parent is not null && (mapped == parent || mapped->parent == parent));
        slot.Traits |= (count > 1 ? MapTraits.Merged : MapTraits.None) | (sameBytes ? MapTraits.None : MapTraits.Copied);
        if (write && mapped != first)
        {
            if (!IsWritable(buffer, lenderOwnsReference))
            {
                Unmap(slot);
                return GstMapFailure.BufferNotWritable; // an allocator gave somebody a reference meanwhile
            }

            BufferMemories.Exchange(buffer, index, count, mapped);
            if (slot.Owner is { } owner)
            {
                Arrivals.Add(ref owner.Arrivals, mapped);
            }
        }

        MapCounters.Count(slot.Traits, slot.Info.size);
        return GstMapFailure.None;
    }

    /// <summary>Maps the range as one memory, or a copy of it where it cannot be mapped as it is.</summary>
    private static GstMapFailure MapGathered(Native.GstBuffer* buffer, int index, int count, Flags flags, MapSlot slot)
    {
        GstMapFailure failure = BufferMemories.TryGather(buffer, index, count, out Native.GstMemory* gathered);
        if (failure != GstMapFailure.None)
        {
            return failure;
        }

        Native.GstMemory* copy = null;
        try
        {
            if (count > 1 && TryMap(gathered, flags, slot))
            {
                return GstMapFailure.None;
            }

            if (!Room.Has(gathered->size))
            {
                return GstMapFailure.OutOfMemory;
            }

            copy = AllocatorCallbacks.CopyOrNull(gathered, 0, -1);
            if (copy is null || ShareCount(copy) != 0 || !TryMap(copy, flags, slot))
            {
                return WhyNot(gathered, Flags.GST_MAP_READ);
            }

            if (flags == Flags.GST_MAP_READ || IsOnlyLock(copy))
            {
                return GstMapFailure.None;
            }

            Unmap(slot); // an allocator's Copy gave a memory that somebody else writes
            return GstMapFailure.AlreadyMapped;
        }
        finally
        {
            Kept.Release(&gathered->mini_object);
            if (copy is not null)
            {
                Kept.Release(&copy->mini_object);
            }
        }
    }

    /// <summary>Whether a mapping of this memory through this very buffer is open, by anybody; the buffer's one holder is the slot's owner, or the lender on this thread.</summary>
    private static bool IsMappedThrough(Native.GstBuffer* buffer, Native.GstMemory* memory, MapSlot slot) =>
        slot.Thread.IsMapped((nint)buffer, memory, slot) || (slot.Owner is { } owner && owner.IsMappedElsewhere(slot.Thread, (slot.Traits & MapTraits.HomeLease) == 0 ? 1 : 0));
}
