namespace GstMemInterop;

/// <summary>A value of a type that has no counterpart here: its name, and what GStreamer writes for it.</summary>
/// <param name="TypeName">The type (<c>g_type_name</c>), for example <c>GstClock</c>.</param>
/// <param name="Text">The value as text (<c>gst_value_serialize</c>); <see langword="null"/> when there is none for it.</param>
public sealed record GstOpaqueValue(string TypeName, string? Text)
{
    /// <summary>The text, or the name of the type.</summary>
    public override string ToString() => Text ?? TypeName;
}
