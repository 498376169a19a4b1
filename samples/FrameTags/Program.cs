using System.CommandLine;
using System.Diagnostics;
using FrameTags;
using GstMemInterop;

// One probe writes a value of ours onto each frame; another, on another thread behind a queue, reads it there.
Option<int> frames = new("--frames", "-f") { Description = "How many frames", DefaultValueFactory = static _ => 300 };
Option<int> queue = new("--queue", "-q") { Description = "How many frames the queue holds", DefaultValueFactory = static _ => 5 };
RootCommand root = new("Tags each frame in one probe and reads the tag behind a queue and a converter: how long was it on its way?") { frames, queue };
root.SetAction(async (arguments, stop) =>
{
    int count = arguments.GetRequiredValue(frames);
    GstMeta<FrameTag> tag = GstMeta.Register<FrameTag>("FrameTagsSampleTag");
    using GstPipeline pipeline = GstPipeline.Launch(
        $"videotestsrc num-buffers={count} ! video/x-raw,format=GRAY8,width=320,height=240 ! identity name=before ! queue max-size-buffers={arguments.GetRequiredValue(queue)} max-size-bytes=0 max-size-time=0 ! jpegenc name=work ! fakesink");
    using GstPad before = pipeline.GetPad("before", "src");
    using GstPad behind = pipeline.GetPad("work", "sink");

    int written = 0;
    using PadProbe write = before.AddBufferProbe((ref BufferProbe p) =>
    {
        p.MakeWritable();
        p.Buffer.AddMeta(tag, new FrameTag(written++, Stopwatch.GetTimestamp()));
        return GstPadProbeReturn.Ok;
    });

    List<double> milliseconds = new(count);
    int lost = 0;
    using PadProbe read = behind.AddBufferProbe((ref BufferProbe p) =>
    {
        if (p.Buffer.TryGetMeta(tag, out GstMetaRef<FrameTag> meta) && meta.Value.Number == milliseconds.Count + lost)
        {
            milliseconds.Add(Stopwatch.GetElapsedTime(meta.Value.WrittenAt).TotalMilliseconds);
        }
        else
        {
            lost++;
        }

        return GstPadProbeReturn.Ok;
    });
    await pipeline.RunAsync(stop);

    milliseconds.Sort();
    for (int percent = 0; percent <= 100 && milliseconds.Count > 0; percent += 25)
    {
        Console.WriteLine($"{percent,3} % of the frames were through after {milliseconds[(milliseconds.Count - 1) * percent / 100]:0.00} ms");
    }

    Console.WriteLine($"{milliseconds.Count} of {count} frames carried their number and time across threads, {lost} did not");
    return lost == 0 && milliseconds.Count == count ? 0 : 1;
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or OperationCanceledException)
{
    Console.Error.WriteLine($"FrameTags: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
