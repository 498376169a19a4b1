namespace GstMemInterop;

/// <summary>
/// GStreamer's own allocator of shared memory (<c>GstShmAllocator</c>, 1.24 and newer): by size, each block behind a file
/// descriptor that <see cref="GstFdAllocator.TryGetDescriptor"/> lends. On older versions use <see cref="SharedMemoryAllocator"/>.
/// </summary>
/// <remarks>Members are safe from any thread.</remarks>
public static unsafe class GstShmAllocator
{
    private static readonly NativeFeature s_feature = new(Native.NativeLibraries.GstAllocators, "gst_shm_allocator_get", "1.24", "GStreamer's shared-memory allocators");

    /// <summary>Whether the loaded GStreamer has it (<c>gst_shm_allocator_get</c>).</summary>
    /// <exception cref="GstLoadException">The library libgstallocators-1.0 is missing.</exception>
    public static bool IsSupported => s_feature.IsAvailable;

    /// <summary>The allocator (<c>gst_shm_allocator_init_once</c>, <c>gst_shm_allocator_get</c>).</summary>
    /// <returns>An object of its own; dispose it.</returns>
    /// <exception cref="NotSupportedException">The loaded GStreamer is older than 1.24.</exception>
    /// <exception cref="PlatformNotSupportedException">This system has no shared memory that GStreamer can use.</exception>
    /// <exception cref="GstLoadException">The library libgstallocators-1.0 is missing.</exception>
    public static GstAllocator Get()
    {
        s_feature.Require();
        Native.LibGstAllocators.gst_shm_allocator_init_once();
        nint found = (nint)Native.LibGstAllocators.gst_shm_allocator_get();
        return found != 0
            ? GstAllocator.Adopt(found)
            : throw new PlatformNotSupportedException("GStreamer offers no shared memory on this system.");
    }
}
