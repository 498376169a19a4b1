using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A probe on a pad. Disposing it removes the probe (<c>gst_pad_remove_probe</c>), from any thread, also from inside its handler.</summary>
/// <remarks>
/// <para>Once any <c>Dispose</c> has returned, no call of the handler begins; one that is under way on another thread is not
/// waited for. A probe that is not disposed stays until its pad is gone.</para>
/// <para>An exception from the handler is reported through <see cref="Failed"/> and <see cref="GStreamer.CallbackFailed"/>; what
/// passes then is said at <see cref="BufferProbe"/>.</para>
/// </remarks>
public sealed unsafe class PadProbe : IDisposable
{
    private readonly ProbeRegistration _registration;
    private readonly CULong _id;
    private GstPad? _pad;

    private PadProbe(GstPad pad, ProbeRegistration registration, CULong id)
    {
        _pad = pad;
        _registration = registration;
        _id = id;
    }

    /// <summary>Raised on the streaming thread when the handler threw.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed
    {
        add => _registration.Failed += value;
        remove => _registration.Failed -= value;
    }

    /// <summary>Whether the handler may still be called: the probe is on its pad, and nobody began to dispose it.</summary>
    public bool IsActive => !_registration.HasEnded;

    /// <summary>Removes the probe (<c>gst_pad_remove_probe</c>). Calling it again, also at the same time, does nothing more.</summary>
    public void Dispose()
    {
        _registration.Silence();
        using GstPad? pad = Interlocked.Exchange(ref _pad, null);
        if (pad is not null && _registration.TryRemove())
        {
            using HandleLease lease = pad.Lease();
            Native.LibGst.gst_pad_remove_probe((Native.GstPad*)lease.Pointer, _id);
        }
    }

    internal static PadProbe Add(GstPad pad, GstPadProbeType mask, ProbeRegistration registration)
    {
        if (mask == 0)
        {
            throw new ArgumentException("A probe mask of 0 asks for nothing. Combine GstPadProbeType values, for example Buffer | BufferList.", nameof(mask));
        }

        // Only the probe's object holds the pad: if the registration did, the pad would keep itself alive through its own probe.
        GstPad kept = GstPad.Adopt(pad.AddReference());
        GCHandle handle = GCHandle.Alloc(registration);
        using HandleLease lease = kept.Lease();
        CULong id = Native.LibGst.gst_pad_add_probe((Native.GstPad*)lease.Pointer, (Native.GstPadProbeType)mask, &OnData, (void*)GCHandle.ToIntPtr(handle), &OnDestroy);
        return new PadProbe(kept, registration, id);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstPadProbeReturn OnData(Native.GstPad* pad, Native.GstPadProbeInfo* info, void* data)
    {
        ProbeRegistration registration = Unsafe.As<ProbeRegistration>(GCHandle.FromIntPtr((nint)data).Target!);
        if (registration.HasEnded)
        {
            return Native.GstPadProbeReturn.GST_PAD_PROBE_OK;
        }

        ProbeTurn turn = ProbeTurn.Begin(registration, pad, info);
        try
        {
            return (Native.GstPadProbeReturn)registration.Handle(turn);
        }
        catch (Exception exception)
        {
            registration.Report(exception);
            return Native.GstPadProbeReturn.GST_PAD_PROBE_OK;
        }
        finally
        {
            turn.End();
        }
    }

    /// <summary>Runs under the pad's own lock: it frees the handle and must do nothing else.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDestroy(void* data)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)data);
        Unsafe.As<ProbeRegistration>(handle.Target!).TryRemove();
        handle.Free();
    }
}
