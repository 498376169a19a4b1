using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke with pools, with nothing but the public face.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The wait that cannot be cancelled is what is tested.")]
public sealed partial class StrangerPoolTests
{
    private const uint Frame = 1u << 30;

    public static TheoryData<string> Pools => ["plain", "video", "custom", "custom that asks its base"];

    [Theory]
    [MemberData(nameof(Pools))]
    public void A_pool_that_finds_no_memory_for_another_buffer_says_so_and_goes_on_with_those_it_has(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of the address space is set as Linux does it.");
        using GstBufferPool pool = Create(kind);
        using (GstCaps caps = GstCaps.Parse("video/x-raw,format=RGBA,width=16384,height=16384,framerate=1/1"))
        {
            pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = Frame });
        }

        pool.Activate();
        Stack<GstBuffer> buffers = [];
        using (new AddressSpaceLimit(Frame * 3L))
        {
            GstFlowException exception = Assert.Throws<GstFlowException>(() =>
            {
                while (buffers.Count < 20)
                {
                    buffers.Push(pool.Acquire());
                }
            });
            Assert.InRange(buffers.Count, 1, 4);
            Assert.Equal(GstFlowReturn.Error, exception.Flow);
            Assert.Contains(Frame.ToString(CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
            Assert.Throws<GstFlowException>(() => pool.TryAcquire(out _));

            // One that is free needs no room.
            buffers.Pop().Dispose();
            buffers.Push(pool.Acquire());
        }

        buffers.Push(pool.Acquire());
        foreach (GstBuffer buffer in buffers)
        {
            buffer.Dispose();
        }

        pool.Deactivate();
    }

    [Theory]
    [MemberData(nameof(Pools))]
    public void A_pool_that_finds_no_memory_to_begin_with_is_not_activated(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The limit of the address space is set as Linux does it.");
        using GstBufferPool pool = Create(kind);
        using (GstCaps caps = GstCaps.Parse("video/x-raw,format=RGBA,width=16384,height=16384,framerate=1/1"))
        {
            pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = Frame, MinBuffers = 4 });
        }

        using (new AddressSpaceLimit(Frame * 2L))
        {
            Assert.Throws<OutOfMemoryException>(pool.Activate);
        }

        Assert.False(pool.IsActive);
    }

    [Fact]
    public void A_pool_of_ours_is_one_of_GStreamers()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        using GstVideoBufferPool video = GstVideoBufferPool.Create();
        Assert.Empty(pool.Options);
        Assert.True(video.HasOption(GstBufferPoolOption.VideoMeta) && video.HasOption(GstBufferPoolOption.VideoAlignment));
        Assert.Throws<InvalidOperationException>(() => video.SetConfig(new GstBufferPoolConfig { Size = 10 })); // it wants caps
        pool.SetConfig(new GstBufferPoolConfig { Size = 100, MaxBuffers = 1 });
        pool.Activate();
        using (GstBuffer buffer = pool.Acquire())
        {
            Assert.Equal(((nuint)100, false), (buffer.Size, pool.TryAcquire(out _)));
        }

        pool.Deactivate();
    }

    [Fact]
    public void A_retained_memory_of_a_pooled_buffer_shows_the_next_frame_and_a_share_keeps_its_own()
    {
        using GstBufferPool pool = GstBufferPool.Create();
        pool.SetConfig(new GstBufferPoolConfig { Size = 100, MaxBuffers = 1 });
        pool.Activate();
        GstMemory retained, share;
        using (GstBuffer first = pool.Acquire())
        {
            first.Set(0, 1, 100);
            retained = first.GetMemory(0);
        }

        using (GstBuffer second = pool.Acquire())
        {
            second.Set(0, 2, 100);
            Assert.Equal(2, retained.ToArray()[0]); // as in C, and as Retain says
            share = second.PeekMemory(0).Share(0, 100);
        }

        using (GstBuffer third = pool.Acquire())
        {
            third.Set(0, 3, 100);
            Assert.Equal(2, share.ToArray()[0]);
        }

        retained.Dispose();
        share.Dispose();
        pool.Deactivate();
    }

    private static GstBufferPool Create(string kind) => kind switch
    {
        "plain" => GstBufferPool.Create(),
        "video" => GstVideoBufferPool.Create(),
        "custom" => new AsGStreamerDoes(),
        _ => new AsksItsBase(),
    };

    private sealed class AsGStreamerDoes : CustomBufferPool;

    private sealed class AsksItsBase : CustomBufferPool
    {
        protected override GstFlowReturn AllocateBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer) => base.AllocateBuffer(parameters, out buffer);
    }

    /// <summary>Lets the process have so many more bytes of addresses, and no more.</summary>
    private sealed partial class AddressSpaceLimit : IDisposable
    {
        private const int AddressSpace = 9;
        private readonly Limit _before;

        internal AddressSpaceLimit(long more)
        {
            Assert.Equal(0, getrlimit(AddressSpace, out _before));
            long pages = long.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[0], CultureInfo.InvariantCulture);
            Limit limit = _before with { Soft = (ulong)((pages * Environment.SystemPageSize) + more) };
            Assert.Equal(0, setrlimit(AddressSpace, limit));
        }

        public void Dispose() => Assert.Equal(0, setrlimit(AddressSpace, _before));

        [LibraryImport("libc")]
        private static partial int getrlimit(int resource, out Limit limit);

        [LibraryImport("libc")]
        private static partial int setrlimit(int resource, in Limit limit);

        [StructLayout(LayoutKind.Sequential)]
        private record struct Limit(ulong Soft, ulong Hard);
    }
}
