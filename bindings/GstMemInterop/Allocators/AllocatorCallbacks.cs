using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C calls for allocators written in C#: one set of functions for all of them. No exception gets past.</summary>
internal static unsafe class AllocatorCallbacks
{
    /// <summary>Whether the last map on this thread failed by an exception, not by a decision of the allocator.</summary>
    [ThreadStatic]
    private static bool t_mapThrew;

    /// <summary>Makes the native object of a C# allocator: its class, its functions. It answers calls once it is attached.</summary>
    internal static nint Create(CustomAllocator allocator, string memoryType, GstAllocatorFlags flags)
    {
        ArgumentException.ThrowIfNullOrEmpty(memoryType);
        byte* type = NativeText.Intern(memoryType);
        nuint native = NativeClass.Of(allocator.GetType(), Native.LibGst.gst_allocator_get_type(), (uint)sizeof(nint), &InitializeClass);
        Native.GstAllocator* created = (Native.GstAllocator*)NativeClass.New(native);
        created->@object.flags |= (uint)flags;
        created->mem_type = type;
        created->mem_map = &Map;
        created->mem_unmap = &Unmap;
        created->mem_map_full = &MapFull;
        created->mem_unmap_full = &UnmapFull;
        created->mem_share = &Share;
        created->mem_copy = &Copy;
        created->mem_is_span = &IsSpan;
        return (nint)created;
    }

    internal static ImplementationRoot Attach(Native.GstAllocator* native, CustomAllocator allocator)
    {
        ImplementationRoot root = ImplementationRoot.Attach(native, allocator);
        ((Instance*)native)->Cookie = root.Cookie;
        return root;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitializeClass(void* type, void* data)
    {
        ((Native.GstAllocatorClass*)type)->alloc = &Allocate;
        ((Native.GstAllocatorClass*)type)->free = &Free;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Allocate(Native.GstAllocator* native, nuint size, Native.GstAllocationParams* parameters)
    {
        CustomAllocator? allocator = Of(native);
        Native.GstMemory* memory = null;
        try
        {
            if (allocator is not null)
            {
                memory = Allocate(allocator, native, size, AllocationParams.FromNative(*parameters));
            }
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(Allocate));
        }

        // Merges and copies inside GStreamer do not survive a default allocator that gives nothing.
        return memory is null && IsDefault(native) ? FromSystem(size, parameters) : memory;
    }

    private static Native.GstMemory* Allocate(CustomAllocator allocator, Native.GstAllocator* native, nuint size, in AllocationParams allocation)
    {
        MemoryBlock block = allocator.AllocateBlock(BlockMemory.BytesFor(size, allocation, allocator), allocation);
        if (block.IsNull)
        {
            return null;
        }

        Native.GstMemory* memory;
        try
        {
            memory = BlockMemory.Create(allocator, native, block, size, allocation.Prefix + size + allocation.Padding, allocation);
        }
        catch
        {
            allocator.Release(block);
            throw;
        }

        try
        {
            Zero(memory, allocation);
            return memory;
        }
        catch
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
            throw;
        }
    }

    /// <summary>The flags say "zeroed" of what lies before and behind the visible bytes, so it has to be.</summary>
    private static void Zero(Native.GstMemory* memory, in AllocationParams allocation)
    {
        nuint before = (allocation.Flags & GstMemoryFlags.ZeroPrefixed) != 0 ? memory->offset : 0;
        nuint visibleEnd = memory->offset + memory->size;
        nuint behind = (allocation.Flags & GstMemoryFlags.ZeroPadded) != 0 ? memory->maxsize - visibleEnd : 0;
        if (before == 0 && behind == 0)
        {
            return;
        }

        Native.GstMapInfo info;
        if (Native.LibGst.gst_memory_map(memory, &info, Native.GstMapFlags.GST_MAP_WRITE) == 0)
        {
            throw new InvalidOperationException("The prefix or padding was to be zeroed, and the block cannot be mapped for writing.");
        }

        NativeMemory.Clear(info.data - memory->offset, before);
        NativeMemory.Clear(info.data + memory->size, behind);
        Native.LibGst.gst_memory_unmap(memory, &info);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(Native.GstAllocator* native, Native.GstMemory* memory)
    {
        CustomAllocator? allocator = Of(native);
        try
        {
            BlockMemory* freed = (BlockMemory*)memory;
            if (memory->parent is null)
            {
                allocator?.Release(freed->Block);
            }
            else if (freed->State is { } share)
            {
                allocator?.ShareGone(share);
            }
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(Free));
        }
        finally
        {
            BlockMemory.Delete(memory);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* MapFull(Native.GstMemory* memory, Native.GstMapInfo* info, nuint maxSize)
    {
        void* start = Map(memory, info->flags, out object? mapping);
        info->user_data[0] = mapping is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(mapping));
        return start;
    }

    /// <summary>GStreamer calls the full form; this one is for C code that calls the function by itself, and has no place for a mapping's object.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Map(Native.GstMemory* memory, nuint maxSize, Native.GstMapFlags flags)
    {
        void* start = Map(memory, flags, out object? mapping);
        if (mapping is null)
        {
            return start;
        }

        Unmap(memory, flags, mapping);
        return null;
    }

    private static void* Map(Native.GstMemory* memory, Native.GstMapFlags flags, out object? mapping)
    {
        mapping = null;
        t_mapThrew = false;
        CustomAllocator? allocator = Of(memory->allocator);
        try
        {
            if (allocator is null)
            {
                return null;
            }

            BlockMemory* root = BlockMemory.Root(memory);
            nint address = allocator.MapBlock(root->Block, Access(flags), ref mapping);
            return address == 0 ? null : (byte*)address + root->Start;
        }
        catch (Exception exception)
        {
            t_mapThrew = true;
            allocator!.Report(exception, nameof(Map));
            mapping = null;
            return FixedAddressInDefault(memory);
        }
    }

    /// <summary>Encoders map what they allocated from the default allocator without asking whether it worked.</summary>
    private static void* FixedAddressInDefault(Native.GstMemory* memory)
    {
        BlockMemory* root = BlockMemory.Root(memory);
        nint address = root->Block.DangerousAddress;
        return address != 0 && IsDefault(memory->allocator) ? (byte*)address + root->Start : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void UnmapFull(Native.GstMemory* memory, Native.GstMapInfo* info)
    {
        object? mapping = null;
        if (info->user_data[0] != 0)
        {
            GCHandle handle = GCHandle.FromIntPtr(info->user_data[0]);
            info->user_data[0] = 0;
            mapping = handle.Target;
            handle.Free();
        }

        Unmap(memory, info->flags, mapping);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Unmap(Native.GstMemory* memory) => Unmap(memory, Native.GstMapFlags.GST_MAP_READ, null);

    private static void Unmap(Native.GstMemory* memory, Native.GstMapFlags flags, object? mapping)
    {
        CustomAllocator? allocator = Of(memory->allocator);
        try
        {
            allocator?.UnmapBlock(BlockMemory.Root(memory)->Block, Access(flags), mapping);
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(Unmap));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Share(Native.GstMemory* memory, nint offset, nint size)
    {
        CustomAllocator? allocator = Of(memory->allocator);
        try
        {
            nuint first = (nuint)((nint)memory->offset + offset);
            nuint visible = size == -1 ? memory->size - (nuint)offset : (nuint)size;
            object? share = null;
            return allocator is not null && allocator.MayShare(BlockMemory.Root(memory)->Block, first, visible, ref share)
                ? BlockMemory.CreateShare(memory, first, visible, share)
                : null;
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(Share));
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Copy(Native.GstMemory* memory, nint offset, nint size)
    {
        CustomAllocator? allocator = Of(memory->allocator);
        bool mapThrew = t_mapThrew;
        nuint count = size == -1 ? memory->size - (nuint)offset : (nuint)size;
        try
        {
            if (allocator?.CopyOf(new GstMemoryRef(memory), offset, count) is { } copy)
            {
                return (Native.GstMemory*)copy.DangerousDetach();
            }
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(Copy));
        }

        return CopyBytes(memory, offset, count, mapThrew);
    }

    /// <summary>
    /// Copies into this allocator's memory where it gives some, else into system memory. After a map that threw (not one that
    /// was refused) the copy has to exist, or GStreamer leaves a hole in the buffer and ends the process later: it is zeroed then,
    /// and the exception was reported.
    /// </summary>
    private static Native.GstMemory* CopyBytes(Native.GstMemory* memory, nint offset, nuint size, bool mustSucceed)
    {
        MemoryBlock block = BlockMemory.Root(memory)->Block;
        if (block.DangerousAddress != 0)
        {
            return CopyInto(memory, (byte*)block.DangerousAddress + BlockMemory.Root(memory)->Start + memory->offset + offset, size);
        }

        Native.GstMapInfo info;
        if (Native.LibGst.gst_memory_map(memory, &info, Native.GstMapFlags.GST_MAP_READ) != 0)
        {
            Native.GstMemory* copy = CopyInto(memory, info.data + offset, size);
            Native.LibGst.gst_memory_unmap(memory, &info);
            return copy;
        }

        return mustSucceed || t_mapThrew ? CopyInto(memory, null, size) : null;
    }

    private static Native.GstMemory* CopyInto(Native.GstMemory* memory, byte* source, nuint size)
    {
        Native.GstAllocationParams parameters = default;
        parameters.align = memory->align;
        bool general = (memory->allocator->@object.flags & (uint)GstAllocatorFlags.CustomAlloc) == 0;
        Native.GstMapInfo info = default;
        Native.GstMemory* target = general ? Mapped(Native.LibGst.gst_allocator_alloc(memory->allocator, size, &parameters), &info) : null;
        if (target is null)
        {
            target = Mapped(FromSystem(size, &parameters), &info);
        }

        if (target is null)
        {
            return null;
        }

        if (source is null)
        {
            NativeMemory.Clear(info.data, size);
        }
        else
        {
            NativeMemory.Copy(source, info.data, size);
        }

        Native.LibGst.gst_memory_unmap(target, &info);
        return target;
    }

    /// <summary>Maps a new memory for writing; one that cannot be written is released, and the answer is null.</summary>
    private static Native.GstMemory* Mapped(Native.GstMemory* memory, Native.GstMapInfo* info)
    {
        if (memory is not null && Native.LibGst.gst_memory_map(memory, info, Native.GstMapFlags.GST_MAP_WRITE) == 0)
        {
            Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
            return null;
        }

        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsSpan(Native.GstMemory* first, Native.GstMemory* second, nuint* offset)
    {
        CustomAllocator? allocator = Of(first->allocator);
        try
        {
            if (offset is not null)
            {
                *offset = first->offset - (first->parent is null ? 0 : first->parent->offset);
            }

            return allocator is not null && allocator.AreNeighbours(new GstMemoryRef(first), new GstMemoryRef(second)) ? 1 : 0;
        }
        catch (Exception exception)
        {
            allocator!.Report(exception, nameof(IsSpan));
            return 0;
        }
    }

    private static CustomAllocator? Of(Native.GstAllocator* native) => Unsafe.As<CustomAllocator?>(ImplementationRoot.Resolve(((Instance*)native)->Cookie));

    /// <summary>Newer GStreamer adds flags of its own to a map.</summary>
    private static GstMapFlags Access(Native.GstMapFlags flags) => (GstMapFlags)flags & (GstMapFlags.Read | GstMapFlags.Write);

    private static bool IsDefault(Native.GstAllocator* allocator)
    {
        Native.GstAllocator* standard = Native.LibGst.gst_allocator_find(null);
        Native.LibGst.gst_object_unref(standard);
        return standard == allocator;
    }

    private static Native.GstMemory* FromSystem(nuint size, Native.GstAllocationParams* parameters)
    {
        fixed (byte* name = "SystemMemory\0"u8)
        {
            Native.GstAllocator* system = Native.LibGst.gst_allocator_find(name);
            Native.GstMemory* memory = Native.LibGst.gst_allocator_alloc(system, size, parameters);
            Native.LibGst.gst_object_unref(system);
            return memory;
        }
    }

    /// <summary>Our part of the native instance lies behind GStreamer's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Instance
    {
        internal Native.GstAllocator Allocator;
        internal nint Cookie;
    }
}
