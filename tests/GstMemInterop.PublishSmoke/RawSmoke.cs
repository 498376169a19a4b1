using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.PublishSmoke;

/// <summary>The generated layer by itself: a call into each library, found by its logical name.</summary>
internal static unsafe class RawSmoke
{
    internal static void Imports()
    {
        Expect.Equal(1, LibGst.gst_init_check(null, null, null));
        string version = Marshal.PtrToStringUTF8((nint)LibGst.gst_version_string())!;
        Expect.True(version.StartsWith("GStreamer ", StringComparison.Ordinal));

        fixed (byte* name = "I420\0"u8)
        {
            Expect.Equal("I420", Marshal.PtrToStringUTF8((nint)LibGstVideo.gst_video_format_to_string(LibGstVideo.gst_video_format_from_string(name))));
        }

        Expect.Equal("F32LE", Marshal.PtrToStringUTF8((nint)LibGstAudio.gst_audio_format_to_string(Native.GstAudioFormat.GST_AUDIO_FORMAT_F32LE)));
        Expect.Equal("GstAppSrc", Marshal.PtrToStringUTF8((nint)LibGObject.g_type_name(LibGstApp.gst_app_src_get_type())));
        Expect.True(LibGLib.g_get_monotonic_time() > 0);

        Native.GstMemory* memory = LibGst.gst_allocator_alloc(null, 16, null);
        Expect.Equal(0, LibGstAllocators.gst_is_dmabuf_memory(memory));
        Expect.Equal((nuint)16, memory->size);
        LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
    }

    internal static void Macros()
    {
        Native.GstMemory* memory = LibGst.gst_allocator_alloc(null, 16, null);
        Expect.Equal(1, Native.Macros.GST_MINI_OBJECT_REFCOUNT_VALUE(memory));
        Expect.True(!Native.Macros.GST_MEMORY_IS_READONLY(memory));
        LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
    }
}
