using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// Finds bytes and patterns: first, last, all, counted, in a range, on aligned positions, under a mask.
/// </summary>
/// <remarks>
/// <para>Empty input: an empty pattern is found everywhere, as in <see cref="MemoryExtensions"/> - first at the start of the
/// range, last at its last allowed position (its end when the step is 1). It has no occurrences to count or to enumerate. In empty
/// bytes nothing but an empty pattern is found.</para>
/// <para>Nothing allocates. The methods keep no state: any thread may call them.</para>
/// </remarks>
public static partial class ByteSearch
{
    // From here on looking at each allowed position is cheaper than finding all occurrences and dropping most.
    private const int StepForDirectProbe = 16;

    // From here on four vectors per branch are faster than the BCL's one.
    private const int LengthForWideScan = 128;

    /// <summary>Lowest index that holds <paramref name="value"/>, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> bytes, byte value) =>
        bytes.Length < LengthForWideScan
            ? bytes.IndexOf(value)
            : (int)VectorScan.First<SameByte, OneValue, Hardware>(ref MemoryMarshal.GetReference(bytes), ref value, (nuint)bytes.Length);

    /// <summary>Lowest index at which <paramref name="pattern"/> begins, or -1.</summary>
    public static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern) => bytes.IndexOf(pattern);

    /// <summary>
    /// Lowest index at which <paramref name="pattern"/> lies wholly inside [<paramref name="start"/>, <paramref name="end"/>)
    /// and for which <c>index - start</c> is a multiple of <paramref name="step"/>; or -1.
    /// </summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find.</param>
    /// <param name="start">First index that may be the result.</param>
    /// <param name="end">Index behind the last byte that may belong to the pattern.</param>
    /// <param name="step">Distance of the allowed positions, counted from <paramref name="start"/>: the alignment.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= start &lt;= end &lt;= length, or a step below 1.</exception>
    public static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step = 1)
    {
        ReadOnlySpan<byte> window = Window(bytes, start, end, step);
        int found = step == 1 ? window.IndexOf(pattern) : FirstAligned(window, pattern, 0, step);
        return found < 0 ? -1 : found + start;
    }

    /// <summary>The same in a range that may count from the end: <c>IndexOf(bytes, pattern, 8..^4)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside, or the step is below 1.</exception>
    public static int IndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, Range range, int step = 1)
    {
        (int start, int count) = Ranges.Of(range, bytes.Length);
        return IndexOf(bytes, pattern, start, start + count, step);
    }

    /// <summary>
    /// The same in slice notation, where nothing is out of range: ends may be left out, negative ones count from the end, those
    /// that lie outside are moved inside, and a stop before the start gives an empty slice.
    /// </summary>
    /// <returns>The index in <paramref name="bytes"/>, or -1.</returns>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find; an empty one is found where the slice begins.</param>
    /// <param name="start">First index that may be the result.</param>
    /// <param name="end">Index behind the last byte that may belong to the pattern.</param>
    /// <param name="step">Distance of the allowed positions, counted from where the slice begins.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public static int IndexInSlice(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int? start, int? end = null, int step = 1)
    {
        ByteRange slice = ByteRange.InSlice(bytes.Length, start, end);
        return IndexOf(bytes, pattern, slice.Start, slice.End, step);
    }

    /// <summary>Highest index that holds <paramref name="value"/>, or -1.</summary>
    public static int LastIndexOf(ReadOnlySpan<byte> bytes, byte value) =>
        (int)VectorScan.Last<SameByte, OneValue, Hardware>(ref MemoryMarshal.GetReference(bytes), ref value, (nuint)bytes.Length);

    /// <summary>Highest index at which <paramref name="pattern"/> begins, or -1.</summary>
    public static int LastIndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern) => bytes.LastIndexOf(pattern);

    /// <summary>
    /// Highest index at which <paramref name="pattern"/> lies wholly inside [<paramref name="start"/>, <paramref name="end"/>)
    /// and for which <c>index - start</c> is a multiple of <paramref name="step"/>; or -1.
    /// </summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find.</param>
    /// <param name="start">First index that may be the result.</param>
    /// <param name="end">Index behind the last byte that may belong to the pattern.</param>
    /// <param name="step">Distance of the allowed positions, counted from <paramref name="start"/> also here.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= start &lt;= end &lt;= length, or a step below 1.</exception>
    public static int LastIndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step = 1)
    {
        ReadOnlySpan<byte> window = Window(bytes, start, end, step);
        int found = step == 1 ? window.LastIndexOf(pattern) : LastAligned(window, pattern, step);
        return found < 0 ? -1 : found + start;
    }

    /// <summary>The same in a range that may count from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside, or the step is below 1.</exception>
    public static int LastIndexOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, Range range, int step = 1)
    {
        (int start, int count) = Ranges.Of(range, bytes.Length);
        return LastIndexOf(bytes, pattern, start, start + count, step);
    }

    /// <summary>The same in slice notation; see <see cref="IndexInSlice"/>.</summary>
    /// <returns>The index in <paramref name="bytes"/>, or -1.</returns>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find.</param>
    /// <param name="start">First index that may be the result.</param>
    /// <param name="end">Index behind the last byte that may belong to the pattern.</param>
    /// <param name="step">Distance of the allowed positions, counted from where the slice begins also here.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public static int LastIndexInSlice(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int? start, int? end = null, int step = 1)
    {
        ByteRange slice = ByteRange.InSlice(bytes.Length, start, end);
        return LastIndexOf(bytes, pattern, slice.Start, slice.End, step);
    }

    /// <summary>How many bytes have this value.</summary>
    public static int Count(ReadOnlySpan<byte> bytes, byte value) => bytes.Count(value);

    /// <summary>How often <paramref name="pattern"/> occurs; an empty pattern counts 0.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to count.</param>
    /// <param name="overlapping">
    /// False: the search goes on behind each occurrence (<c>aa</c> is twice in <c>aaaa</c>), as the BCL counts. True: behind
    /// its first byte (three times).
    /// </param>
    public static int Count(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, bool overlapping = false)
    {
        if (!overlapping || pattern.Length < 2)
        {
            return pattern.IsEmpty ? 0 : bytes.Count(pattern);
        }

        int count = 0;
        foreach (int _ in AllIndexesOf(bytes, pattern, overlapping: true))
        {
            count++;
        }

        return count;
    }

    /// <summary>Every index at which <paramref name="pattern"/> begins, ascending, without an allocation.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find; an empty pattern gives nothing.</param>
    /// <param name="overlapping">Whether an occurrence may begin inside the one before; see <see cref="Count(ReadOnlySpan{byte}, ReadOnlySpan{byte}, bool)"/>.</param>
    public static ByteOccurrences AllIndexesOf(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, bool overlapping = false) =>
        new(bytes, pattern, 0, 1, overlapping);

    /// <summary>Every index at which <paramref name="pattern"/> lies inside a range, on allowed positions only.</summary>
    /// <param name="bytes">Where to look.</param>
    /// <param name="pattern">What to find; an empty pattern gives nothing.</param>
    /// <param name="start">First index that may be a result.</param>
    /// <param name="end">Index behind the last byte that may belong to the pattern.</param>
    /// <param name="step">Distance of the allowed positions, counted from <paramref name="start"/>.</param>
    /// <param name="overlapping">Whether an occurrence may begin inside the one before.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt;= start &lt;= end &lt;= length, or a step below 1.</exception>
    public static ByteOccurrences AllIndexesOf(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, int start, int end, int step = 1, bool overlapping = false) =>
        new(Window(bytes, start, end, step), pattern, start, step, overlapping);

    /// <summary>Lowest allowed position, at or behind <paramref name="from"/>, that holds the pattern.</summary>
    internal static int FirstAligned(ReadOnlySpan<byte> window, ReadOnlySpan<byte> pattern, int from, int step)
    {
        int last = window.Length - pattern.Length;
        if (from > last)
        {
            return -1;
        }

        if (step >= StepForDirectProbe)
        {
            // The index is a long: from + step may exceed the largest int behind the last position.
            for (long at = from; at <= last; at += step)
            {
                if (StartsWith(window, (int)at, pattern))
                {
                    return (int)at;
                }
            }

            return -1;
        }

        // All positions relative to 'from' are allowed where the remainder is zero; 'from' itself is allowed.
        int offset = from;
        while (true)
        {
            int found = window[offset..].IndexOf(pattern);
            if (found < 0)
            {
                return -1;
            }

            offset += found;
            int past = (offset - from) % step;
            if (past == 0)
            {
                return offset;
            }

            offset += step - past;
            if (offset > last)
            {
                return -1;
            }
        }
    }

    private static int LastAligned(ReadOnlySpan<byte> window, ReadOnlySpan<byte> pattern, int step)
    {
        int last = window.Length - pattern.Length;
        if (last < 0)
        {
            return -1;
        }

        int at = last / step * step;
        if (step >= StepForDirectProbe)
        {
            for (; at >= 0; at -= step)
            {
                if (StartsWith(window, at, pattern))
                {
                    return at;
                }
            }

            return -1;
        }

        while (at >= 0)
        {
            int found = window[..(at + pattern.Length)].LastIndexOf(pattern);
            if (found < 0 || found % step == 0)
            {
                return found;
            }

            at = found / step * step;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StartsWith(ReadOnlySpan<byte> window, int at, ReadOnlySpan<byte> pattern) =>
        pattern.IsEmpty
        || (Unsafe.Add(ref MemoryMarshal.GetReference(window), (nint)at) == pattern[0]
            && window.Slice(at, pattern.Length).SequenceEqual(pattern));

    private static ReadOnlySpan<byte> Window(ReadOnlySpan<byte> bytes, int start, int end, int step)
    {
        if ((uint)end > (uint)bytes.Length || (uint)start > (uint)end)
        {
            Throw.StartEnd(start, end, bytes.Length);
        }

        if (step < 1)
        {
            Throw.NotPositive(nameof(step), step);
        }

        return bytes[start..end];
    }
}
