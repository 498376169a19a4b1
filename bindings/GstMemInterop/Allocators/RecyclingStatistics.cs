namespace GstMemInterop;

/// <summary>What a <see cref="RecyclingAllocator"/> did up to a moment. Bytes are whole blocks, rounding included.</summary>
public readonly record struct RecyclingStatistics
{
    /// <summary>Blocks that were handed out (<c>gst_allocator_alloc</c> and copies).</summary>
    public long Allocations { get; init; }

    /// <summary>How many of them were kept blocks, used again.</summary>
    public long Reuses { get; init; }

    /// <summary>Bytes in use by memories right now.</summary>
    public nuint LiveBytes { get; init; }

    /// <summary>The most bytes that were in use at once.</summary>
    public nuint PeakLiveBytes { get; init; }

    /// <summary>Bytes in freed blocks that are kept.</summary>
    public nuint KeptBytes { get; init; }

    /// <summary>Bytes of kept blocks that were given back to the system.</summary>
    public nuint TrimmedBytes { get; init; }

    /// <summary>The counters in one line.</summary>
    public override string ToString() =>
        $"{Allocations} blocks, {Reuses} of them reused; {LiveBytes >> 10} KiB in use (peak {PeakLiveBytes >> 10} KiB), {KeptBytes >> 10} KiB kept, {TrimmedBytes >> 10} KiB given back";
}
