using GstMemInterop.Native;

namespace GstMemInterop.Tests.Diagnostics;

/// <summary>All that a bridge changes in C, to see that it is put back.</summary>
internal sealed unsafe record DebugLogState(string Thresholds, int Default, bool Silent, uint Printers)
{
    internal static DebugLogState Now()
    {
        uint printers = LibGst.gst_debug_remove_log_function(null);
        for (uint i = 0; i < printers; i++)
        {
            LibGst.gst_debug_add_log_function(null, null, null);
        }

        return new DebugLogState(
            string.Join(' ', GstDebugCategory.GetAll()), (int)LibGst.gst_debug_get_default_threshold(), NativeLibraries.TryGetExport(NativeLibraries.Gst, "_gst_debug_min", out nint highest) && *(int*)highest == 0, printers);
    }
}
