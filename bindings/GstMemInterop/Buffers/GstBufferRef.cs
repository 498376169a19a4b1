using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Borrows somebody else's buffer: the one in a probe, in a sample, or behind a pointer from another binding. No reference
/// is taken, so the buffer stays as writable as it was. Stands on <c>GstBuffer</c>.
/// </summary>
/// <remarks>The compiler keeps a borrow on the stack; it is valid as long as the scope that lent it. Not for use from several threads at once while writable.</remarks>
[DebuggerDisplay("GstBuffer {Size} bytes, pts {Pts}")]
public readonly unsafe ref partial struct GstBufferRef
{
    private const uint LockableFlag = 1;

    private readonly Native.GstBuffer* _buffer;
    private readonly NativeHandle? _owner;

    // Whoever lends a buffer whose only reference is theirs to use (a probe, an owning GstBuffer) says so: a reference
    // count of one then proves that no list or sample holds it, and the slow question to C can be saved. The buffer stays while a
    // mapping of it is open: such a lender is leased by the mapping, or ends what was left open when it takes the buffer back.
    private readonly bool _lenderOwnsReference;

    private readonly BufferLender _lender;

    internal GstBufferRef(Native.GstBuffer* buffer, bool lenderOwnsReference, NativeHandle? owner = null)
    {
        _buffer = buffer;
        _lenderOwnsReference = lenderOwnsReference;
        _owner = owner;
    }

    internal GstBufferRef(Native.GstBuffer* buffer, bool lenderOwnsReference, BufferLender lender, NativeHandle? owner = null)
        : this(buffer, lenderOwnsReference, owner) => _lender = lender;

    /// <summary>Borrows the buffer behind a pointer that somebody else keeps alive for the whole scope, and until every mapping made through the borrow has ended.</summary>
    /// <param name="pointer">A valid <c>GstBuffer*</c>.</param>
    /// <returns>The borrow. No reference is taken.</returns>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBuffer));
        }

        GStreamer.EnsureInitialized();
        return new GstBufferRef((Native.GstBuffer*)pointer, lenderOwnsReference: false);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _buffer is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_buffer;

    /// <summary>How many references exist (<c>GST_MINI_OBJECT_REFCOUNT_VALUE</c>). For diagnosis: other threads may change it at any time.</summary>
    public int ReferenceCount { get { using HandleLease lease = Enter(); return Volatile.Read(ref _buffer->mini_object.refcount); } }

    /// <summary>Whether metadata and memories may be changed: nobody else references the buffer (<c>gst_mini_object_is_writable</c>).</summary>
    public bool IsWritable
    {
        get
        {
            using HandleLease lease = Enter();
            return Mapper.IsWritable(_buffer, _lenderOwnsReference);
        }
    }

    /// <summary>Presentation time (<c>GST_BUFFER_PTS</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstClockTime Pts
    {
        get { using HandleLease lease = Enter(); return new(_buffer->pts); }
        set { using HandleLease lease = EnterWritable(); _buffer->pts = value.Nanoseconds; }
    }

    /// <summary>Decoding time (<c>GST_BUFFER_DTS</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstClockTime Dts
    {
        get { using HandleLease lease = Enter(); return new(_buffer->dts); }
        set { using HandleLease lease = EnterWritable(); _buffer->dts = value.Nanoseconds; }
    }

    /// <summary>Decoding time where there is one, else presentation time (<c>GST_BUFFER_DTS_OR_PTS</c>).</summary>
    public GstClockTime DtsOrPts => Dts is { HasValue: true } dts ? dts : Pts;

    /// <summary>How long the data lasts (<c>GST_BUFFER_DURATION</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstClockTime Duration
    {
        get { using HandleLease lease = Enter(); return new(_buffer->duration); }
        set { using HandleLease lease = EnterWritable(); _buffer->duration = value.Nanoseconds; }
    }

    /// <summary>Position in the stream in media units: bytes, frames or samples; <see langword="null"/> when none (<c>GST_BUFFER_OFFSET</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public ulong? Offset
    {
        get { using HandleLease lease = Enter(); return _buffer->offset == ulong.MaxValue ? null : _buffer->offset; }
        set { using HandleLease lease = EnterWritable(); _buffer->offset = value ?? ulong.MaxValue; }
    }

    /// <summary>Position after the last byte, frame or sample; <see langword="null"/> when none (<c>GST_BUFFER_OFFSET_END</c>).</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public ulong? OffsetEnd
    {
        get { using HandleLease lease = Enter(); return _buffer->offset_end == ulong.MaxValue ? null : _buffer->offset_end; }
        set { using HandleLease lease = EnterWritable(); _buffer->offset_end = value ?? ulong.MaxValue; }
    }

    /// <summary>The buffer's flags (<c>GST_BUFFER_FLAGS</c>). Setting replaces all of them; bits that this library does not know are kept as given.</summary>
    /// <exception cref="InvalidOperationException">Set on a buffer that is not writable.</exception>
    public GstBufferFlags Flags
    {
        get { using HandleLease lease = Enter(); return (GstBufferFlags)(_buffer->mini_object.flags & ~LockableFlag); }
        set { using HandleLease lease = EnterWritable(); _buffer->mini_object.flags = (_buffer->mini_object.flags & LockableFlag) | ((uint)value & ~LockableFlag); }
    }

    /// <summary>Whether the buffer has all of these flags (<c>gst_buffer_has_flags</c>, as it is documented: C answers yes for any of them).</summary>
    /// <param name="flags">One or several.</param>
    public bool HasFlags(GstBufferFlags flags) => (Flags & flags) == flags;

    /// <summary>Adds flags; the others stay (<c>gst_buffer_set_flags</c>).</summary>
    /// <param name="flags">One or several; bits that this library does not know are set too.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void SetFlags(GstBufferFlags flags)
    {
        using HandleLease lease = EnterWritable();
        _buffer->mini_object.flags |= (uint)flags & ~LockableFlag;
    }

    /// <summary>Takes flags away; the others stay (<c>gst_buffer_unset_flags</c>).</summary>
    /// <param name="flags">One or several; bits that this library does not know are cleared too.</param>
    /// <exception cref="InvalidOperationException">The buffer is not writable.</exception>
    public void UnsetFlags(GstBufferFlags flags)
    {
        using HandleLease lease = EnterWritable();
        _buffer->mini_object.flags &= ~(uint)flags | LockableFlag;
    }

    /// <summary>An owning handle on the same buffer (<c>gst_mini_object_ref</c>). While both exist the buffer is not writable.</summary>
    public GstBuffer Retain()
    {
        using HandleLease lease = Enter();
        return GstBuffer.Retain((nint)_buffer);
    }

    /// <summary>A shallow copy: metadata is copied, bytes are shared until one side writes (<c>gst_mini_object_copy</c>).</summary>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    public GstBuffer Copy()
    {
        using HandleLease lease = Enter();
        return GstBuffer.CopyFrom(_buffer);
    }

    /// <summary>A deep copy: metadata and bytes (<c>gst_buffer_copy_deep</c>).</summary>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    public GstBuffer CopyDeep()
    {
        using HandleLease lease = Enter();
        return GstBuffer.Adopt((nint)BufferCopy.Of(_buffer, deep: true));
    }

    /// <summary>A buffer over a range of this one's bytes, sharing where the memory allows (<c>gst_buffer_copy_region</c>).</summary>
    /// <param name="flags">Which metadata to copy; <see cref="GstBufferCopyFlags.Memory"/> is implied.</param>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer.</exception>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    public GstBuffer CopyRegion(GstBufferCopyFlags flags, nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, Native.LibGst.gst_buffer_get_size(_buffer));
        GstBuffer region = GstBuffer.Create();
        try
        {
            using Kept kept = new(_buffer);
            BufferCopy.Into((Native.GstBuffer*)region.DangerousHandle, _buffer, flags | GstBufferCopyFlags.Memory, offset, size);
            return region;
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    /// <summary>Copies metadata and memory of a range of this buffer into another one (<c>gst_buffer_copy_into</c>).</summary>
    /// <param name="destination">A writable buffer; memories are appended to its own.</param>
    /// <param name="flags">What to copy.</param>
    /// <param name="offset">First byte of the range; used with <see cref="GstBufferCopyFlags.Memory"/>.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside this buffer.</exception>
    /// <exception cref="InvalidOperationException">The destination is not writable, is mapped, or is this buffer itself.</exception>
    /// <exception cref="GstException">The memory could not be copied.</exception>
    public void CopyInto(GstBufferRef destination, GstBufferCopyFlags flags, nuint offset, nuint size)
    {
        using HandleLease lease = Enter();
        Throw.IfOutside(offset, size, Native.LibGst.gst_buffer_get_size(_buffer));
        using BufferChange change = destination.EnterChange();
        if (destination._buffer == _buffer)
        {
            throw new InvalidOperationException("A buffer cannot be copied into itself. Copy() it first.");
        }

        using Kept kept = new(_buffer);
        BufferCopy.Into(destination._buffer, _buffer, flags, offset, size);
    }

    /// <summary>Appends another buffer's memories to this one (<c>gst_buffer_append</c>): they are shared, not copied, where they can be.</summary>
    /// <param name="other">Given away, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">This buffer is not writable, or a mapping of it is open, or the other is this one itself.</exception>
    /// <exception cref="GstException">The memory could not be copied.</exception>
    public void Append(GstBuffer other)
    {
        using GstBuffer given = TakeOver(other);
        given.CopyInto(this, GstBufferCopyFlags.Memory, 0, given.Size);
    }

    /// <summary>Appends a range of another buffer's bytes to this one (<c>gst_buffer_append_region</c>): they are shared, not copied, where they can be.</summary>
    /// <param name="other">Given away, also when the call throws.</param>
    /// <param name="offset">First byte of the range.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the other buffer.</exception>
    /// <exception cref="InvalidOperationException">This buffer is not writable, or a mapping of it is open, or the other is this one itself.</exception>
    /// <exception cref="GstException">The memory could not be copied.</exception>
    public void AppendRegion(GstBuffer other, nuint offset, nuint size)
    {
        using GstBuffer given = TakeOver(other);
        given.CopyInto(this, GstBufferCopyFlags.Memory, offset, size);
    }

    internal Native.GstBuffer* Pointer => _buffer;

    /// <summary>A buffer that was given to us: the caller's object ends here and now, and ours with the call.</summary>
    private static GstBuffer TakeOver(GstBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return GstBuffer.Adopt(buffer.DangerousDetach());
    }

    internal HandleLease Enter()
    {
        HandleLease lease = new(_owner);
        if (_buffer is null)
        {
            lease.Dispose();
            Throw.DefaultBorrow(nameof(GstBufferRef));
        }

        if (!_lender.StillHolds(_buffer, _owner))
        {
            lease.Dispose();
            throw new InvalidOperationException("The list, sample or probe no longer holds this buffer: it was replaced, removed or taken. Borrow it again.");
        }

        return lease;
    }

    private HandleLease EnterWritable()
    {
        HandleLease lease = Enter();
        if (!Mapper.IsWritable(_buffer, _lenderOwnsReference))
        {
            string reason = $"The buffer is not writable: it has {Volatile.Read(ref _buffer->mini_object.refcount)} references, or sits in a list or sample that is shared. {MapRefusal.HowToMakeWritable}";
            lease.Dispose();
            throw new InvalidOperationException(reason);
        }

        return lease;
    }
}
