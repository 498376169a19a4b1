using System.Buffers;
using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Borrows one meta of a buffer: something that is said about the bytes, and that travels with them. Stands on <c>GstMeta</c>.
/// </summary>
/// <remarks>
/// The compiler keeps it on the stack, so that it cannot outlive its buffer's scope; each use checks that the buffer is not
/// disposed and still has the meta. Metas are as writable as their buffer. Not for use from several threads at once.
/// </remarks>
[DebuggerDisplay("{Implementation} #{SequenceNumber}")]
public readonly unsafe ref struct GstMetaRef
{
    private readonly MetaBorrow _borrow;

    internal GstMetaRef(MetaBorrow borrow) => _borrow = borrow;

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _borrow.IsNull;

    /// <summary>The native pointer (<c>GstMeta*</c>); valid while the buffer has the meta.</summary>
    public nint DangerousHandle => (nint)_borrow.Pointer;

    /// <summary>What the meta is about (<c>GstMetaInfo.api</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public GstMetaApi Api { get { using HandleLease lease = _borrow.Enter(); return new GstMetaApi(_borrow.Pointer->info->api); } }

    /// <summary>The name of the implementation (<c>GstMetaInfo.type</c>), for example <c>GstVideoMeta</c>, or the name of a custom meta.</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public string Implementation { get { using HandleLease lease = _borrow.Enter(); return NativeText.Read(Native.LibGObject.g_type_name(_borrow.Pointer->info->type)) ?? ""; } }

    /// <summary>The bytes of the meta's structure in memory, GStreamer's header included (<c>GstMetaInfo.size</c>). It differs between GStreamer versions.</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public nuint Size { get { using HandleLease lease = _borrow.Enter(); return _borrow.Pointer->info->size; } }

    /// <summary>The meta's flags (<c>GST_META_FLAGS</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public GstMetaFlags Flags { get { using HandleLease lease = _borrow.Enter(); return (GstMetaFlags)_borrow.Pointer->flags; } }

    /// <summary>A number that grows with each meta that is added to any buffer of the process (<c>gst_meta_get_seqnum</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public ulong SequenceNumber { get { using HandleLease lease = _borrow.Enter(); return _borrow.Sequence; } }

    /// <summary>Whether the meta must not be changed (<c>GST_META_FLAG_READONLY</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public bool IsReadOnly => (Flags & GstMetaFlags.Readonly) != 0;

    /// <summary>Whether the meta stays on the buffer when a pool takes it back (<c>GST_META_FLAG_POOLED</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta; or, when set, the buffer is not writable.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public bool IsPooled
    {
        get => (Flags & GstMetaFlags.Pooled) != 0;
        set => SetFlag(Native.GstMetaFlags.GST_META_FLAG_POOLED, value);
    }

    /// <summary>Whether the meta cannot be removed (<c>GST_META_FLAG_LOCKED</c>).</summary>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta; or, when set, the buffer is not writable.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public bool IsLocked
    {
        get => (Flags & GstMetaFlags.Locked) != 0;
        set => SetFlag(Native.GstMetaFlags.GST_META_FLAG_LOCKED, value);
    }

    /// <summary>Whether the loaded GStreamer can serialise metas (<c>gst_meta_serialize_simple</c>, 1.24).</summary>
    public static bool SerializationIsSupported => NativeFeature.MetaSerialization.IsAvailable;

    /// <summary>Compares by sequence number: negative when this meta was added before the other one (<c>gst_meta_compare_seqnum</c>).</summary>
    /// <param name="other">A meta of this or any other buffer.</param>
    /// <exception cref="InvalidOperationException">A buffer no longer has its meta.</exception>
    /// <exception cref="ObjectDisposedException">A buffer was disposed or given away.</exception>
    public int CompareTo(GstMetaRef other)
    {
        using HandleLease mine = _borrow.Enter();
        using HandleLease theirs = other._borrow.Enter();
        return Native.LibGst.gst_meta_compare_seqnum(_borrow.Pointer, other._borrow.Pointer);
    }

    /// <summary>This meta as the layout of a video frame, when it is one (<c>GstVideoMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryAs(out GstVideoMetaRef meta)
    {
        bool matches = Matches(MetaTypes.Video, sizeof(Native.GstVideoMeta));
        meta = matches ? new GstVideoMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as the visible part of a video frame, when it is one (<c>GstVideoCropMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryAs(out GstVideoCropMetaRef meta)
    {
        bool matches = Matches(MetaTypes.VideoCrop, sizeof(Native.GstVideoCropMeta));
        meta = matches ? new GstVideoCropMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as a region of interest, when it is one (<c>GstVideoRegionOfInterestMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryAs(out GstVideoRegionOfInterestMetaRef meta)
    {
        bool matches = Matches(MetaTypes.VideoRegionOfInterest, sizeof(Native.GstVideoRegionOfInterestMeta));
        meta = matches ? new GstVideoRegionOfInterestMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as pictures to blend over the frame, when it is that (<c>GstVideoOverlayCompositionMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstvideo is missing.</exception>
    public bool TryAs(out GstVideoOverlayCompositionMetaRef meta)
    {
        bool matches = Matches(MetaTypes.VideoOverlayComposition, sizeof(Native.GstVideoOverlayCompositionMeta));
        meta = matches ? new GstVideoOverlayCompositionMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as the layout of audio samples, when it is that (<c>GstAudioMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryAs(out GstAudioMetaRef meta)
    {
        bool matches = Matches(MetaTypes.Audio, sizeof(Native.GstAudioMeta));
        meta = matches ? new GstAudioMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as samples to cut off, when it is that (<c>GstAudioClippingMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    /// <exception cref="GstLoadException">libgstaudio is missing.</exception>
    public bool TryAs(out GstAudioClippingMetaRef meta)
    {
        bool matches = Matches(MetaTypes.AudioClipping, sizeof(Native.GstAudioClippingMeta));
        meta = matches ? new GstAudioClippingMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as a timestamp of another clock, when it is one (<c>GstReferenceTimestampMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    public bool TryAs(out GstReferenceTimestampMetaRef meta)
    {
        bool matches = Matches(MetaTypes.ReferenceTimestamp, sizeof(Native.GstReferenceTimestampMeta));
        meta = matches ? new GstReferenceTimestampMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as a buffer that is kept alive, when it is that (<c>GstParentBufferMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    public bool TryAs(out GstParentBufferMetaRef meta)
    {
        bool matches = Matches(MetaTypes.ParentBuffer, sizeof(Native.GstParentBufferMeta));
        meta = matches ? new GstParentBufferMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as a description of the encryption, when it is that (<c>GstProtectionMeta</c>).</summary>
    /// <param name="meta">The view; a default value when it is not.</param>
    public bool TryAs(out GstProtectionMetaRef meta)
    {
        bool matches = Matches(MetaTypes.Protection, sizeof(Native.GstProtectionMeta));
        meta = matches ? new GstProtectionMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as a named structure, when it is one (<c>GstCustomMeta</c>, <c>gst_meta_info_is_custom</c>).</summary>
    /// <param name="meta">The view; a default value when it is not, or GStreamer is older than 1.20.</param>
    public bool TryAs(out GstCustomMetaRef meta)
    {
        using HandleLease lease = _borrow.Enter();
        bool matches = NativeFeature.CustomMetas.IsAvailable && Native.LibGst.gst_meta_info_is_custom(_borrow.Pointer->info) != 0;
        meta = matches ? new GstCustomMetaRef(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as one with a payload of your own, when it is of that kind.</summary>
    /// <typeparam name="T">The payload.</typeparam>
    /// <param name="type">The kind, from <see cref="GstMeta.Register{T}"/>. Stands on <c>gst_meta_register</c>.</param>
    /// <param name="meta">The view; a default value when it is not.</param>
    public bool TryAs<T>(GstMeta<T> type, out GstMetaRef<T> meta) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(type);
        bool matches = Matches(type);
        meta = matches ? new GstMetaRef<T>(_borrow) : default;
        return matches;
    }

    /// <summary>This meta as one that holds a managed object, when it is of that kind.</summary>
    /// <typeparam name="T">The object's type.</typeparam>
    /// <param name="type">The kind, from <see cref="GstObjectMeta.Register{T}"/>. Stands on <c>gst_meta_register</c>.</param>
    /// <param name="meta">The view; a default value when it is not.</param>
    public bool TryAs<T>(GstObjectMeta<T> type, out GstObjectMetaRef<T> meta) where T : class
    {
        ArgumentNullException.ThrowIfNull(type);
        bool matches = Matches(type);
        meta = matches ? new GstObjectMetaRef<T>(_borrow) : default;
        return matches;
    }

    /// <summary>Appends the meta in GStreamer's portable form (<c>gst_meta_serialize_simple</c>, GStreamer 1.24).</summary>
    /// <param name="destination">Where the bytes go.</param>
    /// <returns><see langword="false"/>, and nothing written, when this meta or what is in it has no such form: interleaved audio has none, nor has a meta with a name of more than 245 bytes.</returns>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.24.</exception>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public bool TrySerialize(IBufferWriter<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        NativeFeature.MetaSerialization.Require();
        using HandleLease lease = _borrow.Enter();
        if (!SerializedMeta.CanWrite(_borrow.Pointer))
        {
            return false;
        }

        Native.GByteArray* bytes = Native.LibGLib.g_byte_array_new();
        try
        {
            bool serialized = Native.LibGst.gst_meta_serialize_simple(_borrow.Pointer, bytes) != 0;
            if (serialized)
            {
                destination.Write(new ReadOnlySpan<byte>(bytes->data, checked((int)bytes->len)));
            }

            return serialized;
        }
        finally
        {
            Native.LibGLib.g_byte_array_unref(bytes);
        }
    }

    /// <summary>The meta in GStreamer's portable form (<c>gst_meta_serialize_simple</c>, GStreamer 1.24).</summary>
    /// <exception cref="NotSupportedException">GStreamer is older than 1.24, or this meta has no such form.</exception>
    /// <exception cref="InvalidOperationException">The buffer no longer has this meta.</exception>
    /// <exception cref="ObjectDisposedException">The buffer was disposed or given away.</exception>
    public byte[] Serialize()
    {
        ArrayBufferWriter<byte> bytes = new();
        return TrySerialize(bytes)
            ? bytes.WrittenSpan.ToArray()
            : throw new NotSupportedException($"The meta '{Implementation}' cannot be serialised: it, or a field in it, has no portable form. TrySerialize asks without throwing.");
    }

    internal MetaBorrow Borrow => _borrow;

    private bool Matches(nuint api, int size)
    {
        using HandleLease lease = _borrow.Enter();
        return _borrow.Is(api, size);
    }

    private bool Matches(GstMetaType type)
    {
        using HandleLease lease = _borrow.Enter();
        return _borrow.Pointer->info == type.Info;
    }

    private void SetFlag(Native.GstMetaFlags flag, bool value)
    {
        using HandleLease lease = _borrow.EnterFlags();
        _borrow.Pointer->flags = value ? _borrow.Pointer->flags | flag : _borrow.Pointer->flags & ~flag;
    }
}
