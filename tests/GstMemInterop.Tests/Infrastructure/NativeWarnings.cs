using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Listens to what C writes through GLib's log while it exists; criticals still end the process.</summary>
internal sealed unsafe class NativeWarnings : IDisposable
{
    private static volatile NativeWarnings? s_current;
    private readonly List<string> _texts = [];

    public NativeWarnings()
    {
        s_current = this;
        LibGLib.g_log_set_default_handler(&OnLog, null);
    }

    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_texts)
            {
                return [.. _texts];
            }
        }
    }

    public void Dispose() => LibGLib.g_log_set_default_handler(&Default, null);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLog(byte* domain, GLogLevelFlags level, byte* message, void* data)
    {
        List<string> texts = s_current!._texts;
        lock (texts)
        {
            texts.Add(Marshal.PtrToStringUTF8((nint)message) ?? "");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Default(byte* domain, GLogLevelFlags level, byte* message, void* data) => LibGLib.g_log_default_handler(domain, level, message, data);
}
