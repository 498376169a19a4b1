namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferListRef
{
    /// <summary>Borrows one of the buffers for editing: where others hold it too, a shallow copy takes its place in the list first (as <c>gst_buffer_list_get_writable</c> does). The copy's bytes are shared until they are written.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The borrow, writable; valid until the buffer is removed or replaced, or the list goes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or the buffer must be copied while a mapping of it is open.</exception>
    /// <exception cref="GstException">The buffer could not be copied; it stays as it was.</exception>
    public GstBufferRef GetWritable(int index)
    {
        using HandleLease lease = EnterWritable();
        Native.GstBuffer* buffer = At(index);
        if (!Mapper.IsWritable(buffer, lenderOwnsReference: false))
        {
            Replace(index, GstBuffer.CopyFrom(buffer));
        }

        return Lend(At(index), index);
    }

    /// <summary>Appends a buffer (<c>gst_buffer_list_insert</c>).</summary>
    /// <param name="buffer">Given away to the list, also when the call throws.</param>
    /// <exception cref="InvalidOperationException">The list is not writable.</exception>
    public void Add(GstBuffer buffer)
    {
        using GstBuffer given = TakeOver(buffer);
        using HandleLease lease = EnterWritable();
        PutIn(-1, (Native.GstBuffer*)given.DangerousDetach());
    }

    /// <summary>Inserts a buffer; those behind move up (<c>gst_buffer_list_insert</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/>.</param>
    /// <param name="buffer">Given away to the list, also when the call throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the list.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable.</exception>
    public void Insert(int index, GstBuffer buffer)
    {
        using GstBuffer given = TakeOver(buffer);
        using HandleLease lease = EnterWritable();
        int count = (int)Native.LibGst.gst_buffer_list_length(_list);
        if ((uint)index > (uint)count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"A list of {count} buffers takes a new one at 0 to {count}.");
        }

        PutIn(index, (Native.GstBuffer*)given.DangerousDetach());
    }

    /// <summary>Puts a buffer in the place of another, whose reference the list releases (<c>gst_buffer_list_insert</c>, <c>gst_buffer_list_remove</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <param name="buffer">Given away to the list, also when the call throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of the old buffer is open.</exception>
    public void Replace(int index, GstBuffer buffer)
    {
        using GstBuffer given = TakeOver(buffer);
        using HandleLease lease = EnterWritable();
        BufferLender.RequireUnmapped(At(index));
        PutIn(index, (Native.GstBuffer*)given.DangerousDetach());
        RemoveThenRelease(index + 1, 1);
    }

    /// <summary>Removes one buffer and releases the list's reference on it (<c>gst_buffer_list_remove</c>).</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of the buffer is open.</exception>
    public void RemoveAt(int index)
    {
        using HandleLease lease = EnterWritable();
        BufferLender.RequireUnmapped(At(index));
        RemoveThenRelease(index, 1);
    }

    /// <summary>Removes some buffers and releases the list's references on them (<c>gst_buffer_list_remove</c>).</summary>
    /// <param name="index">The first buffer to remove.</param>
    /// <param name="count">How many; zero removes nothing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the list.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of one of them is open.</exception>
    public void RemoveRange(int index, int count)
    {
        using HandleLease lease = EnterUnmapped(index, count);
        RemoveThenRelease(index, count);
    }

    /// <summary>Removes all buffers and releases the list's references on them (<c>gst_buffer_list_remove</c>).</summary>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of one of them is open.</exception>
    public void Clear() => RemoveRange(0, Count);

    /// <summary>Takes one buffer out of the list: it is yours (<c>gst_buffer_list_remove</c>), and writable when nobody else holds it.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <returns>The buffer; dispose it or give it away.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such buffer.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of the buffer is open.</exception>
    public GstBuffer TakeAt(int index)
    {
        using HandleLease lease = EnterWritable();
        Native.GstBuffer* buffer = At(index);
        BufferLender.RequireUnmapped(buffer);
        GstBuffer taken = GstBuffer.Retain((nint)buffer);
        Native.LibGst.gst_buffer_list_remove(_list, (uint)index, 1);
        return taken;
    }

    /// <summary>Takes all buffers out of the list: they are yours, and the list is empty (<c>gst_buffer_list_remove</c>).</summary>
    /// <returns>The buffers in order; dispose each or give it away.</returns>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of one of them is open.</exception>
    public GstBuffer[] Drain() => Drain(0, Count);

    /// <summary>Takes some buffers out of the list: they are yours (<c>gst_buffer_list_remove</c>).</summary>
    /// <param name="index">The first buffer to take.</param>
    /// <param name="count">How many; zero takes nothing.</param>
    /// <returns>The buffers in order; dispose each or give it away.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the list.</exception>
    /// <exception cref="InvalidOperationException">The list is not writable, or a mapping of one of them is open.</exception>
    public GstBuffer[] Drain(int index, int count)
    {
        using HandleLease lease = EnterUnmapped(index, count);
        GstBuffer[] taken = new GstBuffer[count];
        for (int i = 0; i < count; i++)
        {
            taken[i] = GstBuffer.Retain((nint)Native.LibGst.gst_buffer_list_get(_list, (uint)(index + i)));
        }

        if (count > 0)
        {
            Native.LibGst.gst_buffer_list_remove(_list, (uint)index, (uint)count);
        }

        return taken;
    }

    /// <summary>Calls a handler for each buffer in order; it may edit, replace, take or remove the one it is called for (what <c>gst_buffer_list_foreach</c> offers, without a call from C).</summary>
    /// <param name="handler">Answers whether to go on.</param>
    /// <returns>Whether the handler never asked to stop; <see langword="true"/> for an empty list.</returns>
    /// <remarks>Buffers that the handler appends are not visited. An exception in the handler ends the loop and comes out here; what was done to the list stays done.</remarks>
    public bool ForEach(GstBufferListHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return ForEach(static (ref GstBufferListItem item, GstBufferListHandler handler) => handler(ref item), handler);
    }

    /// <summary>As <see cref="ForEach(GstBufferListHandler)"/>, with a state of your own: a static handler then captures nothing (what <c>gst_buffer_list_foreach</c> offers, without a call from C).</summary>
    /// <typeparam name="TState">The state's type.</typeparam>
    /// <param name="handler">Answers whether to go on.</param>
    /// <param name="state">Handed to each call.</param>
    /// <returns>Whether the handler never asked to stop; <see langword="true"/> for an empty list.</returns>
    public bool ForEach<TState>(GstBufferListHandler<TState> handler, TState state)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ListVisit visit = ListVisit.Begin();
        try
        {
            int end = Count;
            for (int i = 0; i < Math.Min(end, Count);)
            {
                visit.Lend();
                GstBufferListItem item = new(this, i, visit);
                bool goOn = handler(ref item, state);
                if (visit.IsGone)
                {
                    end--;
                }
                else
                {
                    i++;
                }

                if (!goOn)
                {
                    return false;
                }
            }

            return true;
        }
        finally
        {
            visit.End();
        }
    }

    /// <summary>Inserts a buffer, and lets the borrows know that are older than it.</summary>
    private void PutIn(int index, Native.GstBuffer* given)
    {
        Arrivals.Add(ref Arrivals.Of(_lender, _owner), given);
        Native.LibGst.gst_buffer_list_insert(_list, index, given);
    }

    private HandleLease EnterWritable()
    {
        HandleLease lease = Enter();
        if (Native.LibGst.gst_mini_object_is_writable((Native.GstMiniObject*)_list) == 0)
        {
            int references = ReferenceCount;
            lease.Dispose();
            throw new InvalidOperationException($"The list is not writable: it has {references} references, or sits in a sample that is shared. Call MakeWritable() first, or drop the other references.");
        }

        return lease;
    }

    private HandleLease EnterUnmapped(int index, int count)
    {
        HandleLease lease = EnterWritable();
        try
        {
            int total = (int)Native.LibGst.gst_buffer_list_length(_list);
            if ((uint)index > (uint)total || (uint)count > (uint)(total - index))
            {
                throw new ArgumentOutOfRangeException(nameof(index), $"Buffers {index} to {index + (long)count - 1} are not all in a list of {total} buffers.");
            }

            for (int i = index; i < index + count; i++)
            {
                BufferLender.RequireUnmapped(Native.LibGst.gst_buffer_list_get(_list, (uint)i));
            }

            return lease;
        }
        catch
        {
            lease.Dispose();
            throw;
        }
    }

    /// <summary>C releases what it removes before it has closed the gap, and a release may call back into this very list: so ours comes last.</summary>
    private void RemoveThenRelease(int index, int count)
    {
        if (count == 0)
        {
            return;
        }

        Span<nint> removed = count <= 32 ? stackalloc nint[count] : new nint[count];
        for (int i = 0; i < count; i++)
        {
            removed[i] = (nint)Native.LibGst.gst_mini_object_ref((Native.GstMiniObject*)Native.LibGst.gst_buffer_list_get(_list, (uint)(index + i)));
        }

        Native.LibGst.gst_buffer_list_remove(_list, (uint)index, (uint)count);
        foreach (nint buffer in removed)
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)buffer);
        }
    }

    /// <summary>A buffer that was given to us: the caller's object ends here and now; ours goes to C, or is released when the call does not get that far.</summary>
    private static GstBuffer TakeOver(GstBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return GstBuffer.Adopt(buffer.DangerousDetach());
    }
}
