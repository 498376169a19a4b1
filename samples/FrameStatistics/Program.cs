using System.CommandLine;
using FrameStatistics;
using GstMemInterop;
using Spectre.Console;

// Frames come out of an appsink, borrowed: brightness, histogram and motion of each, drawn while it runs.
Option<FileInfo?> input = new("--input", "-i") { Description = "A video; without one, a ball that bounces" };
Option<FileInfo> output = new("--output", "-o") { Description = "The chart to write", DefaultValueFactory = static _ => new FileInfo("statistics.svg") };
RootCommand root = new("Measures the brightness and the motion of a video's frames and draws them.") { input, output };
root.SetAction(async (arguments, stop) =>
{
    const string Sink = "video/x-raw,format=GRAY8,width=320,height=240 ! appsink name=out sync=false max-buffers=8";
    using GstPipeline pipeline = arguments.GetValue(input) is { } file
        ? GstPipeline.Launch($"filesrc location={file.FullName} ! decodebin ! videoconvert ! videoscale ! {Sink:raw}")
        : GstPipeline.Launch($"videotestsrc num-buffers=240 pattern=ball ! videoconvert ! videoscale ! {Sink:raw}");
    using GstAppSink sink = pipeline.GetAppSink("out");
    FrameMeasurements measured = new();
    using AppHandler handler = sink.OnSample(measured, static (ref AppSinkSample sample, FrameMeasurements measured) =>
    {
        using ReadMapping map = sample.Buffer.MapRead();
        measured.Add(new ReadOnlyVideoFrameView(map, sample.VideoInfo, sample.Buffer).Plane(0), sample.Buffer.Pts);
        return GstFlowReturn.Ok;
    });

    Task run = pipeline.RunAsync(stop);
    if (!Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive)
    {
        await AnsiConsole.Live(Chart.Of(measured)).StartAsync(async live =>
        {
            while (!run.IsCompleted)
            {
                await Task.WhenAny(run, Task.Delay(100, stop));
                live.UpdateTarget(Chart.Of(measured));
            }
        });
    }

    await run;
    await File.WriteAllTextAsync(arguments.GetRequiredValue(output).FullName, Chart.ToSvg(measured), stop);
    Console.WriteLine($"{measured.Count} frames, mean brightness {measured.MeanBrightness:0.0}, most motion in frame {measured.LiveliestFrame}: {arguments.GetRequiredValue(output).Name}");
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or IOException or UnauthorizedAccessException or OperationCanceledException)
{
    Console.Error.WriteLine($"FrameStatistics: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
