namespace GstMemInterop;

/// <summary>64 bits that mean something each, as the <c>channel-mask</c> of audio (<c>GST_TYPE_BITMASK</c>).</summary>
/// <param name="Value">The bits (<c>gst_value_get_bitmask</c>).</param>
public readonly record struct GstBitmask(ulong Value)
{
    /// <summary>The bits as a number.</summary>
    /// <param name="mask">The bits.</param>
    public static implicit operator ulong(GstBitmask mask) => mask.Value;

    /// <summary>As GStreamer writes it, for example <c>0x0000000000000003</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"0x{Value:x16}");
}
