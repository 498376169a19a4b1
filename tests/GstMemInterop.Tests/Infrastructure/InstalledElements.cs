using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>The factories of all elements that are installed here.</summary>
internal static unsafe class InstalledElements
{
    internal static IReadOnlyList<string> Names()
    {
        GStreamer.Initialize();
        SortedSet<string> names = new(StringComparer.Ordinal);
        GList* features = LibGst.gst_registry_get_feature_list(LibGst.gst_registry_get(), LibGst.gst_element_factory_get_type());
        for (GList* item = features; item is not null; item = item->next)
        {
            names.Add(Marshal.PtrToStringUTF8((nint)LibGst.gst_object_get_name((Native.GstObject*)item->data))!);
        }

        LibGst.gst_plugin_feature_list_free(features);
        return [.. names];
    }
}
