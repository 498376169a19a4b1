using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>A value of an enumeration or of flags that GObject knows by name (<c>GEnumValue</c>, <c>GFlagsValue</c>): those that elements bring with them too.</summary>
public readonly unsafe record struct GstEnumValue
{
    /// <summary>A value by its nick.</summary>
    /// <param name="typeName">The type, for example <c>GstVideoOrientationMethod</c> (<c>g_type_from_name</c>).</param>
    /// <param name="nick">For example <c>90r</c>; for flags several with <c>+</c> between (<c>g_enum_get_value_by_nick</c>, <c>g_flags_get_value_by_nick</c>).</param>
    /// <exception cref="ArgumentException">There is no such enumeration, or it has no such value; the message lists those it has.</exception>
    public GstEnumValue(string typeName, string nick)
    {
        ArgumentNullException.ThrowIfNull(nick);
        Type = Find(typeName);
        Value = EnumTypes.Value(Type, nick) ?? throw new ArgumentException($"'{typeName}' has no value '{nick}'. It has: {string.Join(", ", EnumTypes.Values(Type).Select(static v => v.Nick))}.", nameof(nick));
    }

    /// <summary>A value by its number.</summary>
    /// <param name="typeName">The type, for example <c>GstState</c> (<c>g_type_from_name</c>).</param>
    /// <param name="value">The number; flags as their bits.</param>
    /// <exception cref="ArgumentException">There is no such enumeration, or it has no such value; the message lists those it has.</exception>
    public GstEnumValue(string typeName, int value)
    {
        Type = Find(typeName);
        Value = EnumTypes.Nick(Type, value) is not null ? value : throw new ArgumentException($"'{typeName}' has no value {value}. It has: {string.Join(", ", EnumTypes.Values(Type).Select(static v => $"{v.Nick} ({v.Value})"))}.", nameof(value));
    }

    internal GstEnumValue(nuint type, int value)
    {
        Type = type;
        Value = value;
    }

    internal nuint Type { get; }

    /// <summary>The enumeration (<c>g_type_name</c>).</summary>
    public string TypeName => Type == 0 ? "" : NativeValue.NameOf(Type);

    /// <summary>The number; flags as their bits (<c>g_value_get_enum</c>, <c>g_value_get_flags</c>).</summary>
    public int Value { get; }

    /// <summary>Its nick, for example <c>playing</c>; for flags those of all that are set (<c>g_enum_get_value</c>, <c>g_flags_get_first_value</c>); the number for what has none.</summary>
    public string Nick => (Type == 0 ? null : EnumTypes.Nick(Type, Value)) ?? Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The nick.</summary>
    public override string ToString() => Nick;

    internal void WriteTo(GValue* value)
    {
        if (EnumTypes.IsFlags(Type))
        {
            LibGObject.g_value_set_flags(value, (uint)Value);
        }
        else
        {
            LibGObject.g_value_set_enum(value, Value);
        }
    }

    private static nuint Find(string typeName)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        GStreamer.EnsureInitialized();
        return EnumTypes.Of(typeName) is not 0 and var type ? type : throw new ArgumentException($"There is no enumeration or flags type '{typeName}' in this process. Types of elements are there once one of them was created.", nameof(typeName));
    }
}
