namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Those who are told of a pipeline's messages: one message is enough for all calls.</summary>
internal static class MessageSites
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    internal static IEnumerable<Site> All =>
    [
        new("a listener to messages", ["GstPipeline.MessageReceived"], static insides => Told(insides, static (pipeline, told) =>
        {
            pipeline.MessageReceived += (_, _) => told();
            pipeline.Run();
        })) { Streams = true },
        new("a listener to messages as they are posted", ["GstPipeline.SyncMessage"], static insides => Told(insides, static (pipeline, told) =>
        {
            pipeline.SyncMessage += (_, _) => told();
            pipeline.Run();
        })) { Streams = true },
        new("a predicate over messages", ["Func`2 of GstPipeline"], static insides => Told(insides, static (pipeline, told) =>
        {
            Task<GstMessage?> waiting = pipeline.WaitForMessageAsync(GstMessageType.Any, _ => { told(); return true; });
            pipeline.Run();
            waiting.WaitAsync(s_patience).GetAwaiter().GetResult()?.Dispose();
        })) { Streams = true },
    ];

    private static void Told(IReadOnlyList<Inside> insides, Action<GstPipeline, Action> run)
    {
        // The messages that lie in a reader are dropped by a thread of the pool, after the pipeline has gone.
        LiveHandles.Tracking = true;
        try
        {
            Tell(insides, run);
            Site.Holds(SpinWait.SpinUntil(static () => LiveHandles.Count == 0, s_patience), "handles are left alive");
        }
        finally
        {
            LiveHandles.Tracking = false;
        }
    }

    private static void Tell(IReadOnlyList<Inside> insides, Action<GstPipeline, Action> run)
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=1 ! fakesink");
        using ManualResetEventSlim done = new();
        int told = 0;
        run(pipeline, () =>
        {
            if (Interlocked.Exchange(ref told, 1) != 0)
            {
                return;
            }

            foreach (Inside inside in insides)
            {
                inside(new Subject());
            }

            done.Set();
        });
        Site.Holds(done.Wait(s_patience), "nobody was told of a message");
    }
}
