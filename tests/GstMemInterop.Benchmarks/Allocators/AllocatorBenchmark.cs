using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GstMemInterop.Benchmarks.Allocators;

/// <summary>Allocators in C# beside the same ones in C, and wrapped arrays. The same C loop drives both allocators.</summary>
internal static unsafe class AllocatorBenchmark
{

    internal static void Run(TextWriter output, int rounds, int operations)
    {
        using CBaseline c = new("Allocators/allocator_baseline.c", "-O2", "gstreamer-1.0");
        GStreamer.Initialize();
        var allocate = (delegate* unmanaged[Cdecl]<nint, CLong, CLong, double>)c["baseline_allocate_from"];
        var map = (delegate* unmanaged[Cdecl]<nint, CLong, CLong, double>)c["baseline_map_from"];
        var frame = (delegate* unmanaged[Cdecl]<nint, CLong, CLong, double>)c["baseline_frame_from"];
        var wrap = (delegate* unmanaged[Cdecl]<nint, CLong, CLong, double>)c["baseline_wrap"];
        using GstAllocator inC = GstAllocator.Adopt(((delegate* unmanaged[Cdecl]<nint>)c["baseline_heap_allocator"])());
        using HeapAllocator inCSharp = new();
        nint theirs = inC.DangerousHandle;
        nint ours = inCSharp.DangerousHandle;
        CLong page = new(4096);
        byte[] array = GC.AllocateUninitializedArray<byte>(64 << 10, pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(array, 0);

        List<Comparison> rows = [];
        Comparison.Alternate(rows, rounds, operations,
            new("C# allocator: alloc 4 KiB + free", 2.00, n => allocate(theirs, page, new CLong(n)), n => allocate(ours, page, new CLong(n))),
            new("C# allocator: map RW + touch + unmap", 3.00, n => map(theirs, page, new CLong(n)), n => map(ours, page, new CLong(n))),
            new("wrap 64 KiB array + release", 1.40, n => wrap(address, new CLong(array.Length), new CLong(n)), n => Wrap(array, n)));

        // What a 1080p frame costs that is written once: fresh memory, with a page fault for every page, against kept blocks.
        using RecyclingAllocator recycling = new();
        nint kept = recycling.DangerousHandle;
        CLong frameSize = new(1920 * 1080 * 3 / 2);
        Comparison.Alternate(rows, rounds, Math.Max(operations / 1000, 100),
            new Work("1080p frame, C's system memory / recycled", 1.00, n => frame(0, frameSize, new CLong(n)), n => frame(kept, frameSize, new CLong(n))));
        Comparison.Print(output, rows);
    }

    private static double Wrap(byte[] array, int operations)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            GstMemory.Wrap(array).Dispose();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }
}
