namespace GstMemInterop;

/// <summary>One field of a structure that is gone through: its name, its type and its value.</summary>
public readonly ref struct GstStructureField
{
    private readonly GstStructureRef _structure;

    internal GstStructureField(GstStructureRef structure, string name)
    {
        _structure = structure;
        Name = name;
    }

    /// <summary>The name (<c>gst_structure_nth_field_name</c>).</summary>
    public string Name { get; }

    /// <summary>The type by C's name, for example <c>gint</c> (<c>gst_structure_get_field_type</c>).</summary>
    public string? TypeName => _structure.FieldType(Name);

    /// <summary>The value as <see cref="GstStructure.this[string]"/> gives it (<c>gst_structure_get_value</c>).</summary>
    public object? Value => _structure[Name];

    /// <summary>The value as a type that the caller names (<c>gst_structure_get_value</c>); the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="int"/>.</typeparam>
    /// <exception cref="InvalidCastException">It is of another type; the message says of which.</exception>
    public T Get<T>() => _structure.Get<T>(Name);
}
