namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    /// <summary>The buffer's metas, in the order they were added (<c>gst_buffer_iterate_meta</c>). Enumerating allocates nothing.</summary>
    public GstMetaCollection Metas => new(this);

    /// <summary>The buffer's metas of one kind, in the order they were added (<c>gst_buffer_iterate_meta_filtered</c>).</summary>
    /// <param name="api">Which ones, for example <see cref="GstMetaApi.VideoRegionOfInterest"/>.</param>
    /// <exception cref="ArgumentException">The kind is a default value.</exception>
    public GstMetaCollection MetasOf(GstMetaApi api)
    {
        RequireApi(api);
        return new GstMetaCollection(this, api.Type);
    }

    /// <summary>Borrows the first meta of a kind (<c>gst_buffer_get_meta</c>).</summary>
    /// <param name="api">Which one.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    /// <exception cref="ArgumentException">The kind is a default value.</exception>
    public bool TryGetMeta(GstMetaApi api, out GstMetaRef meta)
    {
        RequireApi(api);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, api.Type);
        meta = found is null ? default : new GstMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Removes a meta (<c>gst_buffer_remove_meta</c>). Views of it throw from then on.</summary>
    /// <param name="meta">A meta of this buffer.</param>
    /// <exception cref="ArgumentException">The meta belongs to another buffer, or was removed before.</exception>
    /// <exception cref="InvalidOperationException">The meta is locked, or the buffer is not writable.</exception>
    public void RemoveMeta(GstMetaRef meta)
    {
        using HandleLease lease = EnterWritable();
        if (meta.IsNull || !meta.Borrow.IsOn(_buffer))
        {
            throw new ArgumentException("This buffer does not have that meta: it belongs to another buffer, or was removed before.", nameof(meta));
        }

        Remove(meta.Borrow.Pointer);
    }

    /// <summary>Removes every meta that is meant (<c>gst_buffer_remove_meta</c>, as <c>gst_buffer_foreach_meta</c> does); the others keep their order.</summary>
    /// <param name="match">Says which ones, of those that are there now: what is added meanwhile, by this or by a release, stays. An exception from it comes out here; what was removed before stays removed.</param>
    /// <returns>How many were removed.</returns>
    /// <exception cref="InvalidOperationException">A meta that is meant is locked, or the buffer is not writable.</exception>
    public int RemoveMetas(GstMetaPredicate match)
    {
        ArgumentNullException.ThrowIfNull(match);
        using HandleLease lease = EnterWritable();
        int removed = 0;
        ulong last = Metas.LastSequence;
        foreach (GstMetaRef meta in Metas)
        {
            if (meta.Borrow.Sequence > last)
            {
                break; // a release that adds a meta for each that goes would go on for ever
            }

            if (match(meta))
            {
                RemoveMeta(meta);
                removed++;
            }
        }

        return removed;
    }

    /// <summary>Adds a meta with a payload of your own (<c>gst_buffer_add_meta</c>).</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="type">The kind, from <see cref="GstMeta.Register{T}"/>.</param>
    /// <param name="value">The payload; it is copied into the meta.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstMetaRef<T> AddMeta<T>(GstMeta<T> type, T value) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = EnterWritable();
        return new GstMetaRef<T>(new MetaBorrow(this, MetaCallbacks.Add(_buffer, type, &value)));
    }

    /// <summary>Adds a meta that holds a .NET object (<c>gst_buffer_add_meta</c>).</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="type">The kind, from <see cref="GstObjectMeta.Register{T}"/>.</param>
    /// <param name="value">The object; it stays reachable as long as a buffer carries it.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public GstObjectMetaRef<T> AddMeta<T>(GstObjectMeta<T> type, T value) where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(value);
        using HandleLease lease = EnterWritable();
        return new GstObjectMetaRef<T>(new MetaBorrow(this, type.Add(_buffer, value)));
    }

    /// <summary>Borrows the first meta with a payload of your own (<c>gst_buffer_get_meta</c>).</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="type">The kind.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetMeta<T>(GstMeta<T> type, out GstMetaRef<T> meta) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, type.Api.Type);
        meta = found is null ? default : new GstMetaRef<T>(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Borrows the first meta that holds a .NET object of a kind (<c>gst_buffer_get_meta</c>).</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="type">The kind.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetMeta<T>(GstObjectMeta<T> type, out GstObjectMetaRef<T> meta) where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        using HandleLease lease = Enter();
        Native.GstMeta* found = Native.LibGst.gst_buffer_get_meta(_buffer, type.Api.Type);
        meta = found is null ? default : new GstObjectMetaRef<T>(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Adds a meta that is a named structure, still empty (<c>gst_buffer_add_custom_meta</c>, GStreamer 1.20).</summary>
    /// <param name="name">A name that <see cref="GstCustomMeta.Register"/>, or anybody else, registered.</param>
    /// <exception cref="ArgumentException">No custom meta of this name is registered.</exception>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.20.</exception>
    public GstCustomMetaRef AddCustomMeta(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        NativeFeature.CustomMetas.Require();
        using HandleLease lease = EnterWritable();
        if (GstCustomMeta.Find(name) is null)
        {
            throw new ArgumentException($"No custom meta '{name}' is registered. Call GstCustomMeta.Register(\"{name}\") once at the start.", nameof(name));
        }

        using NativeText text = new(name);
        return new GstCustomMetaRef(BorrowAdded((Native.GstMeta*)Native.LibGst.gst_buffer_add_custom_meta(_buffer, text.Pointer), name));
    }

    /// <summary>Borrows the first meta that is a structure of this name (<c>gst_buffer_get_custom_meta</c>, GStreamer 1.20).</summary>
    /// <param name="name">The name it was registered under.</param>
    /// <param name="meta">The meta; a default value when there is none.</param>
    public bool TryGetCustomMeta(string name, out GstCustomMetaRef meta)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        using HandleLease lease = Enter();
        Native.GstMetaInfo* info = NativeFeature.CustomMetas.IsAvailable ? GstCustomMeta.Find(name) : null;
        Native.GstMeta* found = info is null ? null : Native.LibGst.gst_buffer_get_meta(_buffer, info->api);
        meta = found is null ? default : new GstCustomMetaRef(new MetaBorrow(this, found));
        return found is not null;
    }

    /// <summary>Adds a meta from its portable form (<c>gst_meta_deserialize</c>, GStreamer 1.24); see <see cref="GstMetaRef.TrySerialize"/>. A meta that describes the bytes, as the video meta does, needs them in the buffer first. The data may come from anybody: what would lie outside the buffer, or is no text that can be read, is refused.</summary>
    /// <param name="data">Begins with a serialised meta; more may follow.</param>
    /// <param name="consumed">The bytes of it, also when the meta itself is unknown; 0 when the data is not a serialised meta.</param>
    /// <param name="meta">The meta; a default value when it could not be read.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.24.</exception>
    public bool TryDeserializeMeta(scoped ReadOnlySpan<byte> data, out int consumed, out GstMetaRef meta)
    {
        NativeFeature.MetaSerialization.Require();
        using HandleLease lease = EnterWritable();
        Native.GstMeta* added = null;
        consumed = 0;
        if (SerializedMeta.TryFind(data, out SerializedMeta form))
        {
            consumed = form.Length;
            if (form.IsSound(Native.LibGst.gst_buffer_get_size(_buffer)))
            {
                uint used;
                fixed (byte* first = data)
                {
                    added = Native.LibGst.gst_meta_deserialize(_buffer, first, (nuint)consumed, &used);
                }
            }
        }

        meta = added is null ? default : new GstMetaRef(new MetaBorrow(this, added));
        return added is not null;
    }

    internal HandleLease EnterForMeta() => Enter();

    internal HandleLease EnterWritableForMeta() => EnterWritable();

    private static void RequireApi(GstMetaApi api)
    {
        if (api.IsNull)
        {
            throw new ArgumentException("This GstMetaApi is a default value and names nothing. Use GstMetaApi.Video and the like, GstMetaApi.TryFind, or the Api of a meta.", nameof(api));
        }
    }

    /// <summary>The first meta of a kind that is as large as the structure we are going to read.</summary>
    private bool TryFind(nuint api, int size, out MetaBorrow borrow)
    {
        void* state = null;
        for (Native.GstMeta* meta; (meta = Native.LibGst.gst_buffer_iterate_meta_filtered(_buffer, &state, api)) is not null;)
        {
            if (meta->info->size >= (nuint)size)
            {
                borrow = new MetaBorrow(this, meta);
                return true;
            }
        }

        borrow = default;
        return false;
    }

    private MetaBorrow BorrowAdded(Native.GstMeta* added, string name) =>
        added is null ? throw new GstException($"GStreamer did not add the meta '{name}'.") : new MetaBorrow(this, added);

    private void Remove(Native.GstMeta* meta)
    {
        if ((meta->flags & Native.GstMetaFlags.GST_META_FLAG_LOCKED) != 0)
        {
            throw new InvalidOperationException("The meta is locked: whoever added it needs it on the buffer. Clear IsLocked first if it is yours.");
        }

        if (Native.LibGst.gst_buffer_remove_meta(_buffer, meta) == 0)
        {
            throw new GstException("GStreamer did not remove the meta.");
        }
    }
}
