using Flags = GstMemInterop.Native.GstMemoryFlags;

namespace GstMemInterop;

/// <summary>
/// Changes of a buffer's memories. C's own functions merge a full buffer without asking whether that worked, replace without looking
/// whether the new memory could be locked, and free the old memories while the buffer is half changed. Here what can fail comes
/// first, then the change, and last the release of what was replaced, which may run code of the user.
/// </summary>
/// <remarks>The caller holds the buffer's <see cref="BufferChange"/>: it is writable, and nobody else changes it meanwhile.</remarks>
internal static unsafe class BufferMemories
{
    /// <summary>GST_BUFFER_MEM_MAX: no buffer of any GStreamer so far holds more.</summary>
    internal const int Most = 16;

    /// <summary>Inserts a memory, whose reference becomes the buffer's; given back is what the buffer could not take as it is.</summary>
    /// <exception cref="GstMapException">The memory, or what is in a full buffer, could not be copied; the buffer stays as it was, and the memory is released.</exception>
    internal static void Insert(Native.GstBuffer* buffer, int index, Native.GstMemory* memory)
    {
        try
        {
            memory = Holdable(memory);
            index = MakeRoom(buffer, index);
        }
        catch
        {
            Kept.Release(&memory->mini_object);
            throw;
        }

        Native.LibGst.gst_buffer_insert_memory(buffer, index, memory);
    }

    /// <summary>Removes memories; they are released when the buffer is whole again.</summary>
    internal static void Remove(Native.GstBuffer* buffer, int index, int count)
    {
        if (count == 0)
        {
            return;
        }

        Span<nint> old = stackalloc nint[Most];
        Keep(buffer, index, old = old[..count]);
        Native.LibGst.gst_buffer_remove_memory_range(buffer, (uint)index, count);
        Release(old);
    }

    /// <summary>Puts a memory that somebody gave, and may still hold, in the place of others. Its reference becomes the buffer's.</summary>
    /// <exception cref="GstMapException">The memory could neither be held nor copied; the buffer stays as it was, and the memory is released.</exception>
    internal static void Replace(Native.GstBuffer* buffer, int index, int count, Native.GstMemory* memory)
    {
        Span<nint> old = stackalloc nint[Most];
        Keep(buffer, index, old = old[..count]);
        try
        {
            memory = Holdable(memory);
        }
        catch
        {
            Kept.Release(&memory->mini_object);
            Release(old);
            throw;
        }

        // Not gst_buffer_replace_memory_range: it ignores a lock that it did not get. Inserting looks, and copies.
        Native.LibGst.gst_buffer_remove_memory_range(buffer, (uint)index, count);
        Native.LibGst.gst_buffer_insert_memory(buffer, index, memory);
        Release(old);
    }

    /// <summary>Puts a memory that nobody else holds in the place of others, with a reference of the buffer's own.</summary>
    internal static void Exchange(Native.GstBuffer* buffer, int index, int count, Native.GstMemory* memory)
    {
        Span<nint> old = stackalloc nint[Most];
        Keep(buffer, index, old = old[..count]);
        Kept.Reference(&memory->mini_object);
        Native.LibGst.gst_buffer_replace_memory_range(buffer, (uint)index, count, memory);
        Release(old);
    }

    /// <summary>A range of memories as one: the only one there is, or what they hold together in a new one (<c>gst_buffer_get_memory_range</c>).</summary>
    /// <param name="buffer">Stays as it is; it is kept while allocators run.</param>
    /// <param name="index">The first memory.</param>
    /// <param name="count">How many, at least one.</param>
    /// <param name="memory">The memory, with a reference for the caller.</param>
    internal static GstMapFailure TryGather(Native.GstBuffer* buffer, int index, int count, out Native.GstMemory* memory)
    {
        memory = null;
        if (count > 1 && !Room.Has(SizeOf(buffer, index, count)))
        {
            return GstMapFailure.OutOfMemory;
        }

        using Kept kept = new(buffer);
        memory = Native.LibGst.gst_buffer_get_memory_range(buffer, (uint)index, count);
        return memory is null ? GstMapFailure.AllocatorRefused : GstMapFailure.None;
    }

    /// <summary>The visible bytes of a range; where their sum is no number, the largest there is.</summary>
    internal static nuint SizeOf(Native.GstBuffer* buffer, int index, int count)
    {
        nuint sum = 0;
        for (int i = index; i < index + count; i++)
        {
            nuint size = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)i)->size;
            sum = size > nuint.MaxValue - sum ? nuint.MaxValue : sum + size;
        }

        return sum;
    }

    /// <summary>How many bytes a copy of the buffer copies: those of memories that cannot be shared; all of them for a deep one.</summary>
    internal static nuint SizeOfCopy(Native.GstBuffer* buffer, bool deep)
    {
        nuint sum = 0;
        uint count = Native.LibGst.gst_buffer_n_memory(buffer);
        for (uint i = 0; i < count; i++)
        {
            Native.GstMemory* memory = Native.LibGst.gst_buffer_peek_memory(buffer, i);
            if (deep || !CanShare(memory) || !Mapper.CanBeHeld(memory))
            {
                sum = memory->size > nuint.MaxValue - sum ? nuint.MaxValue : sum + memory->size;
            }
        }

        return sum;
    }

    /// <summary>Merges two or more memories into one, so that <paramref name="more"/> others find room in the buffer.</summary>
    /// <exception cref="GstMapException">They could not be merged; the buffer stays as it was.</exception>
    internal static void MakeRoomFor(Native.GstBuffer* buffer, int more)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(buffer);
        if (count > 1 && count + more > Most)
        {
            Merge(buffer, 0, count);
        }
    }

    /// <summary>Merges a range of memories into one.</summary>
    /// <exception cref="GstMapException">They could not be merged; the buffer stays as it was.</exception>
    internal static void Merge(Native.GstBuffer* buffer, int index, int count)
    {
        GstMapFailure failure = TryGather(buffer, index, count, out Native.GstMemory* merged);
        if (failure != GstMapFailure.None)
        {
            MapRefusal.Throw(failure, buffer);
        }

        Exchange(buffer, index, count, merged);
        Kept.Release(&merged->mini_object);
    }

    internal static bool CanShare(Native.GstMemory* memory) =>
        (memory->mini_object.flags & (uint)Flags.GST_MEMORY_FLAG_NO_SHARE) == 0 && memory->allocator is not null && memory->allocator->mem_share is not null;

    /// <summary>
    /// A full buffer takes another memory when others have been merged. C merges all of them, wherever the new one goes, and inserts
    /// it behind what is left; here only what lies on one side of it is merged, so that the bytes keep their order.
    /// </summary>
    /// <returns>The index at which the memory goes in now.</returns>
    private static int MakeRoom(Native.GstBuffer* buffer, int index)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(buffer);
        if (count < Most)
        {
            return index;
        }

        if (index < 0)
        {
            index = count;
        }

        if (index >= 2)
        {
            Merge(buffer, 0, index);
            return 1;
        }

        Merge(buffer, index, count - index);
        return index;
    }

    /// <summary>
    /// The memory itself, or, where it is mapped for writing while somebody holds it and so cannot be held once more, a copy in its
    /// place. C copies too, and complains when that fails.
    /// </summary>
    /// <exception cref="GstMapException">It could not be copied.</exception>
    private static Native.GstMemory* Holdable(Native.GstMemory* memory)
    {
        Mapper.ForgetEndedAccess(memory);
        if (Mapper.CanBeHeld(memory))
        {
            return memory;
        }

        Room.Require(memory->size, "a copy of the memory");
        Native.GstMemory* copy = Native.LibGst.gst_memory_copy(memory, 0, -1);
        if (copy is null)
        {
            MapRefusal.Throw(GstMapFailure.AlreadyMapped, memory);
        }

        if (!Mapper.CanBeHeld(copy) || copy->size != memory->size)
        {
            Kept.Release(&copy->mini_object);
            MapRefusal.Throw(GstMapFailure.AllocatorRefused, memory);
        }

        Kept.Release(&memory->mini_object);
        return copy;
    }

    private static void Keep(Native.GstBuffer* buffer, int index, Span<nint> memories)
    {
        for (int i = 0; i < memories.Length; i++)
        {
            memories[i] = (nint)Kept.Reference(&Native.LibGst.gst_buffer_peek_memory(buffer, (uint)(index + i))->mini_object);
        }
    }

    private static void Release(Span<nint> memories)
    {
        foreach (nint memory in memories)
        {
            Kept.Release((Native.GstMiniObject*)memory);
        }
    }
}
