namespace GstMemInterop;

/// <summary>Flags of which some are demanded to be set or not set, and the others do not matter (<c>GST_TYPE_FLAG_SET</c>).</summary>
/// <param name="Flags">The flags (<c>gst_value_get_flagset_flags</c>).</param>
/// <param name="Mask">Those that matter (<c>gst_value_get_flagset_mask</c>).</param>
public readonly record struct GstFlagSet(uint Flags, uint Mask)
{
    /// <summary>As GStreamer writes it, for example <c>1:5</c> (<c>gst_value_serialize</c>).</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Flags:x}:{Mask:x}");
}
