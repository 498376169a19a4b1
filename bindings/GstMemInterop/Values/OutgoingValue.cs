using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>
/// What a change takes out of a structure, kept until the change is done: the end of a buffer may run a release of the user's,
/// and that may change this very structure, whose fields C is moving just then.
/// </summary>
internal readonly unsafe ref struct OutgoingValue
{
    private readonly GValue _value;

    internal OutgoingValue(Native.GstStructure* structure, byte* field)
    {
        GValue* held = LibGst.gst_structure_get_value(structure, field);
        if (held is not null && held->g_type > GstConstants.G_TYPE_STRING) // numbers and texts end quietly
        {
            fixed (GValue* kept = &_value)
            {
                LibGObject.g_value_init(kept, held->g_type);
                LibGObject.g_value_copy(held, kept);
            }
        }
    }

    public void Dispose()
    {
        if (_value.g_type != 0)
        {
            GValue kept = _value;
            LibGObject.g_value_unset(&kept);
        }
    }
}
