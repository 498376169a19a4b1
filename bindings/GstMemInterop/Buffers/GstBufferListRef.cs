using System.Diagnostics;

namespace GstMemInterop;

/// <summary>
/// Borrows somebody else's list of buffers: the one in a sample, in a probe, or behind a pointer from another binding. No
/// reference is taken, so the list and its buffers stay as writable as they were. Stands on <c>GstBufferList</c>.
/// </summary>
/// <remarks>
/// The compiler keeps a borrow on the stack; it is valid as long as the scope that lent it, and until the sample or probe that
/// it came from gets another one: it notices, and then its members throw. A buffer borrowed out of the list is valid until it is
/// removed or replaced, or until the list goes; it notices too. Not for use from several threads at once while writable.
/// </remarks>
[DebuggerDisplay("GstBufferList of {Count}")]
public readonly unsafe ref partial struct GstBufferListRef
{
    private readonly Native.GstBufferList* _list;
    private readonly NativeHandle? _owner;
    private readonly BufferLender _lender;

    internal GstBufferListRef(Native.GstBufferList* list, NativeHandle? owner = null, BufferLender lender = default)
    {
        _list = list;
        _owner = owner;
        _lender = lender;
    }

    /// <summary>Borrows the list behind a pointer that somebody else keeps alive for the whole scope.</summary>
    /// <param name="pointer">A valid <c>GstBufferList*</c>.</param>
    /// <returns>The borrow. No reference is taken.</returns>
    /// <exception cref="ArgumentException">The pointer is null.</exception>
    public static GstBufferListRef Borrow(nint pointer)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nameof(GstBufferList));
        }

        GStreamer.EnsureInitialized();
        return new GstBufferListRef((Native.GstBufferList*)pointer);
    }

    /// <summary>Whether this is a default value that borrows nothing.</summary>
    public bool IsNull => _list is null;

    /// <summary>The native pointer; no reference is added.</summary>
    public nint DangerousHandle => (nint)_list;

    /// <summary>How many references exist on the list (<c>GST_MINI_OBJECT_REFCOUNT_VALUE</c>). For diagnosis: other threads may change it at any time.</summary>
    public int ReferenceCount { get { using HandleLease lease = Enter(); return Volatile.Read(ref ((Native.GstMiniObject*)_list)->refcount); } }

    /// <summary>Whether buffers may be added, removed and replaced: nobody else references the list (<c>gst_mini_object_is_writable</c>).</summary>
    public bool IsWritable { get { using HandleLease lease = Enter(); return Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)_list) != 0; } }

    /// <summary>How many buffers the list holds (<c>gst_buffer_list_length</c>).</summary>
    public int Count { get { using HandleLease lease = Enter(); return (int)Native.LibGst.gst_buffer_list_length(_list); } }

    /// <summary>Borrows one of the buffers (<c>gst_buffer_list_get</c>). It is writable only while the list is, and only the list holds it; see <see cref="GetWritable"/>.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The borrow; valid until the buffer is removed or replaced, or the list goes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    public GstBufferRef this[int index]
    {
        get
        {
            using HandleLease lease = Enter();
            return Lend(At(index), index);
        }
    }

    /// <summary>The visible bytes of all buffers together (<c>gst_buffer_list_calculate_size</c>). Goes through the whole list.</summary>
    public nuint CalculateSize()
    {
        using HandleLease lease = Enter();
        return Native.LibGst.gst_buffer_list_calculate_size(_list);
    }

    /// <summary>An owning handle on the same list (<c>gst_mini_object_ref</c>). While both exist neither the list nor its buffers are writable.</summary>
    public GstBufferList Retain()
    {
        using HandleLease lease = Enter();
        return GstBufferList.Retain((nint)_list);
    }

    /// <summary>A shallow copy: a list of its own that shares the buffers (<c>gst_mini_object_copy</c>). While both lists hold a buffer it is not writable in either; <see cref="GetWritable"/> copies it.</summary>
    public GstBufferList Copy()
    {
        using HandleLease lease = Enter();
        return GstBufferList.Adopt((nint)Native.LibGst.gst_mini_object_copy((Native.GstMiniObject*)_list));
    }

    /// <summary>A deep copy: buffers, metadata and bytes (<c>gst_buffer_copy_deep</c> for each, as <c>gst_buffer_list_copy_deep</c> does).</summary>
    /// <exception cref="GstException">A buffer could not be copied. C would leave it out and go on.</exception>
    public GstBufferList CopyDeep()
    {
        using HandleLease lease = Enter();
        GstBufferList copy = GstBufferList.Create(Count);
        try
        {
            foreach (GstBufferRef buffer in this)
            {
                copy.Add(buffer.CopyDeep());
            }
        }
        catch
        {
            copy.Dispose();
            throw;
        }

        return copy;
    }

    /// <summary>Goes through the borrowed buffers, over <c>gst_buffer_list_get</c>; allocates nothing. Buffers may be added and removed meanwhile: it goes by index. To edit, see <see cref="ForEach"/>.</summary>
    public Enumerator GetEnumerator() => new(this);

    internal Native.GstBufferList* Pointer => _list;

    private GstBufferRef Lend(Native.GstBuffer* buffer, int index) => new(buffer, lenderOwnsReference: false, _lender.Item(_list, index, _owner), _owner);

    private Native.GstBuffer* At(int index)
    {
        int count = (int)Native.LibGst.gst_buffer_list_length(_list);
        if ((uint)index >= (uint)count)
        {
            Throw.IndexOutOfRange("buffers of the list", index, count);
        }

        return Native.LibGst.gst_buffer_list_get(_list, (uint)index);
    }

    private HandleLease Enter()
    {
        if (_list is null)
        {
            Throw.DefaultBorrow(nameof(GstBufferListRef));
        }

        HandleLease lease = new(_owner);
        if (!_lender.StillLends)
        {
            lease.Dispose();
            throw new InvalidOperationException("The sample or probe no longer holds this list: it was replaced or taken, or the handler returned. Borrow it again.");
        }

        return lease;
    }

    /// <summary>Goes through the buffers of a list by index; lives on the stack. Stands on <c>gst_buffer_list_get</c>.</summary>
    public ref struct Enumerator
    {
        private readonly GstBufferListRef _list;
        private int _index;

        internal Enumerator(GstBufferListRef list)
        {
            _list = list;
            _index = -1;
        }

        /// <summary>The buffer, borrowed; valid until it is removed or replaced, or the list goes.</summary>
        public readonly GstBufferRef Current => _list[_index];

        /// <summary>Goes on to the next buffer; <see langword="false"/> behind the last one.</summary>
        public bool MoveNext() => ++_index < _list.Count;
    }
}
