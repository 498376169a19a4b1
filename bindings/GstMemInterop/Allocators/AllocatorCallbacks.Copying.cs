using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Copies of blocks: what an override gives, when it is one, else the library's own.</summary>
internal static unsafe partial class AllocatorCallbacks
{
    /// <summary>
    /// C asks. After a map that threw (not one that was refused) the copy has to exist, or GStreamer leaves a hole in the buffer and
    /// ends the process later: it is zeroed then, and the exception was reported.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Copy(Native.GstMemory* memory, nint offset, nint size) => Copy(memory, offset, size, mayRefuse: false);

    /// <summary>As <c>gst_memory_copy</c>, for callers that take null for an answer: bytes that cannot be read are no zeros here.</summary>
    internal static Native.GstMemory* CopyOrNull(Native.GstMemory* memory, nint offset, nint size) => memory->allocator is not null && IsOurs(memory->allocator)
        ? Copy(memory, offset, size, mayRefuse: true)
        : Native.LibGst.gst_memory_copy(memory, offset, size);

    private static Native.GstMemory* Copy(Native.GstMemory* memory, nint offset, nint size, bool mayRefuse)
    {
        CustomAllocator? allocator = Of(memory->allocator);
        if (allocator is null)
        {
            return null;
        }

        using Kept kept = new(memory);
        try
        {
            BlockMemory.Range(memory, offset, size, out nuint count);
            Native.GstMemory* given = FromOverride(allocator, memory, offset, count);
            return given is not null ? given : CopyBytes(memory, offset, count, mayRefuse);
        }
        catch (Exception exception)
        {
            allocator.Report(exception, nameof(Copy));
            return null;
        }
    }

    private static Native.GstMemory* FromOverride(CustomAllocator allocator, Native.GstMemory* memory, nint offset, nuint count)
    {
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            return allocator.CopyOf(new GstMemoryRef(memory), offset, count) is { } copy ? Proven((Native.GstMemory*)copy.DangerousDetach(), count) : null;
        }
        catch (Exception exception)
        {
            allocator.Report(exception, nameof(Copy));
            return null;
        }
    }

    /// <summary>
    /// A copy is as long as was asked for, and nobody else's: C puts it where the original was, and writes to it. One that is not
    /// is let go of, as everything that was given away.
    /// </summary>
    private static Native.GstMemory* Proven(Native.GstMemory* copy, nuint count)
    {
        string? flaw = copy->size != count ? $"has {copy->size} bytes, not {count}"
            : Volatile.Read(ref copy->mini_object.refcount) != 1 ? "is referenced by somebody else too"
            : copy->mini_object.lockstate != 0 ? "is mapped, shared, or in a buffer"
            : (copy->mini_object.flags & (uint)Native.GstMemoryFlags.GST_MEMORY_FLAG_READONLY) != 0 ? "is read-only, as shares are"
            : null;
        if (flaw is null)
        {
            return copy;
        }

        Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)copy);
        throw new InvalidOperationException($"The memory that was given for a copy {flaw}. Give a new one, with nothing else on it; the library copied the bytes itself.");
    }

    /// <summary>Copies into this allocator's memory where it gives some, else into system memory.</summary>
    private static Native.GstMemory* CopyBytes(Native.GstMemory* memory, nint offset, nuint size, bool mayRefuse)
    {
        nuint first = BlockMemory.Range(memory, offset, (nint)size, out _); // once more: the override may have moved the window
        MemoryBlock block = BlockMemory.Root(memory)->Block;
        if (block.DangerousAddress != 0)
        {
            return CopyInto(memory, (byte*)block.DangerousAddress + BlockMemory.Root(memory)->Start + first, size);
        }

        // As gst_memory_map does it, but here the reason of a refusal is known without asking the thread. C counts locks in eight bits.
        if (Mapper.LocksOf(memory) == byte.MaxValue || Native.LibGst.gst_mini_object_lock((Native.GstMiniObject*)memory, Native.GstLockFlags.GST_LOCK_FLAG_READ) == 0)
        {
            return null;
        }

        byte* start = (byte*)Map(memory, Native.GstMapFlags.GST_MAP_READ, out object? mapping, out bool threw);
        Native.GstMemory* copy = null;
        if (start is not null)
        {
            copy = CopyInto(memory, start + first, size);
            Unmap(memory, Native.GstMapFlags.GST_MAP_READ, mapping);
        }
        else if (threw && !mayRefuse)
        {
            copy = CopyInto(memory, null, size);
        }

        Native.LibGst.gst_mini_object_unlock((Native.GstMiniObject*)memory, Native.GstLockFlags.GST_LOCK_FLAG_READ);
        return copy;
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
}
