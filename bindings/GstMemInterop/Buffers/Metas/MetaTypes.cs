namespace GstMemInterop;

/// <summary>The types of GStreamer's own metas, asked for once: a missing optional library breaks only what needs it.</summary>
internal static unsafe class MetaTypes
{
    private static nuint s_video;
    private static nuint s_videoCrop;
    private static nuint s_videoRegion;
    private static nuint s_videoOverlay;
    private static nuint s_audio;
    private static nuint s_audioClipping;
    private static nuint s_reference;
    private static nuint s_parent;
    private static nuint s_protection;

    internal static nuint Video => Ask(ref s_video, Native.NativeLibraries.GstVideo, &Native.LibGstVideo.gst_video_meta_api_get_type);

    internal static nuint VideoCrop => Ask(ref s_videoCrop, Native.NativeLibraries.GstVideo, &Native.LibGstVideo.gst_video_crop_meta_api_get_type);

    internal static nuint VideoRegionOfInterest => Ask(ref s_videoRegion, Native.NativeLibraries.GstVideo, &Native.LibGstVideo.gst_video_region_of_interest_meta_api_get_type);

    internal static nuint VideoOverlayComposition => Ask(ref s_videoOverlay, Native.NativeLibraries.GstVideo, &Native.LibGstVideo.gst_video_overlay_composition_meta_api_get_type);

    internal static nuint Audio => Ask(ref s_audio, Native.NativeLibraries.GstAudio, &Native.LibGstAudio.gst_audio_meta_api_get_type);

    internal static nuint AudioClipping => Ask(ref s_audioClipping, Native.NativeLibraries.GstAudio, &Native.LibGstAudio.gst_audio_clipping_meta_api_get_type);

    internal static nuint ReferenceTimestamp => Ask(ref s_reference, Native.NativeLibraries.Gst, &Native.LibGst.gst_reference_timestamp_meta_api_get_type);

    internal static nuint ParentBuffer => Ask(ref s_parent, Native.NativeLibraries.Gst, &Native.LibGst.gst_parent_buffer_meta_api_get_type);

    internal static nuint Protection => Ask(ref s_protection, Native.NativeLibraries.Gst, &Native.LibGst.gst_protection_meta_api_get_type);

    internal static void RequireVideo() => Require(Native.NativeLibraries.GstVideo);

    internal static void RequireAudio() => Require(Native.NativeLibraries.GstAudio);

    private static nuint Ask(ref nuint type, string library, delegate*<nuint> getType)
    {
        if (type == 0)
        {
            Require(library);
            type = getType();
        }

        return type;
    }

    private static void Require(string library)
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(library);
    }
}
