using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Owns one reference to a sample: a buffer or a list of buffers together with what they mean (caps, segment, more
/// information). What an appsink hands out. Stands on <c>GstSample</c>.
/// </summary>
/// <remarks>
/// <para>A sample holds references of its own on what it is made of. Its buffer is writable only when the sample is the only
/// holder of the buffer and this object the only holder of the sample. An appsink keeps the sample it handed out, so its
/// buffer is not writable: retain it, make the retained one writable, edit that.</para>
/// <para><c>Dispose</c> from any thread; the finalizer releases too and needs no main loop. Disposing while another thread calls
/// or a mapping of the borrowed buffer is open is safe: the reference goes when the last of them ends, and later calls throw
/// <see cref="ObjectDisposedException"/>. One thread at a time changes a sample, as in C.</para>
/// </remarks>
[DebuggerDisplay("GstSample 0x{DangerousHandle,h}")]
public sealed unsafe class GstSample : IDisposable
{
    private MiniObjectHandle _handle;
    private Lending? _lending;

    private GstSample(nint pointer) => _handle = new MiniObjectHandle(pointer, nameof(GstSample));

    /// <summary>A new sample (<c>gst_sample_new</c>). For a list of buffers see <see cref="SetBufferList"/>.</summary>
    /// <param name="buffer">Not given away: the sample takes a reference of its own, so neither side can write to it before the other lets go.</param>
    /// <param name="caps">What the buffer holds. Not given away.</param>
    /// <param name="segment">How its timestamps are meant; a fresh one in <see cref="GstFormat.Time"/> when not given.</param>
    /// <param name="info">More information in GStreamer's text form; see <see cref="Info"/>.</param>
    /// <exception cref="FormatException">The information is not a structure of plain fields.</exception>
    /// <exception cref="ObjectDisposedException">The buffer or the caps were disposed or given away.</exception>
    public static GstSample Create(GstBuffer? buffer = null, GstCaps? caps = null, GstSegment? segment = null, string? info = null)
    {
        GStreamer.EnsureInitialized();
        using HandleLease bufferLease = new(buffer?.Handle);
        using HandleLease capsLease = caps is null ? default : caps.Lease();
        Native.GstSegment native = segment.GetValueOrDefault().ToNative();
        Native.GstStructure* structure = GstSampleInfo.Parse(info);
        return new GstSample((nint)Native.LibGst.gst_sample_new(bufferLease.Buffer, (Native.GstCaps*)capsLease.Pointer, segment is null ? null : &native, structure));
    }

    /// <summary>Takes over a reference that the caller owns (transfer full).</summary>
    /// <param name="pointer">A valid <c>GstSample*</c>; its reference now belongs to the result.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstSample Adopt(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstSample));
        }

        GStreamer.EnsureInitialized();
        return new GstSample(pointer);
    }

    /// <summary>Adds a reference to somebody else's sample (<c>gst_mini_object_ref</c>). While both hold one the sample and its buffer are not writable.</summary>
    /// <param name="pointer">A valid <c>GstSample*</c>.</param>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstSample Retain(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstSample));
        }

        GStreamer.EnsureInitialized();
        Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)pointer);
        return new GstSample(pointer);
    }

    /// <summary>The native pointer; no reference is added. Valid while this object is not disposed.</summary>
    public nint DangerousHandle => _handle.DangerousPointer;

    internal NativeHandle Handle => _handle;

    /// <summary>Whether this object was disposed or its reference given away.</summary>
    public bool IsDisposed => _handle.IsClosing;

    /// <summary>How many references exist on the sample (<c>GST_MINI_OBJECT_REFCOUNT_VALUE</c>). For diagnosis: other threads may change it at any time.</summary>
    public int ReferenceCount { get { using HandleLease lease = new(_handle); return Volatile.Read(ref lease.MiniObject->refcount); } }

    /// <summary>Whether the sample may be changed: nobody else references it (<c>gst_mini_object_is_writable</c>).</summary>
    public bool IsWritable { get { using HandleLease lease = new(_handle); return Native.LibGst.gst_mini_object_is_writable(lease.MiniObject) != 0; } }

    /// <summary>The buffer, borrowed (<c>gst_sample_get_buffer</c>); a default value (<see cref="GstBufferRef.IsNull"/>) when the sample has none. Valid until the sample gets another one or goes; it notices, and then its members throw. To set a property of it, put it into a variable first.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstBufferRef Buffer
    {
        get
        {
            MiniObjectHandle handle = _handle;
            using HandleLease lease = new(handle);
            Native.GstBuffer* buffer = Native.LibGst.gst_sample_get_buffer(Sample(lease));
            return buffer is null ? default : new GstBufferRef(buffer, lenderOwnsReference: false, new BufferLender(Lending), handle);
        }
    }

    /// <summary>The list of buffers, borrowed (<c>gst_sample_get_buffer_list</c>); a default value (<see cref="GstBufferListRef.IsNull"/>) when the sample has none. Valid until the sample gets another one or goes; it notices, and then its members and its buffers' throw.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstBufferListRef BufferList
    {
        get
        {
            MiniObjectHandle handle = _handle;
            using HandleLease lease = new(handle);
            Native.GstBufferList* list = Native.LibGst.gst_sample_get_buffer_list(Sample(lease));
            return list is null ? default : new GstBufferListRef(list, handle, new BufferLender(Lending));
        }
    }

    /// <summary>What the buffer holds (<c>gst_sample_get_caps</c>, <c>gst_sample_set_caps</c>); <see langword="null"/> when the sample does not say.</summary>
    /// <value>Each read gives an owning object of its own: dispose it. What is written is not given away.</value>
    /// <exception cref="InvalidOperationException">Set on a sample that is not writable.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstCaps? Caps
    {
        get
        {
            using HandleLease lease = new(_handle);
            nint caps = (nint)Native.LibGst.gst_sample_get_caps(Sample(lease));
            return caps == 0 ? null : GstCaps.Retain(caps);
        }

        set
        {
            using HandleLease lease = EnterWritable();
            using HandleLease capsLease = value is null ? default : value.Lease();
            Native.LibGst.gst_sample_set_caps(Sample(lease), (Native.GstCaps*)capsLease.Pointer);
        }
    }

    /// <summary>How the buffer's timestamps are meant (<c>gst_sample_get_segment</c>, <c>gst_sample_set_segment</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a sample that is not writable.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstSegment Segment
    {
        get
        {
            using HandleLease lease = new(_handle);
            return new GstSegment(Native.LibGst.gst_sample_get_segment(Sample(lease)));
        }

        set
        {
            using HandleLease lease = EnterWritable();
            Native.GstSegment native = value.ToNative();
            Native.LibGst.gst_sample_set_segment(Sample(lease), &native);
        }
    }

    /// <summary>More information, in GStreamer's text form (<c>gst_sample_get_info</c>, <c>gst_structure_to_string</c>, <c>gst_sample_set_info</c>); <see langword="null"/> for none.</summary>
    /// <value>
    /// For example <c>my/info,count=(int)3</c>. What is read ends with a semicolon, as C writes it, and may hold anything; what
    /// is written is a name and plain fields: numbers, truth values, fractions, strings.
    /// </value>
    /// <exception cref="FormatException">Set to a text that is not a structure of plain fields.</exception>
    /// <exception cref="InvalidOperationException">Set on a sample that is not writable.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public string? Info
    {
        get
        {
            using HandleLease lease = new(_handle);
            Native.GstStructure* info = Native.LibGst.gst_sample_get_info(Sample(lease));
            return info is null ? null : NativeText.Take(Native.LibGst.gst_structure_to_string(info));
        }

        set
        {
            using HandleLease lease = EnterWritable();
            _ = Native.LibGst.gst_sample_set_info(Sample(lease), GstSampleInfo.Parse(value));
        }
    }

    /// <summary>Gives the sample another buffer (<c>gst_sample_set_buffer</c>).</summary>
    /// <param name="buffer">Not given away: the sample takes a reference of its own. <see langword="null"/> for none.</param>
    /// <exception cref="InvalidOperationException">The sample is not writable, or a mapping of the old buffer is open.</exception>
    /// <exception cref="ObjectDisposedException">The sample or the buffer was disposed or given away.</exception>
    public void SetBuffer(GstBuffer? buffer)
    {
        using HandleLease lease = EnterWritable();
        using HandleLease bufferLease = new(buffer?.Handle);
        Native.GstBuffer* old = Native.LibGst.gst_sample_get_buffer(Sample(lease));
        BufferLender.RequireUnmapped(old);
        using KeptWhileChanging kept = new(Lending, old);
        Native.LibGst.gst_sample_set_buffer(Sample(lease), bufferLease.Buffer);
    }

    /// <summary>Gives the sample another list of buffers (<c>gst_sample_set_buffer_list</c>).</summary>
    /// <param name="list">Not given away: the sample takes a reference of its own. <see langword="null"/> for none.</param>
    /// <exception cref="InvalidOperationException">The sample is not writable, or a mapping of a buffer in the old list is open.</exception>
    /// <exception cref="ObjectDisposedException">The sample or the list was disposed or given away.</exception>
    public void SetBufferList(GstBufferList? list)
    {
        using HandleLease lease = EnterWritable();
        using HandleLease listLease = new(list?.Handle);
        Native.GstBufferList* old = Native.LibGst.gst_sample_get_buffer_list(Sample(lease));
        if (old is not null)
        {
            foreach (GstBufferRef buffer in new GstBufferListRef(old))
            {
                BufferLender.RequireUnmapped(buffer.Pointer);
            }
        }

        if (old is not null || list is not null)
        {
            using KeptWhileChanging kept = new(Lending, old);
            Native.LibGst.gst_sample_set_buffer_list(Sample(lease), (Native.GstBufferList*)listLease.Pointer);
        }
    }

    /// <summary>
    /// Makes sure that nobody else references this sample, with a shallow copy where somebody does, as
    /// <c>gst_mini_object_make_writable</c>. Buffer, list and caps of a copy are shared with the original, so the buffer stays
    /// as it is: not writable.
    /// </summary>
    /// <returns>Whether a copy was made; this object then owns the copy.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool MakeWritable()
    {
        MiniObjectHandle old = _handle;
        using HandleLease lease = new(old);
        if (Native.LibGst.gst_mini_object_is_writable(lease.MiniObject) != 0)
        {
            return false;
        }

        MiniObjectHandle copy = new((nint)Native.LibGst.gst_mini_object_copy(lease.MiniObject), nameof(GstSample));
        bool first = Interlocked.CompareExchange(ref _handle, copy, old) == old;
        (first ? old : copy).Dispose(); // when another thread was faster, its copy stands
        return true;
    }

    /// <summary>A shallow copy that shares buffer, list and caps (<c>gst_mini_object_copy</c>).</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstSample Copy()
    {
        using HandleLease lease = new(_handle);
        return new GstSample((nint)Native.LibGst.gst_mini_object_copy(lease.MiniObject));
    }

    /// <summary>Gives the reference away to C; this object is then as if disposed.</summary>
    /// <returns>The pointer, with one reference that the caller must release or pass on.</returns>
    /// <exception cref="ObjectDisposedException">It was disposed or given away before.</exception>
    public nint DangerousDetach() => _handle.Detach();

    /// <summary>A second owning object for the same sample (<c>gst_mini_object_ref</c>). While both exist the sample and its buffer are not writable.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public GstSample Retain() => new(_handle.AddReference());

    /// <summary>Releases the reference (<c>gst_mini_object_unref</c>), after calls and mappings that still run on it.</summary>
    public void Dispose() => _handle.Dispose();

    private static Native.GstSample* Sample(in HandleLease lease) => (Native.GstSample*)lease.Pointer;

    private Lending Lending => _lending ?? Interlocked.CompareExchange(ref _lending, new Lending(), null) ?? _lending;

    private HandleLease EnterWritable()
    {
        HandleLease lease = new(_handle);
        if (Native.LibGst.gst_mini_object_is_writable(lease.MiniObject) == 0)
        {
            int references = Volatile.Read(ref lease.MiniObject->refcount);
            lease.Dispose();
            throw new InvalidOperationException($"The sample is not writable: it has {references} references (an appsink keeps one on the sample it handed out). Call MakeWritable() first, or drop the other references.");
        }

        return lease;
    }

    /// <summary>Ends all borrows at a change, and releases what was there only when C is done: releasing may call back.</summary>
    private readonly ref struct KeptWhileChanging
    {
        private readonly Native.GstMiniObject* _old;

        internal KeptWhileChanging(Lending lending, void* old)
        {
            lending.Change();
            _old = old is null ? null : Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)old);
        }

        public void Dispose()
        {
            if (_old is not null)
            {
                Native.LibGst.gst_mini_object_unref(_old);
            }
        }
    }
}
