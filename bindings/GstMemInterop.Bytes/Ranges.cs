namespace GstMemInterop.Bytes;

/// <summary>Where a range lies in something that has a length: strictly, as .NET has it, or by the rules of slice notation.</summary>
internal static class Ranges
{
    /// <summary>The range as a start and a count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside; the text names its numbers, which the BCL's does not.</exception>
    public static (int Start, int Count) Of(Range range, int length, string name = "range")
    {
        int start = range.Start.GetOffset(length);
        int end = range.End.GetOffset(length);
        if ((uint)end > (uint)length || (uint)start > (uint)end)
        {
            Throw.Range(name, range, $"The range {range} is [{start}, {end}) of {length} elements: it takes 0 <= start <= end <= {length}.");
        }

        return (start, end - start);
    }

    /// <summary>Slice notation: ends that lie outside are moved inside, and a stop before the start gives nothing.</summary>
    public static (int Start, int Stop) InSlice(Index start, Index stop, int length)
    {
        int from = Clamp(start, length);
        return (from, Math.Max(from, Clamp(stop, length)));
    }

    /// <summary>An end in slice notation as an index: negative ones count from the end, absent ones are open.</summary>
    public static Index End(int? end, Index open) =>
        end is not int value ? open
            : value >= 0 ? value
            : new Index(value == int.MinValue ? int.MaxValue : -value, fromEnd: true);

    private static int Clamp(Index index, int length) =>
        index.IsFromEnd ? Math.Max(0, length - index.Value) : Math.Min(index.Value, length);
}
