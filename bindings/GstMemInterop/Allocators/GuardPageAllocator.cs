namespace GstMemInterop;

/// <summary>
/// For debugging: every block lies between two inaccessible pages, so that whoever reads or writes out of bounds, in C or in
/// C#, ends the process at that very instruction. A use after free faults too: the addresses of the last 32 blocks (of up to 64 MiB)
/// are not given out again.
/// </summary>
/// <remarks>
/// <para>
/// One end of the block touches its guard to the byte; which one is chosen. The rest of the block's pages, at the other end, is
/// filled with a pattern that is checked when the block is freed: an <see cref="InvalidOperationException"/> is then reported
/// through <see cref="CustomAllocator.Failed"/>.
/// </para>
/// <para>
/// With <see cref="GuardSide.After"/> blocks begin wherever their size puts them, unless an alignment is asked for: then up to
/// that many bytes behind the block are pattern instead of guard (at most the rest of a page). The first and last byte of the <em>block</em> are guarded,
/// prefix and padding included. Each block costs at least three pages of addresses and two system calls.
/// </para>
/// </remarks>
/// <param name="side">Which end is guarded to the byte.</param>
/// <example><code>using GuardPageAllocator guarded = new(); using DefaultAllocatorScope scope = guarded.SetDefault();</code></example>
public sealed unsafe class GuardPageAllocator(GuardSide side = GuardSide.After) : CustomAllocator("GuardedMemory")
{
    private const byte Pattern = 0xA5;

    /// <summary>Which end is guarded to the byte.</summary>
    public GuardSide Side { get; } = side is GuardSide.After or GuardSide.Before
        ? side
        : throw new ArgumentOutOfRangeException(nameof(side), side, $"There is no guard side {side}: choose After or Before.");

    internal override bool PlacesBlocks => true;

    /// <inheritdoc/>
    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        GuardedPages pages = new(size, Math.Max(allocation.Alignment, 1), Side);
        MemoryBlock block = MemoryBlock.FromPointer((nint)pages.Start, size, pages);
        Before(block).Fill(Pattern);
        Behind(block).Fill(Pattern);
        return block;
    }

    /// <inheritdoc/>
    protected override void Free(in MemoryBlock block)
    {
        int before = Before(block).LastIndexOfAnyExcept(Pattern);
        int behind = Behind(block).IndexOfAnyExcept(Pattern);
        long distance = Before(block).Length - before;
        ((GuardedPages)block.State!).Release();
        if (before >= 0)
        {
            throw new InvalidOperationException($"Somebody wrote {distance} bytes before a block of {block.Size} bytes. Use GuardSide.Before to have the write itself fault.");
        }

        if (behind >= 0)
        {
            throw new InvalidOperationException($"Somebody wrote {behind + 1} bytes behind a block of {block.Size} bytes. Use GuardSide.After, without an alignment, to have the write itself fault.");
        }
    }

    /// <summary>What is left of the first page; never as much as a page.</summary>
    private static Span<byte> Before(in MemoryBlock block)
    {
        byte* first = ((GuardedPages)block.State!).First;
        return new Span<byte>(first, (int)((byte*)block.DangerousAddress - first));
    }

    /// <summary>What is left of the last page; never as much as a page.</summary>
    private static Span<byte> Behind(in MemoryBlock block)
    {
        byte* end = (byte*)block.DangerousAddress + block.Size;
        return new Span<byte>(end, (int)(((GuardedPages)block.State!).End - end));
    }
}
