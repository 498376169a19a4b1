using System.Runtime.CompilerServices;

namespace GstMemInterop.Tests.Allocators;

public class TrackingAllocatorTests
{
    [Fact]
    public void It_knows_what_is_alive_and_what_was()
    {
        using TrackingAllocator allocator = new();
        GstMemory first = allocator.Allocate(1000, new AllocationParams { Alignment = 1 });
        GstMemory second = allocator.Allocate(5000);
        GstMemory third = allocator.Allocate(70);
        second.Dispose();
        TrackingSnapshot snapshot = allocator.Snapshot();
        Assert.Equal((2, 3, 3L), (snapshot.LiveCount, snapshot.PeakCount, snapshot.Allocations));
        Assert.Equal([77u, 1007u], snapshot.Live.Select(static a => a.Bytes)); // newest first, with room to align
        Assert.Equal((1084u, 6091u), (snapshot.LiveBytes, snapshot.PeakBytes));
        Assert.True(snapshot.Live[1].Age >= snapshot.Live[0].Age);
        Assert.Equal("", Assert.Single(snapshot.Sites).Stack);
        first.Dispose();
        third.Dispose();
        Assert.Equal((0, (nuint)0, 3), (allocator.Snapshot().LiveCount, allocator.Snapshot().LiveBytes, allocator.Snapshot().PeakCount));
        Assert.Empty(allocator.Snapshot().Live);
    }

    [Fact]
    public void Live_blocks_are_grouped_by_who_allocated_them()
    {
        using TrackingAllocator allocator = new(captureStacks: true);
        List<GstMemory> memories = [];
        for (int i = 0; i < 3; i++)
        {
            memories.Add(SmallFrom(allocator));
        }

        memories.Add(LargeFrom(allocator));
        allocator.CaptureStacks = false;
        memories.Add(allocator.Allocate(1));
        TrackingSnapshot snapshot = allocator.Snapshot();
        Assert.Equal(3, snapshot.Sites.Count);
        Assert.Equal((1, 3, 1), (snapshot.Sites[0].Count, snapshot.Sites[1].Count, snapshot.Sites[2].Count));
        Assert.StartsWith($"at {typeof(TrackingAllocatorTests).FullName}.{nameof(LargeFrom)}\n", snapshot.Sites[0].Stack, StringComparison.Ordinal);
        Assert.StartsWith($"at {typeof(TrackingAllocatorTests).FullName}.{nameof(SmallFrom)}\n", snapshot.Sites[1].Stack, StringComparison.Ordinal);
        Assert.Contains(nameof(SmallFrom), snapshot.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("5 blocks alive with ", snapshot.ToString(), StringComparison.Ordinal);
        memories.ForEach(static m => m.Dispose());
    }

    [Fact]
    public void Shares_are_no_blocks_and_copies_are()
    {
        using TrackingAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        memory.MapWrite().Dispose();
        using GstMemory share = memory.Share(10, 10);
        Assert.Equal(1, allocator.Snapshot().LiveCount);
        using GstMemory copy = memory.Copy();
        Assert.Equal(2, allocator.Snapshot().LiveCount);
    }

    [Fact]
    public void What_another_allocator_gives_is_tracked_and_goes_back_to_it()
    {
        RecyclingAllocator inner = new();
        using TrackingAllocator allocator = new(inner, captureStacks: true);
        inner.Dispose();
        for (int i = 0; i < 3; i++)
        {
            using GstMemory memory = allocator.Allocate(100_000);
            using WriteMapping map = memory.MapWrite();
            map.Span.Fill(1);
            Assert.Equal(1, allocator.Snapshot().LiveCount);
        }

        Assert.Equal(2, inner.Statistics.Reuses);
        Assert.NotEqual(0u, inner.Statistics.KeptBytes);
        allocator.Dispose();
        Assert.Equal(0u, inner.Statistics.KeptBytes); // nobody is left who could use it
    }

    [Fact]
    public void A_guarded_block_stays_guarded_to_the_byte()
    {
        using GuardPageAllocator inner = new();
        using TrackingAllocator allocator = new(inner);
        using GstMemory memory = allocator.Allocate(101);
        Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
        Assert.Equal(0u, ((nuint)block.DangerousAddress + 101) % (nuint)Environment.SystemPageSize);
    }

    [Fact]
    public void What_a_pipeline_leaves_behind_is_nothing()
    {
        using TrackingAllocator allocator = new(captureStacks: true);
        using (allocator.SetDefault())
        using (GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=30 ! tee name=t ! queue ! videoconvert ! fakesink t. ! queue ! fakesink"))
        {
            pipeline.Run(TestContext.Current.CancellationToken);
            Assert.NotEqual(0, allocator.Snapshot().Allocations);
        }

        Assert.Equal("", string.Join('\n', allocator.Snapshot().Sites));
    }

    [Fact]
    public void An_allocator_that_cannot_be_tracked_is_refused()
    {
        using HeapAllocator disposed = new();
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => new TrackingAllocator(disposed));
        using OwnMemoriesOnly own = new();
        Assert.Contains("OwnMemory", Assert.Throws<ArgumentException>(() => new TrackingAllocator(own)).Message, StringComparison.Ordinal);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GstMemory SmallFrom(TrackingAllocator allocator) => allocator.Allocate(10);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GstMemory LargeFrom(TrackingAllocator allocator) => allocator.Allocate(10_000);

    private sealed class OwnMemoriesOnly() : CustomAllocator("OwnMemory", flags: GstAllocatorFlags.CustomAlloc)
    {
        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) => default;

        protected override void Free(in MemoryBlock block) { }
    }
}
