namespace GstMemInterop;

/// <summary>Borrows the description of how a buffer's data is encrypted. Stands on <c>GstProtectionMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly unsafe ref struct GstProtectionMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstProtectionMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The description, for example <c>application/x-cenc</c> with its initialisation vector (<c>GstProtectionMeta.info</c>). What is set in it sticks.</summary>
    public GstMetaStructureRef Info
    {
        get
        {
            using HandleLease lease = _borrow.Enter();
            return new GstMetaStructureRef(_borrow, ((Native.GstProtectionMeta*)_borrow.Pointer)->info, MetaStructurePlace.Protection);
        }
    }
}
