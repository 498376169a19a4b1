using System.Globalization;
using GstMemInterop;
using GstMemInterop.Bytes;

namespace EditInPlace;

/// <summary>Keeps one frame as it was before and after the edit, and writes them as pictures when the stream has ended.</summary>
internal sealed class FrameCapture
{
    private readonly int _number;
    private readonly string? _beforeFile;
    private readonly string _afterFile;
    private byte[]? _before;
    private byte[]? _after;
    private GstVideoInfo? _info;

    private FrameCapture(int number, string? beforeFile, string afterFile)
    {
        _number = number;
        _beforeFile = beforeFile;
        _afterFile = afterFile;
    }

    /// <summary>Pictures are taken when the output is one, or when there is no output at all.</summary>
    internal static FrameCapture? For(Options options) => options.Output is { } output
        ? LaunchText.WritesVideo(options) ? null : new FrameCapture(0, null, output)
        : new FrameCapture(0, "before.png", "after.png");

    internal bool Wants(int number) => number == _number;

    internal void TakeBefore(ReadOnlyVideoFrameView frame) => _before = _beforeFile is null ? null : Copy(frame);

    internal void TakeAfter(ReadOnlyVideoFrameView frame)
    {
        _info = frame.Info;
        _after = Copy(frame);
    }

    internal void Save()
    {
        Write(_before, _beforeFile);
        Write(_after, _afterFile);
    }

    /// <summary>The picture with the format's own strides: padding that a decoder added is left behind.</summary>
    private static byte[] Copy(ReadOnlyVideoFrameView frame)
    {
        GstVideoInfo info = frame.Info;
        byte[] bytes = new byte[info.Size];
        for (int i = 0; i < info.PlaneCount; i++)
        {
            PlaneSpan<byte> target = new(bytes.AsSpan((int)info.PlaneOffset(i)), info.RowBytes(i), info.Rows(i), info.Stride(i));
            frame.Plane(i).CopyTo(target);
        }

        return bytes;
    }

    private void Write(byte[]? bytes, string? file)
    {
        if (bytes is null || file is null || _info is null)
        {
            return;
        }

        string encoder = Path.GetExtension(file).Equals(".png", StringComparison.OrdinalIgnoreCase) ? "pngenc" : "jpegenc quality=92";
        string raw = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(raw, bytes);
            using GstPipeline pipeline = GstPipeline.Launch(string.Create(
                CultureInfo.InvariantCulture,
                $"filesrc name=in ! rawvideoparse format={_info.Format.ToString().ToLowerInvariant()} width={_info.Width} height={_info.Height} framerate=1/1 ! videoconvert ! {encoder} ! filesink name=out"));
            using (GstElement source = pipeline.GetElement("in"))
            using (GstElement sink = pipeline.GetElement("out"))
            {
                source["location"] = raw;
                sink["location"] = file;
            }

            pipeline.Run();
            Console.WriteLine($"wrote {Path.GetFullPath(file)}");
        }
        finally
        {
            File.Delete(raw);
        }
    }
}
