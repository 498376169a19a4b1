using System.Globalization;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>GObject properties as .NET values: checked against the property's own type and limits before C is asked.</summary>
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
            Write(&content, spec, property, value);
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

    /// <summary>Reads a value of any type as the .NET object that it is; what has none comes as GStreamer's text for it.</summary>
    internal static object? Read(GValue* value) => LibGObject.g_type_fundamental(value->g_type) switch
    {
        GstConstants.G_TYPE_BOOLEAN => LibGObject.g_value_get_boolean(value) != 0,
        GstConstants.G_TYPE_CHAR => LibGObject.g_value_get_schar(value),
        GstConstants.G_TYPE_UCHAR => LibGObject.g_value_get_uchar(value),
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
        GstConstants.G_TYPE_POINTER => (nint)LibGObject.g_value_get_pointer(value),
        GstConstants.G_TYPE_BOXED => ReadBoxed(value, (nint)LibGObject.g_value_get_boxed(value)),
        GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE => ReadObject((nint)LibGObject.g_value_get_object(value)),
        _ => ReadOwn(value),
    };

    /// <summary>The same for a field of caps or of a structure, where fractions, lists, ranges and nested structures come as GStreamer's text.</summary>
    internal static object? ReadField(GValue* value) => LibGObject.g_type_fundamental(value->g_type) switch
    {
        GstConstants.G_TYPE_BOXED when LibGObject.g_value_get_boxed(value) is null => null,
        GstConstants.G_TYPE_BOXED => Serialize(value),
        < GstConstants.G_TYPE_FUNDAMENTAL_MAX => Read(value),
        _ => Serialize(value),
    };

    private static object? ReadBoxed(GValue* value, nint boxed)
    {
        nuint type = value->g_type;
        if (boxed == 0) { return null; }
        if (type == LibGst.gst_caps_get_type()) { return GstCaps.Retain(boxed); }
        if (type == LibGst.gst_sample_get_type()) { return GstSample.Retain(boxed); }
        if (type == LibGst.gst_buffer_get_type()) { return GstBuffer.Retain(boxed); }
        if (type == LibGst.gst_structure_get_type()) { return NativeText.Take(LibGst.gst_structure_to_string((GstStructure*)boxed)); }
        if (type == LibGst.gst_tag_list_get_type()) { return NativeText.Take(LibGst.gst_tag_list_to_string((GstTagList*)boxed)); }
        return type == LibGObject.g_strv_get_type() ? ReadTexts((byte**)boxed) : Serialize(value);
    }

    private static object? ReadObject(nint pointer)
    {
        if (pointer == 0) { return null; }
        GTypeInstance* instance = (GTypeInstance*)pointer;
        if (GstObject.RetainAny(pointer) is { } known) { return known; }
        return IsA(instance, LibGst.gst_object_get_type())
            ? NativeText.Take(LibGst.gst_object_get_path_string((Native.GstObject*)pointer))
            : NativeText.Read(LibGObject.g_type_name_from_instance(instance));
    }

    /// <summary>GStreamer's own fundamental types.</summary>
    private static object? ReadOwn(GValue* value)
    {
        nuint type = value->g_type;
        if (type == LibGst.gst_fraction_get_type())
        {
            return new GstFraction(LibGst.gst_value_get_fraction_numerator(value), LibGst.gst_value_get_fraction_denominator(value));
        }

        if (type == LibGst.gst_bitmask_get_type()) { return LibGst.gst_value_get_bitmask(value); }
        bool list = type == LibGst.gst_value_list_get_type();
        if (!list && type != LibGst.gst_value_array_get_type()) { return Serialize(value); }

        object?[] items = new object?[list ? LibGst.gst_value_list_get_size(value) : LibGst.gst_value_array_get_size(value)];
        for (uint i = 0; i < items.Length; i++)
        {
            items[i] = Read(list ? LibGst.gst_value_list_get_value(value, i) : LibGst.gst_value_array_get_value(value, i));
        }

        return items;
    }

    private static string[] ReadTexts(byte** texts)
    {
        List<string> read = [];
        for (; *texts is not null; texts++)
        {
            read.Add(NativeText.Read(*texts) ?? "");
        }

        return [.. read];
    }

    private static string? Serialize(GValue* value) => NativeText.Take(LibGst.gst_value_serialize(value));

    /// <summary>Writes what belongs to no property: an argument or the answer of a signal.</summary>
    /// <exception cref="ArgumentException">The value does not fit.</exception>
    internal static void Write(GValue* value, string what, object? content)
    {
        GParamSpec spec = new() { value_type = value->g_type };
        Write(value, &spec, what, content);
    }

    private static void Write(GValue* value, GParamSpec* spec, string property, object? content)
    {
        nuint fundamental = LibGObject.g_type_fundamental(value->g_type);
        try
        {
            switch (content)
            {
                // Elements look into a structure that they are given without asking whether there is one.
                case null when value->g_type == LibGst.gst_structure_get_type(): throw Misfit(spec, property, content, null);
                case null when fundamental is GstConstants.G_TYPE_STRING or GstConstants.G_TYPE_BOXED or GstConstants.G_TYPE_OBJECT or GstConstants.G_TYPE_INTERFACE: break;
                case null: throw Misfit(spec, property, content, null);
                case string text when fundamental == GstConstants.G_TYPE_STRING: WriteText(value, text); break;
                case string text: Deserialize(value, spec, property, text); break;
                case GstCaps caps: WriteBoxed(value, spec, property, content, LibGst.gst_caps_get_type(), caps.Lease()); break;
                case GstSample sample: WriteBoxed(value, spec, property, content, LibGst.gst_sample_get_type(), new HandleLease(sample.Handle)); break;
                case GstBuffer buffer: WriteBoxed(value, spec, property, content, LibGst.gst_buffer_get_type(), new HandleLease(buffer.Handle)); break;
                case GstObject instance: WriteObject(value, spec, property, instance); break;
                case GstFraction fraction when value->g_type == LibGst.gst_fraction_get_type(): LibGst.gst_value_set_fraction(value, fraction.Numerator, fraction.Denominator); break;
                case GstFraction: throw Misfit(spec, property, content, null);
                case TimeSpan time: WriteTime(value, spec, property, GstClockTime.FromTimeSpan(time)); break;
                case GstClockTime time: WriteTime(value, spec, property, time); break;
                default: WriteNumber(value, spec, property, content, fundamental); break;
            }
        }
        catch (Exception exception) when (exception is InvalidCastException or FormatException or OverflowException)
        {
            throw Misfit(spec, property, content, exception);
        }
    }

    private static void WriteNumber(GValue* value, GParamSpec* spec, string property, object content, nuint fundamental)
    {
        switch (fundamental)
        {
            case GstConstants.G_TYPE_BOOLEAN: LibGObject.g_value_set_boolean(value, Convert.ToBoolean(content, CultureInfo.InvariantCulture) ? 1 : 0); break;
            case GstConstants.G_TYPE_CHAR: LibGObject.g_value_set_schar(value, Convert.ToSByte(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_UCHAR: LibGObject.g_value_set_uchar(value, Convert.ToByte(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_INT: LibGObject.g_value_set_int(value, Convert.ToInt32(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_UINT: LibGObject.g_value_set_uint(value, Convert.ToUInt32(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_LONG: LibGObject.g_value_set_long(value, new CLong(checked((nint)Convert.ToInt64(content, CultureInfo.InvariantCulture)))); break;
            case GstConstants.G_TYPE_ULONG: LibGObject.g_value_set_ulong(value, new CULong(checked((nuint)Convert.ToUInt64(content, CultureInfo.InvariantCulture)))); break;
            case GstConstants.G_TYPE_INT64: LibGObject.g_value_set_int64(value, Convert.ToInt64(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_UINT64: LibGObject.g_value_set_uint64(value, Convert.ToUInt64(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_FLOAT: LibGObject.g_value_set_float(value, Convert.ToSingle(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_DOUBLE: LibGObject.g_value_set_double(value, Convert.ToDouble(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_ENUM: LibGObject.g_value_set_enum(value, Convert.ToInt32(content, CultureInfo.InvariantCulture)); break;
            case GstConstants.G_TYPE_FLAGS: LibGObject.g_value_set_flags(value, (uint)Convert.ToInt64(content, CultureInfo.InvariantCulture)); break;
            case var _ when value->g_type == LibGst.gst_bitmask_get_type(): LibGst.gst_value_set_bitmask(value, Convert.ToUInt64(content, CultureInfo.InvariantCulture)); break;
            case var _ when value->g_type == LibGst.gst_fraction_get_type(): LibGst.gst_value_set_fraction(value, new GstFraction(Convert.ToInt32(content, CultureInfo.InvariantCulture), 1).Numerator, 1); break;
            default: throw Misfit(spec, property, content, null);
        }
    }

    private static void WriteText(GValue* value, string text)
    {
        using NativeText native = new(text);
        LibGObject.g_value_set_string(value, native.Pointer);
    }

    private static void Deserialize(GValue* value, GParamSpec* spec, string property, string text)
    {
        StructureText.CheckValue(value->g_type, text);
        ProfileText.Check(value->g_type, text);
        using NativeText native = new(text);
        if (LibGst.gst_value_deserialize(value, native.Pointer) == 0)
        {
            throw Misfit(spec, property, text, null);
        }
    }

    private static void WriteBoxed(GValue* value, GParamSpec* spec, string property, object content, nuint type, HandleLease lease)
    {
        using (lease)
        {
            if (value->g_type != type)
            {
                throw Misfit(spec, property, content, null);
            }

            LibGObject.g_value_set_boxed(value, (void*)lease.Pointer);
        }
    }

    private static void WriteObject(GValue* value, GParamSpec* spec, string property, GstObject instance)
    {
        using HandleLease lease = instance.Lease();
        if (!IsA((GTypeInstance*)lease.Pointer, value->g_type))
        {
            throw Misfit(spec, property, instance.Name, null);
        }

        LibGObject.g_value_set_object(value, (void*)lease.Pointer);
    }

    /// <summary>GStreamer counts nanoseconds; no time is all bits set, or -1.</summary>
    private static void WriteTime(GValue* value, GParamSpec* spec, string property, GstClockTime time)
    {
        switch (LibGObject.g_type_fundamental(value->g_type))
        {
            case GstConstants.G_TYPE_UINT64: LibGObject.g_value_set_uint64(value, time.Nanoseconds); break;
            case GstConstants.G_TYPE_INT64: LibGObject.g_value_set_int64(value, time.HasValue ? checked((long)time.Nanoseconds) : -1); break;
            default: throw Misfit(spec, property, time, null);
        }
    }

    /// <summary>C would quietly take the nearest value that the property allows.</summary>
    private static void RequireInRange(GValue* value, GParamSpec* spec, string property, object? content)
    {
        if ((spec->flags & GParamFlags.G_PARAM_LAX_VALIDATION) != 0 || LibGObject.g_param_value_validate(spec, value) == 0)
        {
            return;
        }

        object? nearest = Read(value);
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

    private static ArgumentException Misfit(GParamSpec* spec, string property, object? value, Exception? cause) =>
        new($"The value '{value ?? "null"}' does not fit the property '{property}' of type {NativeText.Read(LibGObject.g_type_name(spec->value_type))}.{(cause is FormatException ? " " + cause.Message : "")}", nameof(value), cause);

    private static bool IsA(GTypeInstance* instance, nuint type) => LibGObject.g_type_is_a(instance->g_class->g_type, type) != 0;

    private static string TypeName(GObject* target) => NativeText.Read(LibGObject.g_type_name(target->g_type_instance.g_class->g_type)) ?? "?";
}
