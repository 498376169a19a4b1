using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>What a value in a text is read as, as far as it matters for what C does with it.</summary>
internal enum TextKind
{
    /// <summary>No type is given: C tries whole number, number, fraction, flags, truth value and string.</summary>
    Guessed,
    /// <summary>C refuses what does not fit, quietly: strings, truth values, enums, most numbers.</summary>
    Plain,
    Int,
    Int64,
    Double,
    Fraction,
    Buffer,
    Date,
    DateTime,
    Structure,
    Caps,
    Features,
    List,
    Array,
    /// <summary>Flags that are named in the text itself: C writes no number that is none of them.</summary>
    Flags,
    /// <summary>C prints a CRITICAL for some texts of this type, ends the process, or has no reader for it.</summary>
    Refused,
}

/// <summary>Finds the kind for a type's name in a text, or for the type of a property.</summary>
internal static unsafe class TextKinds
{
    /// <summary>The type for a name in parentheses, or 0; short names are GStreamer's own, others must be registered types.</summary>
    internal static nuint Named(string name) => name switch
    {
        "int" or "i" => GstConstants.G_TYPE_INT,
        "uint" or "u" => GstConstants.G_TYPE_UINT,
        "float" or "f" => GstConstants.G_TYPE_FLOAT,
        "double" or "d" => GstConstants.G_TYPE_DOUBLE,
        "boolean" or "bool" or "b" => GstConstants.G_TYPE_BOOLEAN,
        "string" or "str" or "s" => GstConstants.G_TYPE_STRING,
        "bitmask" => LibGst.gst_bitmask_get_type(),
        "flagset" => LibGst.gst_flagset_get_type(),
        "fraction" => LibGst.gst_fraction_get_type(),
        "buffer" => LibGst.gst_buffer_get_type(),
        "structure" => LibGst.gst_structure_get_type(),
        "caps" => LibGst.gst_caps_get_type(), // so written since 1.28; C refuses it quietly before
        "date" => Registered("GDate"),
        "datetime" => Registered("GstDateTime"),
        "gdatetime" => Registered("GDateTime"),
        _ => Registered(name),
    };

    /// <summary>The kind for the type of a value in a text; 0 is none, which is then guessed.</summary>
    internal static TextKind InText(nuint type) => type == 0 ? TextKind.Guessed : Of(type) switch
    {
        TextKind.Plain when LibGObject.g_type_fundamental(type) == GstConstants.G_TYPE_FLAGS => TextKind.Flags,
        TextKind.Features => TextKind.Refused, // C reads them, and prints a CRITICAL when it compares caps with such a field
        TextKind kind => kind,
    };

    /// <summary>The type that C gives a single value without one, in the order in which it tries.</summary>
    internal static nuint Guess(string token)
    {
        nuint[] tried = [GstConstants.G_TYPE_INT, GstConstants.G_TYPE_DOUBLE, LibGst.gst_fraction_get_type(), LibGst.gst_flagset_get_type(), GstConstants.G_TYPE_BOOLEAN];
        foreach (nuint type in token.StartsWith('"') ? [] : tried)
        {
            if (CanRead(type, token))
            {
                return type;
            }
        }

        return GstConstants.G_TYPE_STRING;
    }

    /// <summary>Whether C takes the text for a value of the type. Ask only for what has been found harmless.</summary>
    internal static bool CanRead(nuint type, string text)
    {
        GValue value = default;
        LibGObject.g_value_init(&value, type);
        using NativeText native = new(QuotedText.AsCWritesIt(text));
        bool read = LibGst.gst_value_deserialize(&value, native.Pointer) != 0;
        LibGObject.g_value_unset(&value);
        return read;
    }

    /// <summary>The kind for the type of a value.</summary>
    internal static TextKind Of(nuint type)
    {
        nuint fundamental = LibGObject.g_type_fundamental(type);
        return fundamental switch
        {
            GstConstants.G_TYPE_INT => TextKind.Int,
            GstConstants.G_TYPE_INT64 => TextKind.Int64,
            GstConstants.G_TYPE_DOUBLE => TextKind.Double,
            GstConstants.G_TYPE_BOOLEAN or GstConstants.G_TYPE_UINT or GstConstants.G_TYPE_LONG or GstConstants.G_TYPE_ULONG or GstConstants.G_TYPE_UINT64
                or GstConstants.G_TYPE_FLOAT or GstConstants.G_TYPE_STRING or GstConstants.G_TYPE_CHAR or GstConstants.G_TYPE_UCHAR => TextKind.Plain,
            // The fundamental types themselves are abstract: no value has them.
            GstConstants.G_TYPE_ENUM or GstConstants.G_TYPE_FLAGS => type == fundamental ? TextKind.Refused : TextKind.Plain,
            GstConstants.G_TYPE_BOXED => OfBoxed(type),
            _ => OfGStreamer(type),
        };
    }

    private static nuint Registered(string name)
    {
        using NativeText text = new(name);
        return LibGObject.g_type_from_name(text.Pointer);
    }

    private static TextKind OfBoxed(nuint type)
    {
        if (type == LibGst.gst_caps_get_type()) { return TextKind.Caps; }
        if (type == LibGst.gst_structure_get_type()) { return TextKind.Structure; }
        if (type == LibGst.gst_buffer_get_type()) { return TextKind.Buffer; }
        if (type == LibGst.gst_caps_features_get_type()) { return TextKind.Features; }
        return NativeText.Read(LibGObject.g_type_name(type)) switch
        {
            "GDate" => TextKind.Date,
            "GstDateTime" or "GDateTime" => TextKind.DateTime,
            "GValueArray" or "GStrv" => TextKind.Array,
            _ => TextKind.Refused,
        };
    }

    private static TextKind OfGStreamer(nuint type)
    {
        if (type == LibGst.gst_fraction_get_type()) { return TextKind.Fraction; }
        if (type == LibGst.gst_value_list_get_type()) { return TextKind.List; }
        if (type == LibGst.gst_value_array_get_type()) { return TextKind.Array; }
        return type == LibGst.gst_bitmask_get_type() || LibGObject.g_type_is_a(type, LibGst.gst_flagset_get_type()) != 0 ? TextKind.Plain : TextKind.Refused;
    }
}
