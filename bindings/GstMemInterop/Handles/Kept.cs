using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// One more reference over a call of C's in which code of the user may run. It keeps the object alive whatever that code
/// does, and a buffer, list or sample unchanged: with two references nobody may change it.
/// </summary>
/// <remarks>Counts in the public field, as <c>gst_mini_object_ref</c> does: two calls of C's for each mapping would cost more than the mapping.</remarks>
internal readonly unsafe ref struct Kept
{
    private readonly Native.GstMiniObject* _object;

    internal Kept(void* miniObject) => _object = Reference((Native.GstMiniObject*)miniObject);

    public void Dispose() => Release(_object);

    /// <summary>Adds a reference to an object that somebody keeps alive meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Native.GstMiniObject* Reference(Native.GstMiniObject* miniObject)
    {
        Interlocked.Increment(ref miniObject->refcount);
        return miniObject;
    }

    /// <summary>Gives a reference back; the last one goes through C, which frees.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Release(Native.GstMiniObject* miniObject)
    {
        int count = Volatile.Read(ref miniObject->refcount);
        if (count == 1 || Interlocked.CompareExchange(ref miniObject->refcount, count - 1, count) != count)
        {
            ReleaseThroughC(miniObject);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReleaseThroughC(Native.GstMiniObject* miniObject) => Native.LibGst.gst_mini_object_unref(miniObject);
}
