using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop.Tests.Pools;

/// <summary>What a pool's buffers carry for good, and what they lose on their way back.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class PooledMetaTests
{
    private static readonly GstMeta<int> s_number = GstMeta.Register<int>("PooledMetaTestNumber");
    private static readonly GstObjectMeta<string> s_object = GstObjectMeta.Register<string>("PooledMetaTestObject");

    [Fact]
    public void Metas_from_the_allocation_stay_and_others_go()
    {
        using NumberedPool pool = new();
        pool.SetConfig(new() { Size = 16, MaxBuffers = 1 });
        pool.Activate();
        using (GstBuffer buffer = pool.Acquire())
        {
            Assert.True(buffer.TryGetMeta(s_number, out GstMetaRef<int> own));
            Assert.Equal(1, own.Value);
            Assert.True(own.Meta.IsPooled);
            Assert.True(own.Meta.IsLocked);
            own.Value = 41;
            buffer.AddMeta(s_number, 2);
            GstMetaRef locked = buffer.AddMeta(s_number, 3).Meta;
            locked.IsLocked = true;
            buffer.AddMeta(s_object, "goes");
            Assert.Equal(5, buffer.Metas.Count);
        }

        using (GstBuffer buffer = pool.Acquire())
        {
            Assert.Equal(2, buffer.Metas.Count);
            Assert.True(buffer.TryGetMeta(s_number, out GstMetaRef<int> own));
            Assert.Equal(41, own.Value);
            Assert.True(buffer.TryGetMeta(s_object, out GstObjectMetaRef<string> name));
            Assert.Equal("stays", name.Value);
        }
    }

    [Fact]
    public void A_meta_marked_as_pooled_by_whoever_had_the_buffer_stays()
    {
        using GstBufferPool pool = GstBufferPoolTests.Active(new() { Size = 16, MaxBuffers = 1 });
        using (GstBuffer buffer = pool.Acquire())
        {
            GstMetaRef meta = buffer.AddMeta(s_number, 5).Meta;
            meta.IsPooled = true;
            buffer.AddMeta(s_number, 6);
        }

        using (GstBuffer buffer = pool.Acquire())
        {
            Assert.Equal(1, buffer.Metas.Count);
            Assert.True(buffer.TryGetMeta(s_number, out GstMetaRef<int> kept));
            Assert.Equal(5, kept.Value);
        }
    }

    [Fact]
    public void Objects_of_pooled_metas_are_freed_with_their_pool()
    {
        int before = s_object.LiveCount;
        using (NumberedPool pool = new())
        {
            pool.SetConfig(new() { Size = 16, MinBuffers = 3 });
            pool.Activate();
            Assert.Equal(before + 3, s_object.LiveCount);
            using (GstBuffer buffer = pool.Acquire())
            {
                buffer.AddMeta(s_object, "goes");
                Assert.Equal(before + 4, s_object.LiveCount);
            }

            Assert.Equal(before + 3, s_object.LiveCount);
        }

        Assert.Equal(before, s_object.LiveCount);
    }

    private sealed class NumberedPool : CustomBufferPool
    {
        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            buffer = GstBuffer.Allocate(BufferSize);
            buffer.AddMeta(s_number, 1);
            buffer.AddMeta(s_object, "stays");
            return GstFlowReturn.Ok;
        }
    }
}
