using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>A probe on a pad. Disposing it removes the probe (<c>gst_pad_remove_probe</c>), from any thread, also from inside its handler.</summary>
/// <remarks>
/// Dispose does not wait for a handler that runs on another thread at that moment. A probe that is not disposed stays until its pad is gone.
/// An exception from the handler is reported through <see cref="Failed"/> and <see cref="GStreamer.CallbackFailed"/>; the data passes on unchanged.
/// </remarks>
public sealed unsafe class PadProbe : IDisposable
{
    private readonly ProbeRegistration _registration;
    private readonly GstPad _pad;

    private PadProbe(GstPad pad, ProbeRegistration registration)
    {
        _pad = pad;
        _registration = registration;
    }

    /// <summary>Raised on the streaming thread when the handler threw; the data passed on unchanged.</summary>
    public event EventHandler<CallbackFailedEventArgs>? Failed
    {
        add => _registration.Failed += value;
        remove => _registration.Failed -= value;
    }

    /// <summary>Whether the probe is still on its pad.</summary>
    public bool IsActive => !_registration.HasEnded;

    /// <summary>Removes the probe (<c>gst_pad_remove_probe</c>). Calling it again does nothing.</summary>
    public void Dispose()
    {
        if (_registration.TryEnd() && _registration.Id is { } id)
        {
            using HandleLease lease = _pad.Lease();
            Native.LibGst.gst_pad_remove_probe((Native.GstPad*)lease.Pointer, id);
        }

        _pad.Dispose();
    }

    internal static PadProbe Add(GstPad pad, GstPadProbeType mask, ProbeRegistration registration)
    {
        if (mask == 0)
        {
            throw new ArgumentException("A probe mask of 0 asks for nothing. Combine GstPadProbeType values, for example Buffer | BufferList.", nameof(mask));
        }

        // Only this object holds the pad: if the registration did, the pad would keep itself alive through its own probe.
        PadProbe probe = new(GstPad.Adopt(pad.AddReference()), registration);
        GCHandle handle = GCHandle.Alloc(registration);
        using HandleLease lease = pad.Lease();
        CULong id = Native.LibGst.gst_pad_add_probe((Native.GstPad*)lease.Pointer, (Native.GstPadProbeType)mask, &OnData, (void*)GCHandle.ToIntPtr(handle), &OnDestroy);
        if (id.Value == 0)
        {
            registration.TryEnd(); // an idle probe ran at once and removed itself
        }
        else if (!registration.SetId(id))
        {
            Native.LibGst.gst_pad_remove_probe((Native.GstPad*)lease.Pointer, id); // disposed before its number was known
        }

        return probe;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Native.GstPadProbeReturn OnData(Native.GstPad* pad, Native.GstPadProbeInfo* info, void* data)
    {
        ProbeRegistration registration = Unsafe.As<ProbeRegistration>(GCHandle.FromIntPtr((nint)data).Target!);
        MapSlots slots = MapSlots.Current;
        ulong mark = slots.LastTicket;
        GstPadProbeReturn result;
        try
        {
            result = registration.Handle(info, slots, mark);
        }
        catch (Exception exception)
        {
            slots.EndSince(mark);
            registration.Report(exception);
            result = info->data is null && (info->type & Native.GstPadProbeType.GST_PAD_PROBE_TYPE_ALL_BOTH) != 0 ? GstPadProbeReturn.Handled : GstPadProbeReturn.Ok;
        }

        return (Native.GstPadProbeReturn)result;
    }

    /// <summary>Runs under the pad's own lock: it frees the handle and must do nothing else.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDestroy(void* data)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)data);
        Unsafe.As<ProbeRegistration>(handle.Target!).TryEnd();
        handle.Free();
    }
}
