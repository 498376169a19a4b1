namespace GstMemInterop;

/// <summary>
/// A change of a buffer while it runs: the owner is leased, and a slot of the thread says that the buffer is busy. Where C calls an
/// allocator or a release of the user meanwhile, that code cannot change or remap the buffer under it.
/// </summary>
internal readonly ref struct BufferChange
{
    private readonly HandleLease _lease;
    private readonly MapSlot _slot;

    internal BufferChange(nint buffer, HandleLease lease)
    {
        _lease = lease;
        _slot = MapSlots.Current.Reserve(buffer);
        _slot.Traits = MapTraits.None;
    }

    public void Dispose()
    {
        _slot.Thread.Release(_slot);
        _lease.Dispose();
    }
}
