using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>
/// Remembers every block that is alive: its size, its age and, where wanted, the stack that allocated it. For questions like
/// "who holds these 400 MB" and "what did this pipeline leave behind".
/// </summary>
/// <remarks>
/// Blocks come from the C heap or from another C# allocator. One object is kept for each live block; a stack costs some
/// microseconds and a few hundred bytes more, and only when it is switched on. Members are safe from any thread.
/// </remarks>
/// <example>
/// <code>
/// using TrackingAllocator tracked = new(captureStacks: true);
/// using (tracked.SetDefault()) { await pipeline.RunAsync(); }
/// Console.WriteLine(tracked.Snapshot());   // a table: who allocated what is still alive
/// </code>
/// </example>
public sealed unsafe class TrackingAllocator : CustomAllocator
{
    private readonly Lock _gate = new();
    private readonly CustomAllocator? _inner;
    private readonly GstAllocator? _hold;
    private TrackedBlock? _newest;
    private int _liveCount;
    private nuint _liveBytes;
    private int _peakCount;
    private nuint _peakBytes;
    private long _allocations;

    /// <summary>Makes an allocator of tracked blocks.</summary>
    /// <param name="inner">Where blocks come from; <see langword="null"/> for the C heap. It may be disposed: this allocator keeps it.</param>
    /// <param name="captureStacks">Whether to remember the stack of every allocation.</param>
    /// <exception cref="ArgumentException">The inner allocator does not allocate by size alone.</exception>
    /// <exception cref="ObjectDisposedException">The inner allocator was disposed.</exception>
    public TrackingAllocator(CustomAllocator? inner = null, bool captureStacks = false)
        : base("TrackedMemory", Checked(inner)?.MemoryFlags ?? 0)
    {
        _inner = inner;
        _hold = inner is null ? null : GstAllocator.Retain(inner.DangerousHandle);
        CaptureStacks = captureStacks;
    }

    /// <summary>Whether the stack of an allocation is remembered. May be switched at any time, for the allocations from then on.</summary>
    public bool CaptureStacks { get; set; }

    /// <summary>What is alive right now, newest first, and the totals. Costs time and memory for each live block.</summary>
    public TrackingSnapshot Snapshot()
    {
        List<TrackedBlock> live;
        TrackingSnapshot totals;
        lock (_gate)
        {
            live = new List<TrackedBlock>(_liveCount);
            for (TrackedBlock? block = _newest; block is not null; block = block.Older)
            {
                live.Add(block);
            }

            totals = new TrackingSnapshot { LiveCount = _liveCount, LiveBytes = _liveBytes, PeakCount = _peakCount, PeakBytes = _peakBytes, Allocations = _allocations };
        }

        long now = Stopwatch.GetTimestamp();
        return totals with { Live = [.. live.Select(b => new LiveAllocation(b.Bytes, Stopwatch.GetElapsedTime(b.Timestamp, now), AllocationStack.Text(b.Stack)))] };
    }

    internal override bool PlacesBlocks => _inner?.PlacesBlocks ?? false;

    /// <inheritdoc/>
    protected internal override nuint BlockAlignment => _inner?.BlockAlignment ?? 1;

    /// <inheritdoc/>
    protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
    {
        MemoryBlock block = _inner?.AllocateBlock(size, allocation) ?? MemoryBlock.FromPointer((nint)NativeMemory.Alloc(size), size);
        if (block.IsNull)
        {
            return block;
        }

        TrackedBlock tracked = new(block, size, CaptureStacks ? new StackTrace(1, fNeedFileInfo: false) : null);
        lock (_gate)
        {
            tracked.Older = _newest;
            _newest?.Newer = tracked;
            _newest = tracked;
            _allocations++;
            _peakCount = Math.Max(_peakCount, ++_liveCount);
            _peakBytes = Math.Max(_peakBytes, _liveBytes += size);
        }

        return block.DangerousAddress != 0 ? MemoryBlock.FromPointer(block.DangerousAddress, block.Size, tracked) : MemoryBlock.Unmapped(block.Size, tracked);
    }

    /// <inheritdoc/>
    protected override void Free(in MemoryBlock block)
    {
        TrackedBlock tracked = (TrackedBlock)block.State!;
        lock (_gate)
        {
            tracked.Newer?.Older = tracked.Older;
            tracked.Older?.Newer = tracked.Newer;
            _newest = ReferenceEquals(_newest, tracked) ? tracked.Older : _newest;
            _liveCount--;
            _liveBytes -= tracked.Bytes;
        }

        if (_inner is not null)
        {
            _inner.Release(tracked.Block);
        }
        else
        {
            NativeMemory.Free((void*)block.DangerousAddress);
        }
    }

    /// <inheritdoc/>
    protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping) =>
        _inner?.MapBlock(InnerBlock(block), flags, ref mapping) ?? block.DangerousAddress;

    /// <inheritdoc/>
    protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping) => _inner?.UnmapBlock(InnerBlock(block), flags, mapping);

    /// <inheritdoc/>
    protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share) =>
        _inner?.MayShare(InnerBlock(block), offset, size, ref share) ?? true;

    /// <inheritdoc/>
    protected override void Unshare(object share) => _inner?.ShareGone(share);

    private protected override void NativeGone() => _hold?.Dispose();

    private static MemoryBlock InnerBlock(in MemoryBlock block) => ((TrackedBlock)block.State!).Block.Lent;

    private static CustomAllocator? Checked(CustomAllocator? inner)
    {
        ObjectDisposedException.ThrowIf(inner is { IsDisposed: true }, typeof(CustomAllocator));
        return inner is null || (inner.Flags & GstAllocatorFlags.CustomAlloc) == 0
            ? inner
            : throw new ArgumentException($"The allocator '{inner.MemoryType}' does not allocate by size alone, so its memories cannot be tracked here.", nameof(inner));
    }

    /// <summary>A live block in the list of all of them.</summary>
    private sealed class TrackedBlock(MemoryBlock block, nuint bytes, StackTrace? stack)
    {
        internal MemoryBlock Block { get; } = block;

        internal nuint Bytes { get; } = bytes;

        internal long Timestamp { get; } = Stopwatch.GetTimestamp();

        internal StackTrace? Stack { get; } = stack;

        internal TrackedBlock? Older { get; set; }

        internal TrackedBlock? Newer { get; set; }
    }
}
