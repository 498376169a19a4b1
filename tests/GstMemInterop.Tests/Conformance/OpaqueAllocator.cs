using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conformance;

/// <summary>The allocator of upstream's test_no_error_and_no_warning_on_map_failure: memory that nobody can map, made by hand from raw names.</summary>
internal static unsafe class OpaqueAllocator
{
    internal const string MemoryType = "MyOpaqueMemory";

    private static readonly Lazy<nint> s_registered = new(Register);

    /// <summary>Allocates from the allocator, found by its name.</summary>
    internal static GstMemory AllocateByName(nuint size)
    {
        _ = s_registered.Value;
        fixed (byte* name = "MyOpaqueMemory\0"u8)
        {
            GstAllocator* found = LibGst.gst_allocator_find(name);
            Assert.Equal(s_registered.Value, (nint)found);
            GstMemory memory = GstMemory.Adopt((nint)LibGst.gst_allocator_alloc(found, size, null));
            LibGst.gst_object_unref(found);
            return memory;
        }
    }

    private static nint Register()
    {
        GTypeInfo info = default;
        info.class_size = (ushort)sizeof(GstAllocatorClass);
        info.instance_size = (ushort)sizeof(GstAllocator);
        info.class_init = &ClassInit;
        fixed (byte* type = "GstMemInteropOpaqueAllocator\0"u8, name = "MyOpaqueMemory\0"u8)
        {
            nuint gtype = LibGObject.g_type_register_static(LibGst.gst_allocator_get_type(), type, &info, 0);
            GstAllocator* allocator = (GstAllocator*)LibGObject.g_object_new_with_properties(gtype, 0, null, null);
            LibGst.gst_object_ref_sink(allocator);

            // The registry keeps it until the process ends: the leaks tracer is told so, and the name must live as long.
            allocator->@object.flags |= (uint)Native.GstObjectFlags.GST_OBJECT_FLAG_MAY_BE_LEAKED;
            allocator->mem_type = (byte*)Marshal.StringToCoTaskMemUTF8(MemoryType);
            allocator->mem_map = &Map;
            allocator->mem_unmap = &Unmap;
            allocator->mem_share = &Share;
            LibGst.gst_object_ref(allocator);
            LibGst.gst_allocator_register(name, allocator);
            LibGst.gst_object_unref(allocator);
            return (nint)allocator;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ClassInit(void* klass, void* data)
    {
        ((GstAllocatorClass*)klass)->alloc = &Alloc;
        ((GstAllocatorClass*)klass)->free = &Free;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Alloc(GstAllocator* allocator, nuint size, GstAllocationParams* parameters)
    {
        nuint whole = size + parameters->prefix + parameters->padding;
        Native.GstMemory* memory = (Native.GstMemory*)NativeMemory.AllocZeroed((nuint)sizeof(Native.GstMemory));
        LibGst.gst_memory_init(memory, parameters->flags, allocator, null, whole, parameters->align, parameters->prefix, size);
        return memory;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(GstAllocator* allocator, Native.GstMemory* memory) => NativeMemory.Free(memory);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void* Map(Native.GstMemory* memory, nuint maxSize, GstMapFlags flags) => null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Unmap(Native.GstMemory* memory) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstMemory* Share(Native.GstMemory* memory, nint offset, nint size) => null;
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
    private static void Log(GstDebugCategory* category, Native.GstDebugLevel level, byte* file, byte* function, int line, GObject* source, GstDebugMessage* message, void* data)
    {
        if (level is not Native.GstDebugLevel.GST_LEVEL_NONE && level <= Native.GstDebugLevel.GST_LEVEL_WARNING)
        {
            Interlocked.Increment(ref s_count);
        }
    }
}
