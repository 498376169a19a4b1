using GstMemInterop.Native;

namespace GstMemInterop;

public abstract unsafe partial class GstObject
{
    /// <summary>All properties that the object has, with what it tells of them (<c>g_object_class_list_properties</c>).</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public IReadOnlyList<GstPropertyInfo> GetProperties()
    {
        using HandleLease lease = Lease();
        return PropertyValue.List((GObject*)lease.Pointer);
    }

    /// <summary>What the object tells of one of its properties (<c>g_object_class_find_property</c>); <see langword="null"/> when it has no such property.</summary>
    /// <param name="property">The property's name, for example <c>location</c>.</param>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public GstPropertyInfo? FindProperty(string property)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        using HandleLease lease = Lease();
        return PropertyValue.Describe((GObject*)lease.Pointer, property);
    }

    /// <summary>Reads a property (<c>g_object_get_property</c>).</summary>
    /// <param name="property">The property's name.</param>
    /// <returns>The .NET value that it is; the rules are those of <see cref="GstElement.this[string]"/>. What is disposable is the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">The object has no such property, or it cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public object? GetProperty(string property)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        using HandleLease lease = Lease();
        return PropertyValue.Get((GObject*)lease.Pointer, property);
    }

    /// <summary>Reads a property as a type that the caller names (<c>g_object_get_property</c>); the rules are those of <see cref="GstStructure.Get{T}(string)"/>: an enumeration comes as a .NET one, or as a <see cref="string"/>, its nick.</summary>
    /// <typeparam name="T">For example <see cref="int"/>, <see cref="string"/>, <see cref="GstCaps"/>, <see cref="TimeSpan"/>.</typeparam>
    /// <param name="property">The property's name.</param>
    /// <exception cref="ArgumentException">The object has no such property, or it cannot be read.</exception>
    /// <exception cref="InvalidCastException">It is of another type, or <see langword="null"/> where the type has none; the message says of which.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public T GetProperty<T>(string property)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        using HandleLease lease = Lease();
        return PropertyValue.Get<T>((GObject*)lease.Pointer, property);
    }

    /// <summary>Writes a property (<c>g_param_value_validate</c>, <c>g_object_set_property</c>).</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="value">The value; the rules are those of <see cref="GstElement.this[string]"/>.</param>
    /// <exception cref="ArgumentException">The object has no such property, it cannot be written, or the value does not fit its type.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside the limits of the property, which C would move it into.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public void SetProperty(string property, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(property);
        using HandleLease lease = Lease();
        PropertyValue.Set((GObject*)lease.Pointer, property, value);
    }
}
