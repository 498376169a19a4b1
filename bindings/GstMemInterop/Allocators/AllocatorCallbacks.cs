using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C calls for allocators written in C#: one set of functions for all of them. No exception gets past.</summary>
/// <remarks>
/// While an override runs, anything may be called on this thread, also on what the override is about. So what a callback needs
/// afterwards is in locals before, or is referenced meanwhile; and what an override answers is proven before C gets it.
/// </remarks>
internal static unsafe partial class AllocatorCallbacks
{
    /// <summary>Makes the native object of a C# allocator: its class, its functions. It answers calls once it is attached.</summary>
    internal static nint Create(CustomAllocator allocator, string memoryType, GstAllocatorFlags flags)
    {
        NativeName.CheckMemoryType(memoryType);
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
        if (allocator is null)
        {
            return null;
        }

        // C holds no reference on its default allocator, and the override may be what takes it away.
        bool wasDefault = allocator.MayBeDefault && IsDefault(native);
        Native.LibGst.gst_object_ref(native);
        Native.GstMemory* memory = null;
        try
        {
            memory = Allocate(allocator, native, size, AllocationParams.FromNative(*parameters));
        }
        catch (Exception exception)
        {
            allocator.Report(exception, nameof(Allocate));
        }

        // Merges and copies inside GStreamer do not survive a default allocator that gives nothing.
        if (memory is null && (wasDefault || IsDefault(native)))
        {
            memory = FromSystem(size, parameters);
        }

        Native.LibGst.gst_object_unref(native);
        return memory;
    }

    private static Native.GstMemory* Allocate(CustomAllocator allocator, Native.GstAllocator* native, nuint size, in AllocationParams allocation)
    {
        nuint bytes = BlockMemory.BytesFor(size, allocation, allocator);
        MemoryBlock block;
        using (CallbackDepth.Enter())
        {
            block = allocator.AllocateBlock(bytes, allocation);
        }

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
            using CallbackDepth depth = CallbackDepth.EnterAlways();
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
        void* start = Map(memory, info->flags, out object? mapping, out _);
        info->user_data[0] = mapping is null ? 0 : GCHandle.ToIntPtr(GCHandle.Alloc(mapping));
        return start;
    }

    /// <summary>GStreamer calls the full form; this one is for C code that calls the function by itself, and has no place for a mapping's object.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Map(Native.GstMemory* memory, nuint maxSize, Native.GstMapFlags flags)
    {
        void* start = Map(memory, flags, out object? mapping, out _);
        if (mapping is null)
        {
            return start;
        }

        Unmap(memory, flags, mapping);
        return null;
    }

    /// <summary>Asks the override for the bytes. The answer null has no mapping object.</summary>
    private static void* Map(Native.GstMemory* memory, Native.GstMapFlags flags, out object? mapping, out bool threw)
    {
        mapping = null;
        threw = false;
        Native.GstAllocator* native = memory->allocator;
        CustomAllocator? allocator = Of(native);
        if (allocator is null)
        {
            return null;
        }

        MemoryBlock block = BlockMemory.Root(memory)->Block;
        nuint start = BlockMemory.Root(memory)->Start;
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            nint address = allocator.MapBlock(block.Lent, Access(flags), ref mapping);
            if (address != 0)
            {
                return (byte*)address + start;
            }

            mapping = null;
            return null;
        }
        catch (Exception exception)
        {
            threw = true;
            mapping = null;
            allocator.Report(exception, nameof(Map));

            // Encoders map what they allocated from the default allocator without asking whether it worked.
            return block.DangerousAddress != 0 && IsDefault(native) ? (byte*)block.DangerousAddress + start : null;
        }
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
            using CallbackDepth depth = CallbackDepth.EnterAlways();
            allocator?.UnmapBlock(BlockMemory.Root(memory)->Block.Lent, Access(flags), mapping);
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
        if (allocator is null)
        {
            return null;
        }

        using Kept kept = new(memory);
        try
        {
            nuint first = BlockMemory.Range(memory, offset, size, out nuint visible);
            object? share = null;
            using CallbackDepth depth = CallbackDepth.Enter();
            return allocator.MayShare(BlockMemory.Root(memory)->Block.Lent, first, visible, ref share)
                ? BlockMemory.CreateShare(memory, first, visible, share)
                : null;
        }
        catch (Exception exception)
        {
            allocator.Report(exception, nameof(Share));
            return null;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsSpan(Native.GstMemory* first, Native.GstMemory* second, nuint* offset)
    {
        CustomAllocator? allocator = Of(first->allocator);
        if (allocator is null || !BlockMemory.AreAdjacent(first, second))
        {
            return 0;
        }

        using Kept keptFirst = new(first);
        using Kept keptSecond = new(second);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            bool joined = allocator.AreNeighbours(new GstMemoryRef(first), new GstMemoryRef(second)) && BlockMemory.AreAdjacent(first, second);
            if (joined && offset is not null)
            {
                *offset = first->offset - first->parent->offset;
            }

            return joined ? 1 : 0;
        }
        catch (Exception exception)
        {
            allocator.Report(exception, nameof(IsSpan));
            return 0;
        }
    }

    /// <summary>Whether a memory is of this very allocator, and so a <see cref="BlockMemory"/>: an address alone may be another allocator's by now.</summary>
    internal static bool IsOf(Native.GstMemory* memory, CustomAllocator allocator) =>
        memory->allocator is not null && IsOurs(memory->allocator) && ReferenceEquals(Of(memory->allocator), allocator);

    /// <summary>Whether an allocator is written in C#.</summary>
    internal static bool IsOurs(Native.GstAllocator* native) =>
        (nint)native->mem_map_full == (nint)(delegate* unmanaged[Cdecl]<Native.GstMemory*, Native.GstMapInfo*, nuint, void*>)&MapFull;

    private static CustomAllocator? Of(Native.GstAllocator* native) => Unsafe.As<CustomAllocator?>(ImplementationRoot.Resolve(((Instance*)native)->Cookie));

    /// <summary>Newer GStreamer adds flags of its own to a map.</summary>
    private static GstMapFlags Access(Native.GstMapFlags flags) => (GstMapFlags)flags & (GstMapFlags.Read | GstMapFlags.Write);

    private static bool IsDefault(Native.GstAllocator* allocator)
    {
        Native.GstAllocator* standard = Native.LibGst.gst_allocator_find(null);
        Native.LibGst.gst_object_unref(standard);
        return standard == allocator;
    }

    /// <summary>Memory that is GStreamer's own; null when there is not as much.</summary>
    private static Native.GstMemory* FromSystem(nuint size, Native.GstAllocationParams* parameters)
    {
        if (!Room.Has(size, parameters->prefix, parameters->padding, parameters->align))
        {
            return null;
        }

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
