using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

// What C calls for the buffers of a pool written in C#: they are made, handed out, come back and are freed here.
public abstract unsafe partial class CustomBufferPool
{
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
}
