namespace GstMemInterop.Bytes.Tests.Infrastructure;

internal delegate void OneSpan(Span<byte> bytes);

internal delegate void TwoSpans(Span<byte> first, Span<byte> second);

/// <summary>Runs a check on all lengths 0 to 300 at all distances 0 to 64 from a page that may not be touched, on both sides.</summary>
internal static class Placements
{
    public const int MaxLength = 1100;
    public const int MaxGap = 64;
    private const int AllLengthsTo = 300;

    // Behind them some around the blocks that unrolled loops take at once.
    private static readonly int[] Longer = [383, 511, 512, 513, 575, 576, 767, 769, 1023, 1024, 1025, 1088, 1100];

    private static IEnumerable<int> Lengths => Enumerable.Range(0, AllLengthsTo + 1).Concat(Longer);

    public static void ForEach(OneSpan check, int multipleOf = 1)
    {
        using BoundedMemory memory = new(MaxLength + MaxGap);
        Random random = new(1);
        foreach (int length in Lengths.Where(l => l % multipleOf == 0))
        {
            for (int gap = 0; gap <= MaxGap; gap++)
            {
                random.NextBytes(memory.All);
                check(memory.AtEnd(length, gap));
                random.NextBytes(memory.All);
                check(memory.AtStart(length, gap));
            }
        }
    }

    /// <summary>The second span has the same length and another alignment, so that no code may rely on a common one.</summary>
    public static void ForEach(TwoSpans check)
    {
        using BoundedMemory first = new(MaxLength + MaxGap);
        using BoundedMemory second = new(MaxLength + MaxGap);
        Random random = new(2);
        foreach (int length in Lengths)
        {
            for (int gap = 0; gap <= MaxGap; gap++)
            {
                int other = (gap * 7) % (MaxGap + 1);
                random.NextBytes(first.All);
                random.NextBytes(second.All);
                check(first.AtEnd(length, gap), second.AtEnd(length, other));
                check(first.AtStart(length, gap), second.AtStart(length, other));
            }
        }
    }
}
