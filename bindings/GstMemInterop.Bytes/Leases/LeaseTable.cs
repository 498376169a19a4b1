namespace GstMemInterop.Bytes;

/// <summary>What stands behind leases and learns when the last one has ended.</summary>
internal interface ILeaseOwner
{
    /// <summary>Called under the table's lock.</summary>
    void FirstLeaseOpened();

    /// <summary>Called under the table's lock.</summary>
    void LastLeaseClosed();

    /// <summary>Called after it, without the lock: the place for foreign code, which may wait for other threads.</summary>
    void AfterLastLease();
}

/// <summary>
/// Counts the leases of one block. A lease is a slot and a generation, so a copy that is disposed a second time finds another
/// generation and does nothing. Opening a lease allocates only when more are open at once than ever before.
/// </summary>
internal sealed class LeaseTable(ILeaseOwner owner)
{
    // An odd generation is an open lease.
    private ulong[] _generations = new ulong[4];
    private int _open;

    /// <summary>Guards the table and, for the owner, what must not change while leases are opened.</summary>
    public Lock Gate { get; } = new();

    /// <summary>How many leases are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Opens a lease; the caller holds <see cref="Gate"/>.</summary>
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
            owner.FirstLeaseOpened();
        }

        _open++;
        return new(this, slot, ++_generations[slot]);
    }

    public bool IsOpen(int slot, ulong generation) => Volatile.Read(ref Volatile.Read(ref _generations)[slot]) == generation;

    public void Close(int slot, ulong generation)
    {
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

            owner.LastLeaseClosed();
        }

        owner.AfterLastLease();
    }
}

/// <summary>One lease: ends once, however often it is copied.</summary>
internal readonly struct LeaseToken(LeaseTable? table, int slot, ulong generation)
{
    /// <summary>The default token stands for memory that needs no lease and is always open.</summary>
    public bool IsOpen => table is null || table.IsOpen(slot, generation);

    public void Close() => table?.Close(slot, generation);
}
