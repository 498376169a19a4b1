namespace GstMemInterop;

/// <summary>How video frames of a pool are laid out beyond what the format needs: padding around them, aligned rows. Stands on <c>GstVideoAlignment</c>.</summary>
/// <param name="Padding">Rows and pixels around the visible part (<c>GstVideoAlignment.padding_top</c> and its siblings).</param>
/// <param name="StrideAlignment">
/// Each row begins at a multiple of this many bytes, a power of two; 0 or 1 for none (<c>GstVideoAlignment.stride_align</c>, which
/// is this minus one). C keeps one for each plane: all are set, and the greatest is read. The video pool does not tell planes apart either.
/// </param>
public readonly record struct GstVideoAlignment(GstVideoPadding Padding, int StrideAlignment = 0)
{
    private const int Planes = 4;

    internal Native.GstVideoAlignment ToNative()
    {
        if (Padding.Top < 0 || Padding.Bottom < 0 || Padding.Left < 0 || Padding.Right < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Padding), Padding, "Padding is counted in rows and pixels outside the frame: 0 or more.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(StrideAlignment);
        Native.GstVideoAlignment native = default;
        native.padding_top = (uint)Padding.Top;
        native.padding_bottom = (uint)Padding.Bottom;
        native.padding_left = (uint)Padding.Left;
        native.padding_right = (uint)Padding.Right;
        for (int plane = 0; plane < Planes; plane++)
        {
            native.stride_align[plane] = (uint)Throw.AlignmentMask((nuint)StrideAlignment);
        }

        return native;
    }

    internal static GstVideoAlignment FromNative(in Native.GstVideoAlignment native)
    {
        uint mask = 0;
        for (int plane = 0; plane < Planes; plane++)
        {
            mask |= native.stride_align[plane];
        }

        return new(new((int)native.padding_top, (int)native.padding_bottom, (int)native.padding_left, (int)native.padding_right), (int)mask + 1);
    }
}
