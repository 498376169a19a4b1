using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// Owns exactly one native reference. Ordinary calls lease it through <see cref="HandleLease"/> (SafeHandle's own counter);
/// mappings lease it through <see cref="LeaseForMapping"/>, which costs no atomic on the thread that maps.
/// </summary>
internal abstract class NativeHandle : SafeHandle
{
    /// <summary>What came into what is borrowed from the owner.</summary>
    internal Arrivals Arrivals;

    // A mapping happens once per frame and dominates, so its lease is biased: the first thread that maps becomes the
    // handle's home and counts plainly; every other thread uses SafeHandle's counter. Dispose on a foreign thread pays
    // with a process-wide barrier, which orders its write of _closing against the home thread's plain count.
    private MapSlots? _home;
    private int _homeLeases;
    private int _otherMappings; // on other threads, and those that were stored
    private int _closing;
    private readonly long _ledgerId;

    protected NativeHandle(nint pointer, string nativeType) : base(0, ownsHandle: true)
    {
        NativeType = nativeType;
        SetHandle(pointer);
        _ledgerId = LiveHandles.Opened(nativeType, pointer);
    }

    public sealed override bool IsInvalid => handle == 0;

    /// <summary>What this handle refers to, for the ledger and for messages: <c>GstBuffer</c>.</summary>
    internal string NativeType { get; }

    internal nint DangerousPointer => handle;

    /// <summary>Whether <see cref="SafeHandle.Dispose()"/> was called; leases may still be open.</summary>
    internal bool IsClosing => Volatile.Read(ref _closing) != 0 || IsClosed;

    protected abstract void Unreference(nint pointer);

    protected abstract void Reference(nint pointer);

    protected sealed override bool ReleaseHandle()
    {
        Unreference(handle);
        LiveHandles.Closed(_ledgerId); // alive until the reference is gone
        return true;
    }

    /// <summary>Leases the handle for the time of a mapping.</summary>
    /// <returns>Whether the home thread's plain count was used; pass it to <see cref="ReleaseMappingLease"/>.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool LeaseForMapping(MapSlots slots)
    {
        if (!ReferenceEquals(_home, slots) && !TryBecomeHome(slots))
        {
            if (IsClosing)
            {
                ThrowDisposed();
            }

            LeaseForStoredMapping();
            return false;
        }

        Volatile.Write(ref _homeLeases, _homeLeases + 1);
        if (Volatile.Read(ref _closing) != 0)
        {
            ReleaseMappingLease(true);
            ThrowDisposed();
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReleaseMappingLease(bool home)
    {
        if (!home)
        {
            ReleaseStoredMappingLease();
            return;
        }

        int left = _homeLeases - 1;
        Volatile.Write(ref _homeLeases, left);
        if (left == 0 && Volatile.Read(ref _closing) != 0)
        {
            base.Dispose(true);
        }
    }

    /// <summary>Leases the handle for a mapping that any thread may end; the caller has a lease already.</summary>
    internal void LeaseForStoredMapping()
    {
        bool added = false;
        DangerousAddRef(ref added);
        Interlocked.Increment(ref _otherMappings);
    }

    internal void ReleaseStoredMappingLease()
    {
        Interlocked.Decrement(ref _otherMappings);
        DangerousRelease();
    }

    /// <summary>Whether mappings that this thread's slots do not show are open on the handle.</summary>
    /// <param name="slots">This thread's.</param>
    /// <param name="known">How many of them the caller knows of.</param>
    internal bool IsMappedElsewhere(MapSlots slots, int known) =>
        Volatile.Read(ref _otherMappings) > known || (!ReferenceEquals(_home, slots) && Volatile.Read(ref _homeLeases) != 0);

    protected sealed override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            base.Dispose(false);
            return;
        }

        Interlocked.Exchange(ref _closing, 1);
        if (_home is { } home)
        {
            if (!ReferenceEquals(home, MapSlots.CurrentOrNull))
            {
                Interlocked.MemoryBarrierProcessWide();
            }

            if (Volatile.Read(ref _homeLeases) != 0)
            {
                return; // the last mapping on the home thread releases
            }
        }

        base.Dispose(true);
    }

    /// <summary>
    /// Gives a reference away and ends this handle. A call or mapping still running on it keeps the handle's own
    /// reference until it is done, so the worst that a race can do is an extra reference for a moment.
    /// </summary>
    internal nint Detach()
    {
        using HandleLease lease = new(this);
        nint pointer = lease.Pointer;
        Reference(pointer);
        Dispose();
        return pointer;
    }

    /// <summary>A second, independent reference to the same object.</summary>
    internal nint AddReference()
    {
        using HandleLease lease = new(this);
        Reference(lease.Pointer);
        return lease.Pointer;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TryBecomeHome(MapSlots slots) => Interlocked.CompareExchange(ref _home, slots, null) is null;

    [DoesNotReturn]
    internal void ThrowDisposed() => throw new ObjectDisposedException(NativeType, $"This {NativeType} was disposed, or its reference was given away (pushed, appended, detached).");
}

/// <summary>Owns one reference of a <c>GstMiniObject</c>: buffer, memory, caps, sample, message, event, query, buffer list.</summary>
internal sealed unsafe class MiniObjectHandle(nint pointer, string nativeType) : NativeHandle(pointer, nativeType)
{
    protected override void Reference(nint pointer) => Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);

    protected override void Unreference(nint pointer) => Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)pointer);
}

/// <summary>Owns one reference of a <c>GstObject</c>: element, pad, bus, allocator, pool.</summary>
internal sealed unsafe class ObjectHandle(nint pointer, string nativeType) : NativeHandle(pointer, nativeType)
{
    protected override void Reference(nint pointer) => Native.LibGst.gst_object_ref((void*)pointer);

    protected override void Unreference(nint pointer) => Native.LibGst.gst_object_unref((void*)pointer);
}
