namespace GstMemInterop;

/// <summary>
/// Keeps blocks that were freed and hands them out again: large frames without the page faults that a fresh block costs at
/// every page's first touch. Aligned, bounded, for any number of streaming threads, without garbage.
/// </summary>
/// <remarks>
/// <para>
/// Sizes are rounded up to classes, eight for each doubling, so a block is at most an eighth larger than what was asked for.
/// Blocks of 64 KiB and more begin at a page. The bytes of a block are whatever was in it last.
/// </para>
/// <para>
/// Kept blocks go back to the system when newer sizes need their place, after <see cref="Trim"/>, after a full garbage
/// collection that finds the machine short of memory, and when the allocator is gone: after <c>Dispose</c> as soon as the
/// last memory and the last user of it in GStreamer are gone, else when it is collected. A program that makes no garbage
/// sees no collections either: there the bound and <see cref="Trim"/> are what counts. Members are safe from any thread.
/// </para>
/// </remarks>
/// <param name="maxKeptBytes">How many bytes of freed blocks to keep at most; 0 keeps none.</param>
/// <param name="alignment">Where every block begins, a power of two in bytes.</param>
/// <exception cref="ArgumentOutOfRangeException">The alignment is not a power of two, or more bytes are to be kept than there can be.</exception>
/// <example>
/// <code>
/// using RecyclingAllocator frames = new();
/// using DefaultAllocatorScope scope = frames.SetDefault();   // or give it to a pool, a buffer, an ALLOCATION query
/// await pipeline.RunAsync();
/// Console.WriteLine(frames.Statistics);
/// </code>
/// </example>
public sealed class RecyclingAllocator(nuint maxKeptBytes = RecyclingAllocator.DefaultMaxKeptBytes, nuint alignment = RecyclingAllocator.DefaultAlignment)
    : CustomAllocator("RecycledMemory")
{
    /// <summary>How many bytes are kept when nothing else is said: 256 MiB.</summary>
    public const uint DefaultMaxKeptBytes = 256 << 20;

    /// <summary>How blocks are aligned when nothing else is said: to 64 bytes, a cache line and the widest vector.</summary>
    public const uint DefaultAlignment = 64;

    private readonly BlockStore _store = new(maxKeptBytes, alignment);

    /// <summary>How many bytes of freed blocks are kept at most.</summary>
    public nuint MaxKeptBytes => _store.MaxKeptBytes;

    /// <summary>Where every block begins, in bytes.</summary>
    public nuint Alignment => _store.Alignment;

    /// <summary>What was allocated and reused up to now. Other threads may change it at any time.</summary>
    public RecyclingStatistics Statistics => _store.Statistics;

    /// <summary>Gives all kept blocks back to the system. Memories in use are not touched.</summary>
    /// <returns>How many bytes were given back.</returns>
    public nuint Trim() => _store.Trim();

    /// <inheritdoc/>
    protected internal override nuint BlockAlignment => _store.Alignment;

    /// <inheritdoc/>
    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        nint address = _store.Rent(size, out nuint whole);
        return MemoryBlock.FromPointer(address, whole);
    }

    /// <inheritdoc/>
    protected override void Free(in MemoryBlock block) => _store.Return(block.DangerousAddress, block.Size);

    private protected override void NativeGone() => _store.Close();
}
