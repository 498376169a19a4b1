using System.Runtime.CompilerServices;
using Flags = GstMemInterop.Native.GstMapFlags;

namespace GstMemInterop;

/// <summary>
/// Opens and ends every mapping. Writability is decided here, before C is asked, so that C never has to complain;
/// the public mapping types are only a slot and a ticket.
/// </summary>
internal static unsafe class Mapper
{
    // GstMiniObject.lockstate: access bits 0-7, lock count 8-15, share count from 16 (facts of gstminiobject.c, public field).
    private const uint WriteLocked = 2;
    private const uint LockCount = 0xFF00;
    private const uint OneLock = 0x100;
    private const int ShareShift = 16;

    /// <summary>C counts nested maps in eight bits and does not check: one more would spill into the share count.</summary>
    private const int MaxLocks = 255;

    /// <summary>GST_MAP_REF_MEMORY (1.28): C's unmap gives the memory's reference back itself.</summary>
    private const Flags UnmapReleasesMemory = (Flags)0x100;

    /// <summary>Maps a memory. With an owner the mapping leases it; without one the borrow's scope keeps the memory.</summary>
    internal static GstMapFailure MapMemory(Native.GstMemory* memory, NativeHandle? owner, nint buffer, Flags flags, out MapSlot slot, out ulong ticket)
    {
        MapSlots slots = MapSlots.Current;
        slot = slots.Next;
        ticket = 0;
        slot.Traits = MapTraits.None;
        if (owner is not null)
        {
            Lease(slot, slots, owner);
        }

        slot.Buffer = buffer;
        if (TryLock(memory, flags, slot) && (flags == Flags.GST_MAP_READ || MayWriteAlone(memory, slot)))
        {
            ticket = slots.Open(slot);
            return GstMapFailure.None;
        }

        Abandon(slot);
        return WhyNot(memory, flags);
    }

    /// <summary>Maps a memory for reading into the caller's own record; the caller keeps the memory, and unmaps it.</summary>
    internal static GstMapFailure MapForReading(Native.GstMemory* memory, Native.GstMapInfo* info) =>
        LocksOf(memory) != MaxLocks && Native.LibGst.gst_memory_map(memory, info, Flags.GST_MAP_READ) != 0 ? GstMapFailure.None : WhyNot(memory, Flags.GST_MAP_READ);

    /// <summary>Maps a range of a buffer's memories (<paramref name="count"/> -1: all from <paramref name="index"/> on).</summary>
    internal static GstMapFailure MapBuffer(
        Native.GstBuffer* native, bool lenderOwnsReference, NativeHandle? owner,
        int index, int count, Flags flags, bool mayMerge, out MapSlot slot, out ulong ticket)
    {
        MapSlots slots = MapSlots.Current;
        slot = slots.Next;
        ticket = 0;
        slot.Traits = MapTraits.None;
        if (owner is not null)
        {
            Lease(slot, slots, owner);
        }

        slot.Buffer = (nint)native;

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
                if (TryLock(memory, flags, slot) && (flags == Flags.GST_MAP_READ || IsOnlyLock(memory, slot)))
                {
                    ticket = slots.Open(slot);
                    return GstMapFailure.None;
                }
            }

            failure = MapThroughBuffer(native, owner, index, count, flags, mayMerge, slot);
        }

        if (failure == GstMapFailure.None)
        {
            ticket = slots.Open(slot);
        }
        else
        {
            Abandon(slot);
        }

        return failure;
    }

    /// <summary>Ends a mapping: the ticket goes first, so that nothing that runs below can end it a second time.</summary>
    internal static void End(MapSlot slot)
    {
        slot.Ticket = 0;
        MapTraits traits = slot.Traits;
        Native.GstMemory* memory = slot.Info.memory;
        if (memory is not null)
        {
            fixed (Native.GstMapInfo* info = &slot.Info)
            {
                if ((traits & MapTraits.WholeBlock) != 0)
                {
                    ShowVisible(slot);
                }

                Native.LibGst.gst_memory_unmap(memory, info);
            }

            if ((traits & MapTraits.OwnsMemory) != 0)
            {
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
            }
        }

        NativeHandle? owner = slot.Owner;
        if (owner is not null)
        {
            slot.Owner = null;
            owner.ReleaseMappingLease((traits & MapTraits.HomeLease) != 0);
        }

        slot.Thread.Release();
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

    /// <summary>Frees a slot whose mapping somebody else ends from now on.</summary>
    internal static void HandOver(MapSlot slot)
    {
        slot.Ticket = 0;
        Abandon(slot);
        slot.Thread.Release();
    }

    /// <summary>
    /// Whether a buffer may be changed. When the only reference is the lender's own, no list or sample can hold it and the
    /// count is the whole answer; otherwise C knows the parents.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsWritable(Native.GstBuffer* buffer, bool lenderOwnsReference) => lenderOwnsReference
        ? Volatile.Read(ref buffer->mini_object.refcount) == 1
        : Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)buffer) != 0;

    internal static bool IsMapped(Native.GstMemory* memory) => (memory->mini_object.lockstate & LockCount) != 0;

    internal static bool IsMappedForWriting(Native.GstMemory* memory) =>
        (memory->mini_object.lockstate & LockCount) != 0 && (memory->mini_object.lockstate & WriteLocked) != 0;

    internal static int ShareCount(Native.GstMemory* memory) => (int)((uint)memory->mini_object.lockstate >> ShareShift);

    internal static int LocksOf(Native.GstMemory* memory) => (int)((uint)memory->mini_object.lockstate & LockCount) >> 8;

    /// <summary>Out of line, like all that few mappings need: ending one is hot.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ShowVisible(MapSlot slot) => slot.Info = slot.Visible;

    /// <summary>
    /// Whether writing the memory changes nobody else's bytes. One that nobody holds exclusively is in no buffer and has no
    /// shares: nothing more to ask. Otherwise its one holder must be a buffer, which must be writable too; gst_memory_map checks
    /// neither. A memory on its own that has one holder has a share, and C would write under it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsUnshared(Native.GstMemory* memory) =>
        (uint)memory->mini_object.lockstate >> ShareShift == 0 || IsHeldByWritableBuffer(memory);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsHeldByWritableBuffer(Native.GstMemory* memory) =>
        !HasShareOnly(memory) && Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)memory) != 0;

    /// <summary>Whether shares alone hold the memory: no buffer has entered itself as its parent object.</summary>
    private static bool HasShareOnly(Native.GstMemory* memory) => ShareCount(memory) > 0 && !HasParentObject(&memory->mini_object);

    /// <summary>
    /// C has no call for it, only the private words of GstMiniObject (since 1.16): the first says where parents are kept. 0: being
    /// changed; 1: there are none; 2: one, in the second word; 3: the second word points to a record whose second int counts them.
    /// </summary>
    private static bool HasParentObject(Native.GstMiniObject* miniObject)
    {
        SpinWait wait = default;
        uint place;
        while ((place = Volatile.Read(ref miniObject->priv_uint)) == 0)
        {
            wait.SpinOnce();
        }

        return place switch
        {
            1 => false,
            3 => Volatile.Read(ref ((uint*)miniObject->priv_pointer)[1]) != 0,
            _ => true, // then gst_mini_object_is_writable decides alone, as in C
        };
    }

    /// <summary>A free slot has no owner; storing one only where there is one saves a write barrier on every borrowed map.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Lease(MapSlot slot, MapSlots slots, NativeHandle owner)
    {
        if (owner.LeaseForMapping(slots))
        {
            slot.Traits = MapTraits.HomeLease;
        }

        slot.Owner = owner;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryLock(Native.GstMemory* memory, Flags flags, MapSlot slot)
    {
        if (LocksOf(memory) == MaxLocks)
        {
            return false;
        }

        fixed (Native.GstMapInfo* info = &slot.Info)
        {
            return Native.LibGst.gst_memory_map(memory, info, flags) != 0;
        }
    }

    /// <summary>C nests READWRITE in READWRITE; two writable spans over the same bytes are not ours to give, so the second one yields.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOnlyLock(Native.GstMemory* memory, MapSlot slot)
    {
        if ((memory->mini_object.lockstate & LockCount) == OneLock)
        {
            return true;
        }

        Unlock(memory, slot);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool MayWriteAlone(Native.GstMemory* memory, MapSlot slot)
    {
        if (IsUnshared(memory))
        {
            return IsOnlyLock(memory, slot);
        }

        Unlock(memory, slot);
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Unlock(Native.GstMemory* memory, MapSlot slot)
    {
        fixed (Native.GstMapInfo* info = &slot.Info)
        {
            Native.LibGst.gst_memory_unmap(memory, info);
        }
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

    /// <summary>The general path: several memories, or one that must be copied to be seen or written. Counted and told, never silent.</summary>
    /// <remarks>Even a READ map changes the buffer when it merges; one lock for each owner makes two readers of one GstBuffer safe.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GstMapFailure MapThroughBuffer(Native.GstBuffer* buffer, NativeHandle? owner, int index, int count, Flags flags, bool mayMerge, MapSlot slot)
    {
        if (owner is null)
        {
            return MapAndReplace(buffer, index, count, flags, mayMerge, slot);
        }

        lock (owner)
        {
            return MapAndReplace(buffer, index, count, flags, mayMerge, slot);
        }
    }

    private static GstMapFailure MapAndReplace(Native.GstBuffer* buffer, int index, int count, Flags flags, bool mayMerge, MapSlot slot)
    {
        if (count < 0)
        {
            count = (int)Native.LibGst.gst_buffer_n_memory(buffer) - index;
        }

        if (count == 0)
        {
            slot.Info = default;
            return GstMapFailure.None;
        }

        if (!mayMerge)
        {
            Native.GstMemory* only = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)index);
            return count > 1 ? GstMapFailure.NotContiguous : WhyNot(only, flags);
        }

        nuint size = 0;
        for (int i = index; i < index + count; i++)
        {
            // C would copy the memory under an open mapping and replace it in the buffer: writes through that mapping would be lost.
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)i);
            if ((flags == Flags.GST_MAP_READ ? IsMappedForWriting(memory) : IsMapped(memory)) || LocksOf(memory) == MaxLocks)
            {
                return GstMapFailure.AlreadyMapped;
            }

            size += memory->size;
        }

        Native.GstMemory* first = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)index);
        Native.GstMemory* parent = first->parent;
        fixed (Native.GstMapInfo* info = &slot.Info)
        {
            if (Native.LibGst.gst_buffer_map_range(buffer, (uint)index, count, info, flags) == 0)
            {
                return GstMapFailure.AllocatorRefused;
            }

            if (info->memory is null)
            {
                // A merge that failed is answered with TRUE and no bytes.
                return size == 0 ? GstMapFailure.None : GstMapFailure.AllocatorRefused;
            }

            if ((info->flags & UnmapReleasesMemory) == 0)
            {
                slot.Traits |= MapTraits.OwnsMemory;
            }

            bool sameBytes = info->memory == first || (parent is not null && (info->memory == parent || info->memory->parent == parent));
            slot.Traits |= (count > 1 ? MapTraits.Merged : MapTraits.None) | (sameBytes ? MapTraits.None : MapTraits.Copied);
            if (flags != Flags.GST_MAP_READ && !IsOnlyLock(info->memory, slot))
            {
                if ((slot.Traits & MapTraits.OwnsMemory) != 0)
                {
                    Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)info->memory);
                }

                return GstMapFailure.AlreadyMapped;
            }
        }

        MapCounters.Count(slot.Traits, size);
        return GstMapFailure.None;
    }

    private static void Abandon(MapSlot slot)
    {
        NativeHandle? owner = slot.Owner;
        if (owner is not null)
        {
            slot.Owner = null;
            owner.ReleaseMappingLease((slot.Traits & MapTraits.HomeLease) != 0);
        }
    }
}
