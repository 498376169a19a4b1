using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>What becomes of an open mapping: it shows more, goes to another holder, and ends.</summary>
internal static unsafe partial class Mapper
{
    /// <summary>
    /// Ends a mapping: its ticket goes first, so that nothing that runs below can end it a second time, and the slot last: C may call
    /// an allocator's Unmap and Free, which may map.
    /// </summary>
    internal static void End(MapSlot slot)
    {
        slot.Ticket = MapSlot.Ending;
        if (slot.Info.memory is not null)
        {
            if ((slot.Traits & MapTraits.WholeBlock) != 0)
            {
                ShowVisible(slot);
            }

            Unmap(slot);
        }

        Abandon(slot);
    }

    /// <summary>Gives the mapping in a slot, with all that it holds, to an object that ends it on whatever thread; frees the slot.</summary>
    /// <param name="slot">An open mapping with an owner.</param>
    /// <param name="info">What C has to get back for the unmap. Where the slot says <see cref="MapTraits.KeepsMemory"/>, its memory carries a reference for the taker.</param>
    /// <returns>The owner, leased for the taker: see <see cref="NativeHandle.ReleaseStoredMappingLease"/>.</returns>
    internal static NativeHandle HandOver(MapSlot slot, out Native.GstMapInfo info)
    {
        NativeHandle owner = slot.Owner!;
        info = slot.Info;
        if ((slot.Traits & MapTraits.HomeLease) != 0)
        {
            owner.LeaseForStoredMapping();
            Abandon(slot);
        }
        else
        {
            slot.Owner = null; // its lease is of the right kind already
            slot.Thread.Release(slot);
        }

        return owner;
    }

    /// <summary>Lets a mapping of a memory show its whole block: what C filled in waits in the slot for the unmap.</summary>
    internal static void ShowBlock(MapSlot slot)
    {
        ref Native.GstMapInfo info = ref slot.Info;
        slot.Visible = info;
        slot.Traits |= MapTraits.WholeBlock;
        nuint before = info.memory->maxsize - info.maxsize;
        info.data -= before;
        info.size = info.maxsize = info.memory->maxsize;
    }

    /// <summary>Out of line, like all that few mappings need: ending one is hot.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ShowVisible(MapSlot slot) => slot.Info = slot.Visible;

    /// <summary>Unmaps what a slot holds, and gives the reference on the memory back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unmap(MapSlot slot)
    {
        Native.GstMemory* memory = slot.Info.memory;
        fixed (Native.GstMapInfo* info = &slot.Info)
        {
            Native.LibGst.gst_memory_unmap(memory, info);
        }

        slot.Info.memory = null;
        if ((slot.Traits & MapTraits.KeepsMemory) != 0)
        {
            slot.Traits &= ~MapTraits.KeepsMemory;
            Kept.Release(&memory->mini_object);
        }
    }

    /// <summary>Frees a slot: the lease last, which may free the buffer and run its owner's code.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Abandon(MapSlot slot)
    {
        bool home = (slot.Traits & MapTraits.HomeLease) != 0;
        NativeHandle? owner = slot.Owner;
        if (owner is not null)
        {
            slot.Owner = null;
        }

        slot.Thread.Release(slot);
        owner?.ReleaseMappingLease(home);
    }
}
