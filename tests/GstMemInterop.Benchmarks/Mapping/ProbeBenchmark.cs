using System.Runtime.InteropServices;

namespace GstMemInterop.Benchmarks.Mapping;

/// <summary>One buffer pushed round and round through a probed pad; the same loop without a probe is taken off, what is left is the callback.</summary>
internal static unsafe class ProbeBenchmark
{
    internal static Comparison Run(CBaseline c, int rounds, int operations)
    {
        var makePads = (delegate* unmanaged[Cdecl]<nint*, nint>)c["baseline_make_pads"];
        var freePads = (delegate* unmanaged[Cdecl]<nint, nint, void>)c["baseline_free_pads"];
        var push = (delegate* unmanaged[Cdecl]<nint, nint, CLong, double>)c["baseline_push"];
        var addProbe = (delegate* unmanaged[Cdecl]<nint, CULong>)c["baseline_add_probe"];
        var removeProbe = (delegate* unmanaged[Cdecl]<nint, CULong, void>)c["baseline_remove_probe"];

        nint sink;
        nint source = makePads(&sink);
        GstBuffer owner = GstBuffer.Allocate(1 << 16);
        nint buffer = owner.DangerousDetach();
        List<double> native = [];
        List<double> managed = [];
        long bytes = 0;
        using (GstPad pad = GstPad.Retain(source))
        {
            for (int round = -2; round < rounds; round++)
            {
                double bare = push(source, buffer, new CLong(operations));
                CULong id = addProbe(source);
                double inC = push(source, buffer, new CLong(operations));
                removeProbe(source, id);
                double inCSharp;
                using (pad.AddBufferProbe(Edit))
                {
                    push(source, buffer, new CLong(100));
                    long before = GC.GetAllocatedBytesForCurrentThread();
                    inCSharp = push(source, buffer, new CLong(operations));
                    bytes = GC.GetAllocatedBytesForCurrentThread() - before;
                }

                if (round >= 0)
                {
                    native.Add(inC - bare);
                    managed.Add(inCSharp - bare);
                }
            }
        }

        GstBuffer.Adopt(buffer).Dispose();
        freePads(source, sink);
        return new Comparison("probe: in-place edit, callback body", 1.5, native, managed, (double)bytes / operations);
    }

    private static GstPadProbeReturn Edit(ref BufferProbe probe)
    {
        using WriteMapping map = probe.EditBuffer();
        map.Span[0] ^= 0xFF;
        return GstPadProbeReturn.Ok;
    }
}
