using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A <c>GstMemory</c> of a <see cref="CustomAllocator"/>, and what we need to find its block again.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BlockMemory
{
    /// <summary>GStreamer aligns every block to this at least (<c>gst_memory_alignment</c>).</summary>
    private const nuint LeastAlignment = 8;

    private Native.GstMemory _memory;
    private nint _address;
    private nuint _size;
    private nuint _start;
    private nint _state;

    /// <summary>The block of a root memory. A share's own fields hold none: see <see cref="Root"/>.</summary>
    internal readonly MemoryBlock Block => MemoryBlock.FromParts(_address, _size, State);

    /// <summary>How far into the block its aligned start lies, in bytes.</summary>
    internal readonly nuint Start => _start;

    /// <summary>The object that belongs to the block, or to the share.</summary>
    internal readonly object? State => _state == 0 ? null : GCHandle.FromIntPtr(_state).Target;

    /// <summary>The memory that has the block: this one, or the one it is a share of.</summary>
    internal static BlockMemory* Root(Native.GstMemory* memory) => (BlockMemory*)(memory->parent is null ? memory : memory->parent);

    /// <summary>
    /// The range of the block that C asks for: it counts from the first visible byte, takes -1 for "to the end", and looks at nothing.
    /// </summary>
    /// <returns>The first byte, counted from the block's aligned start.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie inside the block.</exception>
    internal static nuint Range(Native.GstMemory* memory, nint offset, nint size, out nuint count)
    {
        nuint first = memory->offset + (nuint)offset; // before the block it wraps around, and is beyond its end then
        count = size == -1 ? memory->size - (nuint)offset : (nuint)size;
        Throw.IfOutside(first, count, memory->maxsize);
        return first;
    }

    /// <summary>Whether the second of two shares begins where the first ends, inside the one block that both are of.</summary>
    internal static bool AreAdjacent(Native.GstMemory* first, Native.GstMemory* second) =>
        first->parent is not null && first->parent == second->parent && first->offset + first->size == second->offset
        && second->offset <= second->maxsize && second->size <= second->maxsize - second->offset;

    /// <summary>How many bytes a block must have for what was asked: any address will do then.</summary>
    internal static nuint BytesFor(nuint size, in AllocationParams allocation, CustomAllocator allocator)
    {
        allocation.Validate(size);
        nuint alignment = nuint.Max(allocation.Alignment, LeastAlignment);
        return allocation.Prefix + size + allocation.Padding + (allocator.PlacesBlocks || allocator.BlockAlignment >= alignment ? 0 : alignment - 1);
    }

    /// <summary>
    /// Makes the native memory over a block: <paramref name="whole"/> bytes from the aligned start on, of which
    /// <paramref name="visible"/> behind the prefix are visible. On an exception the block is still the caller's.
    /// </summary>
    internal static Native.GstMemory* Create(CustomAllocator allocator, Native.GstAllocator* native, in MemoryBlock block, nuint visible, nuint whole, in AllocationParams allocation)
    {
        nuint mask = nuint.Max(allocation.Alignment, allocator.PlacesBlocks ? 1 : LeastAlignment) - 1;
        nuint start = allocator.PlacesBlocks ? 0 : (nuint)(-block.DangerousAddress) & mask;
        if (start > block.Size || whole > block.Size - start)
        {
            throw new InvalidOperationException($"The block at 0x{block.DangerousAddress:X} has {block.Size} bytes, too few for {whole} bytes aligned to {mask + 1}. Return the bytes that were asked for, or claim no BlockAlignment that blocks do not have.");
        }

        BlockMemory* memory = New(native, null, allocation.Flags | allocator.MemoryFlags, whole, mask, allocation.Prefix, visible, block.RawState);
        memory->_address = block.DangerousAddress;
        memory->_size = block.Size;
        memory->_start = start;
        allocator.Root.Tighten();
        return &memory->_memory;
    }

    /// <summary>A read-only memory over a part of the same block.</summary>
    internal static Native.GstMemory* CreateShare(Native.GstMemory* memory, nuint offset, nuint size, object? state)
    {
        Native.GstMemory* root = &Root(memory)->_memory;
        GstMemoryFlags flags = ((GstMemoryFlags)root->mini_object.flags & ~(GstMemoryFlags)Native.GstMiniObjectFlags.GST_MINI_OBJECT_FLAG_LOCKABLE) | GstMemoryFlags.ReadOnly;
        return &New(root->allocator, root, flags, root->maxsize, root->align, offset, size, state)->_memory;
    }

    /// <summary>Ends the native memory, after its last reference.</summary>
    internal static void Delete(Native.GstMemory* memory)
    {
        nint state = ((BlockMemory*)memory)->_state;
        if (state != 0)
        {
            GCHandle.FromIntPtr(state).Free();
        }

        NativeMemory.Free(memory);
    }

    private static BlockMemory* New(Native.GstAllocator* allocator, Native.GstMemory* parent, GstMemoryFlags flags, nuint whole, nuint mask, nuint offset, nuint visible, object? state)
    {
        nint handle = state is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(state));
        BlockMemory* memory = (BlockMemory*)NativeMemory.Alloc((nuint)sizeof(BlockMemory));
        Native.LibGst.gst_memory_init(&memory->_memory, (Native.GstMemoryFlags)flags, allocator, parent, whole, mask, offset, visible);
        memory->_address = 0;
        memory->_size = 0;
        memory->_start = 0;
        memory->_state = handle;
        return memory;
    }
}
