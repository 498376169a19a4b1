using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows the description of which part of a video frame is to be shown. Stands on <c>GstVideoCropMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. What is set sticks; setting needs a writable buffer.
/// </remarks>
[DebuggerDisplay("{X},{Y} {Width}x{Height}")]
public readonly unsafe ref struct GstVideoCropMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstVideoCropMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>Pixels left of the visible part (<c>GstVideoCropMeta.x</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint X
    {
        get { using HandleLease lease = _borrow.Enter(); return Crop->x; }
        set { using HandleLease lease = _borrow.EnterWritable(); Crop->x = value; }
    }

    /// <summary>Rows above the visible part (<c>GstVideoCropMeta.y</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Y
    {
        get { using HandleLease lease = _borrow.Enter(); return Crop->y; }
        set { using HandleLease lease = _borrow.EnterWritable(); Crop->y = value; }
    }

    /// <summary>Visible pixels in a row (<c>GstVideoCropMeta.width</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Width
    {
        get { using HandleLease lease = _borrow.Enter(); return Crop->width; }
        set { using HandleLease lease = _borrow.EnterWritable(); Crop->width = value; }
    }

    /// <summary>Visible rows (<c>GstVideoCropMeta.height</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public uint Height
    {
        get { using HandleLease lease = _borrow.Enter(); return Crop->height; }
        set { using HandleLease lease = _borrow.EnterWritable(); Crop->height = value; }
    }

    private Native.GstVideoCropMeta* Crop => (Native.GstVideoCropMeta*)_borrow.Pointer;
}
