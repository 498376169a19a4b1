using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GstMemInterop.Benchmarks.Mapping;

/// <summary>Mapping beside C in one process: rounds alternate, medians are compared.</summary>
internal static unsafe class MappingBenchmark
{
    private const int Batch = 1000;

    internal static void Run(TextWriter output, int rounds, int operations)
    {
        using CBaseline c = new("Mapping/mapping_baseline.c", "-O2", "gstreamer-1.0");
        GStreamer.Initialize();
        List<Comparison> rows = [];

        using (GstMemory memory = GstMemory.Allocate(1 << 20))
        using (GstBuffer buffer = GstBuffer.Allocate(1 << 20))
        {
            nint rawMemory = memory.DangerousHandle;
            nint rawBuffer = buffer.DangerousHandle;
            var mapMemory = (delegate* unmanaged[Cdecl]<nint, CLong, double>)c["baseline_memory_map"];
            var mapBuffer = (delegate* unmanaged[Cdecl]<nint, CLong, double>)c["baseline_buffer_map"];
            var allocate = (delegate* unmanaged[Cdecl]<CLong, CLong, double>)c["baseline_allocate"];
            Comparison.Alternate(rows, rounds, operations,
                new("memory map RW + touch + unmap, borrowed", 1.60, n => mapMemory(rawMemory, new CLong(n)), n => Time(n, rawMemory, MapBorrowedMemory)),
                new("memory map RW + touch + unmap, owned", 2.00, n => mapMemory(rawMemory, new CLong(n)), n => Time(n, memory, MapOwnedMemory)),
                new("buffer map RW + touch + unmap, borrowed", 0.85, n => mapBuffer(rawBuffer, new CLong(n)), n => Time(n, rawBuffer, MapBorrowedBuffer)),
                new("buffer map RW + touch + unmap, owned", 1.10, n => mapBuffer(rawBuffer, new CLong(n)), n => Time(n, buffer, MapOwnedBuffer)),
                new("allocate 4 KiB + free, owned", 1.20, n => allocate(new CLong(4096), new CLong(n)), n => Time(n, 4096, Allocate)));
        }

        rows.Add(ProbeBenchmark.Run(c, rounds, operations));
        Comparison.Print(output, rows);
    }

    private static double Time<T>(int operations, T subject, Action<T, int> body)
    {
        // In batches, so that the body is called often enough to reach its final compiled form.
        long start = Stopwatch.GetTimestamp();
        for (int done = 0; done < operations; done += Batch)
        {
            body(subject, Batch);
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operations;
    }

    private static void MapBorrowedMemory(nint pointer, int operations)
    {
        GstMemoryRef memory = GstMemoryRef.Borrow(pointer);
        for (int i = 0; i < operations; i++)
        {
            using WriteMapping map = memory.MapWrite();
            map.Span[0] = (byte)i;
        }
    }

    private static void MapOwnedMemory(GstMemory memory, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            using WriteMapping map = memory.MapWrite();
            map.Span[0] = (byte)i;
        }
    }

    private static void MapBorrowedBuffer(nint pointer, int operations)
    {
        GstBufferRef buffer = GstBufferRef.Borrow(pointer);
        for (int i = 0; i < operations; i++)
        {
            using WriteMapping map = buffer.MapWrite();
            map.Span[0] = (byte)i;
        }
    }

    private static void MapOwnedBuffer(GstBuffer buffer, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            using WriteMapping map = buffer.MapWrite();
            map.Span[0] = (byte)i;
        }
    }

    private static void Allocate(int size, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            GstMemory.Allocate((nuint)size).Dispose();
        }
    }
}
