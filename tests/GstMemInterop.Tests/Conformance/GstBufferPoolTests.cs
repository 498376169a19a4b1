using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GstMemInterop.Native;

namespace GstMemInterop.Tests.Conformance;

/// <summary>GStreamer's own gstbufferpool.c, through the public face. One method a case, named after it.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public class GstBufferPoolTests
{
    private static readonly Version s_copiesKeepTheirOriginal = new(1, 22, 8);

    [Fact]
    public void new_buffer_from_empty_pool()
    {
        using GstBufferPool pool = CreatePool(10, 0, 0);
        pool.Activate();
        using GstBuffer buffer = pool.Acquire();
        Assert.NotEqual(0, buffer.DangerousHandle);
    }

    [Fact]
    public void buffer_is_recycled()
    {
        Tracker destroyed = new();
        using (GstBufferPool pool = CreatePool(10, 0, 0))
        {
            pool.Activate();
            nint previous = AcquireTracked(pool, destroyed);
            Assert.Equal(0, destroyed.Count);
            using (GstBuffer again = pool.Acquire())
            {
                Assert.Equal(previous, again.DangerousHandle);
            }

            pool.Deactivate();
        }

        Assert.Equal(1, destroyed.Count);
    }

    [Fact]
    public void buffer_out_of_order_reuse()
    {
        (Tracker first, Tracker second) = (new(), new());
        using (GstBufferPool pool = CreatePool(10, 0, 0))
        {
            pool.Activate();
            using GstBuffer buffer1 = pool.Acquire();
            first.Watch(buffer1);
            nint previous = AcquireTracked(pool, second);
            Assert.Equal(0, second.Count);
            using (GstBuffer again = pool.Acquire())
            {
                Assert.Equal(previous, again.DangerousHandle);
            }

            pool.Deactivate();
        }

        Assert.Equal((1, 1), (first.Count, second.Count));
    }

    [Fact]
    public void pool_config_buffer_size()
    {
        using GstBufferPool pool = CreatePool(10, 0, 0);
        pool.Activate();
        using GstBuffer buffer = pool.Acquire();
        Assert.Equal(10u, buffer.Size);
    }

    [Fact]
    public void inactive_pool_returns_flushing()
    {
        using GstBufferPool pool = CreatePool(10, 0, 0);
        Assert.Equal(GstFlowReturn.Flushing, Assert.Throws<GstFlowException>(() => pool.Acquire()).Flow);
    }

    [Fact]
    public unsafe void buffer_modify_discard()
    {
        Tracker destroyed = new();
        using GstBufferPool pool = CreatePool(10, 0, 0);
        pool.Activate();
        using (GstBuffer buffer = pool.Acquire())
        {
            destroyed.Watch(buffer);
            buffer.RemoveAllMemories();
        }

        Assert.Equal(1, destroyed.Count);

        nint kept;
        using (GstBuffer buffer = pool.Acquire())
        {
            destroyed.Watch(buffer);
            kept = buffer.DangerousHandle;
            buffer.Resize(8, 2);
        }

        Assert.Equal(1, destroyed.Count);

        GstMemory memory;
        using (GstBuffer buffer = pool.Acquire())
        {
            Assert.Equal(kept, buffer.DangerousHandle);
            memory = buffer.GetMemory(0);
        }

        memory.Dispose();
        Assert.Equal(1, destroyed.Count);

        GstBuffer last = pool.Acquire();
        Assert.Equal(kept, last.DangerousHandle);
        memory = last.GetMemory(0);
        GstMiniObject* locked = (GstMiniObject*)memory.DangerousHandle;
        Assert.Equal(1, LibGst.gst_mini_object_lock(locked, GstLockFlags.GST_LOCK_FLAG_EXCLUSIVE)); // no bare locks in the public face
        last.Dispose();
        LibGst.gst_mini_object_unlock(locked, GstLockFlags.GST_LOCK_FLAG_EXCLUSIVE);
        memory.Dispose();
        Assert.Equal(2, destroyed.Count);
    }

    [Fact]
    public void pool_activation_and_config()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        Assert.Throws<GstException>(pool.Activate);
        using GstCaps caps = GstCaps.Parse("test/data");
        Assert.True(pool.TrySetConfig(new GstBufferPoolConfig { Caps = caps, Size = 10, MinBuffers = 10 }));
        pool.Activate();
        Assert.True(pool.TrySetConfig(pool.GetConfig()));
        GstBufferPoolConfig other = pool.GetConfig();
        other.Size = 12;
        Assert.False(pool.TrySetConfig(other));
        Assert.True(pool.IsActive);
    }

    [Fact]
    public void pool_config_validate()
    {
        using GstBufferPool pool = CreatePool(5, 4, 30);
        using GstBufferPoolConfig config = pool.GetConfig();
        using GstCaps caps = GstCaps.Parse("test/data");
        Assert.True(config.Satisfies(caps, 5, 4));
        Assert.True(config.Satisfies(caps, 5, 2));
        Assert.True(config.Satisfies(caps, 4, 4));
        Assert.False(config.Satisfies(caps, 5, 6));
        using GstCaps others = GstCaps.Parse("test/data2");
        Assert.False(config.Satisfies(others, 5, 4));
    }

    [Fact]
    public void flushing_pool_returns_flushing()
    {
        using GstBufferPool pool = CreatePool(10, 0, 0);
        pool.Activate();
        pool.SetFlushing(true);
        Assert.True(pool.IsFlushing);
        Assert.Equal(GstFlowReturn.Flushing, Assert.Throws<GstFlowException>(() => pool.Acquire()).Flow);
        pool.SetFlushing(false);
        using GstBuffer buffer = pool.Acquire();
        Assert.Equal(10u, buffer.Size);
    }

    [Fact]
    public void no_deadlock_for_buffer_discard()
    {
        using GstBufferPool pool = CreatePool(1, 1, 1);
        pool.Activate();
        GstBuffer first = pool.Acquire();
        Thread thread = new(() =>
        {
            Thread.Sleep(50);
            first.RemoveAllMemories();
            first.Dispose();
        });
        thread.Start();
        using GstBuffer second = pool.Acquire();
        thread.Join();
        Assert.Equal(1u, second.Size);
    }

    [Fact]
    public void parent_meta()
    {
        Assert.SkipUnless(GStreamer.Version >= s_copiesKeepTheirOriginal, "GStreamer 1.22.8 is needed: older ones free a parent meta before the memory it keeps, and the pool discards the buffer.");
        (Tracker original, Tracker sharing) = (new(), new());
        using (GstBufferPool pool = CreatePool(1, 0, 0))
        {
            pool.Activate();
            GstBuffer first = pool.Acquire();
            original.Watch(first);
            (nint buffer, nint memory) = (first.DangerousHandle, first.PeekMemory(0).DangerousHandle);
            GstBuffer second = GstBuffer.Create();
            second.AppendMemory(first.GetMemory(0));
            second.AddParentBufferMeta(first);
            sharing.Watch(second);
            AssertReturnsWhenTheCopyDies(pool, first, second, (buffer, memory), original, sharing);
            pool.Deactivate();
        }

        Assert.Equal((1, 1), (original.Count, sharing.Count));
    }

    [Fact]
    public void make_writable_parent_meta()
    {
        Assert.SkipUnless(GStreamer.Version >= s_copiesKeepTheirOriginal, "GStreamer 1.22.8 is needed: before, a copy that shares memory does not keep its original out of the pool.");
        (Tracker original, Tracker sharing) = (new(), new());
        using (GstBufferPool pool = CreatePool(1, 0, 0))
        {
            pool.Activate();
            GstBuffer first = pool.Acquire();
            original.Watch(first);
            (nint buffer, nint memory) = (first.DangerousHandle, first.PeekMemory(0).DangerousHandle);
            GstBuffer second = first.Retain();
            Assert.True(second.MakeWritable());
            sharing.Watch(second);
            Assert.True(second.IsWritable);
            Assert.Equal(memory, second.PeekMemory(0).DangerousHandle);
            AssertReturnsWhenTheCopyDies(pool, first, second, (buffer, memory), original, sharing);
            pool.Deactivate();
        }

        Assert.Equal((1, 1), (original.Count, sharing.Count));
    }

    private static void AssertReturnsWhenTheCopyDies(GstBufferPool pool, GstBuffer first, GstBuffer second, (nint Buffer, nint Memory) expected, Tracker original, Tracker sharing)
    {
        first.Dispose();
        Assert.Equal((0, 0), (original.Count, sharing.Count));
        second.Dispose();
        Assert.Equal((0, 1), (original.Count, sharing.Count));
        using (GstBuffer third = pool.Acquire())
        {
            Assert.Equal(expected, (third.DangerousHandle, third.PeekMemory(0).DangerousHandle));
        }

        Assert.Equal((0, 1), (original.Count, sharing.Count));
    }

    private static nint AcquireTracked(GstBufferPool pool, Tracker tracker)
    {
        using GstBuffer buffer = pool.Acquire();
        tracker.Watch(buffer);
        return buffer.DangerousHandle;
    }

    private static GstBufferPool CreatePool(nuint size, int least, int most)
    {
        GstBufferPool pool = GstBufferPool.Create();
        using GstCaps caps = GstCaps.Parse("test/data");
        pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = size, MinBuffers = least, MaxBuffers = most });
        return pool;
    }

    /// <summary>Counts buffers that really die, not those that go back; the native notify, taken by hand.</summary>
    private sealed unsafe class Tracker
    {
        private int _count;

        internal int Count => Volatile.Read(ref _count);

        internal void Watch(GstBuffer buffer)
        {
            fixed (byte* name = "TestTracker\0"u8)
            {
                LibGst.gst_mini_object_set_qdata(
                    (GstMiniObject*)buffer.DangerousHandle, LibGLib.g_quark_from_string(name), (void*)GCHandle.ToIntPtr(GCHandle.Alloc(this)), &OnDestroyed);
            }
        }

        [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
        private static void OnDestroyed(void* data)
        {
            GCHandle handle = GCHandle.FromIntPtr((nint)data);
            Interlocked.Increment(ref ((Tracker)handle.Target!)._count);
            handle.Free();
        }
    }
}
