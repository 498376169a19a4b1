using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conformance;

/// <summary>The allocator of upstream's test_no_error_and_no_warning_on_map_failure: memory that nobody can map.</summary>
internal sealed class OpaqueAllocator() : CustomAllocator(OpaqueAllocator.OpaqueMemory)
{
    internal const string OpaqueMemory = "MyOpaqueMemory";

    private static readonly Lazy<bool> s_registered = new(static () =>
    {
        using OpaqueAllocator allocator = new();
        allocator.Register(OpaqueMemory);
        return true;
    });

    /// <summary>Allocates from the allocator, found by its name.</summary>
    internal static GstMemory AllocateByName(nuint size)
    {
        Assert.True(s_registered.Value);
        using GstAllocator? found = Find(OpaqueMemory);
        return found!.Allocate(size);
    }

    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) => MemoryBlock.Unmapped(size, this);

    protected override void Free(in MemoryBlock block) { }

    protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping) => 0;

    protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share) => false;
}

/// <summary>Counts what GStreamer's debug log says at WARNING and above while it lives.</summary>
internal sealed unsafe class LoggedWarnings : IDisposable
{
    private static int s_count;
    private readonly Native.GstDebugLevel _before;

    internal LoggedWarnings()
    {
        s_count = 0;
        _before = LibGst.gst_debug_get_default_threshold();
        LibGst.gst_debug_set_default_threshold(Native.GstDebugLevel.GST_LEVEL_WARNING);
        LibGst.gst_debug_add_log_function(&Log, null, null);
    }

    internal static int Count => Volatile.Read(ref s_count);

    public void Dispose()
    {
        Assert.Equal(1u, LibGst.gst_debug_remove_log_function(&Log));
        LibGst.gst_debug_set_default_threshold(_before);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Log(Native.GstDebugCategory* category, Native.GstDebugLevel level, byte* file, byte* function, int line, GObject* source, GstDebugMessage* message, void* data)
    {
        if (level is not Native.GstDebugLevel.GST_LEVEL_NONE && level <= Native.GstDebugLevel.GST_LEVEL_WARNING)
        {
            Interlocked.Increment(ref s_count);
        }
    }
}
