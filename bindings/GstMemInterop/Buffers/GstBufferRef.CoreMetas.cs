namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>Adds a timestamp of another clock (<c>gst_buffer_add_reference_timestamp_meta</c>).</summary>
    /// <param name="reference">Names the clock, for example <c>timestamp/x-ntp</c>; the meta takes its own reference.</param>
    /// <param name="timestamp">The time on that clock.</param>
    /// <param name="duration">The duration on that clock, or <see cref="GstClockTime.None"/>.</param>
    /// <exception cref="ArgumentException">The timestamp is none.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstReferenceTimestampMetaRef AddReferenceTimestampMeta(GstCaps reference, GstClockTime timestamp, GstClockTime duration)
    {
        ArgumentNullException.ThrowIfNull(reference);
        GstReferenceTimestampMetaRef.RequireTime(timestamp);
        using HandleLease lease = EnterWritable();
        using HandleLease caps = reference.Lease();
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_reference_timestamp_meta(_buffer, (Native.GstCaps*)caps.Pointer, timestamp.Nanoseconds, duration.Nanoseconds);
        return new GstReferenceTimestampMetaRef(BorrowAdded(added, "GstReferenceTimestampMeta"));
    }

    /// <summary>Borrows the first timestamp of any other clock (<c>gst_buffer_get_reference_timestamp_meta</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetReferenceTimestampMeta(out GstReferenceTimestampMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.ReferenceTimestamp, sizeof(Native.GstReferenceTimestampMeta), out MetaBorrow borrow);
        meta = found ? new GstReferenceTimestampMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Borrows the first timestamp of this clock (<c>gst_buffer_get_reference_timestamp_meta</c>).</summary>
    /// <param name="reference">Names the clock; a meta matches when its caps are a subset of these.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetReferenceTimestampMeta(GstCaps reference, out GstReferenceTimestampMetaRef meta)
    {
        ArgumentNullException.ThrowIfNull(reference);
        using HandleLease lease = Enter();
        using HandleLease caps = reference.Lease();
        Native.GstMeta* found = (Native.GstMeta*)Native.LibGst.gst_buffer_get_reference_timestamp_meta(_buffer, (Native.GstCaps*)caps.Pointer);
        meta = found is null ? default : new GstReferenceTimestampMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Keeps another buffer alive as long as this one lives (<c>gst_buffer_add_parent_buffer_meta</c>).</summary>
    /// <param name="parent">The buffer whose memory this one uses; it is not writable meanwhile.</param>
    /// <remarks>Where a parent has parents itself, and so on, name the buffer that owns the memory: C frees a whole line of them inside each other.</remarks>
    /// <exception cref="ArgumentException">The parent is this buffer itself, which would then never be freed.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable, or the parent is the first of a line of more than 250 buffers that hold each other by metas.</exception>
    public GstParentBufferMetaRef AddParentBufferMeta(GstBuffer parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        using HandleLease lease = EnterWritable();
        using HandleLease kept = new(parent.Handle);
        if (kept.Buffer == _buffer)
        {
            throw new ArgumentException("A buffer that keeps itself alive is never freed.", nameof(parent));
        }

        HeldBuffers.RequireShortLine(kept.Buffer);
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_parent_buffer_meta(_buffer, kept.Buffer);
        return new GstParentBufferMetaRef(BorrowAdded(added, "GstParentBufferMeta"));
    }

    /// <summary>Borrows the note that this buffer keeps another one alive (<c>gst_buffer_get_meta</c> of <c>gst_parent_buffer_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetParentBufferMeta(out GstParentBufferMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.ParentBuffer, sizeof(Native.GstParentBufferMeta), out MetaBorrow borrow);
        meta = found ? new GstParentBufferMetaRef(borrow) : default;
        return found;
    }

    /// <summary>Says how the buffer's data is encrypted (<c>gst_buffer_add_protection_meta</c>).</summary>
    /// <param name="structure">In GStreamer's text form, for example <c>application/x-cenc, iv_size=(uint)8</c>; a bare name makes one without fields. Set buffers and the like through the result.</param>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstProtectionMetaRef AddProtectionMeta(string structure)
    {
        using HandleLease lease = EnterWritable();
        Native.GstStructure* parsed = MetaStructures.Parse(structure);
        Native.GstMeta* added = (Native.GstMeta*)Native.LibGst.gst_buffer_add_protection_meta(_buffer, parsed);
        return new GstProtectionMetaRef(BorrowAdded(added, "GstProtectionMeta"));
    }

    /// <summary>Borrows what says how the buffer's data is encrypted (<c>gst_buffer_get_meta</c> of <c>gst_protection_meta_api_get_type</c>).</summary>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetProtectionMeta(out GstProtectionMetaRef meta)
    {
        using HandleLease lease = Enter();
        bool found = TryFind(MetaTypes.Protection, sizeof(Native.GstProtectionMeta), out MetaBorrow borrow);
        meta = found ? new GstProtectionMetaRef(borrow) : default;
        return found;
    }
}
