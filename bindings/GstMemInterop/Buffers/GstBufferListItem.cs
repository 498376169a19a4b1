namespace GstMemInterop;

/// <summary>Handles one buffer of a list. See <see cref="GstBufferListRef.ForEach(GstBufferListHandler)"/>.</summary>
/// <param name="item">The buffer and what can be done with it; valid until the handler returns.</param>
/// <returns>Whether to go on with the next buffer.</returns>
public delegate bool GstBufferListHandler(ref GstBufferListItem item);

/// <summary>As <see cref="GstBufferListHandler"/>, with a state of your own: a static handler then captures nothing.</summary>
/// <typeparam name="TState">The state's type.</typeparam>
/// <param name="item">The buffer and what can be done with it; valid until the handler returns.</param>
/// <param name="state">The state given to <c>ForEach</c>.</param>
/// <returns>Whether to go on with the next buffer.</returns>
public delegate bool GstBufferListHandler<in TState>(ref GstBufferListItem item, TState state);

/// <summary>One buffer of a list while <see cref="GstBufferListRef.ForEach(GstBufferListHandler)"/> goes through it. Every change happens at once. Stands on what a <c>GstBufferListFunc</c> may do.</summary>
public ref struct GstBufferListItem
{
    private readonly GstBufferListRef _list;

    internal GstBufferListItem(GstBufferListRef list, int index)
    {
        _list = list;
        Index = index;
    }

    /// <summary>Where in the list the buffer is; buffers removed before do not count (the index of <c>GstBufferListFunc</c>).</summary>
    public int Index { get; }

    /// <summary>The buffer, borrowed (<c>gst_buffer_list_get</c>). Valid until it is replaced, taken or removed, or the handler returns.</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed.</exception>
    public readonly GstBufferRef Buffer
    {
        get
        {
            RequireHere();
            return _list[Index];
        }
    }

    /// <summary>The buffer, borrowed and writable: where others hold it too, a copy takes its place first (as <c>gst_buffer_list_get_writable</c> does).</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed, the list is not writable, or it must be copied while a mapping of it is open.</exception>
    /// <exception cref="GstException">The buffer could not be copied; it stays as it was.</exception>
    public readonly GstBufferRef GetWritable()
    {
        RequireHere();
        return _list.GetWritable(Index);
    }

    /// <summary>Puts another buffer in the place of this one, or where one was that was taken or removed (<c>gst_buffer_list_insert</c>).</summary>
    /// <param name="buffer">Given away to the list, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of the old buffer is open.</exception>
    public void Replace(GstBuffer buffer)
    {
        if (IsGone)
        {
            _list.Insert(Index, buffer);
            IsGone = false;
        }
        else
        {
            _list.Replace(Index, buffer);
        }
    }

    /// <summary>Takes the buffer out of the list: it is yours (<c>gst_buffer_list_remove</c>).</summary>
    /// <returns>The buffer; dispose it, give it away, or put it back with <see cref="Replace"/>.</returns>
    /// <exception cref="InvalidOperationException">It was taken or removed before, the list is not writable, or a mapping of it is open.</exception>
    public GstBuffer Take()
    {
        RequireHere();
        GstBuffer taken = _list.TakeAt(Index);
        IsGone = true;
        return taken;
    }

    /// <summary>Removes the buffer from the list (<c>gst_buffer_list_remove</c>).</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed before, the list is not writable, or a mapping of it is open.</exception>
    public void Remove()
    {
        RequireHere();
        _list.RemoveAt(Index);
        IsGone = true;
    }

    internal bool IsGone { get; private set; }

    private readonly void RequireHere()
    {
        if (IsGone)
        {
            throw new InvalidOperationException("The buffer was taken or removed from the list. Put one in its place with Replace(), or go on to the next.");
        }
    }
}
