using System.Globalization;
using System.Text;

namespace GstMemInterop;

/// <summary>What a <see cref="TrackingAllocator"/> knew at one moment. <see cref="ToString"/> is a table for people.</summary>
public sealed record TrackingSnapshot
{
    /// <summary>Blocks that were alive.</summary>
    public int LiveCount { get; init; }

    /// <summary>Their bytes, as they were asked for: prefix, padding and room to align included.</summary>
    public nuint LiveBytes { get; init; }

    /// <summary>The most blocks that were alive at once.</summary>
    public int PeakCount { get; init; }

    /// <summary>The most bytes that were alive at once.</summary>
    public nuint PeakBytes { get; init; }

    /// <summary>Blocks that were ever allocated.</summary>
    public long Allocations { get; init; }

    /// <summary>Each live block, newest first.</summary>
    public IReadOnlyList<LiveAllocation> Live { get; init; } = [];

    /// <summary>The live blocks by the stack that allocated them, most bytes first. Without stacks they are one group with an empty stack.</summary>
    public IReadOnlyList<AllocationSite> Sites =>
        [.. Live.GroupBy(static a => a.Stack).Select(static g => AllocationSite.Of(g.Key, g)).OrderByDescending(static s => s.Bytes)];

    /// <summary>The totals in one line, then each site with its stack.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{LiveCount} blocks alive with {LiveBytes} bytes; at most {PeakCount} with {PeakBytes} bytes; {Allocations} allocated in all");
        foreach (AllocationSite site in Sites)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{site.Count} blocks, {site.Bytes} bytes, the oldest {site.OldestAge.TotalSeconds:0.0} s");
            foreach (string line in site.Stack.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append("\n    ").Append(line);
            }
        }

        return text.ToString();
    }
}
