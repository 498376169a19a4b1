using System.Text;

namespace GstMemInterop;

/// <summary>
/// Registers a GObject class for each C# class that implements a native one: once per class, any number of instances.
/// GObject never forgets a type, so neither does this.
/// </summary>
internal static unsafe class NativeClass
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<Type, nuint> s_types = [];

    /// <summary>The type for a C# class, derived from a native parent.</summary>
    /// <param name="implementation">The C# class.</param>
    /// <param name="parent">The native parent type.</param>
    /// <param name="extraBytes">Bytes behind the parent's instance that are ours.</param>
    /// <param name="classInit">Fills in the class functions.</param>
    /// <param name="classData">What <paramref name="classInit"/> gets as its second argument.</param>
    internal static nuint Of(Type implementation, nuint parent, uint extraBytes, delegate* unmanaged[Cdecl]<void*, void*, void> classInit, nint classData = 0)
    {
        lock (s_gate)
        {
            if (s_types.TryGetValue(implementation, out nuint known))
            {
                return known;
            }

            Native.GTypeQuery query;
            Native.LibGObject.g_type_query(parent, &query);
            Native.GTypeInfo info = default;
            info.class_size = (ushort)query.class_size;
            info.instance_size = (ushort)(query.instance_size + extraBytes);
            info.class_init = classInit;
            info.class_data = (void*)classData;
            using NativeText name = new(FreeName(implementation));
            nuint type = Native.LibGObject.g_type_register_static(parent, name.Pointer, &info, 0);
            if (type == 0)
            {
                throw new GstException($"GObject did not register a type for {implementation}.");
            }

            return s_types[implementation] = type;
        }
    }

    /// <summary>A new instance; its floating reference is sunk and ours.</summary>
    internal static void* New(nuint type) =>
        Native.LibGst.gst_object_ref_sink(Native.LibGObject.g_object_new_with_properties(type, 0, null, null));

    /// <summary>GObject's names are plainer than .NET's, and two assemblies (or load contexts) may hold classes of one name.</summary>
    private static string FreeName(Type implementation)
    {
        StringBuilder name = new("Net-");
        foreach (char c in implementation.FullName ?? implementation.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '-');
        }

        string plain = name.ToString();
        string free = plain;
        for (int i = 2; IsTaken(free); i++)
        {
            free = $"{plain}-{i}";
        }

        return free;
    }

    /// <summary>Whether a type of this name exists in the process, of whatever origin.</summary>
    internal static bool IsTaken(string name)
    {
        using NativeText text = new(name);
        return Native.LibGObject.g_type_from_name(text.Pointer) != 0;
    }
}
