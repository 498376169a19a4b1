using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>Pins .NET bytes for C, after measuring them: a <see cref="MemoryManager{T}"/> is code of the user's, and its answers are data from outside.</summary>
internal static unsafe class PinnedBytes
{
    /// <summary>Pins bytes, and proves that as many as are said are where the pin says.</summary>
    /// <exception cref="ArgumentException">The pinned address is not where the span is.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The span is shorter than the memory says (.NET looks at that).</exception>
    internal static MemoryHandle Pin(ReadOnlyMemory<byte> bytes)
    {
        MemoryHandle pin = bytes.Pin();
        try
        {
            ReadOnlySpan<byte> span = bytes.Span; // after the pin: from here on it does not move
            if (span.Length != 0 && !Unsafe.AreSame(ref MemoryMarshal.GetReference(span), ref Unsafe.AsRef<byte>(pin.Pointer)))
            {
                throw new ArgumentException($"The {span.Length} bytes are not where their MemoryManager pins them (0x{(nint)pin.Pointer:X}): C would read and write something else. Pin() has to answer the address of the first byte of GetSpan().", nameof(bytes));
            }

            return pin;
        }
        catch
        {
            pin.Dispose();
            throw;
        }
    }
}
