namespace GstMemInterop;

/// <summary>What a frame's numbers mean as colours (<c>GstVideoColorimetry</c>).</summary>
/// <param name="Range">Which numbers are black and white (<c>GstVideoColorimetry.range</c>). GStreamer 1.26 has more values than are named here.</param>
/// <param name="Matrix">How luma and chroma come from red, green and blue (<c>GstVideoColorimetry.matrix</c>).</param>
/// <param name="Transfer">How numbers relate to light (<c>GstVideoColorimetry.transfer</c>).</param>
/// <param name="Primaries">Which red, green and blue are meant (<c>GstVideoColorimetry.primaries</c>).</param>
public readonly unsafe record struct GstVideoColorimetry(GstVideoColorRange Range, GstVideoColorMatrix Matrix, GstVideoTransferFunction Transfer, GstVideoColorPrimaries Primaries)
{
    /// <summary>As caps say it, for example <c>bt709</c> or <c>2:4:7:1</c> (<c>gst_video_colorimetry_to_string</c>); empty when nothing is known.</summary>
    public override string ToString()
    {
        MetaTypes.RequireVideo();
        Native.GstVideoColorimetry native;
        native.range = (Native.GstVideoColorRange)Range;
        native.matrix = (Native.GstVideoColorMatrix)Matrix;
        native.transfer = (Native.GstVideoTransferFunction)Transfer;
        native.primaries = (Native.GstVideoColorPrimaries)Primaries;
        return NativeText.Take(Native.LibGstVideo.gst_video_colorimetry_to_string(&native)) ?? "";
    }

    internal static GstVideoColorimetry Of(in Native.GstVideoColorimetry native) =>
        new((GstVideoColorRange)native.range, (GstVideoColorMatrix)native.matrix, (GstVideoTransferFunction)native.transfer, (GstVideoColorPrimaries)native.primaries);
}
