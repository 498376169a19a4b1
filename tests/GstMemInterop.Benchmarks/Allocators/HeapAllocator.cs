using System.Runtime.InteropServices;

namespace GstMemInterop.Benchmarks.Allocators;

/// <summary>The allocator of allocator_baseline.c, in C#.</summary>
internal sealed unsafe class HeapAllocator() : CustomAllocator("HeapMemory")
{
    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) => MemoryBlock.FromPointer((nint)NativeMemory.Alloc(size), size);

    protected override void Free(in MemoryBlock block) => NativeMemory.Free((void*)block.DangerousAddress);
}
