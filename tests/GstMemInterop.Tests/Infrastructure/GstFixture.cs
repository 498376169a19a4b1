using GstMemInterop.Tests.Infrastructure;

[assembly: AssemblyFixture(typeof(GstFixture))]
// The ledger, the leaks tracer and GStreamer's defaults are process-wide: tests run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace GstMemInterop.Tests.Infrastructure;

/// <summary>Starts GStreamer once; at the end of the run no handle of ours and no object of GStreamer's may be left.</summary>
public sealed class GstFixture : IDisposable
{
    private readonly HashSet<string> _ofTheRegistry;

    public GstFixture()
    {
        LiveHandles.Tracking = true;
        GStreamer.Initialize();
        Assert.Equal("fatal-criticals", NativeEnvironment.Get("G_DEBUG"));
        Assert.True(!LeaksTracer.CanBeAsked || LeaksTracer.IsActive, "GST_TRACERS=leaks is not in C's environment: the run settings were not used.");

        // Whoever looks for the type of a stream first has the registry load all that it knows of types, for the life of the process.
        using (GstPipeline typefind = GstPipeline.Launch("fakesrc num-buffers=1 sizetype=fixed sizemax=16 filltype=zero ! typefind ! fakesink"))
        {
            try
            {
                typefind.Run();
            }
            catch (GstException)
            {
                // Zeros have no type.
            }
        }

        LeaksTracer.WaitForQuiet();
        _ofTheRegistry = [.. LeaksTracer.LiveObjects().Select(WithoutCount)];
    }

    public void Dispose()
    {
        Settle();
        LeaksTracer.WaitForQuiet();
        IReadOnlyList<string> handles = LiveHandles.Snapshot();
        Assert.True(handles.Count == 0, $"{handles.Count} handles are alive:{Environment.NewLine}{string.Join(Environment.NewLine, handles)}");
        string[] objects = [.. LeaksTracer.LiveObjects().Where(o => !_ofTheRegistry.Contains(WithoutCount(o)))];
        Assert.True(objects.Length == 0, $"{objects.Length} objects are alive:{Environment.NewLine}{string.Join(Environment.NewLine, objects)}");
    }

    private static string WithoutCount(string liveObject) => liveObject.Split("ref-count")[0];

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
