using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// Caps and structures as text. The functions that every version has escape what is nested once for each level, so that the text
/// doubles with each; since 1.20 there is a form with brackets.
/// </summary>
internal static unsafe class WrittenText
{
    internal static string Of(Native.GstCaps* caps) => NativeText.Take(
        NativeFeature.Serialization.IsAvailable ? LibGst.gst_caps_serialize(caps, GstSerializeFlags.GST_SERIALIZE_FLAG_NONE) : LibGst.gst_caps_to_string(caps)) ?? "";

    internal static string Of(Native.GstStructure* structure) => NativeText.Take(
        NativeFeature.Serialization.IsAvailable ? LibGst.gst_structure_serialize(structure, GstSerializeFlags.GST_SERIALIZE_FLAG_NONE) : LibGst.gst_structure_to_string(structure)) ?? "";
}
