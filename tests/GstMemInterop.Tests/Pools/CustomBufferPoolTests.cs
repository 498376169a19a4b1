using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Allocators;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Pools;

[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class CustomBufferPoolTests
{
    /// <summary>The pool of the documentation: each buffer has a header and what it describes.</summary>
    private sealed class TwoPartPool(GstAllocator allocator) : CustomBufferPool
    {
        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            buffer = GstBuffer.Allocate(16, allocator);
            buffer.AppendMemory(allocator.Allocate(BufferSize - 16));
            return GstFlowReturn.Ok;
        }
    }

    [Fact]
    public void A_pool_of_ten_lines_works()
    {
        using HeapAllocator allocator = new();
        using (TwoPartPool pool = new(allocator))
        {
            pool.SetConfig(new() { Size = 100, MinBuffers = 1, MaxBuffers = 2 });
            pool.Activate();
            nint first;
            using (GstBuffer buffer = pool.Acquire())
            {
                first = buffer.DangerousHandle;
                Assert.Equal((100u, 2), ((uint)buffer.Size, buffer.MemoryCount));
                Assert.True(pool.Owns(buffer.Borrow()));
            }

            using (GstBuffer buffer = pool.Acquire())
            {
                Assert.Equal(first, buffer.DangerousHandle);
            }

            Assert.Equal(2, allocator.Total);
        }

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Every_override_is_called_and_its_base_does_what_GStreamer_does()
    {
        RecordingPool pool = new();
        Assert.Equal(["left", "right"], pool.Options);
        Assert.True(pool.HasOption("right"));
        pool.SetConfig(new() { Size = 10, MinBuffers = 1, MaxBuffers = 2 });
        pool.Activate();
        GstBufferPoolAcquireParams asked = new() { Flags = GstBufferPoolAcquireFlags.KeyUnit, Format = GstFormat.Bytes, Start = 3, Stop = 9 };
        GstBuffer buffer = pool.Acquire(asked);
        Assert.Equal(asked, pool.LastParameters);
        buffer.Pts = new GstClockTime(5);
        buffer.Dispose();
        buffer = pool.Acquire();
        Assert.False(buffer.Pts.HasValue);
        buffer.Dispose();
        pool.SetFlushing(true);
        pool.SetFlushing(false);
        pool.Deactivate();
        pool.Dispose();
        Assert.Equal(
            [
                "SupportedOptions", "SupportedOptions", "ApplyConfig",
                "Start", "AllocateBuffer", "ReleaseBuffer", "FlushStop",
                "AcquireBuffer", "ResetBuffer", "ReleaseBuffer",
                "AcquireBuffer", "ResetBuffer", "ReleaseBuffer",
                "FlushStart", "FlushStop",
                "FlushStart", "Stop", "FreeBuffer",
            ],
            pool.Calls);
        Assert.Equal(0, pool.Reported);
    }

    [Fact]
    public void Overrides_are_called_after_the_wrapper_was_disposed_until_the_last_buffer_is_back()
    {
        RecordingPool pool = new();
        pool.SetConfig(new() { Size = 10 });
        pool.Activate();
        GstBuffer buffer = pool.Acquire();
        pool.Dispose();
        GstFixture.Settle();
        int before = pool.Calls.Length;
        buffer.Dispose();
        Assert.Equal(["ResetBuffer", "ReleaseBuffer", "FlushStart", "Stop", "FreeBuffer"], pool.Calls[before..]);
        Assert.Equal(0, pool.Reported);
    }

    [Fact]
    public void A_forgotten_pool_lives_as_long_as_its_buffers_and_no_longer()
    {
        (WeakReference weak, GstBuffer buffer) = Forget();
        for (int i = 0; i < 4; i++)
        {
            GstFixture.Settle();
            Assert.True(weak.IsAlive);
        }

        buffer.Dispose();
        for (int i = 0; i < 20 && weak.IsAlive; i++)
        {
            GstFixture.Settle();
        }

        Assert.False(weak.IsAlive);
    }

    [Theory]
    [InlineData("SupportedOptions", false)]
    [InlineData("ApplyConfig", false)]
    [InlineData("ApplyConfig", true)]
    [InlineData("Start", false)]
    [InlineData("Start", true)]
    [InlineData("Stop", false)]
    [InlineData("Stop", true)]
    [InlineData("AllocateBuffer", false)]
    [InlineData("AllocateBuffer", true)]
    [InlineData("AcquireBuffer", false)]
    [InlineData("AcquireBuffer", true)]
    [InlineData("ResetBuffer", false)]
    [InlineData("ResetBuffer", true)]
    [InlineData("ReleaseBuffer", false)]
    [InlineData("ReleaseBuffer", true)]
    [InlineData("FreeBuffer", false)]
    [InlineData("FreeBuffer", true)]
    [InlineData("FlushStart", false)]
    [InlineData("FlushStop", true)]
    public void An_exception_is_a_failure_to_C_and_an_event_to_the_application(string method, bool afterBase)
    {
        int told = 0;
        EventHandler<CallbackFailedEventArgs> listener = (_, e) => told += e.Origin == $"{method} of RecordingPool" && e.Exception is PoolFaultException ? 1 : 0;
        GStreamer.CallbackFailed += listener;
        using HeapAllocator allocator = new();
        int live = allocator.Live;
        RecordingPool pool = new();
        try
        {
            bool once = false;
            Func<string, bool> fails = m => m == method && !once && (once = true);
            pool.FailsBefore = afterBase ? pool.FailsBefore : fails;
            pool.FailsAfter = afterBase ? fails : pool.FailsAfter;
            Exercise(pool, allocator);
            Assert.Equal(1, pool.Reported);
            Assert.Equal(1, told);
            Exercise(pool, allocator); // the pool is as good as new
            Assert.Equal(1, pool.Reported);
        }
        finally
        {
            pool.Dispose();
            GStreamer.CallbackFailed -= listener;
        }

        Assert.Equal(live, allocator.Live);
    }

    [Fact]
    public void A_buffer_that_could_not_be_reset_is_not_used_again()
    {
        using RecordingPool pool = Configured(new RecordingPool());
        pool.FailsBefore = static m => m == "ResetBuffer";
        using (GstBuffer buffer = pool.Acquire())
        {
            buffer.Pts = new GstClockTime(5);
        }

        pool.FailsBefore = static _ => false;
        Assert.True(pool.TryAcquire(out GstBuffer? fresh));
        Assert.False(fresh.Pts.HasValue);
        fresh.Dispose();
    }

    [Fact]
    public void A_pool_that_cannot_stop_frees_its_buffers_all_the_same()
    {
        using HeapAllocator allocator = new();
        using (RecordingPool pool = new())
        {
            pool.SetConfig(new() { Size = 10, MinBuffers = 3, Allocator = allocator });
            pool.Activate();
            pool.FailsBefore = static m => m == "Stop";
            Assert.IsType<PoolFaultException>(Assert.Throws<GstException>(pool.Deactivate).InnerException);
            Assert.Equal(0, allocator.Live);
        }
    }

    [Fact]
    public void A_pool_that_cannot_start_keeps_nothing()
    {
        using HeapAllocator allocator = new();
        using RecordingPool pool = new();
        pool.SetConfig(new() { Size = 10, MinBuffers = 3, Allocator = allocator });
        pool.FailsAfter = static m => m == "Start";
        Assert.Throws<GstException>(pool.Activate);
        Assert.Equal(0, allocator.Live);
        Assert.Equal(3, allocator.Total);
    }

    [Fact]
    public void What_an_override_threw_arrives_with_the_call()
    {
        using RecordingPool pool = new();
        pool.FailsBefore = static m => m is "AllocateBuffer" or "ApplyConfig";
        Assert.IsType<PoolFaultException>(Assert.Throws<InvalidOperationException>(() => pool.SetConfig(new() { Size = 10 })).InnerException);
        pool.FailsBefore = static m => m == "AllocateBuffer";
        pool.SetConfig(new() { Size = 10, MinBuffers = 1 });
        Assert.IsType<PoolFaultException>(Assert.Throws<GstException>(pool.Activate).InnerException);
        pool.FailsBefore = static _ => false;
        pool.Activate();
        pool.FailsBefore = static m => m == "AcquireBuffer";
        GstFlowException refused = Assert.Throws<GstFlowException>(() => pool.Acquire());
        Assert.Equal(GstFlowReturn.Error, refused.Flow);
        Assert.IsType<PoolFaultException>(refused.InnerException);
        pool.FailsBefore = static _ => false;
    }

    [Fact]
    public void Exceptions_at_random_from_four_threads_break_nothing()
    {
        using HeapAllocator allocator = new();
        using (RecordingPool pool = new())
        {
            pool.SetConfig(new() { Size = 64, MaxBuffers = 3, Allocator = allocator });
            pool.Activate();
            pool.FailsBefore = static m => m is not "Stop" && Random.Shared.Next(20) == 0;
            pool.FailsAfter = static m => m is not "Stop" && Random.Shared.Next(20) == 0;
            Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
            {
                for (int i = 0; i < 500; i++)
                {
                    try
                    {
                        using GstBuffer buffer = pool.Acquire();
                        using WriteMapping map = buffer.MapWrite();
                        map.Span.Fill((byte)i);
                    }
                    catch (GstFlowException)
                    {
                    }
                }
            }))];
            Array.ForEach(threads, static t => t.Start());
            Array.ForEach(threads, static t => t.Join());
            Assert.True(pool.Reported > 50);
            pool.FailsBefore = static _ => false;
            pool.FailsAfter = static _ => false;
            pool.Deactivate();
        }

        Assert.Equal(0, allocator.Live);
    }

    /// <summary>Tells what it wants, keeps to itself what it must not do, hands out what it must not hand out.</summary>
    private sealed class OddPool(GstBuffer? foreign = null) : CustomBufferPool
    {
        internal bool LeavesMappingOpen { get; init; }

        internal bool Discards { get; init; }

        internal void CallBase() => base.Start();

        protected override bool ApplyConfig(GstBufferPoolConfig config)
        {
            if (config.Size >= 100)
            {
                return base.ApplyConfig(config);
            }

            config.Size = 100;
            config.MinBuffers = Math.Max(config.MinBuffers, 2);
            return false;
        }

        protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            buffer = foreign;
            return foreign is null && !LeavesMappingOpen && !Discards ? GstFlowReturn.Ok : foreign is null ? base.AcquireBuffer(parameters, out buffer) : GstFlowReturn.Ok;
        }

        protected override void ResetBuffer(GstBufferRef buffer)
        {
            if (LeavesMappingOpen)
            {
                _ = buffer.MapWrite().Span[0];
            }

            base.ResetBuffer(buffer);
        }

        protected override void ReleaseBuffer(GstBuffer buffer)
        {
            if (Discards)
            {
                Discard(buffer);
            }
            else
            {
                base.ReleaseBuffer(buffer);
            }
        }
    }

    [Fact]
    public void A_refused_configuration_tells_what_would_be_accepted()
    {
        using OddPool pool = new() { Discards = true };
        Assert.False(pool.TrySetConfig(new() { Size = 10 }));
        GstBufferPoolConfig proposal = pool.GetConfig();
        Assert.Equal((100u, 2), ((uint)proposal.Size, proposal.MinBuffers));
        Assert.True(proposal.Satisfies(null, 10, 0));
        Assert.True(pool.TrySetConfig(proposal));
    }

    [Fact]
    public void The_base_works_only_where_the_native_pool_is_known_to_live()
    {
        OddPool pool = new();
        Assert.Throws<InvalidOperationException>(pool.CallBase);
        pool.Dispose();
        Assert.Throws<InvalidOperationException>(pool.CallBase);
    }

    [Fact]
    public void Ok_without_a_buffer_is_an_error()
    {
        using OddPool pool = Configured(new OddPool());
        GstFlowException thrown = Assert.Throws<GstFlowException>(() => pool.Acquire());
        Assert.Contains("no buffer", thrown.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_that_is_out_of_a_pool_cannot_be_given_out_by_another()
    {
        using GstBufferPool other = GstBufferPoolTests.Active(new() { Size = 100 });
        GstBuffer foreign = other.Acquire();
        using OddPool pool = Configured(new OddPool(foreign));
        GstFlowException thrown = Assert.Throws<GstFlowException>(() => pool.Acquire());
        Assert.Contains("out of a pool already", thrown.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapping_that_an_override_left_open_ends_with_the_override()
    {
        using OddPool pool = Configured(new OddPool { LeavesMappingOpen = true });
        nint first;
        using (GstBuffer buffer = pool.Acquire())
        {
            first = buffer.DangerousHandle;
        }

        using GstBuffer again = pool.Acquire();
        Assert.Equal(first, again.DangerousHandle);
        Assert.Equal(0, again.PeekMemory(0).OpenMappings);
    }

    [Fact]
    public void A_discarded_buffer_makes_room_for_a_new_one()
    {
        using OddPool pool = Configured(new OddPool { Discards = true });
        for (int i = 0; i < 5; i++)
        {
            Assert.True(pool.TryAcquire(out GstBuffer? buffer));
            Assert.False(pool.TryAcquire(out _));
            buffer.Dispose();
        }
    }

    /// <summary>Once through the life of a pool; what an injected fault refuses is tried again.</summary>
    private static void Exercise(RecordingPool pool, GstAllocator allocator)
    {
        _ = pool.Options;
        Insist<InvalidOperationException>(() => pool.SetConfig(new() { Size = 10, MinBuffers = 1, MaxBuffers = 2, Allocator = allocator }));
        Insist<GstException>(pool.Activate);
        for (int i = 0; i < 4; i++)
        {
            Insist<GstFlowException>(() =>
            {
                Assert.True(pool.TryAcquire(out GstBuffer? first));
                using (first)
                {
                    Assert.True(pool.TryAcquire(out GstBuffer? second));
                    second.Dispose();
                }
            });
        }

        Insist<GstException>(pool.Deactivate);
    }

    private static void Insist<TException>(Action action) where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException)
        {
            action();
        }
    }

    private static TPool Configured<TPool>(TPool pool) where TPool : GstBufferPool
    {
        pool.SetConfig(new() { Size = 100, MaxBuffers = 1 });
        pool.Activate();
        return pool;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Pool, GstBuffer Buffer) Forget()
    {
        RecordingPool pool = new();
        pool.SetConfig(new() { Size = 10, MinBuffers = 2 });
        pool.Activate();
        return (new WeakReference(pool), pool.Acquire());
    }
}
