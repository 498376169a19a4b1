using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows the description of how much to cut off the audio that a buffer decodes to. Stands on <c>GstAudioClippingMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. What is set sticks; setting needs a writable buffer.
/// </remarks>
[DebuggerDisplay("{Start} and {End} in {Format}")]
public readonly unsafe ref struct GstAudioClippingMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstAudioClippingMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The unit of <see cref="Start"/> and <see cref="End"/>: <see cref="GstFormat.Default"/> is samples, <see cref="GstFormat.Time"/> nanoseconds (<c>GstAudioClippingMeta.format</c>).</summary>
    public GstFormat Format { get { using HandleLease lease = _borrow.Enter(); return (GstFormat)Clipping->format; } }

    /// <summary>How much to cut off the start, in <see cref="Format"/> (<c>GstAudioClippingMeta.start</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public ulong Start
    {
        get { using HandleLease lease = _borrow.Enter(); return Clipping->start; }
        set { using HandleLease lease = _borrow.EnterWritable(); Clipping->start = value; }
    }

    /// <summary>How much to cut off the end, in <see cref="Format"/> (<c>GstAudioClippingMeta.end</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public ulong End
    {
        get { using HandleLease lease = _borrow.Enter(); return Clipping->end; }
        set { using HandleLease lease = _borrow.EnterWritable(); Clipping->end = value; }
    }

    private Native.GstAudioClippingMeta* Clipping => (Native.GstAudioClippingMeta*)_borrow.Pointer;
}
