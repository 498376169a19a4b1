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
        Assert.True(!LeaksTracer.CanBeAsked || LeaksTracer.IsActive, "GST_TRACERS=leaks is not in C's environment: the run settings were not used.");
    }

    public void Dispose()
    {
        Settle();
        LeaksTracer.WaitForQuiet();
        IReadOnlyList<string> handles = LiveHandles.Snapshot();
        Assert.True(handles.Count == 0, $"{handles.Count} handles are alive:{Environment.NewLine}{string.Join(Environment.NewLine, handles)}");
        IReadOnlyList<string> objects = LeaksTracer.LiveObjects();
        Assert.True(objects.Count == 0, $"{objects.Count} objects are alive:{Environment.NewLine}{string.Join(Environment.NewLine, objects)}");
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
