using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MapFlags = GstMemInterop.Native.GstMapFlags;

namespace GstMemInterop;

public readonly unsafe ref partial struct GstBufferRef
{
    private const MapFlags ReadWrite = MapFlags.GST_MAP_READ | MapFlags.GST_MAP_WRITE;

    /// <summary>Maps all bytes for reading, as <c>gst_buffer_map</c> does: several memories are merged, and <see cref="ReadMapping.Merged"/> says so.</summary>
    /// <returns>The mapping; dispose it in the same scope. A buffer without memory maps as zero bytes.</returns>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public ReadMapping MapRead()
    {
        GstMapFailure failure = Map(0, -1, MapFlags.GST_MAP_READ, true, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new ReadMapping(slot, ticket);
    }

    /// <summary>Maps all bytes for reading and writing, as <c>gst_buffer_map</c> does: several memories are merged, shared or read-only ones are copied into the buffer, and the mapping says so.</summary>
    /// <returns>The mapping; dispose it in the same scope. A buffer without memory maps as zero bytes.</returns>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public WriteMapping MapWrite()
    {
        GstMapFailure failure = Map(0, -1, ReadWrite, true, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new WriteMapping(slot, ticket);
    }

    /// <summary>Maps all bytes for reading, or answers <see langword="false"/> where <see cref="MapRead()"/> would throw <see cref="GstMapException"/>.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_buffer_map</c>.</param>
    public bool TryMapRead(out ReadMapping mapping) => TryMap(0, -1, true, out mapping);

    /// <summary>Maps all bytes for reading and writing, or answers <see langword="false"/> where <see cref="MapWrite()"/> would throw <see cref="GstMapException"/>.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_buffer_map</c>.</param>
    public bool TryMapWrite(out WriteMapping mapping) => TryMap(0, -1, true, out mapping);

    /// <summary>Maps for reading without ever merging or copying: answers <see langword="false"/> for a buffer of several memories.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_memory_map</c>.</param>
    public bool TryMapContiguous(out ReadMapping mapping) => TryMap(0, -1, false, out mapping);

    /// <summary>Maps for reading and writing without ever merging or copying: answers <see langword="false"/> for a buffer of several, shared or read-only memories.</summary>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_memory_map</c>.</param>
    public bool TryMapContiguous(out WriteMapping mapping) => TryMap(0, -1, false, out mapping);

    /// <summary>Maps a range of the buffer's memories for reading (<c>gst_buffer_map_range</c>); more than one are merged.</summary>
    /// <param name="firstMemory">Index of the first memory.</param>
    /// <param name="memoryCount">How many memories.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public ReadMapping MapRead(int firstMemory, int memoryCount)
    {
        CheckMemories(firstMemory, memoryCount);
        GstMapFailure failure = Map(firstMemory, memoryCount, MapFlags.GST_MAP_READ, true, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new ReadMapping(slot, ticket);
    }

    /// <summary>Maps a range of the buffer's memories for reading and writing (<c>gst_buffer_map_range</c>); more than one are merged.</summary>
    /// <param name="firstMemory">Index of the first memory.</param>
    /// <param name="memoryCount">How many memories.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    /// <exception cref="GstMapException">The map was refused; the exception says why and what to do.</exception>
    public WriteMapping MapWrite(int firstMemory, int memoryCount)
    {
        CheckMemories(firstMemory, memoryCount);
        GstMapFailure failure = Map(firstMemory, memoryCount, ReadWrite, true, out MapSlot slot, out ulong ticket);
        if (failure != GstMapFailure.None)
        {
            Refuse(failure);
        }

        return new WriteMapping(slot, ticket);
    }

    /// <summary>The try-twin of <see cref="MapRead(int, int)"/>.</summary>
    /// <param name="firstMemory">Index of the first memory.</param>
    /// <param name="memoryCount">How many memories.</param>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_buffer_map_range</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    public bool TryMapRead(int firstMemory, int memoryCount, out ReadMapping mapping)
    {
        CheckMemories(firstMemory, memoryCount);
        return TryMap(firstMemory, memoryCount, true, out mapping);
    }

    /// <summary>The try-twin of <see cref="MapWrite(int, int)"/>.</summary>
    /// <param name="firstMemory">Index of the first memory.</param>
    /// <param name="memoryCount">How many memories.</param>
    /// <param name="mapping">The mapping; a default value when refused. Stands on <c>gst_buffer_map_range</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the buffer's memories.</exception>
    public bool TryMapWrite(int firstMemory, int memoryCount, out WriteMapping mapping)
    {
        CheckMemories(firstMemory, memoryCount);
        return TryMap(firstMemory, memoryCount, true, out mapping);
    }

    private bool TryMap(int index, int count, bool mayMerge, out ReadMapping mapping)
    {
        bool mapped = Map(index, count, MapFlags.GST_MAP_READ, mayMerge, out MapSlot slot, out ulong ticket) == GstMapFailure.None;
        mapping = mapped ? new ReadMapping(slot, ticket) : default;
        return mapped;
    }

    private bool TryMap(int index, int count, bool mayMerge, out WriteMapping mapping)
    {
        bool mapped = Map(index, count, ReadWrite, mayMerge, out MapSlot slot, out ulong ticket) == GstMapFailure.None;
        mapping = mapped ? new WriteMapping(slot, ticket) : default;
        return mapped;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private GstMapFailure Map(int index, int count, MapFlags flags, bool mayMerge, out MapSlot slot, out ulong ticket)
    {
        if (_buffer is null)
        {
            Throw.DefaultBorrow(nameof(GstBufferRef));
        }

        return !_lender.IsNone
            ? MapLent(index, count, flags, mayMerge, out slot, out ticket)
            : Mapper.MapBuffer(_buffer, _lenderOwnsReference, _lenderOwnsReference || _owner is null, _owner, index, count, flags, mayMerge, out slot, out ticket);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private GstMapFailure MapLent(int index, int count, MapFlags flags, bool mayMerge, out MapSlot slot, out ulong ticket)
    {
        using HandleLease lease = Enter();
        GstMapFailure failure = Mapper.MapBuffer(_buffer, _lenderOwnsReference, _lenderOwnsReference, _owner, index, count, flags, mayMerge, out slot, out ticket);
        if (failure == GstMapFailure.None && flags != MapFlags.GST_MAP_READ && (slot.Traits & (MapTraits.Merged | MapTraits.Copied)) != 0)
        {
            Arrivals.Add(ref Arrivals.Of(_lender, _owner), slot.Info.memory);
        }

        return failure;
    }

    /// <summary>Says why, with the counts of a buffer that is still there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    [DoesNotReturn]
    private void Refuse(GstMapFailure failure)
    {
        using HandleLease lease = Enter();
        MapRefusal.Throw(failure, _buffer);
    }

    private void CheckMemories(int first, int count)
    {
        using HandleLease lease = Enter();
        int total = (int)Native.LibGst.gst_buffer_n_memory(_buffer);
        if ((uint)first > (uint)total || (uint)count > (uint)(total - first))
        {
            throw new ArgumentOutOfRangeException(nameof(first), $"Memories {first} to {first + (long)count - 1} are not all in a buffer of {total} memories.");
        }
    }
}
