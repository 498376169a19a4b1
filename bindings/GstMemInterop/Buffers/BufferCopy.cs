using Flags = GstMemInterop.Native.GstBufferCopyFlags;

namespace GstMemInterop;

/// <summary>Copies parts of one buffer into another as <c>gst_buffer_copy_into</c> does, so that a refusal leaves the other as it was.</summary>
internal static unsafe class BufferCopy
{
    private const int Most = BufferMemories.Most;

    /// <summary>A copy of a buffer that somebody keeps. A shallow one copies the bytes of memories that cannot be shared, and only those.</summary>
    /// <exception cref="GstException">The buffer could not be copied.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much as has to be copied.</exception>
    internal static Native.GstBuffer* Of(Native.GstBuffer* buffer, bool deep = false)
    {
        Room.Require(BufferMemories.SizeOfCopy(buffer, deep), "a copy of the buffer");
        using Kept kept = new(buffer);
        Native.GstBuffer* copy = deep
            ? Native.LibGst.gst_buffer_copy_deep(buffer)
            : (Native.GstBuffer*)Native.LibGst.gst_mini_object_copy(&buffer->mini_object);
        return copy is not null ? copy : throw NotCopied();
    }

    /// <summary>Copies what the flags say; memories are appended to those that the destination has.</summary>
    /// <param name="destination">Writable, and held by the caller's <see cref="BufferChange"/>.</param>
    /// <param name="source">Another buffer, kept by the caller.</param>
    /// <param name="copyFlags">What to copy.</param>
    /// <param name="offset">First byte of a range that lies inside the source.</param>
    /// <param name="size">Bytes in the range.</param>
    /// <exception cref="GstException">A memory could be neither shared nor copied.</exception>
    /// <exception cref="GstMapException">Memories could not be merged.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much as has to be copied.</exception>
    internal static void Into(Native.GstBuffer* destination, Native.GstBuffer* source, GstBufferCopyFlags copyFlags, nuint offset, nuint size)
    {
        Flags flags = (Flags)copyFlags;
        bool memory = (flags & Flags.GST_BUFFER_COPY_MEMORY) != 0;
        if (memory)
        {
            Room.Require(BufferMemories.SizeOfCopy(source, (flags & Flags.GST_BUFFER_COPY_DEEP) != 0), "a copy of the buffer's memories");
        }

        uint count = Native.LibGst.gst_buffer_n_memory(destination) + Native.LibGst.gst_buffer_n_memory(source);
        if (!memory || ((flags & Flags.GST_BUFFER_COPY_MERGE) == 0 && count <= Most))
        {
            Directly(destination, source, flags, offset, size);
        }
        else
        {
            ByMerging(destination, source, flags, offset, size);
        }
    }

    /// <summary>C copies flags and times before it knows whether the memories can be had, and older ones leave behind what they had appended.</summary>
    private static void Directly(Native.GstBuffer* destination, Native.GstBuffer* source, Flags flags, nuint offset, nuint size)
    {
        int count = (int)Native.LibGst.gst_buffer_n_memory(destination);
        uint objectFlags = destination->mini_object.flags;
        (ulong pts, ulong dts, ulong duration, ulong start, ulong end) = (destination->pts, destination->dts, destination->duration, destination->offset, destination->offset_end);
        if (Native.LibGst.gst_buffer_copy_into(destination, source, flags, offset, size) != 0)
        {
            return;
        }

        BufferMemories.Remove(destination, count, (int)Native.LibGst.gst_buffer_n_memory(destination) - count);
        destination->mini_object.flags = objectFlags;
        (destination->pts, destination->dts, destination->duration, destination->offset, destination->offset_end) = (pts, dts, duration, start, end);
        throw NotCopied();
    }

    private static GstException NotCopied() => new("The buffer could not be copied: a memory in it cannot be mapped or its allocator refused.");

    /// <summary>C merges while it appends, and goes on with nothing where that fails. Here the memories are gathered first, and what must be merged is merged before they are appended.</summary>
    private static void ByMerging(Native.GstBuffer* destination, Native.GstBuffer* source, Flags flags, nuint offset, nuint size)
    {
        using GstBuffer gathered = GstBuffer.Create();
        Native.GstBuffer* more = (Native.GstBuffer*)gathered.DangerousHandle;
        Directly(more, source, flags & (Flags.GST_BUFFER_COPY_MEMORY | Flags.GST_BUFFER_COPY_DEEP), offset, size);
        int added = (int)Native.LibGst.gst_buffer_n_memory(more);
        if (added == Most)
        {
            BufferMemories.Merge(more, 0, added);
            added = 1;
        }

        BufferMemories.MakeRoomFor(destination, added);
        int count = (int)Native.LibGst.gst_buffer_n_memory(destination);
        Directly(destination, more, Flags.GST_BUFFER_COPY_MEMORY, 0, size);
        if ((flags & Flags.GST_BUFFER_COPY_MERGE) != 0 && count + added > 1)
        {
            try
            {
                BufferMemories.Merge(destination, 0, count + added);
            }
            catch
            {
                BufferMemories.Remove(destination, count, added);
                throw;
            }
        }

        KeepOutOfPool(destination, more, source);
        Directly(destination, source, flags & ~(Flags.GST_BUFFER_COPY_MEMORY | Flags.GST_BUFFER_COPY_MERGE), offset, size);
    }

    /// <summary>A buffer of a pool whose memories are shared must not go back to its pool: C marks the copy with a reference on it, here the one that was gathered.</summary>
    private static void KeepOutOfPool(Native.GstBuffer* destination, Native.GstBuffer* gathered, Native.GstBuffer* source)
    {
        if (source->pool is not null && Native.LibGst.gst_buffer_get_meta(gathered, Native.LibGst.gst_parent_buffer_meta_api_get_type()) is not null)
        {
            Native.LibGst.gst_buffer_add_parent_buffer_meta(destination, source);
        }
    }
}
