namespace GstMemInterop;

/// <summary>The types of GStreamer's own metas, asked for once: a missing optional library breaks only what needs it.</summary>
internal static class MetaTypes
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

    internal static nuint Video
    {
        get
        {
            if (s_video == 0)
            {
                RequireVideo();
                s_video = Native.LibGstVideo.gst_video_meta_api_get_type();
            }

            return s_video;
        }
    }

    internal static nuint VideoCrop
    {
        get
        {
            if (s_videoCrop == 0)
            {
                RequireVideo();
                s_videoCrop = Native.LibGstVideo.gst_video_crop_meta_api_get_type();
            }

            return s_videoCrop;
        }
    }

    internal static nuint VideoRegionOfInterest
    {
        get
        {
            if (s_videoRegion == 0)
            {
                RequireVideo();
                s_videoRegion = Native.LibGstVideo.gst_video_region_of_interest_meta_api_get_type();
            }

            return s_videoRegion;
        }
    }

    internal static nuint VideoOverlayComposition
    {
        get
        {
            if (s_videoOverlay == 0)
            {
                RequireVideo();
                s_videoOverlay = Native.LibGstVideo.gst_video_overlay_composition_meta_api_get_type();
            }

            return s_videoOverlay;
        }
    }

    internal static nuint Audio
    {
        get
        {
            if (s_audio == 0)
            {
                RequireAudio();
                s_audio = Native.LibGstAudio.gst_audio_meta_api_get_type();
            }

            return s_audio;
        }
    }

    internal static nuint AudioClipping
    {
        get
        {
            if (s_audioClipping == 0)
            {
                RequireAudio();
                s_audioClipping = Native.LibGstAudio.gst_audio_clipping_meta_api_get_type();
            }

            return s_audioClipping;
        }
    }

    internal static nuint ReferenceTimestamp
    {
        get
        {
            if (s_reference == 0)
            {
                GStreamer.EnsureInitialized();
                s_reference = Native.LibGst.gst_reference_timestamp_meta_api_get_type();
            }

            return s_reference;
        }
    }

    internal static nuint ParentBuffer
    {
        get
        {
            if (s_parent == 0)
            {
                GStreamer.EnsureInitialized();
                s_parent = Native.LibGst.gst_parent_buffer_meta_api_get_type();
            }

            return s_parent;
        }
    }

    internal static nuint Protection
    {
        get
        {
            if (s_protection == 0)
            {
                GStreamer.EnsureInitialized();
                s_protection = Native.LibGst.gst_protection_meta_api_get_type();
            }

            return s_protection;
        }
    }

    internal static void RequireVideo()
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(Native.NativeLibraries.GstVideo);
    }

    internal static void RequireAudio()
    {
        GStreamer.EnsureInitialized();
        GStreamer.RequireLibrary(Native.NativeLibraries.GstAudio);
    }
}
