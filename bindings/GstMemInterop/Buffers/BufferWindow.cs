namespace GstMemInterop;

/// <summary>
/// Moves the visible window of several memories. C lets only the last one grow, also when it is empty and the one before it ends the
/// bytes, and trusts the sizes it was given; here each memory's part is computed and proven before anything changes.
/// </summary>
/// <remarks>
/// The memories form one tape: what lies before the first visible byte, the visible bytes of all, and what lies behind the last one.
/// A memory without visible bytes at either end is all reserve, as <c>gst_buffer_get_sizes_range</c> counts it.
/// </remarks>
internal static unsafe class BufferWindow
{
    /// <summary>Makes the bytes from <paramref name="start"/> on visible, counted on the tape.</summary>
    /// <exception cref="GstException">A memory that others use too could be neither shared nor copied; the buffer stays as it was.</exception>
    internal static void Move(Native.GstBuffer* buffer, int index, int count, nuint start, nuint size)
    {
        Span<Part> parts = stackalloc Part[BufferMemories.Most];
        parts = parts[..count];
        Plan(buffer, index, parts, start, size);

        while (MarkWhatOthersUse(parts))
        {
            Prepare(buffer, parts); // which may run code of the user, which may give others the next one
        }

        for (int i = 0; i < count; i++)
        {
            ref Part part = ref parts[i];
            if (part.Replace)
            {
                BufferMemories.Exchange(buffer, index + i, 1, part.Replacement);
                Kept.Release(&part.Replacement->mini_object);
            }
            else if (part.Changes)
            {
                Native.LibGst.gst_memory_resize(part.Memory, part.Shift, part.Size);
            }
        }
    }

    private static void Plan(Native.GstBuffer* buffer, int index, Span<Part> parts, nuint start, nuint size)
    {
        int first = -1, last = -1;
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new Part { Memory = Native.LibGst.gst_buffer_peek_memory(buffer, (uint)(index + i)) };
            if (parts[i].Memory->size != 0)
            {
                first = first < 0 ? i : first;
                last = i;
            }
        }

        nuint end = start + size;
        nuint position = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            ref Part part = ref parts[i];
            Native.GstMemory* memory = part.Memory;
            nuint from = i <= first || i > last ? 0 : memory->offset;
            nuint to = i >= last || i < first ? memory->maxsize : memory->offset + memory->size;
            nuint next = position + (to - from);
            nuint visibleFrom = Math.Max(start, position);
            nuint visibleTo = Math.Min(end, next);
            if (visibleFrom < visibleTo)
            {
                part.Shift = (nint)(from + (visibleFrom - position)) - (nint)memory->offset;
                part.Size = visibleTo - visibleFrom;
            }

            part.Changes = part.Shift != 0 || part.Size != memory->size;
            position = next;
        }
    }

    /// <summary>Marks the memories whose window is not this buffer's alone.</summary>
    /// <returns>Whether there are any that were not marked before.</returns>
    private static bool MarkWhatOthersUse(Span<Part> parts)
    {
        bool more = false;
        foreach (ref Part part in parts)
        {
            if (part.Changes && !part.Replace && (Native.LibGst.gst_mini_object_is_writable(&part.Memory->mini_object) == 0 || Mapper.IsMapped(part.Memory)))
            {
                part.Replace = more = true;
            }
        }

        return more;
    }

    /// <summary>Shares or copies what cannot be resized in place, while nobody may change the buffer.</summary>
    private static void Prepare(Native.GstBuffer* buffer, Span<Part> parts)
    {
        using Kept kept = new(buffer);
        for (int i = 0; i < parts.Length; i++)
        {
            ref Part part = ref parts[i];
            if (!part.Replace || part.Replacement is not null)
            {
                continue;
            }

            if (BufferMemories.CanShare(part.Memory))
            {
                part.Replacement = Native.LibGst.gst_memory_share(part.Memory, part.Shift, (nint)part.Size);
            }

            if (part.Replacement is null && Room.Has(part.Size))
            {
                part.Replacement = AllocatorCallbacks.CopyOrNull(part.Memory, part.Shift, (nint)part.Size);
            }

            if (part.Replacement is null)
            {
                foreach (ref Part made in parts)
                {
                    if (made.Replacement is not null)
                    {
                        Kept.Release(&made.Replacement->mini_object);
                    }
                }

                throw new GstException("The buffer could not be resized: a memory that others use too could be neither shared nor copied. Work on a CopyDeep().");
            }
        }
    }

    /// <summary>One memory and what becomes of it.</summary>
    private struct Part
    {
        internal Native.GstMemory* Memory;
        internal Native.GstMemory* Replacement;
        internal nint Shift;
        internal nuint Size;
        internal bool Changes;
        internal bool Replace;
    }
}
