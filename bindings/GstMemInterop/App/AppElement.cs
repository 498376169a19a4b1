namespace GstMemInterop;

/// <summary>Tells whether an element is what it is taken for.</summary>
internal static unsafe class AppElement
{
    /// <exception cref="ArgumentException">It is null, or another element.</exception>
    internal static void Require(nint pointer, nuint type, string nativeType, string factory)
    {
        if (pointer == 0)
        {
            Throw.NullPointer(nativeType);
        }

        if (Native.LibGObject.g_type_check_instance_is_a((Native.GTypeInstance*)pointer, type) == 0)
        {
            throw new ArgumentException($"'{NativeText.Read(((Native.GstObject*)pointer)->name)}' is {What(pointer)}, not an {factory}. Write '{factory} name=...' in the launch text, or ask for the element by another name.", nameof(pointer));
        }
    }

    private static string What(nint pointer)
    {
        Native.GstElementFactory* factory = Native.LibGst.gst_element_get_factory((Native.GstElement*)pointer);
        return factory is not null
            ? $"made by the factory '{NativeText.Read(((Native.GstObject*)factory)->name)}'"
            : $"a {NativeText.Read(Native.LibGObject.g_type_name_from_instance((Native.GTypeInstance*)pointer))}";
    }
}
