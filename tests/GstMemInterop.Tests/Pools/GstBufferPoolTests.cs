using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Native;
using GstMemInterop.Tests.Allocators;

namespace GstMemInterop.Tests.Pools;

[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class GstBufferPoolTests
{
    [Fact]
    public void A_configuration_reads_back_what_was_written_in_any_order()
    {
        using HeapAllocator allocator = new();
        using GstCaps caps = GstCaps.Parse("test/data");
        AllocationParams shape = new() { Alignment = 64, Prefix = 16, Padding = 4 };
        using GstBufferPoolConfig config = new() { MinBuffers = 5, MaxBuffers = 9, Size = 100, Caps = caps, Allocation = shape, Allocator = allocator };
        config.AddOption("one");
        config.AddOption("one");
        config.AddOption("two");
        Assert.Equal((100u, 5, 9), ((uint)config.Size, config.MinBuffers, config.MaxBuffers));
        Assert.Equal(shape, config.Allocation);
        Assert.Equal(["one", "two"], config.Options);
        Assert.True(config.HasOption("two"));
        Assert.False(config.HasOption("three"));
        Assert.Null(config.VideoAlignment);
        using GstCaps? readCaps = config.Caps;
        using GstAllocator? readAllocator = config.Allocator;
        Assert.Equal(caps, readCaps);
        Assert.Equal(allocator.DangerousHandle, readAllocator!.DangerousHandle);
        config.Caps = null;
        config.Allocator = null;
        Assert.Null(config.Caps);
        Assert.Null(config.Allocator);
        Assert.Equal(shape, config.Allocation);
        Assert.StartsWith("GstBufferPoolConfig", config.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_without_caps_is_compared_too()
    {
        using GstCaps caps = GstCaps.Parse("test/data");
        using GstBufferPool pool = GstBufferPool.Create();
        pool.SetConfig(new() { Size = 10, MinBuffers = 2 });
        using (GstBufferPoolConfig config = pool.GetConfig())
        {
            Assert.True(config.Satisfies(null, 10, 2));
            Assert.False(config.Satisfies(null, 11, 2));
            Assert.False(config.Satisfies(null, 10, 3));
            Assert.False(config.Satisfies(caps, 10, 2));
        }

        pool.SetConfig(new() { Size = 10, MinBuffers = 2, Caps = caps });
        using (GstBufferPoolConfig config = pool.GetConfig())
        {
            Assert.False(config.Satisfies(null, 10, 2));
            Assert.True(config.Satisfies(caps, 10, 2));
        }

        pool.SetConfig(new() { Size = 10, MinBuffers = 2 });
    }

    [Fact]
    public void Impossible_numbers_are_refused_before_C_is_asked()
    {
        using GstBufferPoolConfig config = new() { MinBuffers = 5 };
        Assert.Throws<ArgumentOutOfRangeException>(() => config.MinBuffers = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => config.MaxBuffers = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => config.Size = nuint.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => config.Satisfies(null, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => config.Allocation = new() { Alignment = 3 });
        using GstCaps many = GstCaps.Parse("video/x-raw,width=[1,10]");
        Assert.Throws<ArgumentException>(() => config.Caps = many);
        config.MaxBuffers = 3;
        using GstBufferPool pool = GstBufferPool.Create();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => pool.SetConfig(config));
        Assert.Contains("MinBuffers is 5 and MaxBuffers 3", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ObjectDisposedException>(() => config.Size);
    }

    [Fact]
    public unsafe void A_configuration_is_consumed_and_fields_nobody_knows_survive()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        GstBufferPoolConfig config = new() { Size = 10 };
        Native.GstStructure* structure = (Native.GstStructure*)config.DangerousHandle;
        GValue value = default;
        LibGObject.g_value_init(&value, GstConstants.G_TYPE_UINT);
        LibGObject.g_value_set_uint(&value, 77);
        fixed (byte* name = "of-another-library\0"u8)
        {
            LibGst.gst_structure_set_value(structure, name, &value);
        }

        pool.SetConfig(config);
        Assert.Equal(0, config.DangerousHandle);
        Assert.Throws<ObjectDisposedException>(() => config.AddOption("x"));
        config.Dispose();
        using GstBufferPoolConfig read = pool.GetConfig();
        read.Size = 20;
        Assert.Contains("of-another-library=(uint)77", read.ToString(), StringComparison.Ordinal);
        using GstBufferPoolConfig copy = read.Copy();
        pool.SetConfig(read);
        using GstBufferPoolConfig again = pool.GetConfig();
        Assert.Contains("of-another-library=(uint)77", again.ToString(), StringComparison.Ordinal);
        Assert.Equal(20u, again.Size);
        Assert.Equal(20u, copy.Size);
    }

    [Fact]
    public void Buffers_come_from_the_configured_allocator_and_return()
    {
        using HeapAllocator allocator = new();
        using (GstBufferPool pool = Active(new() { Size = 100, MinBuffers = 2, MaxBuffers = 3, Allocator = allocator, Allocation = new() { Prefix = 8 } }))
        {
            Assert.Equal(2, allocator.Total);
            using (GstBuffer first = pool.Acquire())
            using (GstBuffer second = pool.Acquire())
            using (GstBuffer third = pool.Acquire())
            {
                Assert.True(pool.Owns(first.Borrow()));
                Assert.True(first.IsWritable);
                Assert.Equal(8u, first.PeekMemory(0).Offset);
                Assert.True(allocator.TryGetBlock(third.PeekMemory(0), out _));
                Assert.False(pool.TryAcquire(out GstBuffer? none));
                Assert.Null(none);
                Assert.Equal(GstFlowReturn.Eos, Assert.Throws<GstFlowException>(() => pool.Acquire(new GstBufferPoolAcquireParams { Flags = GstBufferPoolAcquireFlags.Dontwait })).Flow);
                pool.Release(second);
                Assert.True(second.IsDisposed);
                Assert.True(pool.TryAcquire(out GstBuffer? returned));
                returned.Dispose();
            }

            Assert.Equal(3, allocator.Total);
            pool.Deactivate();
            Assert.Equal(0, allocator.Live);
        }
    }

    [Fact]
    public void Only_buffers_of_the_pool_can_be_released_to_it()
    {
        using GstBufferPool pool = Active(new() { Size = 10 });
        using GstBufferPool other = Active(new() { Size = 10 });
        using GstBuffer foreign = other.Acquire();
        using GstBuffer plain = GstBuffer.Allocate(10);
        Assert.Throws<ArgumentException>(() => pool.Release(foreign));
        Assert.Throws<ArgumentException>(() => pool.Release(plain));
        Assert.False(foreign.IsDisposed);
        Assert.False(pool.Owns(plain.Borrow()));
    }

    [Fact]
    public void A_buffer_released_while_somebody_else_has_it_returns_when_that_one_is_done()
    {
        using GstBufferPool pool = Active(new() { Size = 10, MaxBuffers = 1 });
        GstBuffer buffer = pool.Acquire();
        GstBuffer second = buffer.Retain();
        pool.Release(buffer);
        Assert.False(pool.TryAcquire(out _));
        second.Dispose();
        Assert.True(pool.TryAcquire(out GstBuffer? again));
        again.Dispose();
    }

    [Fact]
    public void The_pool_lives_on_in_its_buffers()
    {
        using HeapAllocator allocator = new();
        GstBufferPool pool = Active(new() { Size = 10, Allocator = allocator });
        GstBuffer buffer = pool.Acquire();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Acquire());
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span.Fill(1);
        }

        Assert.Equal(1, allocator.Live);
        buffer.Dispose();
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Flushing_ends_the_waiting_of_another_thread()
    {
        using GstBufferPool pool = Active(new() { Size = 10, MaxBuffers = 1 });
        using GstBuffer only = pool.Acquire();
        GstFlowReturn? flow = null;
        Thread waiting = new(() => flow = Assert.Throws<GstFlowException>(() => pool.Acquire()).Flow);
        waiting.Start();
        Assert.False(waiting.Join(50));
        pool.SetFlushing(true);
        waiting.Join();
        Assert.Equal(GstFlowReturn.Flushing, flow);
        pool.SetFlushing(false);
    }

    [Fact]
    public void Deactivating_ends_the_waiting_and_a_return_does_too()
    {
        using GstBufferPool pool = Active(new() { Size = 10, MaxBuffers = 1 });
        GstBuffer only = pool.Acquire();
        GstBuffer? got = null;
        Thread waiting = new(() => got = pool.Acquire());
        waiting.Start();
        Assert.False(waiting.Join(50));
        nint pointer = only.DangerousHandle;
        only.Dispose();
        waiting.Join();
        Assert.Equal(pointer, got!.DangerousHandle);
        Thread refused = new(() => Assert.Throws<GstFlowException>(() => pool.Acquire()));
        refused.Start();
        Assert.False(refused.Join(50));
        pool.Deactivate();
        refused.Join();
        Assert.False(pool.IsActive);
        got.Dispose();
    }

    [Fact]
    public async Task Cancelling_ends_one_wait_and_leaves_the_pool_alone()
    {
        using GstBufferPool pool = Active(new() { Size = 10, MaxBuffers = 1 });
        GstBuffer only = pool.Acquire(TestContext.Current.CancellationToken);
        using CancellationTokenSource source = new(50);
        Assert.Throws<OperationCanceledException>(() => pool.Acquire(source.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await pool.AcquireAsync(source.Token));
        Assert.False(pool.IsFlushing);
        Task<GstBuffer> waiting = pool.AcquireAsync(TestContext.Current.CancellationToken).AsTask();
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        only.Dispose();
        using GstBuffer next = await waiting;
        Assert.Equal(10u, next.Size);
    }

    [Fact]
    public void Cancelling_ends_the_wait_soon()
    {
        using GstBufferPool pool = Active(new() { Size = 10, MaxBuffers = 1 });
        using GstBuffer only = pool.Acquire();
        using CancellationTokenSource source = new(30);
        Stopwatch watch = Stopwatch.StartNew();
        Assert.Throws<OperationCanceledException>(() => pool.Acquire(source.Token));
        Assert.True(watch.ElapsedMilliseconds < 5000);
    }

    [Fact]
    public void What_a_pool_cannot_do_says_why()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        Assert.Contains("configured", Assert.Throws<GstException>(pool.Activate).Message, StringComparison.Ordinal);
        pool.Deactivate();
        pool.SetFlushing(false);
        Assert.True(pool.IsFlushing);
        Assert.Empty(pool.Options);
        Assert.False(pool.HasOption(GstBufferPoolOption.VideoMeta));
        pool.SetConfig(new() { Size = 10 });
        pool.Activate();
        Assert.Contains("active", Assert.Throws<InvalidOperationException>(() => pool.SetConfig(new() { Size = 11 })).Message, StringComparison.Ordinal);
        GstBuffer buffer = pool.Acquire();
        pool.Deactivate();
        Assert.Contains("still out", Assert.Throws<InvalidOperationException>(() => pool.SetConfig(new() { Size = 11 })).Message, StringComparison.Ordinal);
        buffer.Dispose();
        pool.SetConfig(new() { Size = 11 });
    }

    [Fact]
    public void An_allocator_that_fails_half_way_through_the_activation_leaves_nothing_behind()
    {
        using CountedAllocator allocator = new(allowed: 2);
        using GstBufferPool pool = GstBufferPool.Create();
        pool.SetConfig(new() { Size = 10, MinBuffers = 4, Allocator = allocator });
        Assert.IsType<NotSupportedException>(Assert.Throws<GstException>(pool.Activate).InnerException);
        Assert.Equal(0, allocator.Live);
        allocator.Allowed = 100;
        pool.Activate();
        Assert.Equal(4, allocator.Live);
        allocator.Allowed = 0;
        using GstBuffer one = pool.Acquire();
        using GstBuffer two = pool.Acquire();
        using GstBuffer three = pool.Acquire();
        using GstBuffer four = pool.Acquire();
        GstFlowException refused = Assert.Throws<GstFlowException>(() => pool.TryAcquire(out _));
        Assert.Equal(GstFlowReturn.Error, refused.Flow);
        Assert.IsType<NotSupportedException>(refused.InnerException);
    }

    internal static GstBufferPool Active(GstBufferPoolConfig config)
    {
        GstBufferPool pool = GstBufferPool.Create();
        pool.SetConfig(config);
        pool.Activate();
        return pool;
    }

    private sealed class CountedAllocator(int allowed) : CustomAllocator("CountedMemory")
    {
        internal int Allowed { get; set; } = allowed;

        internal int Live { get; private set; }

        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            if (Live >= Allowed)
            {
                throw new NotSupportedException("no more");
            }

            Live++;
            return MemoryBlock.Pin(new byte[size]);
        }

        protected override void Free(in MemoryBlock block) => Live--;
    }
}
