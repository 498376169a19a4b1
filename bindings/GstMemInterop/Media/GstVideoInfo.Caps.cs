namespace GstMemInterop;

public sealed unsafe partial class GstVideoInfo
{
    /// <summary>Width to height of one pixel (<c>GST_VIDEO_INFO_PAR_N</c>, <c>GST_VIDEO_INFO_PAR_D</c>).</summary>
    public GstFraction PixelAspectRatio => new(_native.par_n, _native.par_d);

    /// <summary>Whether frames come at no fixed rate (<c>GST_VIDEO_FLAG_VARIABLE_FPS</c>).</summary>
    public bool HasVariableFrameRate => (_native.flags & Native.GstVideoFlags.GST_VIDEO_FLAG_VARIABLE_FPS) != 0 || _native.fps_n == 0;

    /// <summary>Whether frames have two fields, in whatever way (<c>GST_VIDEO_INFO_IS_INTERLACED</c>).</summary>
    public bool IsInterlaced => InterlaceMode != GstVideoInterlaceMode.Progressive;

    /// <summary>Which field comes first; unknown also where each buffer says it itself (<c>GST_VIDEO_INFO_FIELD_ORDER</c>).</summary>
    public GstVideoFieldOrder FieldOrder => (GstVideoFieldOrder)_native.ABI.abi.field_order;

    /// <summary>What the numbers mean as colours; GStreamer's default for the format and size where caps do not say it (<c>GST_VIDEO_INFO_COLORIMETRY</c>).</summary>
    public GstVideoColorimetry Colorimetry => GstVideoColorimetry.Of(_native.colorimetry);

    /// <summary>Where subsampled chroma was taken; GStreamer's default where caps do not say it (<c>GST_VIDEO_INFO_CHROMA_SITE</c>).</summary>
    public GstVideoChromaSite ChromaSite => (GstVideoChromaSite)_native.chroma_site;

    /// <summary>How several views share a frame or stream (<c>GST_VIDEO_INFO_MULTIVIEW_MODE</c>).</summary>
    public GstVideoMultiviewMode MultiviewMode => (GstVideoMultiviewMode)_native.ABI.abi.multiview_mode;

    /// <summary>What is to be done to views (<c>GST_VIDEO_INFO_MULTIVIEW_FLAGS</c>).</summary>
    public GstVideoMultiviewFlags MultiviewFlags => (GstVideoMultiviewFlags)_native.ABI.abi.multiview_flags;

    /// <summary>How many views (<c>GST_VIDEO_INFO_VIEWS</c>).</summary>
    public int Views => _native.views;

    /// <summary>Whether the components are red, green and blue (<c>GST_VIDEO_INFO_IS_RGB</c>).</summary>
    public bool IsRgb => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_RGB);

    /// <summary>Whether the components are luma and chroma (<c>GST_VIDEO_INFO_IS_YUV</c>).</summary>
    public bool IsYuv => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_YUV);

    /// <summary>Whether there is only luma (<c>GST_VIDEO_INFO_IS_GRAY</c>).</summary>
    public bool IsGray => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_GRAY);

    /// <summary>Whether pixels have an alpha component (<c>GST_VIDEO_INFO_HAS_ALPHA</c>).</summary>
    public bool HasAlpha => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_ALPHA);

    /// <summary>Whether pixels are numbers of colours in a palette, the second plane (<c>GST_VIDEO_FORMAT_INFO_HAS_PALETTE</c>).</summary>
    public bool HasPalette => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_PALETTE);

    /// <summary>Whether pixels lie in tiles instead of rows: planes are then only bytes (<c>GST_VIDEO_FORMAT_INFO_IS_TILED</c>).</summary>
    public bool IsTiled => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_TILED);

    /// <summary>Whether values of several bytes have their low one first, as far as libgstvideo's table says it (<c>GST_VIDEO_FORMAT_INFO_IS_LE</c>). Without meaning for values of one byte.</summary>
    public bool IsLittleEndian => Has(Native.GstVideoFormatFlags.GST_VIDEO_FORMAT_FLAG_LE);

    /// <summary>How many components the format has (<c>GST_VIDEO_INFO_N_COMPONENTS</c>).</summary>
    public int ComponentCount => (int)_native.finfo->n_components;

    /// <summary>
    /// One component as libgstvideo's table has it (<c>GstVideoFormatInfo</c>). Of some formats that pack several components into one word (Y410, RGB10A2_LE) the table says
    /// nothing useful: <see cref="VideoFrameView.Component"/> refuses those. It takes red for blue in BGR15 and BGR16, and puts U first in VYUY.
    /// </summary>
    /// <param name="index">0 to <see cref="ComponentCount"/> - 1: red, green, blue, alpha, or Y, U, V, alpha, wherever they lie.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such component.</exception>
    public GstVideoComponent Component(int index)
    {
        if ((uint)index >= (uint)ComponentCount)
        {
            Throw.IndexOutOfRange($"components of {FormatName}", index, ComponentCount);
        }

        Native.GstVideoFormatInfo* format = _native.finfo;
        return new GstVideoComponent(
            (int)format->plane[index], (int)format->poffset[index], format->pixel_stride[index], (int)format->depth[index], (int)format->shift[index],
            Subsampled(_native.width, (int)format->w_sub[index]), Subsampled(FieldHeight, (int)format->h_sub[index]));
    }

    /// <summary>The caps that say the same (<c>gst_video_info_to_caps</c>).</summary>
    /// <returns>New caps; dispose them.</returns>
    /// <exception cref="InvalidOperationException">The pixel aspect ratio, doubled for half-width views, is more than a fraction holds.</exception>
    public GstCaps ToCaps()
    {
        if ((MultiviewFlags & GstVideoMultiviewFlags.HalfAspect) != 0 && MultiviewMode != GstVideoMultiviewMode.None
            && (Math.Abs((long)_native.par_n) > int.MaxValue / 2 || _native.par_d > int.MaxValue / 2))
        {
            throw new InvalidOperationException($"A pixel aspect ratio of {PixelAspectRatio} cannot be doubled for views of half the width.");
        }

        fixed (Native.GstVideoInfo* info = &_native)
        {
            return GstCaps.Adopt((nint)Native.LibGstVideo.gst_video_info_to_caps(info));
        }
    }

    private bool Has(Native.GstVideoFormatFlags flag) => (_native.finfo->flags & flag) != 0;
}
