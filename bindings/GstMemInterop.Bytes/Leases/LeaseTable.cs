using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>What stands behind leases: a block of bytes that somebody frees.</summary>
internal interface ILeaseOwner
{
    /// <summary>Called under the table's lock, before the first lease is counted; what it throws refuses the lease.</summary>
    void FirstLeaseOpened();

    /// <summary>Called under the table's lock.</summary>
    /// <returns>What has to end now, if anything. It is ended without the lock: foreign code may wait for other threads.</returns>
    IDisposable? LastLeaseClosed();

    /// <summary>Gives the block back: once, without the lock, when the owner has ended and no lease is out.</summary>
    void Free();
}

/// <summary>
/// Counts the leases of one block and decides when the block goes. A lease is a slot and a generation, so a copy that is
/// disposed a second time finds another generation and does nothing. Opening a lease allocates only when more are open at once
/// than ever before.
/// </summary>
/// <remarks>
/// The block goes when its owner has ended - by <see cref="End"/>, or by being collected - and no lease is out. What is
/// collected under a lease is reported and lives on: a span roots nothing, so somebody may still be using the bytes.
/// </remarks>
[SuppressMessage("Usage", "CA1816", Justification = "It is the table that is finalized, for its owner; where nothing is left to free, it need not be.")]
internal sealed class LeaseTable
{
    private readonly ILeaseOwner _owner;
    private readonly object? _keeps;

    // An odd generation is an open lease.
    private ulong[] _generations = new ulong[4];
    private GCHandle _root;
    private int _open;
    private bool _ended;

    /// <param name="owner">Whose bytes they are.</param>
    /// <param name="keeps">What has to stay alive while a lease is out, although nothing but a span is left of it.</param>
    /// <param name="frees">False when the bytes are nobody's to free: then nothing needs to be asked when they are collected.</param>
    public LeaseTable(ILeaseOwner owner, object? keeps = null, bool frees = true)
    {
        _owner = owner;
        _keeps = keeps;
        if (!frees)
        {
            GC.SuppressFinalize(this);
        }
    }

    ~LeaseTable()
    {
        try
        {
            // Asked for its text before it ends.
            string? collected = _open == 0 ? null : _owner.ToString();
            if (End())
            {
                UnseenFailures.Report(new InvalidOperationException(
                    $"{collected} was collected while {_open} lease(s), memories or pins of it were still out; its bytes stay where they are, since a span may still be in use. Dispose each lease, and what it was taken from."));
            }
        }
        catch (Exception failure)
        {
            UnseenFailures.Report(failure);
        }
    }

    /// <summary>Guards the table and, for the owner, what must not change while leases are opened.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How many leases are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>True when the owner was disposed or collected: no lease is opened any more.</summary>
    public bool IsEnded => Volatile.Read(ref _ended);

    /// <summary>Opens a lease; the caller holds <see cref="Gate"/> and knows that the owner has not ended.</summary>
    public LeaseToken OpenLocked()
    {
        int slot = 0;
        while (slot < _generations.Length && (_generations[slot] & 1) != 0)
        {
            slot++;
        }

        if (slot == _generations.Length)
        {
            Array.Resize(ref _generations, slot * 2);
        }

        if (_open == 0)
        {
            Root(_keeps);
            try
            {
                _owner.FirstLeaseOpened();
            }
            catch
            {
                Root(null);
                throw;
            }
        }

        _open++;
        return new(this, slot, ++_generations[slot]);
    }

    public bool IsOpen(int slot, ulong generation) => Volatile.Read(ref Volatile.Read(ref _generations)[slot]) == generation;

    public void Close(int slot, ulong generation)
    {
        IDisposable? ending;
        bool free;
        lock (Gate)
        {
            if (_generations[slot] != generation)
            {
                return;
            }

            _generations[slot]++;
            if (--_open != 0)
            {
                return;
            }

            Root(null);
            ending = _owner.LastLeaseClosed();
            free = _ended;
        }

        try
        {
            ending?.Dispose();
        }
        finally
        {
            if (free)
            {
                Free();
            }
        }
    }

    /// <summary>The owner ends: its block goes now, or with the last lease.</summary>
    /// <returns>True when leases are out and the block is still there; false when it is gone.</returns>
    public bool End()
    {
        lock (Gate)
        {
            bool before = _ended;
            _ended = true;
            if (before || _open != 0)
            {
                return _open != 0;
            }
        }

        Free();
        return false;
    }

    private void Free()
    {
        GC.SuppressFinalize(this);
        if (_root.IsAllocated)
        {
            _root.Free();
        }

        _owner.Free();
    }

    private void Root(object? target)
    {
        if (_root.IsAllocated)
        {
            _root.Target = target;
        }
        else if (target is not null)
        {
            _root = GCHandle.Alloc(target);
        }
    }
}

/// <summary>One lease: ends once, however often it is copied.</summary>
internal readonly struct LeaseToken(LeaseTable? table, int slot, ulong generation)
{
    /// <summary>The default token stands for memory that needs no lease and is always open.</summary>
    public bool IsOpen => table is null || table.IsOpen(slot, generation);

    public void Close() => table?.Close(slot, generation);
}
