namespace GstMemInterop.Tests.Media;

/// <summary>The raw formats that the loaded GStreamer lists, which may be more than our enums name.</summary>
internal static unsafe class RawFormats
{
    internal static GstAudioFormat[] Audio
    {
        get
        {
            GStreamer.Initialize();
            uint count;
            Native.GstAudioFormat* raw = Native.LibGstAudio.gst_audio_formats_raw(&count);
            return [.. new ReadOnlySpan<GstAudioFormat>(raw, (int)count)];
        }
    }

    internal static GstVideoFormat[] Video
    {
        get
        {
            GStreamer.Initialize();
            uint count;
            Native.GstVideoFormat* raw = Native.LibGstVideo.gst_video_formats_raw(&count);
            return [.. new ReadOnlySpan<GstVideoFormat>(raw, (int)count)];
        }
    }

    internal static string Name(GstAudioFormat format) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Native.LibGstAudio.gst_audio_format_to_string((Native.GstAudioFormat)format))!;

    internal static string Name(GstVideoFormat format) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)Native.LibGstVideo.gst_video_format_to_string((Native.GstVideoFormat)format))!;

    /// <summary>Tiles are not rows, and a palette is none either.</summary>
    internal static bool IsMadeOfRows(GstVideoInfo info, int plane) => !info.IsTiled && !(info.HasPalette && plane == 1);
}
