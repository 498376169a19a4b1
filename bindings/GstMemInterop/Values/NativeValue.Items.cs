using System.Collections;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Lists and arrays, in the four forms that C has for them.</summary>
internal static unsafe partial class NativeValue
{
    private static void WriteItems(GValue* value, string what, IEnumerable items, GParamSpec* spec)
    {
        nuint type = value->g_type;
        bool list = type == LibGst.gst_value_list_get_type();
        bool array = type == LibGst.gst_value_array_get_type();
        if (type == LibGObject.g_strv_get_type())
        {
            WriteTexts(value, what, items);
            return;
        }

        if (!(list || array || type == LibGObject.g_value_array_get_type()) || (list && items is GstValueArray) || (!list && items is GstValueList))
        {
            throw Misfit(type, what, items, null);
        }

        GParamSpec* element = list ? null : ElementOf(spec);
        if (!list && !array)
        {
            LibGObject.g_value_take_boxed(value, LibGObject.g_value_array_new(0));
        }

        Nesting.Enter(what);
        try
        {
            nuint first = 0;
            foreach (object? content in items)
            {
                GValue item = default;
                try
                {
                    WriteItem(&item, what, content, element);
                    first = first == 0 ? item.g_type : first;
                    Append(value, &item, what, first, content);
                }
                finally
                {
                    Unset(&item);
                }
            }
        }
        finally
        {
            Nesting.Leave();
        }
    }

    private static void Append(GValue* value, GValue* item, string what, nuint first, object? content)
    {
        if (value->g_type == LibGst.gst_value_list_get_type())
        {
            RequireAlike(what, first, item->g_type, content);
            if (LibGst.gst_value_list_get_size(value) >= Incomparable.LongestList)
            {
                throw new ArgumentException($"The {what} has more than {Incomparable.LongestList} values in a list. A GstValueArray takes more.", nameof(value));
            }

            LibGst.gst_value_list_append_value(value, item);
        }
        else if (value->g_type == LibGst.gst_value_array_get_type())
        {
            nuint basic = BasicType(value);
            nuint added = BasicType(item);
            if (basic != 0 && added != 0 && NumberOf(basic) != NumberOf(added))
            {
                throw new ArgumentException($"The value '{Describe(content)}' cannot stand in the {what}: an array holds values of one type, but this is of type {NameOf(added)} behind {NameOf(basic)}.", nameof(content));
            }

            LibGst.gst_value_array_append_value(value, item);
        }
        else
        {
            LibGObject.g_value_array_append((GValueArray*)LibGObject.g_value_get_boxed(value), item);
        }
    }

    /// <summary>As the property declares it, or as the .NET value is.</summary>
    private static void WriteItem(GValue* item, string what, object? content, GParamSpec* declared)
    {
        if (content is null)
        {
            throw new ArgumentException($"A value in the {what} is null, which no list or array can hold.", nameof(content));
        }

        if (declared is null)
        {
            Make(item, what, content);
            return;
        }

        LibGObject.g_value_init(item, declared->value_type);
        Write(item, what, content, declared);
    }

    /// <summary>C compares the values of a list with the function of the first one; numbers and ranges of them stand together in templates of pads.</summary>
    private static void RequireAlike(string what, nuint first, nuint type, object? content)
    {
        if (type == LibGst.gst_value_list_get_type() || (first != type && NumberOf(first) != NumberOf(type)))
        {
            throw new ArgumentException($"The value '{Describe(content)}' cannot stand in the {what}: a list holds values of one type and no lists, but this is of type {NameOf(type)} behind {NameOf(first)}.", nameof(content));
        }
    }

    /// <summary>What the first value is, through all lists and arrays; 0 for an empty one. C refuses other ones beside it.</summary>
    private static nuint BasicType(GValue* value)
    {
        bool list = value->g_type == LibGst.gst_value_list_get_type();
        if (!list && value->g_type != LibGst.gst_value_array_get_type())
        {
            return value->g_type;
        }

        uint count = list ? LibGst.gst_value_list_get_size(value) : LibGst.gst_value_array_get_size(value);
        return count == 0 ? 0 : BasicType(list ? LibGst.gst_value_list_get_value(value, 0) : LibGst.gst_value_array_get_value(value, 0));
    }

    private static nuint NumberOf(nuint type)
    {
        if (type == LibGst.gst_int_range_get_type()) { return GstConstants.G_TYPE_INT; }
        if (type == LibGst.gst_int64_range_get_type()) { return GstConstants.G_TYPE_INT64; }
        if (type == LibGst.gst_double_range_get_type()) { return GstConstants.G_TYPE_DOUBLE; }
        return type == LibGst.gst_fraction_range_get_type() ? LibGst.gst_fraction_get_type() : type;
    }

    /// <summary>What an array's property declares for the elements.</summary>
    private static GParamSpec* ElementOf(GParamSpec* property)
    {
        if (property is null)
        {
            return null;
        }

        return NameOf(((GTypeClass*)property->g_type_instance.g_class)->g_type) switch
        {
            "GstParamArray" => ((GstParamSpecArray*)property)->element_spec,
            "GParamValueArray" => *(GParamSpec**)(property + 1), // GParamSpecValueArray begins as GstParamSpecArray does
            _ => null,
        };
    }

    private static void WriteTexts(GValue* value, string what, IEnumerable items)
    {
        List<string> texts = [];
        foreach (object? item in items)
        {
            texts.Add(item as string ?? throw Misfit(value->g_type, what, item, null));
            if (texts[^1].Contains('\0', StringComparison.Ordinal))
            {
                throw Misfit(value->g_type, what, texts[^1].Replace("\0", "\\0", StringComparison.Ordinal), null);
            }
        }

        using NativeTextArray native = new([.. texts]);
        LibGObject.g_value_set_boxed(value, native.Pointer);
    }

    internal static void Unset(GValue* value)
    {
        if (value->g_type != 0)
        {
            LibGObject.g_value_unset(value);
        }
    }
}
