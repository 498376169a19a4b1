using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop;

/// <summary>A group of functions that older GStreamer versions lack: looked up once, and refused with the version that has it.</summary>
internal sealed class NativeFeature(string library, string symbol, string since, string what)
{
    internal static readonly NativeFeature CustomMetas = new(Native.NativeLibraries.Gst, "gst_meta_register_custom", "1.20", "Custom structure metas");
    internal static readonly NativeFeature MetaSerialization = new(Native.NativeLibraries.Gst, "gst_meta_serialize_simple", "1.24", "Serialising metas");
    internal static readonly NativeFeature Serialization = new(Native.NativeLibraries.Gst, "gst_structure_serialize", "1.20", "Texts of structures with brackets");
    internal static readonly NativeFeature VideoMetaPlanes = new(Native.NativeLibraries.GstVideo, "gst_video_meta_set_alignment", "1.18", "The padding and plane sizes of a video meta");

    private int _state; // 0 not looked up, 1 there, 2 missing

    internal bool IsAvailable
    {
        get
        {
            if (_state == 0)
            {
                GStreamer.EnsureInitialized();
                GStreamer.RequireLibrary(library);
                _state = Native.NativeLibraries.TryGetExport(library, symbol, out _) ? 1 : 2;
            }

            return _state == 1;
        }
    }

    internal void Require()
    {
        if (!IsAvailable)
        {
            Missing(since, what);
        }
    }

    [DoesNotReturn]
    internal static void Missing(string since, string what) =>
        throw new NotSupportedException($"{what} need GStreamer {since} or newer; {GStreamer.Version} is loaded. Update GStreamer, or check the version before the call.");
}
