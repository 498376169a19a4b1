namespace GstMemInterop.ChildProcess;

/// <summary>A process that ends in the middle of it all: nothing is stopped or disposed, and C still holds memories of a C# allocator.</summary>
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
        switch (how)
        {
            case "exit":
                Environment.Exit(0);
                return 1;
            case "exit-from-the-streaming-thread":
                allocator.Ends = true;
                Thread.Sleep(Timeout.Infinite);
                return 1;
            default:
                return 0; // out of Main
        }
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
