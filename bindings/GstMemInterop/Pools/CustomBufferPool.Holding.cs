namespace GstMemInterop;

// Which buffers an override may give to the base: those of this pool that C handed to an override and that did not go on since.
// C counts its buffers and asks nobody; one that it never counted, or counted off, would upset it.
public abstract unsafe partial class CustomBufferPool
{
    private static readonly uint s_held = Native.LibGLib.g_quark_from_static_string(NativeText.Intern("GstMemInterop.HeldBy"));

    private static long s_lastSerial;

    /// <summary>Tells pools apart for ever, as their addresses do not; even, so that there is room for one bit.</summary>
    private readonly nint _serial = (nint)(Interlocked.Increment(ref s_lastSerial) << 1);

    /// <summary>In whose hands a buffer is that belongs to the pool.</summary>
    private enum Held
    {
        /// <summary>C counts it as one of the pool's.</summary>
        Counted = 0,

        /// <summary>C has counted it off and wants it freed.</summary>
        Freed = 1,
    }

    private void Hold(Native.GstBuffer* buffer, Held how) =>
        Native.LibGst.gst_mini_object_set_qdata((Native.GstMiniObject*)buffer, s_held, (void*)(_serial | (nint)how), null);

    private static void LetGo(Native.GstBuffer* buffer) =>
        Native.LibGst.gst_mini_object_set_qdata((Native.GstMiniObject*)buffer, s_held, null, null);

    private bool Holds(Native.GstBuffer* buffer, Held how) =>
        (nint)Native.LibGst.gst_mini_object_get_qdata((Native.GstMiniObject*)buffer, s_held) == (_serial | (nint)how);

    private void RequireHeld(Native.GstBuffer* buffer, Held how)
    {
        if (!Holds(buffer, how))
        {
            throw new InvalidOperationException("The buffer is not one that this pool handed to an override: it is another pool's, a new one, or went back already. Dispose() it.");
        }
    }

    /// <summary>The reference of a buffer that goes back into C's hands: nobody may still look at its bytes.</summary>
    private Native.GstBuffer* TakeBack(GstBuffer buffer, Held how)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using (HandleLease lease = new(buffer.Handle))
        {
            RequireHeld(lease.Buffer, how);
        }

        using (buffer.Borrow().EnterChange())
        {
        }

        Native.GstBuffer* taken = (Native.GstBuffer*)buffer.DangerousDetach();
        LetGo(taken);
        return taken;
    }

    /// <summary>Whether nobody else can reach the buffer: not by a reference, nor by a mapping on another thread, which keeps one.</summary>
    private static bool IsAlone(Native.GstBuffer* buffer) => Volatile.Read(ref buffer->mini_object.refcount) == 1;

    private static void RequireAlone(Native.GstBuffer* buffer)
    {
        if (!IsAlone(buffer))
        {
            throw new InvalidOperationException("Somebody else references or maps the buffer: whoever gets it could not write to it. Hand on one that nobody else holds.");
        }
    }

    /// <summary>Lets go of a buffer that an override could not hand on.</summary>
    private void Abandon(Native.GstBufferPool* pool, GstBuffer? buffer)
    {
        if (buffer is null || buffer.IsDisposed)
        {
            return;
        }

        Native.GstBuffer* native = (Native.GstBuffer*)buffer.DangerousDetach();
        if (Holds(native, Held.Counted))
        {
            LetGo(native);
            DiscardNative(pool, native);
        }
        else
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)native);
        }
    }

    private static void DiscardNative(Native.GstBufferPool* pool, Native.GstBuffer* buffer)
    {
        buffer->mini_object.flags |= (uint)GstBufferFlags.TagMemory;
        DefaultClass->release_buffer(pool, buffer);
    }
}
