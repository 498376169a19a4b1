using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Allocators;

/// <summary>The plainest allocator there is, over the C heap; counts its blocks.</summary>
internal sealed unsafe class HeapAllocator(string type = "HeapMemory", GstMemoryFlags flags = 0) : CustomAllocator(type, flags)
{
    private int _live;
    private int _total;

    internal int Live => Volatile.Read(ref _live);

    internal int Total => Volatile.Read(ref _total);

    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        Interlocked.Increment(ref _live);
        Interlocked.Increment(ref _total);
        return MemoryBlock.FromPointer((nint)NativeMemory.Alloc(size), size);
    }

    protected override void Free(in MemoryBlock block)
    {
        NativeMemory.Free((void*)block.DangerousAddress);
        Interlocked.Decrement(ref _live);
    }
}
