using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

// What C calls, for both kinds of element.
internal abstract unsafe partial class AppLink
{
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnPadNotify(void* pad, void* property, void* data)
    {
        try
        {
            AppLink link = Unsafe.As<AppLink>(GCHandle.FromIntPtr((nint)data).Target!);
            _ = link.IsRunning;
            link.Wake();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "pad of an appsink or appsrc");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDisconnected(void* data, GClosure* closure) => GCHandle.FromIntPtr((nint)data).Free();

    /// <summary>The element is being freed, and nobody else can reach the link.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnElementGone(void* data)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)data);
        AppLink link = Unsafe.As<AppLink>(handle.Target!);
        handle.Free();
        link.End();
    }

    /// <summary>C has dropped our callbacks, for others or because the element is gone. Frees the handle, and has those who wait look.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCallbacksGone(void* data)
    {
        GCHandle handle = GCHandle.FromIntPtr((nint)data);
        CallbackTicket ticket = Unsafe.As<CallbackTicket>(handle.Target!);
        handle.Free();
        Interlocked.CompareExchange(ref ticket.Link._callbacks, null, ticket);
        ticket.Link.Wake();
    }

    /// <summary>One time that our callbacks were set.</summary>
    internal sealed class CallbackTicket(AppLink link)
    {
        internal AppLink Link { get; } = link;

        /// <summary>The link behind what C hands to a callback.</summary>
        internal static T LinkOf<T>(void* data) where T : AppLink => Unsafe.As<T>(Unsafe.As<CallbackTicket>(GCHandle.FromIntPtr((nint)data).Target!).Link);
    }
}
