using System.Diagnostics;

namespace GstMemInterop;

/// <summary>Borrows a timestamp of another clock: of the camera, of a network time server. Stands on <c>GstReferenceTimestampMeta</c>.</summary>
/// <remarks>
/// Valid while the buffer has the meta: afterwards members throw <see cref="InvalidOperationException"/>, after the buffer's
/// disposal <see cref="ObjectDisposedException"/>. What is set sticks; setting needs a writable buffer.
/// </remarks>
[DebuggerDisplay("{Timestamp}")]
public readonly unsafe ref struct GstReferenceTimestampMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstReferenceTimestampMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The meta as such (<c>GstMeta</c>): flags, sequence number, removal.</summary>
    public GstMetaRef Meta => new(_borrow);

    /// <summary>The time on the other clock (<c>GstReferenceTimestampMeta.timestamp</c>).</summary>
    /// <exception cref="ArgumentException">Set to <see cref="GstClockTime.None"/>.</exception>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstClockTime Timestamp
    {
        get { using HandleLease lease = _borrow.Enter(); return new(Stamp->timestamp); }
        set
        {
            RequireTime(value);
            using HandleLease lease = _borrow.EnterWritable();
            Stamp->timestamp = value.Nanoseconds;
        }
    }

    /// <summary>The duration on the other clock, or none (<c>GstReferenceTimestampMeta.duration</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstClockTime Duration
    {
        get { using HandleLease lease = _borrow.Enter(); return new(Stamp->duration); }
        set { using HandleLease lease = _borrow.EnterWritable(); Stamp->duration = value.Nanoseconds; }
    }

    /// <summary>An owning handle on the caps that name the clock, for example <c>timestamp/x-ntp</c> (<c>GstReferenceTimestampMeta.reference</c>). Dispose it.</summary>
    public GstCaps RetainReference()
    {
        using HandleLease lease = _borrow.Enter();
        return GstCaps.Retain((nint)Stamp->reference);
    }

    /// <summary>Borrows what else is said about the timestamp (<c>GstReferenceTimestampMeta.info</c>, GStreamer 1.28).</summary>
    /// <param name="info">The structure; a default value when there is none or GStreamer is older.</param>
    public bool TryGetInfo(out GstMetaStructureRef info)
    {
        using HandleLease lease = _borrow.Enter();
        Native.GstStructure** field = MetaStructures.ReferenceInfo(_borrow.Pointer);
        Native.GstStructure* found = field is null ? null : *field;
        info = found is null ? default : new GstMetaStructureRef(_borrow, found, MetaStructurePlace.ReferenceInfo);
        return found is not null;
    }

    /// <summary>Says more about the timestamp; replaces what was said (<c>GstReferenceTimestampMeta.info</c>, GStreamer 1.28).</summary>
    /// <param name="structure">In GStreamer's text form, for example <c>info, leap=(boolean)true</c>; a bare name makes one without fields.</param>
    /// <returns>The structure, to set fields in it.</returns>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.28.</exception>
    public GstMetaStructureRef SetInfo(string structure)
    {
        using HandleLease lease = _borrow.EnterWritable();
        Native.GstStructure** field = MetaStructures.ReferenceInfo(_borrow.Pointer);
        if (field is null)
        {
            NativeFeature.Missing("1.28", "Structures on reference timestamps");
        }

        Native.GstStructure* parsed = MetaStructures.Parse(structure);
        Native.GstStructure* old = *field;
        *field = parsed;
        if (old is not null)
        {
            Native.LibGst.gst_structure_free(old);
        }

        return new GstMetaStructureRef(_borrow, parsed, MetaStructurePlace.ReferenceInfo);
    }

    internal static void RequireTime(GstClockTime timestamp)
    {
        if (!timestamp.HasValue)
        {
            throw new ArgumentException("A reference timestamp is a time; None is not one.", nameof(timestamp));
        }
    }

    private Native.GstReferenceTimestampMeta* Stamp => (Native.GstReferenceTimestampMeta*)_borrow.Pointer;
}
