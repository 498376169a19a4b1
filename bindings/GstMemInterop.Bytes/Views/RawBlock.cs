using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>What all views of one raw block share: its address, whose it is, and who still uses it.</summary>
internal sealed class RawBlock : ILeaseOwner, IDisposable
{
    private readonly Action<nint>? _release;
    private bool _disposed;
    private int _released;
    private bool _handleHeld;

    public RawBlock(nint pointer, int length, bool isReadOnly, object? owner, Action<nint>? release)
    {
        Pointer = pointer;
        Length = length;
        IsReadOnly = isReadOnly;
        Owner = owner;
        _release = release;
        Leases = new LeaseTable(this);
        if (release is null)
        {
            GC.SuppressFinalize(this);
        }
    }

    ~RawBlock() => Release();

    public nint Pointer { get; }

    public int Length { get; }

    public bool IsReadOnly { get; }

    public object? Owner { get; }

    public LeaseTable Leases { get; }

    public void ThrowIfGone()
    {
        if (_disposed)
        {
            Throw.Disposed(nameof(MemoryView));
        }

        if (Owner is SafeHandle { IsClosed: true } handle)
        {
            Throw.Disposed(handle.GetType().Name, "The handle that owns the memory of this view is closed.");
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

    public void Dispose()
    {
        lock (Leases.Gate)
        {
            _disposed = true;
            if (Leases.Open != 0)
            {
                // The last lease releases, or the finalizer when the leases are forgotten.
                return;
            }
        }

        Release();
        GC.SuppressFinalize(this);
    }

    void ILeaseOwner.FirstLeaseOpened()
    {
        if (Owner is SafeHandle handle)
        {
            handle.DangerousAddRef(ref _handleHeld);
        }
    }

    void ILeaseOwner.LastLeaseClosed()
    {
        if (_handleHeld)
        {
            _handleHeld = false;
            ((SafeHandle)Owner!).DangerousRelease();
        }
    }

    void ILeaseOwner.AfterLastLease()
    {
        if (_disposed)
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            _release?.Invoke(Pointer);
        }
    }
}
