namespace GstMemInterop.Bytes;

/// <summary>Where a range lies in something that has a length: one place, so that every refusal names its numbers.</summary>
internal static class Bounds
{
    /// <summary>The range as a start and a count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It lies outside.</exception>
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
}
