namespace GstMemInterop;

/// <summary>Handles one buffer on its way through a pad. Runs on the streaming thread; must not block for long.</summary>
/// <param name="probe">The buffer and what can be done with it; valid until the handler returns.</param>
/// <returns>
/// <see cref="GstPadProbeReturn.Ok"/> passes the buffer on, <see cref="GstPadProbeReturn.Drop"/> drops it,
/// <see cref="GstPadProbeReturn.Remove"/> passes it on and ends the probe, <see cref="GstPadProbeReturn.Handled"/> says that it was dealt with.
/// </returns>
public delegate GstPadProbeReturn BufferProbeHandler(ref BufferProbe probe);

/// <summary>As <see cref="BufferProbeHandler"/>, with a state of your own: a static handler then captures nothing.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="probe">The buffer and what can be done with it; valid until the handler returns.</param>
/// <param name="state">The state given to <c>AddBufferProbe</c>.</param>
/// <returns>What becomes of the buffer.</returns>
public delegate GstPadProbeReturn BufferProbeHandler<in TState>(ref BufferProbe probe, TState state);

/// <summary>
/// One buffer in a pad probe. The pad's reference is the probe's to use: none is added, so the buffer is as writable as it
/// can be, and where it is shared the writable copy is put back for the elements behind this pad only. Stands on <c>GstPadProbeInfo</c>.
/// </summary>
/// <remarks>Valid until the handler returns. For a buffer list the handler runs once for each buffer in it.</remarks>
public unsafe ref struct BufferProbe
{
    private readonly Native.GstPadProbeInfo* _info;
    private readonly int _listIndex;
    private bool _taken;
    private bool _copied;

    internal BufferProbe(Native.GstPadProbeInfo* info, int listIndex = -1)
    {
        _info = info;
        _listIndex = listIndex;
    }

    /// <summary>The buffer, borrowed (<c>GST_PAD_PROBE_INFO_BUFFER</c>). Valid until it is replaced, taken, or the handler returns; it notices, and then its members throw.</summary>
    /// <exception cref="InvalidOperationException">The buffer was taken.</exception>
    public readonly GstBufferRef Buffer => new(Current, lenderOwnsReference: !InList, BufferLender.Probe(_info, _listIndex));

    /// <summary>What the probe was called for (<c>GST_PAD_PROBE_INFO_TYPE</c>).</summary>
    public readonly GstPadProbeType Type => (GstPadProbeType)_info->type;

    /// <summary>Whether the buffer came in a list; <see cref="ListIndex"/> then says where.</summary>
    public readonly bool InList => _listIndex >= 0;

    /// <summary>The buffer's place in its list; -1 when it came alone.</summary>
    public readonly int ListIndex => _listIndex;

    /// <summary>Whether <see cref="MakeWritable"/> or <see cref="EditBuffer"/> had to copy, because others hold the buffer too (behind a <c>tee</c>, for example).</summary>
    public readonly bool BufferWasCopied => _copied;

    internal readonly bool WasTaken => _taken;

    /// <summary>What the pushing element gets when the handler returns <see cref="GstPadProbeReturn.Handled"/> (<c>GST_PAD_PROBE_INFO_FLOW_RETURN</c>).</summary>
    public readonly GstFlowReturn FlowReturn
    {
        get => (GstFlowReturn)_info->ABI.abi.flow_ret;
        set => _info->ABI.abi.flow_ret = (Native.GstFlowReturn)value;
    }

    /// <summary>
    /// Makes sure that the buffer may be changed: where others hold it too, a copy takes its place in this probe (the field store
    /// of <c>gst_mini_object_make_writable</c>). The bytes of the copy are shared until they are written.
    /// </summary>
    /// <returns>Whether a copy was made.</returns>
    /// <exception cref="GstException">The buffer could not be copied; it stays as it was.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or a mapping of it is open.</exception>
    public bool MakeWritable()
    {
        Native.GstBuffer* buffer = Current;
        if (InList)
        {
            return MakeWritableInList(buffer);
        }

        if (Mapper.IsWritable(buffer, lenderOwnsReference: true))
        {
            return false;
        }

        RequireUnmapped(buffer);
        _info->data = CopyOf((Native.GstMiniObject*)buffer);
        Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)buffer);
        return _copied = true;
    }

    /// <summary>Makes the buffer writable (<see cref="MakeWritable"/>) and maps it for editing in place (<c>gst_buffer_map</c> with <c>GST_MAP_READWRITE</c>).</summary>
    /// <returns>The mapping; dispose it before the handler returns.</returns>
    /// <exception cref="GstMapException">The bytes cannot be mapped; the exception says why and what to do.</exception>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    /// <exception cref="InvalidOperationException">The buffer was taken, or a mapping of it is open.</exception>
    public WriteMapping EditBuffer()
    {
        MakeWritable();
        return new GstBufferRef(Current, lenderOwnsReference: !InList).MapWrite();
    }

    /// <summary>Takes the buffer out of the stream (<c>GST_PAD_PROBE_INFO_DATA</c>): it is yours, and the handler must not return <see cref="GstPadProbeReturn.Ok"/> unless it puts one back with <see cref="ReplaceBuffer"/>.</summary>
    /// <returns>The buffer; dispose it or give it away.</returns>
    /// <exception cref="InvalidOperationException">It was taken before, or a mapping of it is open.</exception>
    public GstBuffer TakeBuffer()
    {
        Native.GstBuffer* buffer = Current;
        RequireUnmapped(buffer);
        if (InList)
        {
            Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)buffer);
            Native.LibGst.gst_buffer_list_remove(WritableList(), (uint)_listIndex, 1);
        }
        else
        {
            _info->data = null;
        }

        _taken = true;
        return GstBuffer.Adopt((nint)buffer);
    }

    /// <summary>Lets another buffer pass in place of this one (or in place of one that was taken): <c>GST_PAD_PROBE_INFO_DATA</c> is set to it.</summary>
    /// <param name="replacement">Given away to the stream.</param>
    /// <exception cref="InvalidOperationException">A mapping of the old buffer is open.</exception>
    public void ReplaceBuffer(GstBuffer replacement)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        if (!_taken)
        {
            RequireUnmapped(Current);
        }

        if (InList)
        {
            Native.GstBufferList* list = WritableList();
            if (!_taken)
            {
                Native.LibGst.gst_buffer_list_remove(list, (uint)_listIndex, 1);
            }

            _taken = true; // should the next line throw, the old one is gone
            Native.LibGst.gst_buffer_list_insert(list, _listIndex, (Native.GstBuffer*)replacement.DangerousDetach());
        }
        else
        {
            void* old = _info->data;
            _info->data = (void*)replacement.DangerousDetach();
            if (old is not null)
            {
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)old);
            }
        }

        _taken = false;
    }

    internal void RemoveFromList() => Native.LibGst.gst_buffer_list_remove(WritableList(), (uint)_listIndex, 1);

    private readonly Native.GstBuffer* Current
    {
        get
        {
            if (_taken)
            {
                throw new InvalidOperationException("The buffer was taken out of the stream. Use the GstBuffer that TakeBuffer() returned, or put one back with ReplaceBuffer().");
            }

            return InList ? Native.LibGst.gst_buffer_list_get((Native.GstBufferList*)_info->data, (uint)_listIndex) : (Native.GstBuffer*)_info->data;
        }
    }

    private bool MakeWritableInList(Native.GstBuffer* buffer)
    {
        if (Mapper.IsWritable(buffer, lenderOwnsReference: false))
        {
            return false;
        }

        RequireUnmapped(buffer);
        Native.LibGst.gst_buffer_list_get_writable(WritableList(), (uint)_listIndex);
        return _copied = true;
    }

    /// <summary>The list, after a copy of it took its place where others hold it too.</summary>
    private readonly Native.GstBufferList* WritableList()
    {
        Native.GstMiniObject* list = (Native.GstMiniObject*)_info->data;
        if (Volatile.Read(ref list->refcount) != 1)
        {
            _info->data = CopyOf(list);
            Native.LibGst.gst_mini_object_unref(list);
        }

        return (Native.GstBufferList*)_info->data;
    }

    private static void* CopyOf(Native.GstMiniObject* original)
    {
        void* copy = Native.LibGst.gst_mini_object_copy(original);
        return copy is not null ? copy : throw new GstException("The buffer could not be copied: a memory in it cannot be mapped or its allocator refused.");
    }

    /// <summary>A mapping of a borrowed buffer lives on the buffer: it must end before the buffer may go.</summary>
    private static void RequireUnmapped(Native.GstBuffer* buffer)
    {
        if (MapSlots.CurrentOrNull is { } slots && slots.IsMapped((nint)buffer))
        {
            throw new InvalidOperationException("A mapping of this buffer is open. Dispose it before the buffer is copied, taken or replaced.");
        }
    }
}
