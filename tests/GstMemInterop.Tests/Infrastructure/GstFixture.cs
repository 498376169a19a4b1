using GstMemInterop.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(GstFixture))]
// The ledger, the leaks tracer and GStreamer's defaults are process-wide: tests run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Starts GStreamer once; at the end of the run no handle of ours and no object of GStreamer's may be left.</summary>
public sealed class GstFixture : IDisposable
{
    public GstFixture()
    {
        LiveHandles.Tracking = true;
        GStreamer.Initialize();
        Assert.Equal("fatal-criticals", NativeEnvironment.Get("G_DEBUG"));
        Assert.True(LeaksTracer.IsActive, "GST_TRACERS=leaks is not in C's environment: the run settings were not used.");
    }

    public void Dispose()
    {
        Settle();
        Assert.Empty(LiveHandles.Snapshot());
        Assert.Empty(LeaksTracer.LiveObjects());
    }

    /// <summary>Lets finalizers run until nothing more is freed.</summary>
    public static void Settle()
    {
        for (int i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
