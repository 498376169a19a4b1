using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>What the counts and locks of buffers and memories say: who holds, who maps, who may write.</summary>
internal static unsafe partial class Mapper
{
    // GstMiniObject.lockstate: access bits 0-7, lock count 8-15, share count from 16 (facts of gstminiobject.c, public field).
    private const uint WriteLocked = 2;
    private const uint LockCount = 0xFF00;
    private const uint OneLock = 0x100;
    private const int ShareShift = 16;

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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsOnlyLock(Native.GstMemory* memory) => (memory->mini_object.lockstate & LockCount) == OneLock;
}
