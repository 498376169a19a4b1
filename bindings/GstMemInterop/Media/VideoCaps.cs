namespace GstMemInterop;

/// <summary>Proves video caps before C reads them, which would print what is wrong, or compute with it.</summary>
internal static unsafe class VideoCaps
{
    /// <summary>What keeps caps from describing raw video; <see langword="null"/> when nothing does.</summary>
    internal static string? Fault(Native.GstCaps* caps)
    {
        if (Native.LibGst.gst_caps_is_fixed(caps) == 0)
        {
            return "they are not fixed: every field needs one value";
        }

        Native.GstStructure* structure = Native.LibGst.gst_caps_get_structure(caps, 0);
        if (NativeText.Read(Native.LibGst.gst_structure_get_name(structure)) is not "video/x-raw")
        {
            return "the media type is not video/x-raw";
        }

        byte* format = CapsField.Text(structure, "format");
        Native.GstVideoFormat known = format is null ? Native.GstVideoFormat.GST_VIDEO_FORMAT_UNKNOWN : Native.LibGstVideo.gst_video_format_from_string(format);
        if (known is Native.GstVideoFormat.GST_VIDEO_FORMAT_UNKNOWN or Native.GstVideoFormat.GST_VIDEO_FORMAT_ENCODED)
        {
            return format is null ? "there is no format, for example 'format=I420'" : "the loaded GStreamer knows no such raw format";
        }

        if (Native.LibGstVideo.gst_video_format_get_info(known)->n_planes == 0)
        {
            return "frames of this format are not bytes but handles of a device";
        }

        if (!CapsField.TryGetNumber(structure, "width", out int width) || width <= 0 || !CapsField.TryGetNumber(structure, "height", out int height) || height <= 0)
        {
            return "there is no positive width and height";
        }

        byte* views = CapsField.Text(structure, "multiview-mode");
        return views is null || IsMultiviewMode(NativeText.Read(views)) ? null : $"'{NativeText.Read(views)}' is no multiview-mode";
    }

    private static bool IsMultiviewMode(string? text)
    {
        foreach (GstVideoMultiviewMode mode in Enum.GetValues<GstVideoMultiviewMode>())
        {
            if (NativeText.Read(Native.LibGstVideo.gst_video_multiview_mode_to_caps_string((Native.GstVideoMultiviewMode)mode)) == text)
            {
                return true;
            }
        }

        return false;
    }
}
