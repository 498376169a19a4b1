namespace GstMemInterop;

/// <summary>
/// The one place that decides whether there is room, before a number from outside reaches an allocation of C's:
/// GLib ends the process when it cannot allocate, and GStreamer adds sizes up without looking.
/// </summary>
internal static unsafe class Room
{
    /// <summary>Below this GLib is asked without proof: a process that lacks so little is at its end anyway.</summary>
    private const nuint ProofFrom = 16 << 20;

    /// <summary>No object is larger than half the address space: what C, which knows no more than this, adds up does not wrap.</summary>
    internal static readonly nuint Most = (nuint)nint.MaxValue;

    /// <summary>Proves that a block with these parts can be had.</summary>
    /// <param name="size">Visible bytes.</param>
    /// <param name="prefix">Bytes before the visible ones.</param>
    /// <param name="padding">Bytes behind the visible ones.</param>
    /// <param name="alignmentMask">The alignment minus one: as many bytes C asks for on top.</param>
    /// <param name="what">Whom the block is for, as the exception names it: "a memory".</param>
    /// <exception cref="ArgumentOutOfRangeException">The parts do not fit the address space together.</exception>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    internal static void Require(nuint size, nuint prefix, nuint padding, nuint alignmentMask, string what)
    {
        RequireFits(size, prefix, padding, alignmentMask, what);
        Require(size + prefix + padding + alignmentMask, what);
    }

    /// <summary>Proves only that the sum of the parts does not wrap around, for a block that somebody else will allocate and may refuse.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The parts do not fit the address space together.</exception>
    internal static void RequireFits(nuint size, nuint prefix, nuint padding, nuint alignmentMask, string what)
    {
        if (!Fits(size, prefix, padding, alignmentMask))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"{size} bytes for {what}, with prefix {prefix}, padding {padding} and an alignment of {alignmentMask + 1}, exceed the address space. Choose parts whose sum is at most {Most} bytes.");
        }
    }

    /// <summary>Proves that this many bytes can be had: where they are many, they are asked for in a way that may fail, and given back.</summary>
    /// <param name="bytes">All bytes of the block.</param>
    /// <param name="what">Whom the block is for, as the exception names it: "a memory".</param>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    internal static void Require(nuint bytes, string what)
    {
        if (!Has(bytes))
        {
            Throw.OutOfMemory(what, bytes);
        }
    }

    /// <summary>Whether a block with these parts can be had, where a refusal is not an exception.</summary>
    internal static bool Has(nuint size, nuint prefix, nuint padding, nuint alignmentMask) => Fits(size, prefix, padding, alignmentMask) && Has(size + prefix + padding + alignmentMask);

    /// <summary>Whether this many bytes can be had, where a refusal is not an exception.</summary>
    internal static bool Has(nuint bytes)
    {
        if (bytes < ProofFrom)
        {
            return true;
        }

        void* proof = bytes > Most ? null : Native.LibGLib.g_try_malloc(bytes);
        Native.LibGLib.g_free(proof);
        return proof is not null;
    }

    /// <summary>Whether the sum of the parts is a size that an object can have.</summary>
    internal static bool Fits(nuint size, nuint prefix, nuint padding, nuint alignmentMask) =>
        size <= Most && prefix <= Most - size && padding <= Most - size - prefix && alignmentMask <= Most - size - prefix - padding;
}
