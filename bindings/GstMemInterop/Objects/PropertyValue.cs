using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>GObject properties as .NET values: checked against the property's own type and limits before C is asked.</summary>
internal static unsafe class PropertyValue
{
    internal static IReadOnlyList<GstPropertyInfo> List(GObject* target)
    {
        uint count;
        GParamSpec** specs = LibGObject.g_object_class_list_properties((GObjectClass*)target->g_type_instance.g_class, &count);
        GstPropertyInfo[] properties = new GstPropertyInfo[count];
        for (uint i = 0; i < count; i++)
        {
            properties[i] = new GstPropertyInfo(specs[i]);
        }

        LibGLib.g_free(specs);
        return properties;
    }

    internal static GstPropertyInfo? Describe(GObject* target, string property)
    {
        using NativeText name = new(property);
        GParamSpec* spec = LibGObject.g_object_class_find_property((GObjectClass*)target->g_type_instance.g_class, name.Pointer);
        return spec is null ? null : new GstPropertyInfo(spec);
    }

    internal static object? Get(GObject* target, string property)
    {
        GValue value = Read(target, property);
        try
        {
            return NativeValue.Read(&value);
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    internal static T Get<T>(GObject* target, string property)
    {
        GValue value = Read(target, property);
        try
        {
            return ManagedValue.Get<T>(&value, $"The property '{property}'");
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    private static GValue Read(GObject* target, string property)
    {
        GParamSpec* spec = Find(target, property);
        if ((spec->flags & GParamFlags.G_PARAM_READABLE) == 0)
        {
            throw new ArgumentException($"The property '{property}' of '{TypeName(target)}' cannot be read.", nameof(property));
        }

        GValue value = default;
        LibGObject.g_value_init(&value, spec->value_type);
        using NativeText name = new(property);
        LibGObject.g_object_get_property(target, name.Pointer, &value);
        return value;
    }

    internal static void Set(GObject* target, string property, object? value)
    {
        GParamSpec* spec = Find(target, property);
        if ((spec->flags & GParamFlags.G_PARAM_WRITABLE) == 0 || (spec->flags & GParamFlags.G_PARAM_CONSTRUCT_ONLY) != 0)
        {
            throw new ArgumentException($"The property '{property}' of '{TypeName(target)}' cannot be written after creation.", nameof(property));
        }

        if (spec->owner_type == LibGst.gst_object_get_type() && property == "parent")
        {
            throw new ArgumentException($"The parent of '{TypeName(target)}' is not a property to write: adding it to a bin sets it.", nameof(property));
        }

        GValue content = default;
        LibGObject.g_value_init(&content, spec->value_type);
        try
        {
            NativeValue.Write(&content, $"property '{property}'", value, spec);
            RequireInRange(&content, spec, property, value);
            PropertyTraps.Check(target, target->g_type_instance.g_class->g_type, spec, &content);
            using NativeText name = new(property);
            LibGObject.g_object_set_property(target, name.Pointer, &content);
        }
        finally
        {
            LibGObject.g_value_unset(&content);
        }
    }

    /// <summary>C would quietly take the nearest value that the property allows.</summary>
    private static void RequireInRange(GValue* value, GParamSpec* spec, string property, object? content)
    {
        if ((spec->flags & GParamFlags.G_PARAM_LAX_VALIDATION) != 0 || LibGObject.g_param_value_validate(spec, value) == 0)
        {
            return;
        }

        object? nearest = NativeValue.Read(value);
        string way = nearest is null ? "" : $" The nearest that it takes is '{nearest}'.";
        (nearest as IDisposable)?.Dispose();
        throw new ArgumentOutOfRangeException(nameof(value), content, $"The value '{content ?? "null"}' is outside what the property '{property}' of type {NativeText.Read(LibGObject.g_type_name(spec->value_type))} allows.{way}");
    }

    private static GParamSpec* Find(GObject* target, string property)
    {
        using NativeText name = new(property);
        GParamSpec* spec = LibGObject.g_object_class_find_property((GObjectClass*)target->g_type_instance.g_class, name.Pointer);
        return spec is not null ? spec : throw new ArgumentException($"'{TypeName(target)}' has no property '{property}'. 'gst-inspect-1.0' lists what it has.", nameof(property));
    }

    private static string TypeName(GObject* target) => NativeText.Read(LibGObject.g_type_name(target->g_type_instance.g_class->g_type)) ?? "?";
}
