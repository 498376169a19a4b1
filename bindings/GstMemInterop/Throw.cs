using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace GstMemInterop;

/// <summary>Out-of-line throws: the hot paths keep one compare and one call that never returns.</summary>
internal static class Throw
{
    [DoesNotReturn]
    internal static void MappingEnded() =>
        throw new ObjectDisposedException("mapping", "This mapping has ended: it (or a copy of it) was disposed, or it is a default value. Map again to reach the bytes.");

    [DoesNotReturn]
    internal static void MappingTooLarge(nuint length) =>
        throw new InvalidOperationException($"The mapping holds {length} bytes, more than a Span can ({int.MaxValue}). Use Slice(offset, length) to take it piece by piece.");

    [DoesNotReturn]
    internal static void Range(nuint offset, nuint size, nuint limit) =>
        throw new ArgumentOutOfRangeException(nameof(offset), $"The range of {size} bytes at offset {offset} does not fit into {limit} bytes. Choose offset and size so that offset + size <= {limit}.");

    [DoesNotReturn]
    internal static void NotAWholeNumberOf(string type, int elementSize, nuint length) =>
        throw new InvalidOperationException($"{length} bytes are not a whole number of {type} ({elementSize} bytes each). Slice the mapping to a multiple of {elementSize} first.");

    [DoesNotReturn]
    internal static unsafe void Misaligned(string type, int alignment, byte* address) =>
        throw new InvalidOperationException($"The bytes at 0x{(nuint)address:X} are not aligned to {alignment} as {type} needs. Read through MemoryMarshal.Read, or allocate the memory with that alignment.");

    [DoesNotReturn]
    internal static void DefaultBorrow(string type) =>
        throw new InvalidOperationException($"This {type} is a default value and borrows nothing. Get one from a probe, a buffer, a sample or {type}.Borrow.");

    [DoesNotReturn]
    internal static void DefaultView() =>
        throw new InvalidOperationException("This view is a default value and shows nothing. Make one from a mapping, an info and the buffer.");

    [DoesNotReturn]
    internal static void HandlerReturned(string type) =>
        throw new InvalidOperationException($"This {type} is a default value, or the handler that it was made for has returned. Use the one your handler is called with, until it returns.");

    [DoesNotReturn]
    internal static void NullPointer(string type, nint pointer = 0) =>
        throw new ArgumentException($"A null pointer is not a {type}.", nameof(pointer));

    [DoesNotReturn]
    [SuppressMessage("Usage", "CA2201", Justification = "An allocation did fail; this is the type that callers catch for it.")]
    internal static void OutOfMemory(string what, nuint size) =>
        throw new OutOfMemoryException($"GStreamer could not allocate {size} bytes for {what}.");

    [DoesNotReturn]
    internal static void IndexOutOfRange(string what, int index, int count) =>
        throw new ArgumentOutOfRangeException(nameof(index), $"Index {index} is outside the {count} {what}: choose 0 to {count - 1}.");

    /// <summary>The one rule for every range in this library: it lies inside, without overflow; zero length fits anywhere inside, the end included.</summary>
    internal static void IfOutside(nuint offset, nuint size, nuint limit)
    {
        if (offset > limit || size > limit - offset)
        {
            Range(offset, size, limit);
        }
    }

    /// <summary>Alignments are given in bytes and must be a power of two; C takes a mask.</summary>
    internal static nuint AlignmentMask(nuint alignment)
    {
        if (alignment == 0)
        {
            return 0;
        }

        if (!BitOperations.IsPow2(alignment))
        {
            throw new ArgumentOutOfRangeException(nameof(alignment), alignment, $"An alignment of {alignment} bytes is not a power of two. Use 16, 32, 64 ... bytes, or 0 for the default.");
        }

        return alignment - 1;
    }
}
