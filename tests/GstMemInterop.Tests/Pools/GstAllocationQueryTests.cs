using GstMemInterop.Native;
using GstMemInterop.Tests.Allocators;

namespace GstMemInterop.Tests.Pools;

/// <summary>How an application answers "where shall my buffers come from", and that the bytes really come from there.</summary>
public class GstAllocationQueryTests
{
    private const GstPadProbeType BeforeTheElement = GstPadProbeType.QueryDownstream | GstPadProbeType.Push;

    private const string Frames = "videotestsrc num-buffers=10 ! video/x-raw,format=I420,width=64,height=48,framerate=30/1";

    [Fact]
    public void Proposals_are_added_read_replaced_and_withdrawn()
    {
        using Query query = new("video/x-raw,format=GRAY8,width=64,height=48", needsPool: true);
        GstAllocationQuery allocation = query.Borrow();
        Assert.True(allocation.NeedsPool);
        Assert.True(allocation.IsWritable);
        using (GstCaps? caps = allocation.Caps)
        {
            Assert.Equal("video/x-raw", caps!.MediaType);
        }

        using HeapAllocator allocator = new();
        using GstBufferPool pool = GstBufferPool.Create();
        AllocationParams shape = new() { Alignment = 32, Prefix = 4, Padding = 8, Flags = GstMemoryFlags.ZeroPadded };
        allocation.AddAllocator(allocator, shape);
        allocation.AddAllocator(null);
        allocation.AddPool(pool, 3072, 2, 5);
        allocation.AddPool(null, 4000);
        Assert.Equal((2, 2), (allocation.AllocatorCount, allocation.PoolCount));
        GstProposedAllocator first = allocation.GetAllocator(0);
        Assert.Equal(allocator.DangerousHandle, first.Allocator!.DangerousHandle);
        Assert.Equal(shape, first.Allocation);
        first.Allocator.Dispose();
        Assert.Null(allocation.GetAllocator(1).Allocator);
        GstProposedPool proposed = allocation.GetPool(0);
        Assert.Equal((pool.DangerousHandle, 3072u, 2, 5), (proposed.Pool!.DangerousHandle, (uint)proposed.Size, proposed.MinBuffers, proposed.MaxBuffers));
        allocation.SetPool(1, proposed with { MaxBuffers = 9 });
        proposed.Pool.Dispose();
        allocation.SetAllocator(1, new(allocator, new() { Alignment = 64 }));
        allocation.RemoveAllocator(0);
        allocation.RemovePool(0);
        Assert.Equal((1, 1), (allocation.AllocatorCount, allocation.PoolCount));
        using (GstAllocator? left = allocation.GetAllocator(0).Allocator)
        {
            Assert.Equal(allocator.DangerousHandle, left!.DangerousHandle);
        }

        GstProposedPool last = allocation.GetPool(0);
        Assert.Equal((2, 9), (last.MinBuffers, last.MaxBuffers));
        last.Pool!.Dispose();
    }

    [Fact]
    public void Metas_are_welcomed_found_and_withdrawn()
    {
        using Query query = new(null, needsPool: false);
        GstAllocationQuery allocation = query.Borrow();
        Assert.Null(allocation.Caps);
        Assert.False(allocation.NeedsPool);
        Assert.False(allocation.HasMeta(GstMetaApi.Video));
        allocation.AddMeta(GstMetaApi.Video);
        allocation.AddMeta(GstMetaApi.VideoCrop, "limits,width=64");
        Assert.Equal(2, allocation.MetaCount);
        Assert.True(allocation.HasMeta(GstMetaApi.Video));
        Assert.Equal(GstMetaApi.Video, allocation.GetMeta(0, out string? none));
        Assert.Null(none);
        Assert.Equal(GstMetaApi.VideoCrop, allocation.GetMeta(1, out string? parameters));
        Assert.Contains("width=(int)64", parameters, StringComparison.Ordinal);
        allocation.RemoveMeta(0);
        Assert.False(allocation.HasMeta(GstMetaApi.Video));
        Assert.False(allocation.HasMeta(default));
    }

    [Fact]
    public void What_cannot_be_is_refused_before_C_is_asked()
    {
        using Query query = new(null, needsPool: true);
        Refuses<ArgumentOutOfRangeException>(query, static q => q.GetAllocator(0));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.GetPool(0));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.GetMeta(0, out _));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.RemoveAllocator(-1));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.RemovePool(0));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.RemoveMeta(0));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.SetPool(0, default));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.SetAllocator(0, default));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.AddPool(null, 1, -1));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.AddPool(null, 1, 3, 2));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.AddPool(null, nuint.MaxValue));
        Refuses<ArgumentOutOfRangeException>(query, static q => q.AddAllocator(null, new() { Alignment = 3 }));
        Refuses<ArgumentException>(query, static q => q.AddMeta(default));
        Refuses<FormatException>(query, static q => q.AddMeta(GstMetaApi.Video, "no structure"));
        Assert.Throws<InvalidOperationException>(() => default(GstAllocationQuery).PoolCount);
        Assert.Throws<ArgumentException>(() => { GstAllocationQuery.Borrow(0); });
        Assert.True(default(GstAllocationQuery).IsNull);
        using Query.Reference shared = query.Share();
        Assert.False(query.Borrow().IsWritable);
        Refuses<InvalidOperationException>(query, static q => q.AddPool(null, 1));
        Refuses<InvalidOperationException>(query, static q => q.AddAllocator(null));
        Refuses<InvalidOperationException>(query, static q => q.AddMeta(GstMetaApi.Video));
    }

    [Fact]
    public unsafe void Only_an_allocation_query_is_lent()
    {
        Native.GstQuery* other = LibGst.gst_query_new_latency();
        Assert.Throws<ArgumentException>(() => { GstAllocationQuery.Borrow((nint)other); });
        LibGst.gst_mini_object_unref((GstMiniObject*)other);
    }

    [Theory]
    [InlineData(Frames + " ! fakesink name=out", 10)]
    [InlineData(Frames + " ! capsfilter caps=video/x-raw ! fakesink name=out", 10)]
    [InlineData(Frames + " ! queue ! fakesink name=out", 10)]
    [InlineData(Frames + " ! vp8enc deadline=1 ! vp8dec ! fakesink name=out", 10)]
    [InlineData(Frames + " ! jpegenc ! jpegdec ! fakesink name=out", 10)]
    [InlineData(Frames + " ! theoraenc ! theoradec ! fakesink name=out", 10)]
    [InlineData(Frames + " ! videoconvert ! video/x-raw,format=RGBA ! fakesink name=out", 10)]
    public async Task An_upstream_element_writes_into_the_proposed_allocators_memory(string description, int frames)
    {
        using HeapAllocator allocator = new("ProposedMemory");
        using (GstPipeline pipeline = GstPipeline.Launch(description))
        using (GstPad sink = pipeline.GetPad("out", "sink"))
        {
            int asked = 0;
            using PadProbe answer = sink.AddProbe(BeforeTheElement, (ref PadProbeData data) =>
            {
                GstAllocationQuery query = data.AllocationQuery;
                if (!query.IsNull)
                {
                    asked++;
                    query.AddAllocator(allocator, new() { Alignment = 64 });
                }

                return GstPadProbeReturn.Ok;
            });
            (int arrived, int ours) = await Count(pipeline, sink, buffer => allocator.TryGetBlock(buffer.PeekMemory(0), out _) && buffer.PeekMemory(0).MemoryType == "ProposedMemory");
            Assert.True(asked > 0);
            Assert.Equal((frames, frames), (arrived, ours));
        }

        Assert.True(allocator.Total > 0);
        Assert.Equal(0, allocator.Live);
    }

    [Theory]
    [InlineData(Frames + " ! fakesink name=out", GstPadProbeReturn.Ok)]
    [InlineData(Frames + " ! fakesink name=out", GstPadProbeReturn.Handled)]
    [InlineData(Frames + " ! capsfilter caps=video/x-raw ! fakesink name=out", GstPadProbeReturn.Handled)]
    [InlineData(Frames + " ! vp8enc deadline=1 ! vp8dec ! fakesink name=out", GstPadProbeReturn.Handled)]
    [InlineData(Frames + " ! jpegenc ! jpegdec ! fakesink name=out", GstPadProbeReturn.Ok)]
    public async Task An_upstream_element_takes_its_buffers_from_the_proposed_pool(string description, GstPadProbeReturn answer)
    {
        using FramePool pool = new();
        using (GstPipeline pipeline = GstPipeline.Launch(description))
        using (GstPad sink = pipeline.GetPad("out", "sink"))
        {
            using PadProbe probe = sink.AddProbe(BeforeTheElement, (ref PadProbeData data) =>
            {
                GstAllocationQuery query = data.AllocationQuery;
                if (query.IsNull)
                {
                    return GstPadProbeReturn.Ok;
                }

                using GstCaps? caps = query.Caps;
                query.AddPool(pool, GstVideoInfo.FromCaps(caps!).Size, 2, 4);
                return answer;
            });
            (int arrived, int ours) = await Count(pipeline, sink, buffer => pool.Owns(buffer) && pool.Arrays.Contains(buffer.PeekMemory(0).MemoryType));
            Assert.Equal((10, 10), (arrived, ours));
        }

        Assert.InRange(pool.Allocated, 1, 4);
        Assert.Equal(0, pool.Reported);
    }

    [Fact]
    public async Task A_probe_behind_the_element_sees_and_changes_what_it_answered()
    {
        using HeapAllocator allocator = new("LateMemory");
        using GstPipeline pipeline = GstPipeline.Launch(Frames + " ! videoconvert name=convert ! video/x-raw,format=RGBA ! fakesink");
        using GstPad sink = pipeline.GetPad("convert", "sink");
        int pools = -1;
        using PadProbe probe = sink.AddProbe(GstPadProbeType.QueryDownstream | GstPadProbeType.Pull, (ref PadProbeData data) =>
        {
            GstAllocationQuery query = data.AllocationQuery;
            if (!query.IsNull)
            {
                pools = query.PoolCount;
                while (query.PoolCount > 0)
                {
                    query.RemovePool(0);
                }

                while (query.AllocatorCount > 0)
                {
                    query.RemoveAllocator(0);
                }

                query.AddAllocator(allocator);
            }

            return GstPadProbeReturn.Ok;
        });
        (int arrived, int ours) = await Count(pipeline, sink, buffer => allocator.TryGetBlock(buffer.PeekMemory(0), out _));
        Assert.True(pools > 0); // videoconvert proposes one of its own
        Assert.Equal((10, 10), (arrived, ours));
    }

    [Fact]
    public async Task A_video_meta_that_is_welcome_lets_a_pool_choose_its_strides()
    {
        using GstVideoBufferPool pool = GstVideoBufferPool.Create();
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=10 ! video/x-raw,format=GRAY8,width=50,height=20 ! fakesink name=out");
        using GstPad sink = pipeline.GetPad("out", "sink");
        using PadProbe probe = sink.AddProbe(BeforeTheElement, (ref PadProbeData data) =>
        {
            GstAllocationQuery query = data.AllocationQuery;
            if (!query.IsNull)
            {
                using GstCaps? caps = query.Caps;
                nuint size = GstVideoInfo.FromCaps(caps!).Size;
                pool.SetConfig(new() { Caps = caps, Size = size, MinBuffers = 2, VideoAlignment = new(default, 128) });
                using GstBufferPoolConfig aligned = pool.GetConfig();
                query.AddMeta(GstMetaApi.Video);
                query.AddPool(pool, aligned.Size, 2);
            }

            return GstPadProbeReturn.Ok;
        });
        (int arrived, int ours) = await Count(pipeline, sink, buffer => pool.Owns(buffer) && buffer.TryGetVideoMeta(out GstVideoMetaRef meta) && meta.Stride(0) == 128);
        Assert.Equal((10, 10), (arrived, ours));
    }

    [Fact]
    public async Task A_whole_pipeline_runs_on_a_default_allocator()
    {
        using HeapAllocator allocator = new("DefaultMemory");
        using (allocator.SetDefault())
        {
            using GstPipeline pipeline = GstPipeline.Launch(
                Frames + " ! tee name=t ! queue ! videoconvert ! video/x-raw,format=RGB ! videoconvert ! vp8enc deadline=1 ! vp8dec ! fakesink name=left async=false "
                + "t. ! queue ! videoscale ! video/x-raw,width=32,height=24 ! jpegenc ! jpegdec ! fakesink name=right async=false");
            using GstPad left = pipeline.GetPad("left", "sink");
            using GstPad right = pipeline.GetPad("right", "sink");
            int onRight = 0;
            using PadProbe probe = right.AddBufferProbe((ref BufferProbe p) =>
            {
                onRight += p.Buffer.PeekMemory(0).MemoryType == "DefaultMemory" ? 1 : 0;
                return GstPadProbeReturn.Ok;
            });
            (int arrived, int ours) = await Count(pipeline, left, static buffer => buffer.PeekMemory(0).MemoryType == "DefaultMemory");
            Assert.Equal((10, 10, 10), (arrived, ours, onRight));
        }

        Assert.True(allocator.Total >= 20);
        Assert.Equal(0, allocator.Live);
    }

    private delegate bool BufferTest(GstBufferRef buffer);

    private delegate void QueryAction(GstAllocationQuery query);

    private static async Task<(int Arrived, int Matching)> Count(GstPipeline pipeline, GstPad pad, BufferTest matches)
    {
        (int arrived, int matching) = (0, 0);
        using PadProbe count = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            arrived++;
            matching += matches(p.Buffer) ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        await pipeline.RunAsync(TestContext.Current.CancellationToken);
        return (arrived, matching);
    }

    private static void Refuses<TException>(Query query, QueryAction action) where TException : Exception =>
        Assert.Throws<TException>(() => action(query.Borrow()));

    /// <summary>A pool whose frames are .NET arrays.</summary>
    private sealed class FramePool : CustomBufferPool
    {
        private int _allocated;
        private int _reported;

        internal FramePool() => Failed += (_, _) => Interlocked.Increment(ref _reported);

        internal HashSet<string> Arrays { get; } = [];

        internal int Allocated => _allocated;

        internal int Reported => _reported;

        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Interlocked.Increment(ref _allocated);
            GstMemory memory = GstMemory.Wrap(new byte[BufferSize]);
            lock (Arrays)
            {
                Arrays.Add(memory.MemoryType);
            }

            buffer = GstBuffer.Of(memory);
            return GstFlowReturn.Ok;
        }
    }

    /// <summary>A query of the test's own, as an element makes it.</summary>
    private sealed unsafe class Query : IDisposable
    {
        private readonly Native.GstQuery* _query;

        internal Query(string? caps, bool needsPool)
        {
            using GstCaps? parsed = caps is null ? null : GstCaps.Parse(caps);
            _query = LibGst.gst_query_new_allocation((Native.GstCaps*)(parsed?.DangerousHandle ?? 0), needsPool ? 1 : 0);
        }

        internal GstAllocationQuery Borrow() => GstAllocationQuery.Borrow((nint)_query);

        internal Reference Share() => new(_query);

        public void Dispose() => LibGst.gst_mini_object_unref((GstMiniObject*)_query);

        internal sealed class Reference : IDisposable
        {
            private readonly Native.GstQuery* _query;

            internal Reference(Native.GstQuery* query)
            {
                _query = query;
                LibGst.gst_mini_object_ref((GstMiniObject*)query);
            }

            public void Dispose() => LibGst.gst_mini_object_unref((GstMiniObject*)_query);
        }
    }
}
