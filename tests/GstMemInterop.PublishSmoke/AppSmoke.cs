namespace GstMemInterop.PublishSmoke;

/// <summary>Data into a pipeline and out of it, by await and by a handler that C calls.</summary>
internal static class AppSmoke
{
    internal static void Await()
    {
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in max-bytes=4 ! appsink name=out sync=false");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        Task pushing = PushAsync(source);
        Expect.Equal(60, ReadAsync(sink).GetAwaiter().GetResult());
        pushing.GetAwaiter().GetResult();
    }

    internal static void Handle()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=5 ! video/x-raw,format=GRAY8,width=64,height=48 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        int pixels = 0;
        using AppHandler handler = sink.OnSample((ref AppSinkSample sample) =>
        {
            pixels += sample.VideoInfo.Width * sample.VideoInfo.Height;
            return GstFlowReturn.Ok;
        });
        pipeline.Run();
        Expect.Equal(5 * 64 * 48, pixels);
    }

    private static async Task PushAsync(GstAppSrc source)
    {
        for (int n = 0; n < 20; n++)
        {
            await source.PushAsync(new byte[3]);
        }

        source.EndOfStream();
    }

    private static async Task<int> ReadAsync(GstAppSink sink)
    {
        int bytes = 0;
        await foreach (GstSample sample in sink.ReadAllAsync())
        {
            using (sample)
            {
                bytes += (int)sample.Buffer.Size;
            }
        }

        return bytes;
    }
}
