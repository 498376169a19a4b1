namespace GstMemInterop;

/// <summary>Borrows the note that a buffer keeps another one alive, because it uses its memory. Stands on <c>GstParentBufferMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>.
/// </remarks>
public readonly unsafe ref struct GstParentBufferMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstParentBufferMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>Whether this is the buffer that is kept alive (<c>GstParentBufferMeta.buffer</c>).</summary>
    /// <param name="buffer">The buffer to compare with.</param>
    public bool IsParent(GstBufferRef buffer)
    {
        using HandleLease lease = _borrow.Enter();
        return Parent->buffer == buffer.Pointer;
    }

    /// <summary>An owning handle on the buffer that is kept alive (<c>GstParentBufferMeta.buffer</c>). Dispose it.</summary>
    public GstBuffer RetainParent()
    {
        using HandleLease lease = _borrow.Enter();
        return GstBuffer.Retain((nint)Parent->buffer);
    }

    private Native.GstParentBufferMeta* Parent => (Native.GstParentBufferMeta*)_borrow.Pointer;
}
