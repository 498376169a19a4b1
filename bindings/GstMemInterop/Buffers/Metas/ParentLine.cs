namespace GstMemInterop;

/// <summary>
/// The line of parents behind a buffer. The last reference of the first one frees all of them, each inside the release of the one
/// before, on one stack: a line that is too long ends the process when nobody can do anything about it any more.
/// </summary>
internal static unsafe class ParentLine
{
    /// <summary>Far more than anybody needs, and some fifty kilobytes of stack.</summary>
    private const int Longest = 250;

    /// <summary>Parents may have several parents, and common ones: this many steps are looked at, and what has more is refused too.</summary>
    private const int MostSteps = 16 * Longest;

    /// <summary>Proves that one more buffer may stand before this one.</summary>
    /// <exception cref="InvalidOperationException">The line is too long.</exception>
    internal static void RequireShort(Native.GstBuffer* parent)
    {
        int steps = MostSteps;
        if (!IsWithin(parent, Longest, ref steps))
        {
            throw new InvalidOperationException($"A line of more than {Longest} parents stands behind the parent: freeing it would overflow the stack. Make the buffer that owns the memory the parent, not one that keeps it alive by a parent of its own.");
        }
    }

    /// <summary>
    /// Nobody can lengthen the line at its other end: a parent has the meta's reference and at least one of whoever wants to change
    /// it, and so is not writable.
    /// </summary>
    private static bool IsWithin(Native.GstBuffer* buffer, int left, ref int steps)
    {
        void* state = null;
        for (Native.GstMeta* meta; (meta = Native.LibGst.gst_buffer_iterate_meta_filtered(buffer, &state, MetaTypes.ParentBuffer)) is not null;)
        {
            if (left == 0 || --steps < 0 || !IsWithin(((Native.GstParentBufferMeta*)meta)->buffer, left - 1, ref steps))
            {
                return false;
            }
        }

        return true;
    }
}
