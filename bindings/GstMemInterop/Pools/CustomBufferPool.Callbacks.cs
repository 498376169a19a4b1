using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C calls for pools written in C#. A class gets functions for what it overrides only; no exception gets past.</summary>
public abstract unsafe partial class CustomBufferPool
{
    /// <summary>The pool whose override runs on this thread: only then its native pointer is known to be alive.</summary>
    [ThreadStatic]
    private static CustomBufferPool? t_calling;

    private Native.GstBufferPool* _native;

    /// <summary>The thread that runs <see cref="FlushStop"/>; C has the pool locked meanwhile.</summary>
    private int _stopsFlushing;

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

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte** OnGetOptions(Native.GstBufferPool* native)
    {
        if (Of(native) is not { } pool)
        {
            return PoolOptionNames.Of([]);
        }

        using Call call = new(pool);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            return PoolOptionNames.Of(pool.SupportedOptions);
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(SupportedOptions));
            return PoolOptionNames.Of([]);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSetConfig(Native.GstBufferPool* native, Native.GstStructure* structure)
    {
        if (Of(native) is not { } pool)
        {
            return DefaultClass->set_config(native, structure);
        }

        using Call call = new(pool);
        using GstBufferPoolConfig config = GstBufferPoolConfig.Borrow(structure);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            if (!pool.ApplyConfig(config))
            {
                return 0;
            }

            uint size; // from C's own structure: the override may have disposed what it was lent
            _ = Native.LibGst.gst_buffer_pool_config_get_params(structure, null, &size, null, null);
            Volatile.Write(ref pool._bufferSize, size);
            return 1;
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(ApplyConfig));
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStart(Native.GstBufferPool* native)
    {
        if (Of(native) is not { } pool)
        {
            return DefaultClass->start(native);
        }

        if (pool.Try(static p => p.Start(), nameof(Start)))
        {
            return 1;
        }

        DefaultClass->stop(native); // what was allocated before it failed: C would forget it
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStop(Native.GstBufferPool* native)
    {
        if (Of(native) is not { } pool)
        {
            return DefaultClass->stop(native);
        }

        if (pool.Try(static p => p.Stop(), nameof(Stop)))
        {
            return 1;
        }

        DefaultClass->stop(native); // what the override did not get to: nobody else frees it
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstFlowReturn OnAllocateBuffer(Native.GstBufferPool* native, Native.GstBuffer** result, Native.GstBufferPoolAcquireParams* parameters)
    {
        if (Of(native) is not { } pool)
        {
            return DefaultClass->alloc_buffer(native, result, parameters);
        }

        using Call call = new(pool);
        GstBuffer? buffer = null;
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            GstFlowReturn flow = pool.AllocateBuffer(GstBufferPoolAcquireParams.FromNative(parameters), out buffer);
            return HandOut(flow, ref buffer, result);
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(AllocateBuffer));
            return Native.GstFlowReturn.GST_FLOW_ERROR;
        }
        finally
        {
            buffer?.Dispose();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstFlowReturn OnAcquireBuffer(Native.GstBufferPool* native, Native.GstBuffer** result, Native.GstBufferPoolAcquireParams* parameters)
    {
        if (Of(native) is not { } pool)
        {
            return DefaultClass->acquire_buffer(native, result, parameters);
        }

        using Call call = new(pool);
        GstBuffer? buffer = null;
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            GstFlowReturn flow = pool.AcquireBuffer(GstBufferPoolAcquireParams.FromNative(parameters), out buffer);
            return HandOut(flow, ref buffer, result);
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(AcquireBuffer));
            return Native.GstFlowReturn.GST_FLOW_ERROR;
        }
        finally
        {
            pool.Abandon(native, buffer);
        }
    }

    /// <summary>For pools that make their buffers themselves, perhaps of several memories, and leave resetting to GStreamer.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnResetParts(Native.GstBufferPool* native, Native.GstBuffer* buffer)
    {
        Of(native)?.KeepOutIfCut(buffer);
        DefaultClass->reset_buffer(native, buffer);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnResetBuffer(Native.GstBufferPool* native, Native.GstBuffer* buffer)
    {
        if (Of(native) is not { } pool)
        {
            DefaultClass->reset_buffer(native, buffer);
            return;
        }

        using Call call = new(pool);
        pool.Hold(buffer, Held.Counted);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            pool.ResetBuffer(new GstBufferRef(buffer, lenderOwnsReference: true));
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(ResetBuffer));
            buffer->mini_object.flags |= (uint)GstBufferFlags.TagMemory; // half reset: it is not used again
        }

        LetGo(buffer);
        if (!IsAlone(buffer))
        {
            buffer->mini_object.flags |= (uint)GstBufferFlags.TagMemory; // the override kept a reference: the next owner must not share its bytes
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnReleaseBuffer(Native.GstBufferPool* native, Native.GstBuffer* buffer)
    {
        if (Of(native) is not { } pool)
        {
            DefaultClass->release_buffer(native, buffer);
            return;
        }

        pool.Hold(buffer, Held.Counted);
        GstBuffer released = GstBuffer.Adopt((nint)buffer);
        using Call call = new(pool);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            pool.ReleaseBuffer(released);
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(ReleaseBuffer));
            call.EndForgotten();
            pool.Abandon(native, released);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFreeBuffer(Native.GstBufferPool* native, Native.GstBuffer* buffer)
    {
        if (Of(native) is not { } pool)
        {
            DefaultClass->free_buffer(native, buffer);
            return;
        }

        pool.Hold(buffer, Held.Freed);
        using GstBuffer freed = GstBuffer.Adopt((nint)buffer);
        using Call call = new(pool);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            pool.FreeBuffer(freed);
        }
        catch (Exception exception)
        {
            pool.Report(exception, nameof(FreeBuffer));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFlushStart(Native.GstBufferPool* native) =>
        Of(native)?.Try(static p => { p.FlushStart(); return true; }, nameof(FlushStart));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFlushStop(Native.GstBufferPool* native) =>
        Of(native)?.Try(static p => { p.StopFlushing(); return true; }, nameof(FlushStop));

    private void StopFlushing()
    {
        int outer = _stopsFlushing;
        _stopsFlushing = Environment.CurrentManagedThreadId;
        try
        {
            FlushStop();
        }
        finally
        {
            _stopsFlushing = outer;
        }
    }

    /// <summary>Gives what an override provided to C, when C can take it.</summary>
    private static Native.GstFlowReturn HandOut(GstFlowReturn flow, ref GstBuffer? buffer, Native.GstBuffer** result)
    {
        if (flow != GstFlowReturn.Ok)
        {
            return (Native.GstFlowReturn)flow;
        }

        if (buffer is null)
        {
            throw new InvalidOperationException("The override answered Ok and gave no buffer.");
        }

        using (HandleLease lease = new(buffer.Handle))
        {
            if (lease.Buffer->pool is not null)
            {
                throw new InvalidOperationException("The override gave a buffer that is out of a pool already. Give one that base provided, or a new one.");
            }

            RequireAlone(lease.Buffer);
        }

        using (buffer.Borrow().EnterChange()) // nobody looks at its bytes
        {
        }

        Native.GstBuffer* native = (Native.GstBuffer*)buffer.DangerousDetach();
        buffer = null;
        LetGo(native);
        *result = native;
        return Native.GstFlowReturn.GST_FLOW_OK;
    }

    private bool Try(Func<CustomBufferPool, bool> method, string name)
    {
        using Call call = new(this);
        try
        {
            using CallbackDepth depth = CallbackDepth.Enter();
            return method(this);
        }
        catch (Exception exception)
        {
            Report(exception, name);
            return false;
        }
    }

    private void Report(Exception exception, string method) => OverrideFailure.Report(this, exception, method, Failed);

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

    /// <summary>One call of an override. Mappings it left open end with it: the buffers go on to somebody else.</summary>
    private readonly ref struct Call
    {
        private readonly CustomBufferPool? _outer;
        private readonly Native.GstBufferPool* _kept;
        private readonly MapSlots _slots;
        private readonly ulong _mark;

        internal Call(CustomBufferPool pool)
        {
            // The override may let go of whatever keeps the pool. One that is being freed, and stops, has nothing left to keep.
            _kept = Volatile.Read(ref pool._native->@object.@object.ref_count) > 0 ? (Native.GstBufferPool*)Native.LibGst.gst_object_ref(pool._native) : null;
            _outer = t_calling;
            t_calling = pool;
            _slots = MapSlots.Current;
            _mark = _slots.LastTicket;
        }

        internal void EndForgotten() => _slots.EndSince(_mark);

        public void Dispose()
        {
            EndForgotten();
            t_calling = _outer;
            if (_kept is not null)
            {
                Native.LibGst.gst_object_unref(_kept);
            }
        }
    }
}
