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

    /// <summary>
    /// C counts nested maps in eight bits and does not check: one more than 255 would spill into the share count. The check is ours
    /// and stands before C's lock, so there is room left for the threads that pass it at the same moment.
    /// </summary>
    private const int MostLocks = 192;

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
    /// <paramref name="lent"/> says whether the buffer sits in something (a list, a sample) that others may change.
    /// </summary>
    internal static GstMapFailure MapBuffer(
        Native.GstBuffer* native, bool lenderOwnsReference, NativeHandle? owner, bool lent,
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
                if (!lent && IsKeptByBuffer(memory, slot) ? TryMapKept(memory, flags, slot) : TryMap(memory, flags, slot))
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
    /// <param name="info">What C has to get back for the unmap.</param>
    /// <param name="keepsMemory">Whether its memory carries a reference for the taker: other threads may change a buffer.</param>
    /// <returns>The owner, leased for the taker: see <see cref="NativeHandle.ReleaseStoredMappingLease"/>.</returns>
    internal static NativeHandle HandOver(MapSlot slot, out Native.GstMapInfo info, out bool keepsMemory)
    {
        NativeHandle owner = slot.Owner!;
        info = slot.Info;
        keepsMemory = (slot.Traits & MapTraits.KeepsMemory) != 0;
        if (!keepsMemory && slot.Buffer != 0 && info.memory is not null)
        {
            Kept.Reference(&info.memory->mini_object);
            keepsMemory = true;
        }

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

    /// <summary>Whether a buffer can hold the memory, as C's lock of it for another holder sees it: nobody writes it while somebody holds it already.</summary>
    internal static bool CanBeHeld(Native.GstMemory* memory)
    {
        uint state = (uint)Volatile.Read(ref memory->mini_object.lockstate);
        return (state & WriteLocked) == 0 || state >> ShareShift == 0;
    }

    /// <summary>
    /// A WRITE and a READ mapping that end in the order of their opening leave the WRITE bit behind with no lock open: C clears it only
    /// when the last to end has the same access. Such a memory looks written for ever; here the bit goes.
    /// </summary>
    internal static void ForgetEndedAccess(Native.GstMemory* memory)
    {
        const uint Access = 0xFF;
        ref int state = ref memory->mini_object.lockstate;
        int seen = Volatile.Read(ref state);
        if (((uint)seen & LockCount) == 0 && ((uint)seen & Access) != 0)
        {
            _ = Interlocked.CompareExchange(ref state, (int)((uint)seen & ~Access), seen);
        }
    }

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

    /// <summary>
    /// Whether the buffer keeps the memory as long as the mapping is open, so that it needs no reference of its own, which would
    /// double the price: whatever takes a memory out of a buffer is refused under a mapping on the same thread, and no code of the
    /// user runs while C maps and unmaps.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsKeptByBuffer(Native.GstMemory* memory, MapSlot slot) =>
        (slot.Owner is null || (slot.Traits & MapTraits.HomeLease) != 0) && !AllocatorCallbacks.IsOurs(memory->allocator);

    /// <summary>
    /// Maps a memory and keeps it with a reference of the mapping's own: an allocator's Map may take it out of its buffer while C
    /// still works on it, and a buffer may lose it while it is mapped.
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

    /// <summary>Maps a memory that somebody keeps: the slot's owner, or the scope that lent it alone.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOnlyLock(Native.GstMemory* memory) => (memory->mini_object.lockstate & LockCount) == OneLock;

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
