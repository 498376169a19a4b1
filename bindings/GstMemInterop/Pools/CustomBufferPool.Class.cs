using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

// The native class behind a C# pool: it gets functions for what the pool overrides only, and finds the pool again.
public abstract unsafe partial class CustomBufferPool
{
    /// <summary>The pool whose override runs on this thread: only then its native pointer is known to be alive.</summary>
    [ThreadStatic]
    private static CustomBufferPool? t_calling;

    private Native.GstBufferPool* _native;

    /// <summary>Named after the methods that they stand for.</summary>
    [Flags]
    private enum Overrides
    {
        None = 0,
        Stop = 1,
        AllocateBuffer = 2,
        AcquireBuffer = 4,
        ResetBuffer = 8,
        ReleaseBuffer = 16,
        FreeBuffer = 32,
        FlushStart = 64,
        FlushStop = 128,
    }

    private static nint CreateNative(CustomBufferPool pool)
    {
        nuint type = NativeClass.Of(pool.GetType(), Native.LibGst.gst_buffer_pool_get_type(), (uint)sizeof(nint), &InitializeClass, (nint)OverridesOf(pool));
        pool._native = (Native.GstBufferPool*)NativeClass.New(type);
        return (nint)pool._native;
    }

    private static Overrides OverridesOf(CustomBufferPool pool)
    {
        Overrides found = Overrides.None;
        foreach (MethodInfo method in pool.GetType().GetMethods(BindingFlags.Instance | BindingFlags.NonPublic))
        {
            if (method.IsVirtual && method.DeclaringType != typeof(CustomBufferPool) && method.GetBaseDefinition().DeclaringType == typeof(CustomBufferPool)
                && Enum.TryParse(method.Name, out Overrides one))
            {
                found |= one;
            }
        }

        return found;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void InitializeClass(void* type, void* data)
    {
        Native.GstBufferPoolClass* functions = (Native.GstBufferPoolClass*)type;
        Overrides overrides = (Overrides)(nint)data;
        functions->get_options = &OnGetOptions;
        functions->set_config = &OnSetConfig;
        functions->start = &OnStart;
        PoolRoom.Guard(functions);
        if ((overrides & Overrides.Stop) != 0)
        {
            functions->stop = &OnStop;
        }

        if ((overrides & Overrides.AllocateBuffer) != 0)
        {
            functions->alloc_buffer = &OnAllocateBuffer;
            functions->reset_buffer = &OnResetParts;
        }

        if ((overrides & Overrides.AcquireBuffer) != 0)
        {
            functions->acquire_buffer = &OnAcquireBuffer;
        }

        if ((overrides & Overrides.ResetBuffer) != 0)
        {
            functions->reset_buffer = &OnResetBuffer;
        }

        if ((overrides & Overrides.ReleaseBuffer) != 0)
        {
            functions->release_buffer = &OnReleaseBuffer;
        }

        if ((overrides & Overrides.FreeBuffer) != 0)
        {
            functions->free_buffer = &OnFreeBuffer;
        }

        if ((overrides & Overrides.FlushStart) != 0)
        {
            functions->flush_start = &OnFlushStart;
        }

        if ((overrides & Overrides.FlushStop) != 0)
        {
            functions->flush_stop = &OnFlushStop;
        }
    }

    /// <summary>The native pool, while an override runs: it may be the last thing that is left of it.</summary>
    private Native.GstBufferPool* Calling() => ReferenceEquals(t_calling, this)
        ? _native
        : throw new InvalidOperationException("What GStreamer does by default can only be called from an override, on the thread that runs it.");

    private static CustomBufferPool? Of(Native.GstBufferPool* native)
    {
        nint cookie = ((Instance*)native)->Cookie;
        return cookie == 0 ? null : Unsafe.As<CustomBufferPool?>(ImplementationRoot.Resolve(cookie));
    }

    /// <summary>Our part of the native instance lies behind GStreamer's.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Instance
    {
        internal Native.GstBufferPool Pool;
        internal nint Cookie;
    }
}
