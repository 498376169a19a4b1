using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// Whether there is room for one more buffer of a pool, asked where it is allocated: only the pool knows when none is free. GStreamer's
/// own pools do not ask, and GLib ends the process. So the pools that this library makes are GStreamer's, with this question before
/// their allocation, whoever acquires; a pool that somebody else made answers for itself.
/// </summary>
internal static unsafe class PoolRoom
{
    private static readonly uint s_bytes = Native.LibGLib.g_quark_from_static_string(NativeText.Intern("GstMemInterop.BytesOfABuffer"));

    /// <summary>A pool that behaves as its native parent, and asks for room.</summary>
    /// <param name="implementation">The C# class that stands for it.</param>
    /// <param name="parent">The native type whose pools GStreamer makes.</param>
    internal static nint Create(Type implementation, nuint parent) => (nint)NativeClass.New(NativeClass.Of(implementation, parent, 0, &InitializeClass));

    /// <summary>Has a class ask for room before it allocates as its parent does.</summary>
    internal static void Guard(Native.GstBufferPoolClass* functions) => functions->alloc_buffer = &OnAllocate;

    /// <summary>Remembers on the pool what one of its buffers takes by a configuration that it took; 0 where a C# allocator answers for its bytes itself.</summary>
    internal static void Remember(Native.GstBufferPool* pool, Native.GstStructure* taken)
    {
        uint size;
        Native.GstAllocator* allocator;
        Native.GstAllocationParams shape;
        _ = Native.LibGst.gst_buffer_pool_config_get_params(taken, null, &size, null, null);
        _ = Native.LibGst.gst_buffer_pool_config_get_allocator(taken, &allocator, &shape);
        bool answersItself = allocator is not null && AllocatorCallbacks.IsOurs(allocator);
        nuint bytes = answersItself ? 0 : Room.Fits(size, shape.prefix, shape.padding, shape.align) ? size + shape.prefix + shape.padding + shape.align : nuint.MaxValue;
        Native.LibGObject.g_object_set_qdata((Native.GObject*)pool, s_bytes, (void*)bytes);
    }

    /// <summary>What a buffer of the pool takes, as far as this library has to ask for it; 0 for a pool that somebody else made.</summary>
    internal static nuint BytesOf(Native.GstBufferPool* pool) => (nuint)Native.LibGObject.g_object_get_qdata((Native.GObject*)pool, s_bytes);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitializeClass(void* type, void* data)
    {
        ((Native.GstBufferPoolClass*)type)->set_config = &OnSetConfig;
        Guard((Native.GstBufferPoolClass*)type);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSetConfig(Native.GstBufferPool* pool, Native.GstStructure* structure)
    {
        int taken = ParentOf(pool)->set_config(pool, structure);
        if (taken != 0)
        {
            Remember(pool, structure);
        }

        return taken;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstFlowReturn OnAllocate(Native.GstBufferPool* pool, Native.GstBuffer** result, Native.GstBufferPoolAcquireParams* parameters) =>
        Room.Has(BytesOf(pool)) ? ParentOf(pool)->alloc_buffer(pool, result, parameters) : Native.GstFlowReturn.GST_FLOW_ERROR;

    /// <summary>Every class of ours is derived from one of GStreamer's directly.</summary>
    private static Native.GstBufferPoolClass* ParentOf(Native.GstBufferPool* pool) =>
        (Native.GstBufferPoolClass*)Native.LibGObject.g_type_class_peek_parent(((Native.GTypeInstance*)pool)->g_class);
}
