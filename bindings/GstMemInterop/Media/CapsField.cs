namespace GstMemInterop;

/// <summary>Reads one field of caps that C is about to read.</summary>
internal static unsafe class CapsField
{
    internal static bool TryGetNumber(Native.GstStructure* structure, string field, out int number)
    {
        using NativeText name = new(field);
        int read = 0;
        bool found = Native.LibGst.gst_structure_get_int(structure, name.Pointer, &read) != 0;
        number = read;
        return found;
    }

    /// <summary>C's own text, which lives as long as the caps.</summary>
    internal static byte* Text(Native.GstStructure* structure, string field)
    {
        using NativeText name = new(field);
        return Native.LibGst.gst_structure_get_string(structure, name.Pointer);
    }
}
