using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Allocators;

public unsafe class RecyclingAllocatorTests
{
    private const int Frame = 1920 * 1080 * 3 / 2;

    [Fact]
    public void A_freed_block_is_used_again()
    {
        using RecyclingAllocator allocator = new();
        nint first = AllocateAndFree(allocator, Frame);
        nint second = AllocateAndFree(allocator, Frame - 1000); // the same class
        Assert.Equal(first, second);
        RecyclingStatistics statistics = allocator.Statistics;
        Assert.Equal((2, 1), (statistics.Allocations, statistics.Reuses));
        Assert.Equal(0u, statistics.LiveBytes);
        Assert.InRange(statistics.KeptBytes, (nuint)Frame, (nuint)(Frame * 1.125));
        Assert.Equal(statistics.KeptBytes, statistics.PeakLiveBytes);
        Assert.Contains("2 blocks, 1 of them reused", statistics.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_is_at_most_an_eighth_too_large_and_never_too_small()
    {
        using RecyclingAllocator allocator = new(maxKeptBytes: 0);
        for (nuint size = 0; size < 40_000_000; size += 1 + (size / 50))
        {
            using GstMemory memory = allocator.Allocate(size);
            Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
            Assert.InRange(block.Size, size, Math.Max(size + (size / 8) + 1, size + 64));
        }
    }

    [Theory]
    [InlineData(64, 1000, 64)]
    [InlineData(64, 100_000, 4096)]
    [InlineData(1, 1000, 8)]
    [InlineData(512, 1000, 512)]
    [InlineData(65536, 1000, 65536)]
    public void Blocks_are_aligned(uint alignment, uint size, uint expected)
    {
        using RecyclingAllocator allocator = new(alignment: alignment);
        List<GstMemory> memories = [];
        for (int i = 0; i < 20; i++)
        {
            memories.Add(allocator.Allocate(size));
            Assert.True(allocator.TryGetBlock(memories[^1].Borrow(), out MemoryBlock block));
            Assert.Equal(0u, (nuint)block.DangerousAddress % expected);
        }

        memories.ForEach(static m => m.Dispose());
    }

    [Fact]
    public void No_more_is_kept_than_was_said()
    {
        using RecyclingAllocator allocator = new(maxKeptBytes: 1 << 20);
        Fill(allocator, 10, 200_000);
        Assert.InRange(allocator.Statistics.KeptBytes, 800_000u, 1u << 20);
        AllocateAndFree(allocator, 2 << 20);
        Assert.InRange(allocator.Statistics.KeptBytes, 800_000u, 1u << 20);

        using RecyclingAllocator none = new(maxKeptBytes: 0);
        Fill(none, 10, 200_000);
        Assert.Equal(0u, none.Statistics.KeptBytes);
    }

    [Fact]
    public void Blocks_of_a_size_nobody_asks_for_any_more_make_room()
    {
        using RecyclingAllocator allocator = new(maxKeptBytes: 1 << 20);
        Fill(allocator, 5, 200_000);
        Fill(allocator, 3, 300_000);
        long before = allocator.Statistics.Reuses;
        Fill(allocator, 3, 300_000);
        Assert.Equal(3, allocator.Statistics.Reuses - before);
        Assert.InRange(allocator.Statistics.TrimmedBytes, 400_000u, 1u << 20);
    }

    [Fact]
    public void Trim_gives_back_what_is_kept_and_touches_nothing_in_use()
    {
        using RecyclingAllocator allocator = new();
        using GstMemory live = allocator.Allocate(Frame);
        Fill(allocator, 4, Frame);
        nuint kept = allocator.Statistics.KeptBytes;
        Assert.True(kept >= 4 * Frame);
        Assert.Equal(kept, allocator.Trim());
        Assert.Equal(0u, allocator.Statistics.KeptBytes);
        Assert.Equal(0u, allocator.Trim());
        using WriteMapping map = live.MapWrite();
        map.Span.Fill(1);
    }

    [Fact]
    public void In_steady_state_no_managed_byte_is_allocated()
    {
        using RecyclingAllocator allocator = new();
        Native.GstAllocator* native = (Native.GstAllocator*)allocator.DangerousHandle;
        long Run()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                Native.GstMemory* first = Native.LibGst.gst_allocator_alloc(native, 4096, null);
                Native.GstMemory* second = Native.LibGst.gst_allocator_alloc(native, Frame, null);
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)first);
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)second);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run();
        Assert.Equal(0, Run());
        Assert.True(allocator.Statistics.Reuses >= 3990, allocator.Statistics.ToString());
    }

    [Fact]
    public void Frames_cost_page_faults_once()
    {
        using RecyclingAllocator allocator = new();
        Fill(allocator, 8, Frame);
        long before = PageFaults();
        for (int i = 0; i < 20; i++)
        {
            Fill(allocator, 8, Frame);
        }

        long faults = PageFaults() - before;
        Assert.True(faults < 20_000, $"{faults} page faults; fresh blocks would cost {20 * 8 * Frame / Environment.SystemPageSize}");
    }

    [Fact]
    public void After_Dispose_it_goes_on_until_the_last_memory_is_gone_and_then_keeps_nothing()
    {
        RecyclingAllocator allocator = new();
        GstMemory memory = allocator.Allocate(Frame);
        Fill(allocator, 2, Frame);
        allocator.Dispose();
        GstFixture.Settle();
        Assert.NotEqual(0u, allocator.Statistics.KeptBytes);
        memory.MapWrite().Dispose();
        memory.Copy().Dispose(); // a copy still reuses
        Assert.Equal(1, allocator.Statistics.Reuses);
        memory.Dispose();
        Assert.Equal((0u, 0u), (allocator.Statistics.KeptBytes, allocator.Statistics.LiveBytes));
    }

    [Fact]
    public void Allocators_that_were_forgotten_give_their_blocks_back()
    {
        Forget();
        GstFixture.Settle();
        GstFixture.Settle();
        long before = ResidentBytes();
        for (int i = 0; i < 16; i++)
        {
            Forget();
            GstFixture.Settle();
        }

        GstFixture.Settle();
        Assert.True(ResidentBytes() - before < 200 << 20, $"{(ResidentBytes() - before) >> 20} MiB more");
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("63", false)]
    public void It_trims_itself_when_memory_is_short_and_only_then(string highMemoryPercentInHex, bool trims)
    {
        string output = ChildProcess.RunWith("DOTNET_GCHighMemPercent", highMemoryPercentInHex, "memory-pressure").Succeeded().Output.Trim();
        Assert.Equal($"kept 1048576 then {(trims ? 0 : 1048576)}", output);
    }

    [Fact]
    public void Eight_threads_never_share_a_block()
    {
        using RecyclingAllocator allocator = new(maxKeptBytes: 4 << 20);
        const int rounds = 3000;
        long wrong = 0;
        Thread[] threads = [.. Enumerable.Range(1, 8).Select(id => new Thread(() =>
        {
            Random random = new(id);
            Queue<GstMemory> held = new();
            for (int i = 0; i < rounds; i++)
            {
                GstMemory memory = allocator.Allocate((nuint)random.Next(1, 200_000));
                using (WriteMapping map = memory.MapWrite())
                {
                    map.Span[0] = (byte)id;
                    map.Span[^1] = (byte)id;
                }

                held.Enqueue(memory);
                if (held.Count > 5)
                {
                    using GstMemory oldest = held.Dequeue();
                    using ReadMapping map = oldest.MapRead();
                    wrong += map.Span[0] == id && map.Span[^1] == id ? 0 : 1;
                }
            }

            foreach (GstMemory memory in held)
            {
                memory.Dispose();
            }
        }))];
        Array.ForEach(threads, static t => t.Start());
        Array.ForEach(threads, static t => t.Join());
        Assert.Equal(0, wrong);
        RecyclingStatistics statistics = allocator.Statistics;
        Assert.Equal((8 * rounds, 0u), (statistics.Allocations, statistics.LiveBytes));
        Assert.InRange(statistics.KeptBytes, 1u, 4u << 20);
    }

    [Fact]
    public void A_block_freed_by_another_thread_is_found_again()
    {
        using RecyclingAllocator allocator = new();
        for (int i = 0; i < 50; i++)
        {
            GstMemory memory = allocator.Allocate(Frame);
            Thread other = new(memory.Dispose);
            other.Start();
            while (other.IsAlive)
            {
                Thread.SpinWait(10); // keeps this processor, so that the other thread runs on another one
            }
        }

        Assert.Equal(49, allocator.Statistics.Reuses);
    }

    [Fact]
    public void Frames_of_a_whole_pipeline_come_from_it()
    {
        using RecyclingAllocator allocator = new();
        using (allocator.SetDefault())
        using (GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=50 ! video/x-raw,width=320,height=240 ! tee name=t ! queue ! videoconvert ! video/x-raw,format=RGB ! fakesink t. ! queue ! fakesink"))
        {
            pipeline.Run(TestContext.Current.CancellationToken);
        }

        Assert.NotEqual(0, allocator.Statistics.Allocations);
        Assert.Equal(0u, allocator.Statistics.LiveBytes);
    }

    [Fact]
    public void A_wrong_setting_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new RecyclingAllocator(alignment: 48));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new RecyclingAllocator(maxKeptBytes: nuint.MaxValue));
    }

    private static nint AllocateAndFree(RecyclingAllocator allocator, nuint size)
    {
        using GstMemory memory = allocator.Allocate(size);
        Assert.True(allocator.TryGetBlock(memory.Borrow(), out MemoryBlock block));
        return block.DangerousAddress;
    }

    private static void Fill(RecyclingAllocator allocator, int count, nuint size)
    {
        GstMemory[] memories = new GstMemory[count];
        for (int i = 0; i < count; i++)
        {
            memories[i] = allocator.Allocate(size);
            using WriteMapping map = memories[i].MapWrite();
            map.Span.Fill(1);
        }

        Array.ForEach(memories, static m => m.Dispose());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        RecyclingAllocator allocator = new();
        Fill(allocator, 1, 50 << 20);
    }

    /// <summary>Pages that the kernel mapped at their first touch (minflt of proc's stat, behind the name in brackets).</summary>
    private static long PageFaults()
    {
        string stat = File.ReadAllText("/proc/self/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }

    private static long ResidentBytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
