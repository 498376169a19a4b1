using System.Diagnostics;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What an object tells of one of its properties: type, limits, default and what it is for. Stands on <c>GParamSpec</c>.</summary>
/// <remarks>A snapshot that stays valid after the object.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe class GstPropertyInfo
{
    private const uint Controllable = 1 << 9, MutableReady = 1 << 10, MutablePaused = 1 << 11, MutablePlaying = 1 << 12, ConditionallyAvailable = 1 << 14;

    private readonly uint _flags;

    internal GstPropertyInfo(GParamSpec* spec)
    {
        nuint type = spec->value_type;
        Name = NativeText.Read(LibGObject.g_param_spec_get_name(spec)) ?? "";
        Nick = NativeText.Read(LibGObject.g_param_spec_get_nick(spec)) ?? Name;
        Description = NativeText.Read(LibGObject.g_param_spec_get_blurb(spec)) ?? "";
        TypeName = NativeValue.NameOf(type);
        OwnerTypeName = NativeValue.NameOf(spec->owner_type);
        ManagedType = NativeValue.ManagedType(type);
        _flags = (uint)spec->flags;
        (Minimum, Maximum) = PropertyLimits.Of(spec);
        DefaultValue = NativeValue.Read(LibGObject.g_param_spec_get_default_value(spec));
        Values = EnumTypes.IsOne(type) ? EnumTypes.Values(type) : [];
        DefaultText = EnumTypes.IsOne(type) && DefaultValue is IConvertible number ? EnumTypes.Nick(type, unchecked((int)number.ToInt64(null))) : DefaultValue?.ToString();
    }

    /// <summary>The name by which it is read and written (<c>g_param_spec_get_name</c>).</summary>
    public string Name { get; }

    /// <summary>A short name for people (<c>g_param_spec_get_nick</c>).</summary>
    public string Nick { get; }

    /// <summary>What it is for (<c>g_param_spec_get_blurb</c>).</summary>
    public string Description { get; }

    /// <summary>The type by C's name, for example <c>gint</c> or <c>GstCaps</c> (<c>g_type_name</c> of the <c>value_type</c>).</summary>
    public string TypeName { get; }

    /// <summary>The class that has it (<c>g_type_name</c> of the <c>owner_type</c>), for example <c>GstBaseSink</c>.</summary>
    public string OwnerTypeName { get; }

    /// <summary>The .NET type that it is read as (<c>g_type_fundamental</c> of the <c>value_type</c>); <see cref="object"/> where that depends on the value, and <see cref="GstOpaqueValue"/> for what has no counterpart.</summary>
    public Type ManagedType { get; }

    /// <summary>Whether it can be read (<c>G_PARAM_READABLE</c>).</summary>
    public bool IsReadable => (_flags & (uint)GParamFlags.G_PARAM_READABLE) != 0;

    /// <summary>Whether it can be written after creation (<c>G_PARAM_WRITABLE</c> without <c>G_PARAM_CONSTRUCT_ONLY</c>).</summary>
    public bool IsWritable => (_flags & (uint)GParamFlags.G_PARAM_WRITABLE) != 0 && !IsConstructOnly;

    /// <summary>Whether it is given once, at creation (<c>G_PARAM_CONSTRUCT_ONLY</c>).</summary>
    public bool IsConstructOnly => (_flags & (uint)GParamFlags.G_PARAM_CONSTRUCT_ONLY) != 0;

    /// <summary>Whether a controller can change it over time (<c>GST_PARAM_CONTROLLABLE</c>).</summary>
    public bool IsControllable => (_flags & Controllable) != 0;

    /// <summary>Whether it is better not used any more (<c>G_PARAM_DEPRECATED</c>).</summary>
    public bool IsDeprecated => (_flags & unchecked((uint)GParamFlags.G_PARAM_DEPRECATED)) != 0;

    /// <summary>Whether it is only there in some circumstances, as with some hardware (<c>GST_PARAM_CONDITIONALLY_AVAILABLE</c>).</summary>
    public bool IsConditionallyAvailable => (_flags & ConditionallyAvailable) != 0;

    /// <summary>The furthest state in which a change has an effect (<c>GST_PARAM_MUTABLE_PLAYING</c>, <c>GST_PARAM_MUTABLE_PAUSED</c>, <c>GST_PARAM_MUTABLE_READY</c>); <see langword="null"/> where the element does not say.</summary>
    public GstState? MutableIn =>
        (_flags & MutablePlaying) != 0 ? GstState.Playing : (_flags & MutablePaused) != 0 ? GstState.Paused : (_flags & MutableReady) != 0 ? GstState.Ready : null;

    /// <summary>The least value (<c>GParamSpecInt.minimum</c> and its like): a number or a <see cref="GstFraction"/>; <see langword="null"/> for types without limits.</summary>
    public object? Minimum { get; }

    /// <summary>The greatest value (<c>GParamSpecInt.maximum</c> and its like): a number or a <see cref="GstFraction"/>; <see langword="null"/> for types without limits.</summary>
    public object? Maximum { get; }

    /// <summary>What it is unless somebody writes it (<c>g_param_spec_get_default_value</c>); <see langword="null"/> for none.</summary>
    public object? DefaultValue { get; }

    /// <summary>The default as text, for enumerations and flags the nick (<c>g_param_spec_get_default_value</c>); <see langword="null"/> for none.</summary>
    public string? DefaultText { get; }

    /// <summary>The values of an enumeration, or the bits of flags, with their nicks (<c>GEnumClass</c>, <c>GFlagsClass</c>); empty for other types.</summary>
    public IReadOnlyList<GstEnumValue> Values { get; }

    /// <summary>Name, type and default, for logs.</summary>
    public override string ToString() => $"{Name} ({TypeName}){(DefaultText is null ? "" : $" = {DefaultText}")}";
}
