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
/// <remarks>Valid until the handler returns; a default value, and one from an earlier call, throws <see cref="InvalidOperationException"/>. A copy of this struct is the same item.</remarks>
public readonly ref struct GstBufferListItem
{
    private readonly GstBufferListRef _list;
    private readonly ListVisit? _visit;
    private readonly ulong _number;
    private readonly int _index;

    internal GstBufferListItem(GstBufferListRef list, int index, ListVisit visit)
    {
        _list = list;
        _index = index;
        _visit = visit;
        _number = visit.Number;
    }

    /// <summary>
    /// Where in the list the buffer is, as the list is now: it is the index for <see cref="GstBufferListRef.this[int]"/>. Of buffers that
    /// were removed or taken before, no place is left, so two items in a row may have the same index (as with <c>GstBufferListFunc</c>);
    /// who needs the number that a buffer had at the beginning counts the calls.
    /// </summary>
    public int Index
    {
        get
        {
            _ = Visit;
            return _index;
        }
    }

    /// <summary>The buffer, borrowed (<c>gst_buffer_list_get</c>). Valid until it is replaced, taken or removed, or the handler returns.</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed.</exception>
    public GstBufferRef Buffer
    {
        get
        {
            RequireHere();
            return _list[_index];
        }
    }

    /// <summary>The buffer, borrowed and writable: where others hold it too, a copy takes its place first (as <c>gst_buffer_list_get_writable</c> does).</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed, the list is not writable, or it must be copied while a mapping of it is open.</exception>
    /// <exception cref="GstException">The buffer could not be copied; it stays as it was.</exception>
    public GstBufferRef GetWritable()
    {
        RequireHere();
        return _list.GetWritable(_index);
    }

    /// <summary>Puts another buffer in the place of this one, or where one was that was taken or removed (<c>gst_buffer_list_insert</c>).</summary>
    /// <param name="buffer">Given away to the list, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of the old buffer is open.</exception>
    public void Replace(GstBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        using GstBuffer given = GstBuffer.Adopt(buffer.DangerousDetach());
        ListVisit visit = Visit;
        if (visit.IsGone)
        {
            _list.Insert(_index, given);
            visit.IsGone = false;
        }
        else
        {
            _list.Replace(_index, given);
        }
    }

    /// <summary>Takes the buffer out of the list: it is yours (<c>gst_buffer_list_remove</c>).</summary>
    /// <returns>The buffer; dispose it, give it away, or put it back with <see cref="Replace"/>.</returns>
    /// <exception cref="InvalidOperationException">It was taken or removed before, the list is not writable, or a mapping of it is open.</exception>
    public GstBuffer Take()
    {
        ListVisit visit = RequireHere();
        GstBuffer taken = _list.TakeAt(_index);
        visit.IsGone = true;
        return taken;
    }

    /// <summary>Removes the buffer from the list (<c>gst_buffer_list_remove</c>).</summary>
    /// <exception cref="InvalidOperationException">It was taken or removed before, the list is not writable, or a mapping of it is open.</exception>
    public void Remove() => Take().Dispose();

    private ListVisit Visit
    {
        get
        {
            ListVisit? visit = _visit;
            if (visit is null || visit.Number != _number)
            {
                Throw.HandlerReturned(nameof(GstBufferListItem));
            }

            return visit;
        }
    }

    private ListVisit RequireHere()
    {
        ListVisit visit = Visit;
        return !visit.IsGone ? visit : throw new InvalidOperationException("The buffer was taken or removed from the list. Put one in its place with Replace(), or go on to the next.");
    }
}

/// <summary>What a handler did with the item it was called for: it stands here, so that copies of the item know it too.</summary>
internal sealed class ListVisit
{
    [ThreadStatic]
    private static ListVisit? t_idle;

    private ulong _last;

    private ListVisit()
    {
    }

    /// <summary>Which item's turn it is; 0 between them.</summary>
    internal ulong Number { get; private set; }

    internal bool IsGone { get; set; }

    internal static ListVisit Begin()
    {
        ListVisit visit = t_idle ?? new ListVisit();
        t_idle = null;
        return visit;
    }

    internal void Lend()
    {
        IsGone = false;
        Number = ++_last;
    }

    internal void End()
    {
        Number = 0;
        t_idle = this;
    }
}
