using GstMemInterop;
using GstMemInterop.Bytes;

namespace MotionDetector;

/// <summary>Some frames side by side, as one picture.</summary>
internal sealed class PictureStrip(int most, int every)
{
    private readonly List<byte[]> _pictures = [];
    private int _width;
    private int _height;

    internal int Count => _pictures.Count;

    internal void Offer(int number, ReadOnlyPlaneSpan<byte> luma)
    {
        if (number % every == every - 1 && _pictures.Count < most)
        {
            (_width, _height) = (luma.Width, luma.Height);
            _pictures.Add(luma.ToArray());
        }
    }

    internal async Task SaveAsync(string path, CancellationToken stop)
    {
        if (_pictures.Count == 0)
        {
            throw new IOException($"The video is too short for pictures: it has fewer than {every} frames.");
        }

        int width = _width * _pictures.Count;
        using GstCaps caps = GstCaps.Parse($"video/x-raw,format=GRAY8,width={width},height={_height},framerate=1/1");
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using (WriteMapping map = buffer.MapWrite())
        {
            PlaneSpan<byte> whole = new VideoFrameView(map, info, buffer.Borrow()).Plane(0);
            for (int i = 0; i < _pictures.Count; i++)
            {
                new ReadOnlyPlaneSpan<byte>(_pictures[i], _width, _height, _width).CopyTo(whole.Rectangle(i * _width, 0, _width, _height));
            }
        }

        using GstPipeline pipeline = GstPipeline.Launch($"appsrc name=in format=time ! pngenc ! filesink location={path}");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        source.Caps = caps;
        Task<GstRunEnd> run = pipeline.RunAsync(stop);
        buffer.Pts = GstClockTime.Zero;
        await source.PushAsync(buffer, stop);
        source.EndOfStream();
        await run;
    }
}
