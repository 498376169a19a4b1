using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>An allocator whose overrides first do what a test tells them to. Only a map shows where a block is.</summary>
internal sealed unsafe class CallbackAllocator(string type = "CallbackMemory", GstMemoryFlags flags = 0) : CustomAllocator(type, flags)
{
    internal delegate GstMemory? CopyHandler(GstMemoryRef memory, nint offset, nuint size);

    internal Action? OnMap { get; set; }

    internal Action? OnUnmap { get; set; }

    internal Action? OnFree { get; set; }

    internal CopyHandler? OnCopy { get; set; }

    /// <summary>Whether the CPU may see the bytes.</summary>
    internal bool Maps { get; set; } = true;

    /// <summary>Whether it may see them only to write: such a memory can be mapped, and not be copied.</summary>
    internal bool MapsForReading { get; set; } = true;

    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) =>
        MemoryBlock.Unmapped(size, (nint)NativeMemory.AllocZeroed(size + 1));

    protected override void Free(in MemoryBlock block)
    {
        OnFree?.Invoke();
        NativeMemory.Free((void*)AddressOf(block));
    }

    protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping)
    {
        OnMap?.Invoke();
        return Maps && (MapsForReading || (flags & GstMapFlags.Write) != 0) ? AddressOf(block) : 0;
    }

    private static nint AddressOf(in MemoryBlock block) => (nint)block.State!;

    protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => OnUnmap?.Invoke();

    protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size) => OnCopy?.Invoke(memory, offset, size);
}
