namespace GstMemInterop;

// What may put a copy in the memory's place needs an owner: a borrow cannot change what it was lent.
public sealed unsafe partial class GstMemory
{
    /// <summary>
    /// Makes sure that the bytes can be mapped for writing, with a copy where they cannot: read-only memory, memory that is
    /// shared or mapped, memory in a buffer that is shared. <c>gst_mini_object_make_writable</c> copies shared memory only.
    /// </summary>
    /// <returns>Whether a copy was made; this object then owns the copy. It has the visible bytes, and neither prefix nor padding.</returns>
    /// <remarks>Mappings that are open stay on the old memory. A buffer that holds the old memory keeps it: to edit a buffer's bytes, map the buffer.</remarks>
    /// <exception cref="GstMapException">The allocator cannot copy these bytes; the memory stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public bool MakeWritable()
    {
        MiniObjectHandle held = _handle;
        using HandleLease lease = new(held);
        GstMemoryRef memory = Ref(lease);
        if (memory.IsWritable && memory.OpenMappings == 0)
        {
            return false;
        }

        MiniObjectHandle copy = memory.Copy()._handle;
        if (!TryReplace(held, copy))
        {
            copy.Dispose(); // another thread was faster; its copy stands
        }

        return true;
    }

    /// <summary>
    /// Maps the visible bytes for reading, with a copy in the memory's place where they cannot be mapped as they are
    /// (as <c>gst_memory_make_mapped</c> does).
    /// </summary>
    /// <returns>The mapping; dispose it in the same scope. <see cref="ReadMapping.Copied"/> says whether a copy was made, which this object then owns.</returns>
    /// <exception cref="GstMapException">The allocator can neither map nor copy these bytes; the memory stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public ReadMapping MakeMappedRead()
    {
        MakeMapped(Native.GstMapFlags.GST_MAP_READ, out MapSlot slot, out ulong ticket);
        return new ReadMapping(slot, ticket);
    }

    /// <summary>
    /// Maps the visible bytes for reading and writing, with a copy in the memory's place where they cannot be written as they are
    /// (as <c>gst_memory_make_mapped</c> does): see <see cref="MakeWritable"/> for what is copied and who keeps the old memory.
    /// </summary>
    /// <returns>The mapping; dispose it in the same scope. <see cref="WriteMapping.Copied"/> says whether a copy was made, which this object then owns.</returns>
    /// <exception cref="GstMapException">The allocator can neither map nor copy these bytes; the memory stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">It was disposed or given away.</exception>
    public WriteMapping MakeMappedWrite()
    {
        MakeMapped(Native.GstMapFlags.GST_MAP_READ | Native.GstMapFlags.GST_MAP_WRITE, out MapSlot slot, out ulong ticket);
        return new WriteMapping(slot, ticket);
    }

    private void MakeMapped(Native.GstMapFlags flags, out MapSlot slot, out ulong ticket)
    {
        while (true)
        {
            MiniObjectHandle held = _handle;
            if (OwnedBy(held).Map(flags, out slot, out ticket) == GstMapFailure.None)
            {
                return;
            }

            MiniObjectHandle copy = OwnedBy(held).Copy()._handle;
            GstMemoryRef copied = OwnedBy(copy);
            GstMapFailure failure = copied.Map(flags, out slot, out ticket);
            if (failure != GstMapFailure.None)
            {
                using (copy)
                {
                    MapRefusal.Throw(failure, copied.Pointer);
                }
            }

            if (TryReplace(held, copy))
            {
                slot.Traits |= MapTraits.Copied;
                MapCounters.Count(MapTraits.Copied, slot.Info.size);
                return;
            }

            Mapper.End(slot); // another thread was faster: its copy is the one to map
            copy.Dispose();
        }
    }

    private bool TryReplace(MiniObjectHandle held, MiniObjectHandle copy)
    {
        if (Interlocked.CompareExchange(ref _handle, copy, held) != held)
        {
            return false;
        }

        held.Dispose();
        return true;
    }
}
