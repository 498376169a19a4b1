using GstMemInterop;
using GstMemInterop.Bytes;

namespace AudioGain;

/// <summary>The loudness over time as a picture: the sound as it was in white over the sound as it is in grey.</summary>
internal static class Waveform
{
    private const int Height = 200;
    private const byte Before = 255;
    private const byte After = 130;

    internal static async Task SaveAsync(List<int> before, List<int> after, string path, CancellationToken stop)
    {
        int width = Math.Max(16, after.Count);
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.GRAY8, width, Height);
        GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using (WriteMapping map = buffer.MapWrite())
        {
            PlaneSpan<byte> plane = new VideoFrameView(map, info, buffer.Borrow()).Plane(0);
            plane.Fill(20);
            Draw(plane, after, After);
            Draw(plane, before, Before);
        }

        buffer.Pts = GstClockTime.Zero;
        using GstPipeline pipeline = GstPipeline.Launch($"appsrc name=in format=time ! pngenc ! filesink location={path}");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        using GstCaps caps = GstCaps.Parse($"video/x-raw,format=GRAY8,width={width},height={Height},framerate=1/1");
        source.Caps = caps;
        Task<GstRunEnd> run = pipeline.RunAsync(stop);
        await source.PushAsync(buffer, stop);
        source.EndOfStream();
        await run;
    }

    private static void Draw(PlaneSpan<byte> plane, List<int> peaks, byte grey)
    {
        for (int x = 0; x < peaks.Count; x++)
        {
            int half = peaks[x] * (Height / 2 - 1) / 32768;
            plane.Rectangle(x, (Height / 2) - half, 1, (2 * half) + 1).Fill(grey);
        }
    }
}
