namespace GstMemInterop;

/// <summary>
/// The line of buffers that a buffer holds by its metas: parents, and fields of structures. The last reference of the first one frees
/// all of them, each inside the release of the one before, on one stack: a line that is too long ends the process when nobody can do
/// anything about it any more.
/// </summary>
internal static unsafe class HeldBuffers
{
    /// <summary>Far more than anybody needs, and less than a hundred kilobytes of stack.</summary>
    private const int Longest = 250;

    /// <summary>A buffer may hold several, and several may hold the same: this many steps are looked at, and what has more is refused too.</summary>
    private const int MostSteps = 16 * Longest;

    /// <summary>Proves that one more buffer may hold this one.</summary>
    /// <exception cref="InvalidOperationException">The line is too long.</exception>
    internal static void RequireShortLine(Native.GstBuffer* held)
    {
        int steps = MostSteps;
        if (!IsWithin(held, Longest, ref steps))
        {
            throw new InvalidOperationException($"The buffer holds another one by its metas, which holds another one, and so on: more than {Longest} in a line. Freeing them would overflow the stack. Hold the buffer that owns the bytes, not one that keeps it alive by a meta of its own.");
        }
    }

    /// <summary>
    /// Nobody can lengthen the line at its other end: what is held has the holder's reference and at least one of whoever wants to
    /// change it, and so is not writable.
    /// </summary>
    private static bool IsWithin(Native.GstBuffer* buffer, int left, ref int steps)
    {
        void* state = null;
        for (Native.GstMeta* meta; (meta = Native.LibGst.gst_buffer_iterate_meta(buffer, &state)) is not null;)
        {
            bool isWithin = meta->info->api == MetaTypes.ParentBuffer
                ? IsNextWithin(((Native.GstParentBufferMeta*)meta)->buffer, left, ref steps)
                : AreStructuresWithin(meta, left, ref steps);
            if (!isWithin)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNextWithin(Native.GstBuffer* next, int left, ref int steps) =>
        next is null || (left > 0 && --steps >= 0 && IsWithin(next, left - 1, ref steps));

    private static bool AreStructuresWithin(Native.GstMeta* meta, int left, ref int steps)
    {
        int count = MetaStructures.CountIn(meta);
        for (int i = 0; i < count; i++)
        {
            Native.GstStructure* structure = MetaStructures.At(meta, i);
            int fields = structure is null ? 0 : Native.LibGst.gst_structure_n_fields(structure);
            for (int field = 0; field < fields; field++)
            {
                Native.GValue* value = Native.LibGst.gst_structure_get_value(structure, Native.LibGst.gst_structure_nth_field_name(structure, (uint)field));
                if (value->g_type == Native.LibGst.gst_buffer_get_type()
                    && !IsNextWithin((Native.GstBuffer*)Native.LibGObject.g_value_get_boxed(value), left, ref steps))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
