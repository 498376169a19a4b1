using System.Runtime.InteropServices;

namespace GstMemInterop.Tests.Allocators;

/// <summary>Exceptions in every override, alone and at random in a pipeline: GStreamer sees a refusal, the application is told, nothing dies.</summary>
public class FaultyAllocatorTests
{
    [Fact]
    public void An_exception_of_Allocate_arrives_with_the_call_and_at_the_event()
    {
        using FaultyAllocator allocator = new() { Fails = static what => what == "Allocate" };
        List<string> failures = [];
        allocator.Failed += (_, e) => failures.Add(e.Origin);
        GstException thrown = Assert.Throws<GstException>(() => allocator.Allocate(10));
        Assert.IsType<FaultException>(thrown.InnerException);
        Assert.Throws<GstException>(() => GstBuffer.Allocate(10, allocator));
        Assert.Equal(["Allocate of FaultyAllocator", "Allocate of FaultyAllocator"], failures);
    }

    [Fact]
    public void A_refusal_and_too_small_a_block_give_no_memory()
    {
        using FaultyAllocator allocator = new() { Refuses = true };
        Assert.Null(Assert.Throws<GstException>(() => allocator.Allocate(10)).InnerException);
        allocator.Refuses = false;
        allocator.TooSmall = true;
        Assert.Contains("too few", Assert.Throws<GstException>(() => allocator.Allocate(10)).InnerException!.Message, StringComparison.Ordinal);
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Exceptions_of_Map_and_Share_are_refusals()
    {
        using FaultyAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(10);
        allocator.Fails = static what => what is "Map" or "Share" or "Unmap";
        Assert.False(memory.TryMapRead(out _));
        Assert.Throws<GstMapException>(() => memory.Share(0, 5));
        allocator.Fails = static what => what == "Unmap";
        memory.MapWrite().Dispose();
        Assert.True(allocator.Reported >= 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Where_C_would_leave_a_hole_in_the_buffer_the_bytes_are_copied_past_the_exception(bool unmapped)
    {
        using FaultyAllocator allocator = new() { Unmapped = unmapped };
        using GstBuffer buffer = GstBuffer.Allocate(10, allocator);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span.Fill(5);
        }

        int maps = 0;
        allocator.Fails = what => what == "Map" && maps++ == 0;
        byte[] bytes = new byte[10];
        unsafe
        {
            fixed (byte* to = bytes)
            {
                Assert.Equal(10u, Native.LibGst.gst_buffer_extract((Native.GstBuffer*)buffer.DangerousHandle, 0, to, 10));
            }
        }

        Assert.Equal(-1, bytes.AsSpan().IndexOfAnyExcept((byte)5));
        allocator.Fails = static what => what is "Map" or "Copy" or "Allocate";
        unsafe
        {
            fixed (byte* to = bytes)
            {
                Native.LibGst.gst_buffer_extract((Native.GstBuffer*)buffer.DangerousHandle, 0, to, 10);
            }
        }

        Assert.Equal(10u, buffer.Size);
    }

    [Fact]
    public void As_the_default_it_never_leaves_GStreamer_without_memory()
    {
        using FaultyAllocator allocator = new() { Fails = static what => what == "Allocate" };
        using (allocator.SetDefault())
        {
            using GstBuffer buffer = GstBuffer.Allocate(100);
            Assert.Equal("SystemMemory", buffer.PeekMemory(0).MemoryType);
            using GstBuffer two = GstBuffer.CopyOf([1, 2]);
            two.AppendMemory(GstMemory.CopyOf([3, 4]));
            using ReadMapping merged = two.MapRead();
            Assert.Equal([1, 2, 3, 4], merged.Span.ToArray());
        }

        Assert.True(allocator.Reported > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_pipeline_survives_exceptions_at_random_in_every_override(bool unmapped)
    {
        using FaultyAllocator allocator = new() { Unmapped = unmapped };
        int calls = 0;
        allocator.Fails = _ => Interlocked.Increment(ref calls) % 23 == 0;
        using (allocator.SetDefault())
        {
            using GstPipeline pipeline = GstPipeline.Launch(
                "videotestsrc num-buffers=150 ! video/x-raw,format=I420,width=64,height=48 ! tee name=t "
                + "t. ! queue ! videoconvert ! video/x-raw,format=RGB ! fakesink "
                + "t. ! queue ! videoscale ! video/x-raw,width=32,height=32 ! " + (unmapped ? "" : "jpegenc ! ") + "fakesink");
            pipeline.Play();
            using GstBus bus = pipeline.Bus;
            using GstMessage? message = bus.TryPop(GstMessageType.Eos | GstMessageType.Error, GstClockTime.FromTimeSpan(TimeSpan.FromSeconds(30)));
            Assert.NotNull(message);
        }

        allocator.Fails = static _ => false;
        Assert.True(allocator.Reported > 0);
        Assert.Equal(0, allocator.Live);
    }

    private sealed class FaultException() : Exception("planted");

    private sealed unsafe class FaultyAllocator() : CustomAllocator("FaultyMemory")
    {
        private int _live;
        private int _reported;

        internal Func<string, bool> Fails { get; set; } = static _ => false;

        internal bool Refuses { get; set; }

        internal bool TooSmall { get; set; }

        internal bool Unmapped { get; set; }

        internal int Live => Volatile.Read(ref _live);

        internal int Reported => Volatile.Read(ref _reported);

        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            MayFail("Allocate");
            if (Refuses)
            {
                return default;
            }

            Interlocked.Increment(ref _live);
            nint address = (nint)NativeMemory.Alloc(size);
            nuint given = TooSmall ? size - 8 : size;
            return Unmapped ? MemoryBlock.Unmapped(given, address) : MemoryBlock.FromPointer(address, given);
        }

        protected override void Free(in MemoryBlock block)
        {
            NativeMemory.Free((void*)AddressOf(block));
            Interlocked.Decrement(ref _live);
            MayFail("Free");
        }

        protected override nint Map(in MemoryBlock block, GstMapFlags flags, ref object? mapping)
        {
            MayFail("Map");
            mapping = this;
            return AddressOf(block);
        }

        protected override void Unmap(in MemoryBlock block, GstMapFlags flags, object? mapping)
        {
            Assert.Same(this, mapping);
            MayFail("Unmap");
        }

        protected override bool Share(in MemoryBlock block, nuint offset, nuint size, ref object? share)
        {
            MayFail("Share");
            share = this;
            return true;
        }

        protected override void Unshare(object share) => MayFail("Unshare");

        protected override GstMemory? Copy(GstMemoryRef memory, nint offset, nuint size)
        {
            MayFail("Copy");
            return null;
        }

        protected override bool IsSpan(GstMemoryRef first, GstMemoryRef second)
        {
            MayFail("IsSpan");
            return base.IsSpan(first, second);
        }

        private static nint AddressOf(in MemoryBlock block) => block.State is nint address ? address : block.DangerousAddress;

        private void MayFail(string what)
        {
            if (Fails(what))
            {
                Interlocked.Increment(ref _reported);
                throw new FaultException();
            }
        }
    }
}
