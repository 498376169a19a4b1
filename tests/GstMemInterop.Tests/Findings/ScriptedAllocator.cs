using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>An allocator over the C heap, each of whose overrides a test may replace.</summary>
internal sealed unsafe class ScriptedAllocator(string type = "ScriptedMemory", GstMemoryFlags flags = 0) : CustomAllocator(type, flags)
{
    private int _live;

    internal delegate MemoryBlock Allocating(nuint size, in AllocationParams allocation);

    internal delegate GstMemory? Copying(GstMemoryRef memory, nint offset, nuint size);

    internal delegate bool Joining(GstMemoryRef first, GstMemoryRef second);

    internal Allocating? OnAllocate { get; set; }

    internal Action<MemoryBlock>? OnFree { get; set; }

    internal Func<MemoryBlock, nint>? OnMap { get; set; }

    internal Action? OnUnmap { get; set; }

    internal Func<bool>? OnShare { get; set; }

    internal Copying? OnCopy { get; set; }

    internal Joining? OnIsSpan { get; set; }

    /// <summary>Whether blocks have an address only while they are mapped.</summary>
    internal bool Hidden { get; init; }

    internal int Live => Volatile.Read(ref _live);

    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        if (OnAllocate is { } allocate)
        {
            return allocate(size, allocation);
        }

        Interlocked.Increment(ref _live);
        nint address = (nint)NativeMemory.AllocZeroed(size + 1);
        return Hidden ? MemoryBlock.Unmapped(size, address) : MemoryBlock.FromPointer(address, size);
    }

    protected override void Free(in MemoryBlock block)
    {
        if (OnAllocate is null)
        {
            NativeMemory.Free((void*)AddressOf(block));
            Interlocked.Decrement(ref _live);
        }

        OnFree?.Invoke(block);
    }

    protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping) => OnMap is { } map ? map(block) : AddressOf(block);

    protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => OnUnmap?.Invoke();

    protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share) => OnShare?.Invoke() ?? true;

    protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size) => OnCopy?.Invoke(memory, offset, size);

    protected override bool IsSpan(GstMemoryRef first, GstMemoryRef second) => OnIsSpan is { } join ? join(first, second) : base.IsSpan(first, second);

    internal static nint AddressOf(in MemoryBlock block) => block.State is nint address ? address : block.DangerousAddress;
}
