using System.Runtime.CompilerServices;
using Flags = GstMemInterop.Native.GstMapFlags;

namespace GstMemInterop;

/// <summary>
/// Opens and ends every mapping. Writability is decided here, before C is asked, so that C never has to complain;
/// the public mapping types are only a slot and a ticket.
/// </summary>
internal static unsafe partial class Mapper
{
    /// <summary>
    /// C counts nested maps in eight bits and does not check: one more than 255 would spill into the share count. The check is ours
    /// and stands before C's lock, so there is room left for the threads that pass it at the same moment.
    /// </summary>
    private const int MostLocks = 192;

    /// <summary>GStreamer's own allocator: while it maps and unmaps, no code of anybody else runs. It lives as long as the process.</summary>
    private static readonly Native.GstAllocator* s_system = FindSystem();

    /// <summary>Maps a memory. With an owner the mapping leases it; without one the borrow's scope keeps the memory.</summary>
    internal static GstMapFailure MapMemory(Native.GstMemory* memory, NativeHandle? owner, nint buffer, Flags flags, out MapSlot slot, out ulong ticket)
    {
        slot = Begin(owner, buffer);
        ticket = slot.Ticket;
        if (buffer != 0 ? TryMap(memory, flags, slot) : TryMapKept(memory, flags, slot))
        {
            if (flags == Flags.GST_MAP_READ || (IsUnshared(memory) && IsOnlyLock(memory)))
            {
                return GstMapFailure.None;
            }

            Unmap(slot);
        }

        GstMapFailure failure = WhyNot(memory, flags);
        Abandon(slot);
        return failure;
    }

    /// <summary>Maps a memory for reading into the caller's own record; the caller keeps the memory, and unmaps it.</summary>
    internal static GstMapFailure MapForReading(Native.GstMemory* memory, Native.GstMapInfo* info) =>
        LocksOf(memory) < MostLocks && Native.LibGst.gst_memory_map(memory, info, Flags.GST_MAP_READ) != 0 && (IsWindowOf(memory, info) || GivenBack(memory, info))
            ? GstMapFailure.None
            : WhyNot(memory, Flags.GST_MAP_READ);

    /// <summary>C takes the sizes before it calls the allocator's Map and the offset after it: a Map that moves the window would make a span beyond the block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWindowOf(Native.GstMemory* memory, Native.GstMapInfo* info) =>
        info->size == memory->size && info->maxsize + memory->offset == memory->maxsize;

    private static bool GivenBack(Native.GstMemory* memory, Native.GstMapInfo* info)
    {
        Native.LibGst.gst_memory_unmap(memory, info);
        return false;
    }

    /// <summary>
    /// Maps a range of a buffer's memories (<paramref name="count"/> -1: all of them, and <paramref name="index"/> is 0).
    /// <paramref name="isKept"/> says that nothing ends the buffer before the mapping ends; else the mapping keeps the memory.
    /// </summary>
    internal static GstMapFailure MapBuffer(
        Native.GstBuffer* native, bool lenderOwnsReference, bool isKept, NativeHandle? owner,
        int index, int count, Flags flags, bool mayMerge, out MapSlot slot, out ulong ticket)
    {
        slot = Begin(owner, (nint)native);
        ticket = slot.Ticket;
        GstMapFailure failure;
        if (flags != Flags.GST_MAP_READ && !IsWritable(native, lenderOwnsReference))
        {
            failure = GstMapFailure.BufferNotWritable;
        }
        else
        {
            if ((count < 0 ? Native.LibGst.gst_buffer_n_memory(native) : (uint)count) == 1)
            {
                Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(native, (uint)index);

                // The buffer lives as long as the mapping is open (an owner by the lease, a probe ends what its handler left, whoever
                // borrows a pointer gives his word), and while the slot says that it is mapped it does not lose the memory.
                bool kept = isKept && memory->allocator == s_system;
                if (kept ? TryMapKept(memory, flags, slot) : TryMap(memory, flags, slot))
                {
                    if (flags == Flags.GST_MAP_READ || IsOnlyLock(memory))
                    {
                        return GstMapFailure.None;
                    }

                    // C nests READWRITE in READWRITE; two writable spans over the same bytes are not ours to give, so the second one yields.
                    Unmap(slot);
                }
            }

            failure = MapThroughBuffer(native, lenderOwnsReference, index, count, flags, mayMerge, slot);
        }

        if (failure != GstMapFailure.None)
        {
            Abandon(slot);
        }

        return failure;
    }

    /// <summary>Leases the owner, which may refuse, and then takes a slot. A free slot has no owner; storing one only where there is one saves a write barrier on every borrowed map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static MapSlot Begin(NativeHandle? owner, nint buffer)
    {
        MapSlots slots = MapSlots.Current;
        if (owner is null)
        {
            MapSlot borrowed = slots.Reserve(buffer);
            borrowed.Traits = MapTraits.None;
            return borrowed;
        }

        MapTraits traits = owner.LeaseForMapping(slots) ? MapTraits.HomeLease : MapTraits.None;
        MapSlot slot = slots.Reserve(buffer);
        slot.Traits = traits;
        slot.Owner = owner;
        return slot;
    }

    private static Native.GstAllocator* FindSystem()
    {
        fixed (byte* name = "SystemMemory\0"u8)
        {
            Native.GstAllocator* found = Native.LibGst.gst_allocator_find(name);
            Native.LibGst.gst_object_unref(found);
            return found;
        }
    }

    /// <summary>
    /// Maps a memory and keeps it with a reference of the mapping's own: an allocator's Map may take it out of its buffer while C
    /// still works on it, and a buffer that was found in a list or sample, or behind a pointer, may go before the mapping ends.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMap(Native.GstMemory* memory, Flags flags, MapSlot slot)
    {
        Kept.Reference(&memory->mini_object);
        if (TryMapKept(memory, flags, slot))
        {
            slot.Traits |= MapTraits.KeepsMemory;
            return true;
        }

        Kept.Release(&memory->mini_object);
        return false;
    }

    /// <summary>Maps a memory that somebody keeps: the slot's owner, the buffer of one, or the scope that lent it alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryMapKept(Native.GstMemory* memory, Flags flags, MapSlot slot)
    {
        if (LocksOf(memory) < MostLocks)
        {
            fixed (Native.GstMapInfo* info = &slot.Info)
            {
                if (Native.LibGst.gst_memory_map(memory, info, flags) != 0)
                {
                    if (IsWindowOf(memory, info))
                    {
                        return true;
                    }

                    Native.LibGst.gst_memory_unmap(memory, info);
                }
            }

            slot.Info.memory = null;
        }

        return false;
    }

    private static GstMapFailure WhyNot(Native.GstMemory* memory, Flags flags)
    {
        bool write = flags != Flags.GST_MAP_READ;
        if (write && (memory->mini_object.flags & (uint)Native.GstMemoryFlags.GST_MEMORY_FLAG_READONLY) != 0)
        {
            return GstMapFailure.ReadOnlyMemory;
        }

        if (IsMapped(memory))
        {
            return GstMapFailure.AlreadyMapped;
        }

        if (write && (ShareCount(memory) >= 2 || HasShareOnly(memory)))
        {
            return GstMapFailure.MemoryShared;
        }

        return write && Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)memory) == 0
            ? GstMapFailure.BufferNotWritable
            : GstMapFailure.AllocatorRefused;
    }
}
