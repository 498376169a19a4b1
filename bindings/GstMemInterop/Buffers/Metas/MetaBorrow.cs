using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// What every view of a meta stands on: the buffer it belongs to, and the proof at each use that the buffer still has it.
/// The sequence number tells a meta from a later one at the same address.
/// </summary>
internal readonly unsafe ref struct MetaBorrow
{
    private readonly GstBufferRef _buffer;
    private readonly Native.GstMeta* _meta;
    private readonly ulong _sequence;

    internal MetaBorrow(GstBufferRef buffer, Native.GstMeta* meta) : this(buffer, meta, Native.LibGst.gst_meta_get_seqnum(meta))
    {
    }

    internal MetaBorrow(GstBufferRef buffer, Native.GstMeta* meta, ulong sequence)
    {
        _buffer = buffer;
        _meta = meta;
        _sequence = sequence;
    }

    internal bool IsNull => _meta is null;

    internal Native.GstMeta* Pointer => _meta;

    internal ulong Sequence => _sequence;

    internal GstBufferRef Buffer => _buffer;

    /// <summary>Leases the buffer for a call and proves that the meta is still on it.</summary>
    internal HandleLease Enter()
    {
        if (_meta is null)
        {
            Throw.DefaultBorrow(nameof(GstMetaRef));
        }

        HandleLease lease = _buffer.EnterForMeta();
        if (!IsOn(_buffer.Pointer))
        {
            lease.Dispose();
            throw new InvalidOperationException("The buffer no longer has this meta: it was removed. Get it from the buffer again.");
        }

        return lease;
    }

    /// <summary>As <see cref="Enter"/>, for a change: metas are as writable as their buffer.</summary>
    internal HandleLease EnterWritable()
    {
        HandleLease lease = Enter();
        if ((_meta->flags & Native.GstMetaFlags.GST_META_FLAG_READONLY) != 0)
        {
            lease.Dispose();
            throw new InvalidOperationException("The meta is marked read-only (GST_META_FLAG_READONLY) and cannot be changed.");
        }

        return WritableOrThrow(lease);
    }

    /// <summary>For changes of the flags, which a read-only meta allows too.</summary>
    internal HandleLease EnterFlags() => WritableOrThrow(Enter());

    internal bool IsOn(Native.GstBuffer* buffer)
    {
        void* state = null;
        for (Native.GstMeta* meta; (meta = Native.LibGst.gst_buffer_iterate_meta(buffer, &state)) is not null;)
        {
            if (meta == _meta)
            {
                return Native.LibGst.gst_meta_get_seqnum(meta) == _sequence;
            }
        }

        return false;
    }

    /// <summary>Whether the meta is of this type and as large as the structure we are going to read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Is(nuint api, int size) => _meta->info->api == api && _meta->info->size >= (nuint)size;

    private HandleLease WritableOrThrow(HandleLease lease)
    {
        try
        {
            using HandleLease writable = _buffer.EnterWritableForMeta();
            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }
}
