using System.Diagnostics;

namespace GstMemInterop.Native;

/// <summary>The C spelling that the C# type cannot show. It exists in debug builds only, so it costs nothing when shipped.</summary>
[Conditional("DEBUG")]
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Parameter | AttributeTargets.ReturnValue)]
public sealed class NativeTypeNameAttribute(string name) : Attribute
{
    /// <summary>The C type's name.</summary>
    public string Name { get; } = name;
}
