using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Values of properties in a launch text.</summary>
internal sealed partial class LaunchText
{
    private unsafe void Assign(string token)
    {
        int sign = token.IndexOf('=', StringComparison.Ordinal);
        string property = token[..sign].TrimEnd();
        string value = token[(sign + 1)..].TrimStart();
        if (value.Length > 1 && value[0] == '"' && value[^1] == '"')
        {
            value = value[1..^1];
        }

        value = Unescape(value);
        GParamSpec* spec = _factory is null ? null : SpecOf(_factory, property);
        nuint type = spec is null ? 0 : spec->value_type;
        if (spec is not null && (spec->flags & ConstructFlags) != 0 && !_given.Add((nint)spec))
        {
            throw new FormatException($"'{_factory}' is given '{property}' twice in the launch text; C takes it once.");
        }

        if (type == 0)
        {
            // A property of a child, or of an element that C does not know: it may be of any type that has a dangerous text.
            RequireHarmless(property, value);
            _thisIsMade = false;
        }
        else if (LibGObject.g_type_is_a(type, LibGst.gst_element_get_type()) != 0)
        {
            Check(value, _depth + 1);
        }
        else if (LibGObject.g_type_fundamental(type) != GstConstants.G_TYPE_OBJECT)
        {
            CheckValue(spec, property, value);
            _thisIsMade &= TextKinds.CanRead(type, value);
        }
        else
        {
            CheckValue(spec, property, value, isObject: true);
            _thisIsMade = false;
        }
    }

    private unsafe void CheckValue(GParamSpec* spec, string property, string value, bool isObject = false)
    {
        try
        {
            ProfileText.Check(spec->value_type, value);
            if (!isObject)
            {
                StructureText.CheckValue(spec->value_type, value, spec);
            }

            if (PropertyTraps.Has(spec))
            {
                CheckTraps(spec, value);
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            throw new FormatException($"The value of '{property}' of '{_factory}' in the launch text: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the text as C will, and looks at what comes out.</summary>
    private unsafe void CheckTraps(GParamSpec* spec, string text)
    {
        GValue value = default;
        LibGObject.g_value_init(&value, spec->value_type);
        using NativeText native = new(text);
        try
        {
            if (LibGst.gst_value_deserialize(&value, native.Pointer) != 0)
            {
                PropertyTraps.Check(null, TypeOf(_factory!), spec, &value);
            }
        }
        finally
        {
            LibGObject.g_value_unset(&value);
        }
    }

    private static void RequireHarmless(string property, string value)
    {
        // Children's properties are set by path; what they are is known only when the child is there. Caps are the likely ones.
        if (!property.Contains("::", StringComparison.Ordinal) || !Dangerous().IsMatch(value))
        {
            return;
        }

        try
        {
            StructureText.CheckCaps(value);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"The value '{value}' of '{property}' is not taken from a launch text: set it on the element itself.", exception);
        }
    }

    /// <summary>Takes backslashes away as C does, outside of quotes.</summary>
    private static string Unescape(string value)
    {
        System.Text.StringBuilder text = new(value.Length);
        bool quoted = false;
        for (int i = 0; i < value.Length; i++)
        {
            if (value[i] == '\\' && !quoted)
            {
                if (++i == value.Length)
                {
                    break;
                }
            }
            else if (value[i] == '"' && (!quoted || value[i - 1] != '\\'))
            {
                quoted = !quoted;
            }

            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static unsafe GParamSpec* SpecOf(string factory, string property)
    {
        nuint element = TypeOf(factory);
        if (element == 0)
        {
            return null;
        }

        void* elementClass = LibGObject.g_type_class_ref(element);
        using NativeText propertyName = new(property);
        GParamSpec* spec = LibGObject.g_object_class_find_property((GObjectClass*)elementClass, propertyName.Pointer);
        LibGObject.g_type_class_unref(elementClass);
        return spec; // the class of an element stays
    }

    /// <summary>The type of the elements that a factory makes; 0 when there is none.</summary>
    private static unsafe nuint TypeOf(string factory)
    {
        using NativeText name = new(factory);
        GstElementFactory* found = LibGst.gst_element_factory_find(name.Pointer);
        if (found is null)
        {
            return 0;
        }

        GstPluginFeature* loaded = LibGst.gst_plugin_feature_load((GstPluginFeature*)found);
        LibGst.gst_object_unref(found);
        if (loaded is null)
        {
            return 0;
        }

        nuint element = LibGst.gst_element_factory_get_element_type((GstElementFactory*)loaded);
        LibGst.gst_object_unref(loaded);
        return element;
    }

    private static string Short(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
