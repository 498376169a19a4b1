using System.Globalization;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>GObject properties as .NET values: checked against the property's own type before C is asked.</summary>
internal static unsafe class PropertyValue
{
    internal static object? Get(GObject* target, string property)
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
        try
        {
            return Read(&value);
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    internal static void Set(GObject* target, string property, object? content)
    {
        GParamSpec* spec = Find(target, property);
        if ((spec->flags & GParamFlags.G_PARAM_WRITABLE) == 0 || (spec->flags & GParamFlags.G_PARAM_CONSTRUCT_ONLY) != 0)
        {
            throw new ArgumentException($"The property '{property}' of '{TypeName(target)}' cannot be written after creation.", nameof(property));
        }

        GValue value = default;
        LibGObject.g_value_init(&value, spec->value_type);
        try
        {
            Write(&value, spec, property, content);
            using NativeText name = new(property);
            LibGObject.g_object_set_property(target, name.Pointer, &value);
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    /// <summary>Reads a value of any type; types without a .NET counterpart come as GStreamer's text for them.</summary>
    internal static object? Read(GValue* value) => Fundamental(value->g_type) switch
    {
        GstConstants.G_TYPE_BOOLEAN => LibGObject.g_value_get_boolean(value) != 0,
        GstConstants.G_TYPE_INT => LibGObject.g_value_get_int(value),
        GstConstants.G_TYPE_UINT => LibGObject.g_value_get_uint(value),
        GstConstants.G_TYPE_LONG => (long)LibGObject.g_value_get_long(value).Value,
        GstConstants.G_TYPE_ULONG => (ulong)LibGObject.g_value_get_ulong(value).Value,
        GstConstants.G_TYPE_INT64 => LibGObject.g_value_get_int64(value),
        GstConstants.G_TYPE_UINT64 => LibGObject.g_value_get_uint64(value),
        GstConstants.G_TYPE_FLOAT => LibGObject.g_value_get_float(value),
        GstConstants.G_TYPE_DOUBLE => LibGObject.g_value_get_double(value),
        GstConstants.G_TYPE_STRING => NativeText.Read(LibGObject.g_value_get_string(value)),
        GstConstants.G_TYPE_ENUM => LibGObject.g_value_get_enum(value),
        GstConstants.G_TYPE_FLAGS => LibGObject.g_value_get_flags(value),
        _ => NativeText.Take(LibGst.gst_value_serialize(value)),
    };

    private static void Write(GValue* value, GParamSpec* spec, string property, object? content)
    {
        if (content is string text && Fundamental(value->g_type) != GstConstants.G_TYPE_STRING)
        {
            if (value->g_type == LibGst.gst_caps_get_type())
            {
                CheckCaps(spec, property, text);
            }

            using NativeText native = new(text);
            if (LibGst.gst_value_deserialize(value, native.Pointer) == 0)
            {
                throw Misfit(spec, property, content, null);
            }

            return;
        }

        try
        {
            switch (Fundamental(value->g_type))
            {
                case GstConstants.G_TYPE_BOOLEAN: LibGObject.g_value_set_boolean(value, Convert.ToBoolean(content, CultureInfo.InvariantCulture) ? 1 : 0); break;
                case GstConstants.G_TYPE_INT: LibGObject.g_value_set_int(value, Convert.ToInt32(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_UINT: LibGObject.g_value_set_uint(value, Convert.ToUInt32(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_INT64: LibGObject.g_value_set_int64(value, Convert.ToInt64(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_UINT64: LibGObject.g_value_set_uint64(value, Convert.ToUInt64(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_FLOAT: LibGObject.g_value_set_float(value, Convert.ToSingle(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_DOUBLE: LibGObject.g_value_set_double(value, Convert.ToDouble(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_ENUM: LibGObject.g_value_set_enum(value, Convert.ToInt32(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_FLAGS: LibGObject.g_value_set_flags(value, Convert.ToUInt32(content, CultureInfo.InvariantCulture)); break;
                case GstConstants.G_TYPE_STRING:
                    using (NativeText native = new((string?)content))
                    {
                        LibGObject.g_value_set_string(value, native.Pointer);
                    }

                    break;
                default: throw Misfit(spec, property, content, null);
            }
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            throw Misfit(spec, property, content, exception);
        }
    }

    private static void CheckCaps(GParamSpec* spec, string property, string text)
    {
        try
        {
            CapsText.Check(text);
        }
        catch (FormatException exception)
        {
            throw Misfit(spec, property, text, exception);
        }
    }

    private static GParamSpec* Find(GObject* target, string property)
    {
        using NativeText name = new(property);
        GParamSpec* spec = LibGObject.g_object_class_find_property((GObjectClass*)target->g_type_instance.g_class, name.Pointer);
        return spec is not null ? spec : throw new ArgumentException($"'{TypeName(target)}' has no property '{property}'. 'gst-inspect-1.0' lists what it has.", nameof(property));
    }

    private static ArgumentException Misfit(GParamSpec* spec, string property, object? content, Exception? cause) =>
        new($"The value '{content}' does not fit the property '{property}' of type {NativeText.Read(LibGObject.g_type_name(spec->value_type))}.", nameof(content), cause);

    private static string TypeName(GObject* target) => NativeText.Read(LibGObject.g_type_name(target->g_type_instance.g_class->g_type)) ?? "?";

    private static nuint Fundamental(nuint type) => LibGObject.g_type_fundamental(type);
}
