namespace GstMemInterop;

/// <summary>One component of a video format: luma, a chroma difference, red, alpha. As libgstvideo's table has it (<c>GstVideoFormatInfo</c>).</summary>
/// <param name="Plane">The plane it lies in (<c>GST_VIDEO_INFO_COMP_PLANE</c>).</param>
/// <param name="Offset">Bytes from the start of the plane to the first value (<c>GST_VIDEO_INFO_COMP_POFFSET</c>).</param>
/// <param name="PixelStride">Bytes from one value to the next in the same row; 0 when values do not begin at bytes (<c>GST_VIDEO_INFO_COMP_PSTRIDE</c>).</param>
/// <param name="Depth">Bits of a value that count (<c>GST_VIDEO_INFO_COMP_DEPTH</c>).</param>
/// <param name="Shift">Bits below them (<c>GST_VIDEO_FORMAT_INFO_SHIFT</c>).</param>
/// <param name="Width">Values in a row (<c>GST_VIDEO_INFO_COMP_WIDTH</c>).</param>
/// <param name="Height">Rows in one buffer (<c>GST_VIDEO_INFO_COMP_HEIGHT</c>).</param>
public readonly record struct GstVideoComponent(int Plane, int Offset, int PixelStride, int Depth, int Shift, int Width, int Height);
