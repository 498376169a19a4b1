using GstMemInterop.Native;

namespace GstMemInterop.Tests.Diagnostics;

/// <summary>All that a bridge changes in C, to see that it is put back.</summary>
internal sealed unsafe record DebugLogState(string Thresholds, int Default, bool Silent, uint Printers)
{
    /// <param name="used">A category that the test uses: it is there from now on, and not only when the test first writes.</param>
    internal static DebugLogState Now(GstDebugCategory used)
    {
        Assert.NotEmpty(used.Name);
        uint printers = LibGst.gst_debug_remove_log_function(null);
        for (uint i = 0; i < printers; i++)
        {
            LibGst.gst_debug_add_log_function(null, null, null);
        }

        return new DebugLogState(
            string.Join(' ', GstDebugCategory.GetAll()), (int)LibGst.gst_debug_get_default_threshold(), NativeLibraries.TryGetExport(NativeLibraries.Gst, "_gst_debug_min", out nint highest) && *(int*)highest == 0, printers);
    }
}
