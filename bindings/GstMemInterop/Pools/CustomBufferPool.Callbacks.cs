using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What C calls for pools written in C#. No exception gets past.</summary>
public abstract unsafe partial class CustomBufferPool
{
    /// <summary>The thread that runs <see cref="FlushStop"/>; C has the pool locked meanwhile.</summary>
    private int _stopsFlushing;

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
            PoolRoom.Remember(native, structure);
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

        internal void EndForgotten() => _slots.EndForgotten(_mark, "override of a pool");

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
