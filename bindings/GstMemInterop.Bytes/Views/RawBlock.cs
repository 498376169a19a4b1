using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>What all views of one raw block share: its address, whose it is, and who still uses it.</summary>
internal sealed class RawBlock : ILeaseOwner
{
    private readonly SafeHandle? _handle;
    private readonly IDisposable? _handleReference;
    private readonly Action<nint>? _release;
    private LeaseToken _unscoped;
    private bool _unscopedOut;

    public RawBlock(nint pointer, int length, object? owner, Action<nint>? release)
    {
        Pointer = pointer;
        Length = length;
        Owner = owner;
        _handle = owner as SafeHandle;
        _handleReference = _handle is null ? null : new HandleReference(_handle);
        _release = release;
        Leases = new LeaseTable(this, keeps: owner, frees: IsOwned);
    }

    public nint Pointer { get; }

    public int Length { get; }

    public object? Owner { get; }

    public LeaseTable Leases { get; }

    /// <summary>True when there is something to release, or somebody to keep alive, so that uses must be counted.</summary>
    public bool IsOwned => Owner is not null || _release is not null;

    public void ThrowIfGone()
    {
        if (Leases.IsEnded)
        {
            Throw.Disposed(nameof(MemoryView));
        }

        if (_handle is { IsClosed: true })
        {
            Throw.Disposed(_handle.GetType().Name, "The handle that owns the memory of this view is closed.");
        }
    }

    public LeaseToken Open()
    {
        lock (Leases.Gate)
        {
            ThrowIfGone();
            return Leases.OpenLocked();
        }
    }

    /// <summary>A lease for one copy: another thread may dispose the view meanwhile.</summary>
    public LeaseToken OpenForCopy() => IsOwned ? Open() : default;

    /// <summary>
    /// A span that nobody counts is given out. It roots nothing: from now until the view is disposed the block counts as leased,
    /// so that no collection frees it.
    /// </summary>
    public void GiveUnscoped()
    {
        if (Volatile.Read(ref _unscopedOut) || !IsOwned)
        {
            return;
        }

        lock (Leases.Gate)
        {
            ThrowIfGone();
            if (!_unscopedOut)
            {
                _unscoped = Leases.OpenLocked();
                Volatile.Write(ref _unscopedOut, true);
            }
        }
    }

    public void End()
    {
        Leases.End();
        _unscoped.Close();
    }

    public override string ToString() => $"The view of {Length} bytes at 0x{Pointer:x}";

    void ILeaseOwner.FirstLeaseOpened()
    {
        bool added = false;
        _handle?.DangerousAddRef(ref added);
    }

    IDisposable? ILeaseOwner.LastLeaseClosed() => _handleReference;

    void ILeaseOwner.Free() => _release?.Invoke(Pointer);

    private sealed class HandleReference(SafeHandle handle) : IDisposable
    {
        public void Dispose() => handle.DangerousRelease();
    }
}
