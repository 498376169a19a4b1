namespace GstMemInterop.PublishSmoke;

/// <summary>What a pipeline that runs is told and asked, and a change of it while it runs.</summary>
internal static class FlowSmoke
{
    internal static void Tell()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=tap ! fakesink name=end sync=false");
        using GstPad end = pipeline.GetPad("end", "sink");
        int posted = 0;
        int answered = 0;
        using ManualResetEventSlim arrived = new();
        pipeline.SyncMessage += (_, e) => posted += e.Message.StructureName == "mine" ? (int)e.Message["number"]! : 0;
        using PadProbe probe = end.AddProbe(GstPadProbeType.EventDownstream | GstPadProbeType.QueryUpstream | GstPadProbeType.Push, (ref PadProbeData data) =>
        {
            if (data.IsEvent && data.Event.StructureName == "told")
            {
                arrived.Set();
            }

            if (data.IsQuery && data.Query.Type == GstQueryType.Custom)
            {
                data.Query.SetField("answer", 7);
                answered++;
                return GstPadProbeReturn.Handled;
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Play();
        pipeline.WaitForState();
        pipeline.PostApplicationMessage("mine, number=(int)5");
        Expect.Equal(5, posted);
        pipeline.SendEvent(GstEvent.NewCustom(GstEventType.CustomDownstream, "told"));
        Expect.Equal(true, arrived.Wait(TimeSpan.FromSeconds(20)));
        using GstQuery query = GstQuery.NewCustom("asked");
        Expect.Equal(true, end.Query(query) || end.PeerQuery(query) || answered == 0);
    }

    internal static void Relink()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! identity name=before ! identity name=old ! fakesink name=end sync=false");
        using GstPad before = pipeline.GetPad("before", "src");
        using GstPad end = pipeline.GetPad("end", "sink");
        using GstElement old = pipeline.GetElement("old");
        pipeline.Play();
        using (GstPadBlock block = before.BlockAsync().GetAwaiter().GetResult())
        {
            old.SetState(GstState.Null);
            pipeline.Remove(old);
            before.Link(end);
        }

        using ManualResetEventSlim passed = new();
        using PadProbe probe = end.AddBufferProbe((ref BufferProbe _) =>
        {
            passed.Set();
            return GstPadProbeReturn.Ok;
        });
        Expect.Equal(true, passed.Wait(TimeSpan.FromSeconds(20)));
    }

    internal static void Loop()
    {
        using GLibMainLoop loop = GStreamer.RunMainLoop();
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 ! fakesink");
        Expect.Equal(GstRunEnd.EndOfStream, pipeline.Run());
    }
}
