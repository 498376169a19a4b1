namespace GstMemInterop;

/// <summary>
/// Somebody who lends: a sample, a probe. Borrows remember the count of changes and ask at every use whether it still
/// stands there, so none of them outlives a change, also when what came instead lies at the same address.
/// </summary>
internal class Lending
{
    /// <summary>What came into what is lent.</summary>
    internal Arrivals Arrivals;

    private ulong _changes;

    internal ulong Changes => Volatile.Read(ref _changes);

    /// <summary>What is lent was replaced, taken or ended: every borrow from before is over.</summary>
    internal void Change() => Volatile.Write(ref _changes, _changes + 1);
}
