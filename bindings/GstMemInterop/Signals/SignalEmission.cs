using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Calls an action signal: the way in which elements offer methods of their own.</summary>
internal static unsafe class SignalEmission
{
    internal static object? Emit(GObject* source, string signal, ReadOnlySpan<object?> arguments)
    {
        (uint id, uint detail) = SignalTable.Find(source, signal);
        GSignalQuery query;
        LibGObject.g_signal_query(id, &query);
        if ((query.signal_flags & GSignalFlags.G_SIGNAL_ACTION) == 0)
        {
            throw new InvalidOperationException($"The signal '{signal}' of '{SignalTable.NameOf(query.itype)}' tells what happened there, and cannot be asked for. Connect() listens to it.");
        }

        if (arguments.Length != query.n_params)
        {
            throw new ArgumentException($"The signal '{signal}' takes {query.n_params} arguments ({Types(query)}), not {arguments.Length}.", nameof(arguments));
        }

        GValue* values = stackalloc GValue[(int)query.n_params + 1];
        new Span<GValue>(values, (int)query.n_params + 1).Clear();
        GValue result = default;
        try
        {
            LibGObject.g_value_init(values, source->g_type_instance.g_class->g_type);
            LibGObject.g_value_set_object(values, source);
            for (int i = 0; i < arguments.Length; i++)
            {
                Set(values + i + 1, ValueType(query.param_types[i]), $"argument {i} of '{signal}'", arguments[i]);
            }

            if (ValueType(query.return_type) is not GstConstants.G_TYPE_NONE and var type)
            {
                LibGObject.g_value_init(&result, type);
            }

            LibGObject.g_signal_emitv(values, id, detail, &result);
            return result.g_type == 0 ? null : NativeValue.Read(&result);
        }
        finally
        {
            for (GValue* value = values; value <= values + query.n_params; value++)
            {
                Unset(value);
            }

            Unset(&result);
        }
    }

    private static void Set(GValue* value, nuint type, string what, object? content)
    {
        if (LibGObject.g_type_fundamental(type) == GstConstants.G_TYPE_POINTER)
        {
            throw new NotSupportedException($"The {what} is a bare pointer, which nobody could check.");
        }

        LibGObject.g_value_init(value, type);
        bool mayLack = type == LibGst.gst_structure_get_type() || type == LibGst.gst_caps_get_type() || LibGObject.g_type_fundamental(type) == GstConstants.G_TYPE_STRING;
        if (content is null && mayLack)
        {
            return; // a value that was just made is null
        }

        if (content is null)
        {
            throw new ArgumentNullException(nameof(content), $"The {what} is of type {SignalTable.NameOf(type)}; elements take it without asking whether it is there.");
        }

        NativeValue.Write(value, what, content);
    }

    private static void Unset(GValue* value)
    {
        if (value->g_type != 0)
        {
            LibGObject.g_value_unset(value);
        }
    }

    /// <summary>The lowest bit only says that nobody else changes the value meanwhile (<c>G_SIGNAL_TYPE_STATIC_SCOPE</c>).</summary>
    private static nuint ValueType(nuint type) => type & ~(nuint)1;

    private static string Types(in GSignalQuery query)
    {
        List<string> types = [];
        for (uint i = 0; i < query.n_params; i++)
        {
            types.Add(SignalTable.NameOf(ValueType(query.param_types[i])));
        }

        return string.Join(", ", types);
    }
}
