using System.CommandLine;
using System.Globalization;
using GstMemInterop;
using GstMemInterop.Bytes;
using MotionDetector;

// Each frame is compared with the one before; a box is drawn around what moved, into the frame's own bytes.
Option<FileInfo?> input = new("--input", "-i") { Description = "A video; without one, a ball that bounces" };
Option<FileInfo> strip = new("--strip", "-s") { Description = "The picture of frames to write", DefaultValueFactory = static _ => new FileInfo("motion.png") };
Option<FileInfo> table = new("--table", "-t") { Description = "The motion of each frame, as CSV", DefaultValueFactory = static _ => new FileInfo("motion.csv") };
RootCommand root = new("Finds what moves in a video and draws a box around it, in place.") { input, strip, table };
root.SetAction(async (arguments, stop) =>
{
    using GstPipeline pipeline = arguments.GetValue(input) is { } file
        ? GstPipeline.Launch($"filesrc location={file.FullName} ! decodebin ! videoconvert ! videoscale ! video/x-raw,format=I420,width=320,height=240,pixel-aspect-ratio=1/1 ! identity name=tap ! fakesink sync=false")
        : GstPipeline.Launch("videotestsrc num-buffers=120 pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=30/1 ! identity name=tap ! fakesink sync=false");
    using GstPad pad = pipeline.GetPad("tap", "src");
    using StreamWriter csv = new(arguments.GetRequiredValue(table).FullName);
    csv.WriteLine("frame,seconds,blocks,left,top,right,bottom");
    PictureStrip pictures = new(6, every: 20);
    Motion motion = new();
    int frames = 0;
    int moving = 0;
    using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
    {
        using WriteMapping map = p.EditBuffer();
        VideoFrameView frame = new(map, p.VideoInfo, p.Buffer);
        Box box = motion.Find(frame.Plane(0).AsReadOnly());
        if (!box.IsEmpty)
        {
            moving++;
            box.Draw(frame.Plane(0));
        }

        pictures.Offer(frames, frame.Plane(0).AsReadOnly());
        csv.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{frames++},{p.Pts.TotalSeconds:0.000},{box.Blocks},{box.Left},{box.Top},{box.Right},{box.Bottom}"));
        return GstPadProbeReturn.Ok;
    });
    await pipeline.RunAsync(stop);
    await pictures.SaveAsync(arguments.GetRequiredValue(strip).FullName, stop);
    Console.WriteLine($"something moved in {moving} of {frames} frames: {arguments.GetRequiredValue(strip).Name} shows {pictures.Count} of them, {arguments.GetRequiredValue(table).Name} has them all");
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or IOException or UnauthorizedAccessException or OperationCanceledException)
{
    Console.Error.WriteLine($"MotionDetector: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
