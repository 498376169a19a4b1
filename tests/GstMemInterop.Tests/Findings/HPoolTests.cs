using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop.Tests.Findings;

/// <summary>Section H: numbers, lists and buffers that come from outside into pools and ALLOCATION queries.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class HPoolTests
{
    private static readonly nuint s_wrapping = unchecked((nuint)(-2048));

    [Fact]
    public void H3_Parts_that_wrap_around_are_refused_in_a_configuration()
    {
        using GstBufferPoolConfig config = new() { Size = 100 };
        Assert.Throws<ArgumentOutOfRangeException>(() => config.Allocation = new AllocationParams { Prefix = s_wrapping, Padding = 4096 });
        Assert.Throws<ArgumentOutOfRangeException>(() => config.Allocation = new AllocationParams { Prefix = s_wrapping });
        Assert.Equal(0u, config.Allocation.Prefix);
        config.Allocation = new AllocationParams { Prefix = (nuint)nint.MaxValue };
        using GstBufferPool pool = GstBufferPool.Create();
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.SetConfig(config));
    }

    [Fact]
    public void H3_Parts_that_wrap_around_are_refused_in_a_query()
    {
        using AllocationQuery query = new();
        AllocationParams wrapping = new() { Prefix = s_wrapping, Padding = 4096 };
        Assert.Throws<ArgumentOutOfRangeException>(() => query.Borrow().AddAllocator(null, wrapping));
        query.Borrow().AddAllocator(null);
        Assert.Throws<ArgumentOutOfRangeException>(() => query.Borrow().SetAllocator(0, new GstProposedAllocator(null, wrapping)));
        Assert.Equal(1, query.Borrow().AllocatorCount);
        Assert.Equal(0u, query.Borrow().GetAllocator(0).Allocation.Padding);
    }

    [Fact]
    public void H4_Options_are_read_once_and_each_list_is_its_own()
    {
        using OptionPool pool = new() { Answer = new Liar(["a", "b", "c"]) };
        Assert.Equal(["a", "b", "c"], pool.Options);
        pool.Answer = ["a\nb"];
        Assert.Equal(["a\nb"], pool.Options);
        pool.Answer = ["a", "b"];
        Assert.Equal(["a", "b"], pool.Options);
        foreach (string[] bad in (string[][])[["ok", "a\0b"], ["", "b"], ["ok", null!]])
        {
            pool.Answer = bad;
            int before = pool.Failures;
            Assert.Empty(pool.Options);
            Assert.Equal(before + 1, pool.Failures);
        }

        pool.Answer = null!;
        Assert.Empty(pool.Options);
    }

    [Fact]
    public async Task H4_A_list_that_another_thread_changes_harms_nothing()
    {
        List<string> shared = ["x"];
        using OptionPool pool = new() { Answer = shared };
        using CancellationTokenSource stop = new();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                if (shared.Count > 500)
                {
                    shared.Clear();
                }

                shared.Add("option" + (i % 7));
            }
        });
        for (int i = 0; i < 2000; i++)
        {
            _ = pool.Options;
        }

        await stop.CancelAsync();
        await writer;
    }

    [Fact]
    public void H9_A_configuration_and_a_query_with_more_than_there_is_are_refused()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        foreach (AllocationParams shape in (AllocationParams[])
            [new() { Padding = (nuint)1 << 42 }, new() { Prefix = (nuint)1 << 42 }, new() { Alignment = (nuint)1 << 42 }])
        {
            Assert.Throws<OutOfMemoryException>(() => pool.SetConfig(new GstBufferPoolConfig { Size = 100, MinBuffers = 1, Allocation = shape }));
            using AllocationQuery query = new();
            Assert.Throws<OutOfMemoryException>(() => query.Borrow().AddAllocator(null, shape));
            using HugeAllocator huge = new();
            query.Borrow().AddAllocator(huge, shape); // which answers for itself
            Assert.Equal(1, query.Borrow().AllocatorCount);
        }

        Assert.Throws<OutOfMemoryException>(() => pool.SetConfig(new GstBufferPoolConfig { Size = 1 << 20, MinBuffers = int.MaxValue }));
        using AllocationQuery pools = new();
        Assert.Throws<OutOfMemoryException>(() => pools.Borrow().AddPool(null, 1 << 30, int.MaxValue));
        pool.SetConfig(new GstBufferPoolConfig { Size = 100, MinBuffers = 2 });
        pool.Activate();
    }

    [Fact]
    public void H9_A_C_sharp_allocator_refuses_what_a_pool_asks_of_it()
    {
        using HugeAllocator huge = new();
        using GstBufferPool pool = GstBufferPool.Create();
        pool.SetConfig(new GstBufferPoolConfig { Size = 100, MinBuffers = 1, Allocator = huge, Allocation = new() { Padding = (nuint)1 << 42 } });
        Assert.IsType<InsufficientMemoryException>(Assert.Throws<GstException>(pool.Activate).InnerException);
    }

    [Theory]
    [InlineData(int.MaxValue, 0)]
    [InlineData(100_000, 0)]
    [InlineData(0, 1 << 30)]
    [InlineData(int.MaxValue, 1 << 30)]
    public void H9_A_video_alignment_that_C_cannot_add_up_is_refused(int padding, int alignment)
    {
        using GstVideoBufferPool pool = GstVideoBufferPool.Create();
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=RGBA,width=320,height=240,framerate=30/1");
        GstVideoAlignment huge = new(new GstVideoPadding(padding, padding, padding, padding), alignment);
        Assert.Throws<InvalidOperationException>(() => pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = 320 * 240 * 4, VideoAlignment = huge }));
        pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = 320 * 240 * 4, MinBuffers = 1, VideoAlignment = new(new GstVideoPadding(8, 8, 16, 16), 64) });
        pool.Activate();
        using GstBuffer buffer = pool.Acquire();
        Assert.True(buffer.Size > 320 * 240 * 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void H14_A_configuration_that_was_disposed_is_an_exception_in_the_base(bool another)
    {
        using ConfigPool pool = new();
        pool.OnApply = config =>
        {
            GstBufferPoolConfig gone = another ? new GstBufferPoolConfig() : config;
            gone.Dispose();
            return gone;
        };
        Assert.False(pool.TrySetConfig(new GstBufferPoolConfig { Size = 10 }));
        Assert.IsType<ObjectDisposedException>(pool.Last);
        pool.OnApply = null;
        Assert.True(pool.TrySetConfig(new GstBufferPoolConfig { Size = 10 }));
        pool.OnApplied = static config => config.Dispose();
        Assert.True(pool.TrySetConfig(new GstBufferPoolConfig { Size = 20 }));
        Assert.Equal(20u, pool.Bytes);
    }

    [Fact]
    public void H20_A_foreign_buffer_is_taken_back_by_nobody()
    {
        using GivingPool pool = new();
        pool.SetConfig(new GstBufferPoolConfig { Size = 16, MaxBuffers = 2 });
        pool.Activate();
        using GstBufferPool other = GstBufferPool.Create();
        other.SetConfig(new GstBufferPoolConfig { Size = 16 });
        other.Activate();
        foreach (Func<GstBuffer> foreign in (Func<GstBuffer>[])[() => GstBuffer.Allocate(16), other.Acquire])
        {
            foreach (string way in (string[])["release", "discard", "free", "reset"])
            {
                GstBuffer buffer = foreign();
                pool.Extra = (way, buffer);
                pool.Acquire().Dispose();
                Assert.IsType<InvalidOperationException>(pool.Refused);
                Assert.False(buffer.IsDisposed); // refused, and as it was
                pool.Refused = null;
                buffer.Dispose();
            }
        }

        pool.Extra = default;
        using GstBuffer one = pool.Acquire();
        using GstBuffer two = pool.Acquire();
        Assert.False(pool.TryAcquire(out _)); // the count is right still
    }

    [Fact]
    public void H20_A_buffer_goes_back_once_and_a_kept_one_may_go_back_later()
    {
        using GivingPool pool = new() { Keeps = true };
        pool.SetConfig(new GstBufferPoolConfig { Size = 16, MaxBuffers = 1 });
        pool.Activate();
        pool.Acquire().Dispose();
        Assert.False(pool.TryAcquire(out _));
        pool.Keeps = false;
        pool.Extra = ("release", pool.Kept!);
        pool.SetFlushing(true); // an override to give it back from
        pool.SetFlushing(false);
        Assert.Null(pool.Refused);
        pool.Extra = default;
        pool.Acquire().Dispose();
        pool.Duplicates = true;
        pool.Acquire().Dispose();
        Assert.IsType<InvalidOperationException>(pool.LastFailure);
        pool.Duplicates = false;
        pool.Kept!.Dispose();
        pool.Acquire().Dispose();
    }

    [Fact]
    public void H20_A_buffer_that_somebody_else_holds_is_not_handed_out()
    {
        using SharingPool pool = new();
        pool.SetConfig(new GstBufferPoolConfig { Size = 16 });
        pool.Activate();
        Assert.Contains("references or maps", Assert.Throws<GstFlowException>(() => pool.Acquire()).InnerException!.Message, StringComparison.Ordinal);
        pool.Kept!.Dispose();
    }

    [Fact]
    public void H20_Overrides_that_acquire_and_release_and_deactivate_their_own_pool_end()
    {
        using RestlessPool pool = new();
        pool.SetConfig(new GstBufferPoolConfig { Size = 16 });
        pool.Activate();
        for (int i = 0; i < 3; i++)
        {
            try
            {
                pool.Acquire().Dispose();
            }
            catch (GstFlowException)
            {
                // it deactivated itself
            }

            if (!pool.IsActive)
            {
                pool.Activate();
            }
        }
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("cut to nothing")]
    [InlineData("window")]
    [InlineData("cut and grown")]
    [InlineData("merged")]
    [InlineData("emptied")]
    [InlineData("appended")]
    public void I3_A_pooled_buffer_of_several_memories_comes_back_whole_or_not_at_all(string change)
    {
        using PartsPool pool = new();
        pool.SetConfig(new GstBufferPoolConfig { Size = 116, MaxBuffers = 1 });
        pool.Activate();
        for (int i = 0; i < 3; i++)
        {
            using GstBuffer buffer = pool.Acquire();
            Assert.Equal((116u, 2), (buffer.Size, buffer.MemoryCount));
            switch (change)
            {
                case "cut": buffer.SetSize(10); break;
                case "cut to nothing": buffer.SetSize(0); break;
                case "window": buffer.Resize(20, 50); break;
                case "cut and grown": buffer.SetSize(10); buffer.SetSize(12); break;
                case "merged": buffer.MapWrite().Dispose(); break;
                case "emptied": buffer.RemoveAllMemories(); break;
                default: buffer.AppendMemory(GstMemory.Allocate(5)); buffer.SetSize(3); break;
            }
        }
    }

    /// <summary>Says it has a thousand, and has three.</summary>
    private sealed class Liar(string[] names) : IReadOnlyList<string>
    {
        public int Count => 1000;

        public string this[int index] => "wrong";

        public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)names).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class HugeAllocator() : CustomAllocator("HugeMemory")
    {
        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) => throw new InsufficientMemoryException("planted");

        protected override void Free(in MemoryBlock block) { }
    }

    private sealed class OptionPool : CustomBufferPool
    {
        internal OptionPool() => Failed += (_, _) => Failures++;

        internal IReadOnlyList<string> Answer { get; set; } = [];

        internal int Failures { get; private set; }

        protected override IReadOnlyList<string> SupportedOptions => Answer;
    }

    private sealed class ConfigPool : CustomBufferPool
    {
        internal ConfigPool() => Failed += (_, e) => Last = e.Exception;

        internal Func<GstBufferPoolConfig, GstBufferPoolConfig>? OnApply { get; set; }

        internal Action<GstBufferPoolConfig>? OnApplied { get; set; }

        internal Exception? Last { get; private set; }

        internal nuint Bytes => BufferSize;

        protected override bool ApplyConfig(GstBufferPoolConfig config)
        {
            bool applied = base.ApplyConfig(OnApply?.Invoke(config) ?? config);
            OnApplied?.Invoke(config);
            return applied;
        }
    }

    /// <summary>Gives the base an extra buffer in each override, keeps one, or keeps a second reference.</summary>
    private sealed class GivingPool : CustomBufferPool
    {
        internal GivingPool() => Failed += (_, e) => LastFailure = e.Exception;

        internal (string Way, GstBuffer Buffer) Extra { get; set; }

        internal Exception? Refused { get; set; }

        internal Exception? LastFailure { get; private set; }

        internal bool Keeps { get; set; }

        internal bool Duplicates { get; set; }

        internal GstBuffer? Kept { get; private set; }

        protected override void ReleaseBuffer(GstBuffer buffer)
        {
            GiveExtra();
            if (Duplicates)
            {
                Kept = buffer.Retain();
            }
            else if (Keeps)
            {
                Kept = buffer;
                return;
            }

            base.ReleaseBuffer(buffer);
            Assert.Throws<ObjectDisposedException>(() => base.ReleaseBuffer(buffer));
        }

        protected override void FlushStart() => GiveExtra();

        private void GiveExtra()
        {
            (string way, GstBuffer buffer) = Extra;
            Extra = default;
            try
            {
                switch (way)
                {
                    case "release": base.ReleaseBuffer(buffer); break;
                    case "discard": Discard(buffer); break;
                    case "free": base.FreeBuffer(buffer); break;
                    case "reset": base.ResetBuffer(buffer.Borrow()); break;
                }
            }
            catch (InvalidOperationException refused)
            {
                Refused = refused;
            }
        }
    }

    private sealed class PartsPool : CustomBufferPool
    {
        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            buffer = GstBuffer.Allocate(16);
            buffer.AppendMemory(GstMemory.Allocate(BufferSize - 16));
            return GstFlowReturn.Ok;
        }
    }

    private sealed class SharingPool : CustomBufferPool
    {
        internal GstBuffer? Kept { get; private set; }

        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            buffer = GstBuffer.Allocate(BufferSize);
            Kept = buffer.Retain();
            return GstFlowReturn.Ok;
        }
    }

    /// <summary>Each override uses the pool it belongs to.</summary>
    private sealed class RestlessPool : CustomBufferPool
    {
        private int _turn;

        protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            Use();
            return base.AcquireBuffer(parameters, out buffer);
        }

        protected override void ReleaseBuffer(GstBuffer buffer)
        {
            Use();
            base.ReleaseBuffer(buffer);
            Use();
        }

        private void Use()
        {
            try
            {
                if (++_turn % 50 == 0)
                {
                    Deactivate();
                }

                Acquire().Dispose();
            }
            catch (GstException)
            {
                // refused: too deep, or inactive
            }
        }
    }

    private sealed unsafe class AllocationQuery : IDisposable
    {
        private readonly Native.GstQuery* _query = Native.LibGst.gst_query_new_allocation(null, 1);

        internal GstAllocationQuery Borrow() => GstAllocationQuery.Borrow((nint)_query);

        public void Dispose() => Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)_query);
    }
}
