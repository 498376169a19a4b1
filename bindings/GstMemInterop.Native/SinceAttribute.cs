namespace GstMemInterop.Native;

/// <summary>The GStreamer version that first exports the function; without it the floor, 1.16, has it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SinceAttribute(string version) : Attribute
{
    /// <summary>Major and minor, such as <c>1.24</c>.</summary>
    public string Version { get; } = version;
}
