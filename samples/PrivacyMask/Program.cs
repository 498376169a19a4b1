using System.CommandLine;
using GstMemInterop;
using GstMemInterop.Bytes;
using PrivacyMask;

// A region of a video is made unrecognisable, in the frames' own bytes; the sound goes past it untouched.
Option<FileInfo?> input = new("--input", "-i") { Description = "A video with or without sound; without one, a test picture with a tone" };
Option<FileInfo> output = new("--output", "-o") { Description = "The WebM video to write", DefaultValueFactory = static _ => new FileInfo("masked.webm") };
Option<string> format = new("--format") { Description = "The raw format: I420 or NV12", DefaultValueFactory = static _ => "I420" };
format.AcceptOnlyFromAmong("I420", "NV12");
RootCommand root = new("Pixelates a region that moves through a video, and keeps its sound.") { input, output, format };
root.SetAction(async (arguments, stop) =>
{
    using VideoFile file = new(arguments.GetValue(input)?.FullName);
    using GstPipeline pipeline = file.Into(arguments.GetRequiredValue(output).FullName, arguments.GetRequiredValue(format));
    using GstPad pad = pipeline.GetPad("tap", "src");
    int frames = 0;
    using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
    {
        using WriteMapping map = p.EditBuffer();
        Mask.Apply(new VideoFrameView(map, p.VideoInfo, p.Buffer), p.Pts);
        frames++;
        return GstPadProbeReturn.Ok;
    });
    await pipeline.RunAsync(stop);
    Console.WriteLine($"{frames} frames masked in place, {(file.HasSound ? "the sound is kept" : "there was no sound")}: {arguments.GetRequiredValue(output).Name}");
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or IOException or OperationCanceledException)
{
    Console.Error.WriteLine($"PrivacyMask: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
