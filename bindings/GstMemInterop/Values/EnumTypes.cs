using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>Enumerations and flags as GObject knows them: by name, with a nick for each value.</summary>
internal static unsafe class EnumTypes
{
    /// <summary>The registered enumeration or flags of a name, or 0.</summary>
    internal static nuint Of(string typeName)
    {
        using NativeText name = new(typeName);
        nuint type = LibGObject.g_type_from_name(name.Pointer);
        return type != 0 && IsOne(type) ? type : 0;
    }

    internal static bool IsOne(nuint type) =>
        LibGObject.g_type_fundamental(type) is (GstConstants.G_TYPE_ENUM or GstConstants.G_TYPE_FLAGS) and var fundamental && type != fundamental;

    internal static bool IsFlags(nuint type) => LibGObject.g_type_fundamental(type) == GstConstants.G_TYPE_FLAGS;

    /// <summary>The nick of a value; for flags those of all that are set, with '+' between; null for what has none.</summary>
    internal static string? Nick(nuint type, int value)
    {
        void* held = LibGObject.g_type_class_ref(type);
        string? nick = IsFlags(type) ? FlagNicks((GFlagsClass*)held, (uint)value)
            : LibGObject.g_enum_get_value((GEnumClass*)held, value) is var found && found is not null ? NativeText.Read(found->value_nick) : null;
        LibGObject.g_type_class_unref(held);
        return nick;
    }

    /// <summary>The value for a nick or for C's name of it; for flags several with '+' between.</summary>
    internal static int? Value(nuint type, string nick)
    {
        void* held = LibGObject.g_type_class_ref(type);
        try
        {
            if (!IsFlags(type))
            {
                using NativeText text = new(nick);
                GEnumValue* found = LibGObject.g_enum_get_value_by_nick((GEnumClass*)held, text.Pointer);
                found = found is not null ? found : LibGObject.g_enum_get_value_by_name((GEnumClass*)held, text.Pointer);
                return found is null ? null : found->value;
            }

            uint flags = 0;
            foreach (string part in nick.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                using NativeText text = new(part);
                GFlagsValue* found = LibGObject.g_flags_get_value_by_nick((GFlagsClass*)held, text.Pointer);
                found = found is not null ? found : LibGObject.g_flags_get_value_by_name((GFlagsClass*)held, text.Pointer);
                if (found is null)
                {
                    return null;
                }

                flags |= found->value;
            }

            return (int)flags;
        }
        finally
        {
            LibGObject.g_type_class_unref(held);
        }
    }

    /// <summary>C prints a CRITICAL when it writes a value that its type does not name.</summary>
    /// <exception cref="ArgumentException">The value is none of the type's.</exception>
    internal static void RequireNamed(GValue* value, string what)
    {
        nuint type = value->g_type;
        if (!IsOne(type))
        {
            return;
        }

        int number = IsFlags(type) ? (int)LibGObject.g_value_get_flags(value) : LibGObject.g_value_get_enum(value);
        if (Nick(type, number) is null)
        {
            throw new ArgumentException($"The value {(IsFlags(type) ? $"0x{number:x}" : number)} does not fit the {what}: {NativeValue.NameOf(type)} has {string.Join(", ", Values(type).Select(static v => $"{v.Nick} ({v.Value})"))}.", nameof(value));
        }
    }

    /// <summary>All values of a type, in its order.</summary>
    internal static IReadOnlyList<GstEnumValue> Values(nuint type)
    {
        void* held = LibGObject.g_type_class_ref(type);
        List<GstEnumValue> values = [];
        if (IsFlags(type))
        {
            for (uint i = 0; i < ((GFlagsClass*)held)->n_values; i++)
            {
                values.Add(new GstEnumValue(type, (int)((GFlagsClass*)held)->values[i].value));
            }
        }
        else
        {
            for (uint i = 0; i < ((GEnumClass*)held)->n_values; i++)
            {
                values.Add(new GstEnumValue(type, ((GEnumClass*)held)->values[i].value));
            }
        }

        LibGObject.g_type_class_unref(held);
        return values;
    }

    private static string? FlagNicks(GFlagsClass* flags, uint value)
    {
        List<string> nicks = [];
        do
        {
            GFlagsValue* found = LibGObject.g_flags_get_first_value(flags, value);
            if (found is null)
            {
                return value == 0 && nicks.Count == 0 ? "0" : null;
            }

            nicks.Add(NativeText.Read(found->value_nick) ?? "");
            value &= ~found->value;
        }
        while (value != 0);
        return string.Join('+', nicks);
    }
}
