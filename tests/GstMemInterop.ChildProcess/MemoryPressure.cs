namespace GstMemInterop.ChildProcess;

/// <summary>A recycling allocator in a process that is told from outside when memory counts as short.</summary>
internal static class MemoryPressure
{
    internal static void CollectAndTell()
    {
        using RecyclingAllocator allocator = new();
        allocator.Allocate(1 << 20).Dispose();
        nuint before = allocator.Statistics.KeptBytes;
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Console.WriteLine($"kept {before} then {allocator.Statistics.KeptBytes}");
    }
}
