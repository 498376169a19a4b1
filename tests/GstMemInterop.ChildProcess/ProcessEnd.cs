namespace GstMemInterop.ChildProcess;

/// <summary>A process that ends in the middle of it all: nothing is stopped or disposed, and C still holds memories of a C# allocator, or buffers of a C# pool.</summary>
internal static class ProcessEnd
{
    private static readonly List<object> s_kept = [];

    internal static int LeaveWhilePlaying(string how)
    {
        HeapAllocator allocator = new();
        allocator.SetDefault();
        GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! video/x-raw,width=320,height=240 ! tee name=t t. ! queue ! videoconvert ! jpegenc ! fakesink t. ! queue ! fakesink");
        s_kept.AddRange([allocator, pipeline, allocator.Allocate(100)]);
        pipeline.Play();
        SpinWait.SpinUntil(() => allocator.Total > 200);
        Console.WriteLine("playing");
        return Leave(how, () => allocator.Ends = true);
    }

    internal static int LeaveWhilePooling(string how)
    {
        FramePool pool = new();
        FramePool idle = new();
        idle.SetConfig(new() { Size = 10, MinBuffers = 3 });
        idle.Activate();
        GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! video/x-raw,format=GRAY8,width=320,height=240 ! queue ! fakesink name=out");
        PadProbe probe = pipeline.GetPad("out", "sink").AddProbe(GstPadProbeType.QueryDownstream | GstPadProbeType.Push, (ref PadProbeData data) =>
        {
            if (!data.AllocationQuery.IsNull)
            {
                data.AllocationQuery.AddPool(pool, 320 * 240, 2);
            }

            return GstPadProbeReturn.Ok;
        });
        s_kept.AddRange([pool, pipeline, probe, idle, idle.Acquire()]);
        pipeline.Play();
        SpinWait.SpinUntil(() => pool.Total > 200);
        Console.WriteLine("playing");
        return Leave(how, () => pool.Ends = true);
    }

    private static int Leave(string how, Action endFromTheStreamingThread)
    {
        switch (how)
        {
            case "exit":
                Environment.Exit(0);
                return 1;
            case "exit-from-the-streaming-thread":
                endFromTheStreamingThread();
                Thread.Sleep(Timeout.Infinite);
                return 1;
            default:
                return 0; // out of Main
        }
    }

    /// <summary>Every buffer comes and goes through C#.</summary>
    private sealed class FramePool : CustomBufferPool
    {
        private int _total;

        internal int Total => Volatile.Read(ref _total);

        internal volatile bool Ends;

        protected override GstFlowReturn AcquireBuffer(in GstBufferPoolAcquireParams parameters, out GstBuffer? buffer)
        {
            if (Ends)
            {
                Environment.Exit(0);
            }

            Interlocked.Increment(ref _total);
            return base.AcquireBuffer(parameters, out buffer);
        }

        protected override void ReleaseBuffer(GstBuffer buffer) => base.ReleaseBuffer(buffer);
    }

    private sealed class HeapAllocator() : CustomAllocator("HeapMemory")
    {
        private int _total;

        internal int Total => Volatile.Read(ref _total);

        internal volatile bool Ends;

        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation)
        {
            if (Ends)
            {
                Environment.Exit(0);
            }

            Interlocked.Increment(ref _total);
            return MemoryBlock.Pin(GC.AllocateUninitializedArray<byte>((int)size));
        }

        protected override void Free(in MemoryBlock block) { }
    }
}
