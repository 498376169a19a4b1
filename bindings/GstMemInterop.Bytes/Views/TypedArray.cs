using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>Makes typed arrays of a type that is known at run time only, by its format: <c>TypedArray.Create(chunk, "&gt;h")</c>.</summary>
/// <remarks>
/// A format is a byte order and a letter. Orders: <c>&lt;</c> little, <c>&gt;</c> and <c>!</c> big, <c>=</c> that of this machine,
/// <c>@</c> or none that of this machine and of its C compiler's sizes. Letters: <c>b</c> and <c>B</c> 1 byte, <c>h</c> and <c>H</c> 2,
/// <c>i</c> and <c>I</c> 4, <c>l</c> and <c>L</c> 4 (C's long when native), <c>q</c> and <c>Q</c> 8, signed and unsigned; <c>n</c> and
/// <c>N</c> of the size of an address, native only; <c>e</c>, <c>f</c>, <c>d</c> real numbers of 2, 4, 8 bytes; <c>?</c> a truth value; <c>c</c> a byte.
/// </remarks>
public static class TypedArray
{
    /// <summary>Numbers over any memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="format">Their order and type, as said above.</param>
    /// <returns>A <see cref="TypedArray{T}"/> of the type that belongs to the letter.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The format is unknown.</exception>
    public static ITypedArray Create(IByteMemory memory, string format)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(format);
        bool native = format.Length == 1 || format is ['@', _];
        ByteOrder order = format switch
        {
            [_] or ['@' or '=', _] => ByteOrder.Native,
            ['<', _] => ByteOrder.Little,
            ['>' or '!', _] => ByteOrder.Big,
            _ => Unknown(format),
        };
        bool long8 = native && Marshal.SizeOf<CLong>() == 8;
        return format[^1] switch
        {
            'b' => new TypedArray<sbyte>(memory, order),
            'B' or 'c' => new TypedArray<byte>(memory, order),
            '?' => new TypedArray<bool>(memory, order),
            'h' => new TypedArray<short>(memory, order),
            'H' => new TypedArray<ushort>(memory, order),
            'l' when long8 => new TypedArray<long>(memory, order),
            'L' when long8 => new TypedArray<ulong>(memory, order),
            'i' or 'l' => new TypedArray<int>(memory, order),
            'I' or 'L' => new TypedArray<uint>(memory, order),
            'q' => new TypedArray<long>(memory, order),
            'Q' => new TypedArray<ulong>(memory, order),
            'n' when native => new TypedArray<nint>(memory, order),
            'N' when native => new TypedArray<nuint>(memory, order),
            'e' => new TypedArray<Half>(memory, order),
            'f' => new TypedArray<float>(memory, order),
            'd' => new TypedArray<double>(memory, order),
            _ => throw Refusal(format),
        };
    }

    /// <summary>Numbers over the bytes of an array.</summary>
    /// <param name="array">The bytes.</param>
    /// <param name="format">Their order and type, as said above.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">The format is unknown.</exception>
    public static ITypedArray Create(byte[] array, string format) => Create(new ByteMemory(array), format);

    private static ByteOrder Unknown(string format) => throw Refusal(format);

    private static ArgumentException Refusal(string format) =>
        new($"The format \"{format}\" is unknown: it takes one of bBchHiIlLqQefd? behind one of < > ! = @ or nothing; n and N behind @ or nothing.", nameof(format));
}
