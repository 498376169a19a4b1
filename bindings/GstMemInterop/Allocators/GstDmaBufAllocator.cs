using System.Diagnostics.CodeAnalysis;
using Microsoft.Win32.SafeHandles;

namespace GstMemInterop;

/// <summary>
/// Makes memories of DMA-BUF descriptors, which devices share without a copy. Stands on <c>GstDmaBufAllocator</c>
/// (<c>libgstallocators-1.0</c>). Caps of such buffers carry the feature <c>memory:DMABuf</c>.
/// </summary>
/// <remarks>Linux only. A map tells the driver to make the CPU's view consistent, and so does its end. Members are safe from any thread.</remarks>
public sealed unsafe class GstDmaBufAllocator : GstFdAllocator
{
    /// <summary>The caps feature of buffers that hold such memories.</summary>
    public const string CapsFeature = Native.GstConstants.GST_CAPS_FEATURE_MEMORY_DMABUF;

    /// <summary>Makes the allocator (<c>gst_dmabuf_allocator_new</c>).</summary>
    /// <exception cref="GstLoadException">The library libgstallocators-1.0 is missing.</exception>
    public GstDmaBufAllocator() : base(static () => (nint)Native.LibGstAllocators.gst_dmabuf_allocator_new()) { }

    /// <summary>The DMA-BUF descriptor behind a memory (<c>gst_is_dmabuf_memory</c>, <c>gst_dmabuf_memory_get_fd</c>).</summary>
    /// <param name="memory">Any memory.</param>
    /// <param name="descriptor">The descriptor, lent: disposing it closes nothing, and it must not be used after the memory is gone.</param>
    /// <returns>Whether the memory is a DMA-BUF; memories of a plain <see cref="GstFdAllocator"/> are not.</returns>
    public static new bool TryGetDescriptor(GstMemoryRef memory, [MaybeNullWhen(false)] out SafeFileHandle descriptor)
    {
        descriptor = null;
        return IsDmaBuf(memory) && GstFdAllocator.TryGetDescriptor(memory, out descriptor);
    }

    /// <summary>Devices pass on what the processor never sees.</summary>
    private protected override bool IsForTheProcessor => false;

    /// <inheritdoc/>
    private protected override Native.GstMemory* AllocateNative(Native.GstAllocator* allocator, int descriptor, nuint size, Native.GstFdMemoryFlags flags) =>
        Native.LibGstAllocators.gst_dmabuf_allocator_alloc_with_flags(allocator, descriptor, size, flags);

    private static bool IsDmaBuf(GstMemoryRef memory)
    {
        using HandleLease lease = memory.Enter();
        return Native.NativeLibraries.TryLoad(Native.NativeLibraries.GstAllocators, out _, out _)
            && Native.LibGstAllocators.gst_is_dmabuf_memory(memory.Pointer) != 0;
    }
}
