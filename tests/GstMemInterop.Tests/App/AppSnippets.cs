using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop.Tests.App;

/// <summary>Data out of a pipeline and into one as the guide shows it, run.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "Shown as a user writes it, without a test's token.")]
public class AppSnippets
{
    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Frames_out_of_a_pipeline()
    {
        double brightness = 0;

        #region frames-out-of-a-pipeline
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=50 ! video/x-raw,format=GRAY8,width=320,height=240 ! appsink name=out sync=false max-buffers=4");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        await foreach (GstSample sample in sink.ReadAllAsync())     // no thread waits; ends with the stream, throws its error
        {
            using (sample)
            using (ReadMapping pixels = sample.Buffer.MapRead())
            {
                brightness += pixels.Span[0];
            }
        }
        #endregion

        Assert.InRange(brightness, 1, 50 * 255);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Frames_into_a_pipeline()
    {
        #region frames-into-a-pipeline
        GstFraction rate = new(30000, 1001);
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=320,height=240,framerate=30000/1001");
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in format=time ! videoconvert ! pngenc ! fakesink");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        source.Caps = caps;
        Task<GstRunEnd> run = pipeline.RunAsync();
        for (ulong n = 0; n < 20; n++)
        {
            byte[] frame = new byte[320 * 240];                     // yours until it is pushed; no copy is made
            await source.PushAsync(frame, GstClockTime.OfFrame(n, rate), GstClockTime.DurationOfFrame(n, rate));    // waits for room
        }

        source.EndOfStream();
        await run;
        #endregion

        Assert.Equal(GstRunEnd.EndOfStream, await run);
    }

    [Fact(Timeout = Limited.Milliseconds)]
    public async Task Frames_without_an_object_for_each()
    {
        long bytes = 0;

        #region frames-without-an-object-for-each
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=50 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        using AppHandler handler = sink.OnSample((ref AppSinkSample s) =>
        {
            bytes += (long)s.Buffer.Size;                           // borrowed: 0 managed bytes a frame
            return GstFlowReturn.Ok;
        });
        await pipeline.RunAsync();
        #endregion

        Assert.True(bytes > 0);
    }
}
