using System.Numerics;

namespace GstMemInterop;

/// <summary>Sizes rounded up: by 64 bytes to 512, from there on by an eighth of the power of two below.</summary>
internal static class SizeClass
{
    private const int Steps = 8;
    private const int FirstDoubling = 9;

    /// <summary>Enough classes for every size that fits into the address space.</summary>
    internal const int Count = Steps * (64 - FirstDoubling);

    internal static int Of(nuint size)
    {
        nuint last = size == 0 ? 0 : size - 1;
        if (last < 1u << FirstDoubling)
        {
            return (int)(last >> (FirstDoubling - 3));
        }

        int exponent = BitOperations.Log2(last);
        return (Steps * (exponent - FirstDoubling)) + (int)(last >> (exponent - 3));
    }

    internal static nuint BytesOf(int index)
    {
        if (index < Steps)
        {
            return (nuint)(index + 1) << (FirstDoubling - 3);
        }

        int doubling = (index / Steps) - 1;
        return (nuint)(Steps + (index % Steps) + 1) << (FirstDoubling + doubling - 3);
    }
}
