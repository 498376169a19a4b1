using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>Turns a refusal into an exception that says which counts stood in the way and what to do.</summary>
internal static unsafe class MapRefusal
{
    /// <summary>What works, by where the buffer was met.</summary>
    internal const string HowToMakeWritable = "Call EditBuffer() in a probe, GetWritable() in a list, MakeWritable() on a GstBuffer (a borrowed one: Retain() it, make that writable, and put it back); or drop the other references.";

    [DoesNotReturn]
    internal static void Throw(GstMapFailure failure, Native.GstMemory* memory) =>
        throw new GstMapException(failure, failure switch
        {
            GstMapFailure.ReadOnlyMemory => $"The memory of {memory->size} bytes is read-only (GST_MEMORY_FLAG_READONLY). Edit a Copy() of it (MakeWritable() makes one), or map its buffer, which copies.",
            GstMapFailure.AlreadyMapped => $"The memory of {memory->size} bytes is already mapped {(Mapper.IsMappedForWriting(memory) ? "for writing" : "for reading")} ({Mapper.LocksOf(memory)} open). Dispose that mapping first.",
            GstMapFailure.MemoryShared => $"The memory of {memory->size} bytes is shared by {Mapper.ShareCount(memory)} buffers or memories, which must not see it change. Dispose the shares, edit a Copy() of it (MakeWritable() makes one), or map its buffer, which copies.",
            GstMapFailure.OutOfMemory => $"There is not enough memory to copy {memory->size} bytes. Work on a part of them.",
            GstMapFailure.BufferNotWritable => $"The memory of {memory->size} bytes sits in a buffer that others reference, so its bytes must not change. Call MakeWritable() on the buffer first.",
            _ => $"The allocator '{NativeText.Read(memory->allocator is null ? null : memory->allocator->mem_type)}' does not let the CPU map these {memory->size} bytes. Convert or download to system memory first.",
        });

    [DoesNotReturn]
    internal static void Throw(GstMapFailure failure, Native.GstBuffer* buffer) =>
        throw new GstMapException(failure, failure switch
        {
            GstMapFailure.BufferNotWritable => $"The buffer is not writable: it has {Volatile.Read(ref buffer->mini_object.refcount)} references, or sits in a list or sample that is shared. {HowToMakeWritable}",
            GstMapFailure.AlreadyMapped => "A memory of the buffer is already mapped in a way that conflicts. Dispose that mapping first.",
            GstMapFailure.OutOfMemory => $"There is not enough memory to merge or copy the {Native.LibGst.gst_buffer_get_size(buffer)} bytes of the buffer. Use MapSequence(), or go memory by memory.",
            GstMapFailure.NotContiguous => $"The buffer has {Native.LibGst.gst_buffer_n_memory(buffer)} memories and was not to be merged. Use MapRead(), MapSequence(), or go memory by memory.",
            GstMapFailure.ReadOnlyMemory or GstMapFailure.MemoryShared => "The buffer's memory is read-only or shared and was not to be copied. Use MapWrite(), which copies.",
            _ => $"A memory of the buffer (type '{TypeOfFirst(buffer)}') cannot be mapped by the CPU. Convert or download to system memory first.",
        });

    private static string? TypeOfFirst(Native.GstBuffer* buffer)
    {
        Native.GstMemory* memory = Native.LibGst.gst_buffer_n_memory(buffer) == 0 ? null : Native.LibGst.gst_buffer_peek_memory(buffer, 0);
        return memory is null || memory->allocator is null ? null : NativeText.Read(memory->allocator->mem_type);
    }
}
