using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Pools;

/// <summary>What an override may refuse and hand out, and what is not let through to C.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class CustomBufferPoolRulesTests
{
    /// <summary>Overrides one thing; a class between it and the base overrides another.</summary>
    private class AllocatingPool : CustomBufferPool
    {
        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer) => base.AllocateBuffer(parameters, out buffer);
    }

    private sealed class NothingPool : CustomBufferPool
    {
    }

    private sealed class ResettingPool : AllocatingPool
    {
        protected override void ResetBuffer(GstBufferRef buffer) => base.ResetBuffer(buffer);

        /// <summary>Not the override of that name.</summary>
        private static void ReleaseBuffer(int number) => Assert.Equal(0, number);

        internal static void Use() => ReleaseBuffer(0);
    }

    [Fact]
    public unsafe void What_is_not_overridden_never_enters_managed_code()
    {
        ResettingPool.Use();
        using AllocatingPool one = new();
        using ResettingPool two = new();
        using GstBufferPool plain = GstBufferPool.Create();
        GstBufferPoolClass* allocating = ClassOf(one);
        GstBufferPoolClass* resetting = ClassOf(two);
        GstBufferPoolClass* standard = ClassOf(plain);
        Assert.NotEqual((nint)standard->alloc_buffer, (nint)allocating->alloc_buffer);
        Assert.Equal((nint)allocating->alloc_buffer, (nint)resetting->alloc_buffer);
        Assert.NotEqual((nint)standard->reset_buffer, (nint)allocating->reset_buffer); // its buffers may have several memories
        using NothingPool three = new();
        Assert.Equal((nint)standard->reset_buffer, (nint)ClassOf(three)->reset_buffer);
        Assert.NotEqual((nint)standard->reset_buffer, (nint)resetting->reset_buffer);
        foreach (nint type in (nint[])[(nint)allocating, (nint)resetting])
        {
            GstBufferPoolClass* functions = (GstBufferPoolClass*)type;
            Assert.Equal((nint)standard->acquire_buffer, (nint)functions->acquire_buffer);
            Assert.Equal((nint)standard->release_buffer, (nint)functions->release_buffer);
            Assert.Equal((nint)standard->free_buffer, (nint)functions->free_buffer);
            Assert.Equal((nint)standard->stop, (nint)functions->stop);
            Assert.Equal((nint)standard->flush_start, (nint)functions->flush_start);
        }
    }

    private static unsafe GstBufferPoolClass* ClassOf(GstBufferPool pool) => (GstBufferPoolClass*)((GTypeInstance*)pool.DangerousHandle)->g_class;

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

    internal static TPool Configured<TPool>(TPool pool) where TPool : GstBufferPool
    {
        pool.SetConfig(new() { Size = 100, MaxBuffers = 1 });
        pool.Activate();
        return pool;
    }
}
