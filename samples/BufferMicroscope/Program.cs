using System.CommandLine;
using BufferMicroscope;
using GstMemInterop;

// Shows every buffer that passes a pad of any pipeline: what it says of itself, its memories, its bytes. And edits them.
Argument<string[]> launch = new("launch") { Description = "The pipeline, as for gst-launch-1.0", DefaultValueFactory = static _ => ["videotestsrc num-buffers=3 ! video/x-raw,width=64,height=48 ! identity name=look ! jpegenc ! fakesink"] };
Option<string> pad = new("--pad", "-p") { Description = "The pad to look at, ELEMENT.PAD", DefaultValueFactory = static _ => "look.src" };
Option<int> count = new("--count", "-c") { Description = "Show so many buffers; the rest is only counted", DefaultValueFactory = static _ => 10 };
Option<ByteWindow> dump = new("--dump", "-d") { Description = "The bytes to show, OFFSET:LENGTH", CustomParser = ByteWindow.Parse, DefaultValueFactory = static _ => new ByteWindow(0, 64) };
Option<BytePoke[]> edit = new("--edit", "-e") { Description = "Bytes to write into each buffer in place, OFFSET=HEX; may be given more than once", CustomParser = BytePoke.ParseAll };
Option<FileInfo?> dot = new("--dot") { Description = "Writes the running graph for Graphviz to this file" };
RootCommand root = new("Looks at the buffers that pass a pad: times, flags, references, memories and their allocators, metas, bytes; statistics at the end.") { launch, pad, count, dump, edit, dot };
root.SetAction(async (arguments, stop) =>
{
    using GstPipeline pipeline = GstPipeline.Launch(string.Join(' ', arguments.GetRequiredValue(launch)));
    string[] names = arguments.GetRequiredValue(pad).Split('.', 2);
    using GstPad looked = pipeline.GetPad(names[0], names.Length > 1 ? names[1] : "src");
    BytePoke[] pokes = arguments.GetValue(edit) ?? [];
    BufferReport report = new(arguments.GetRequiredValue(count), arguments.GetRequiredValue(dump));
    using PadProbe probe = looked.AddBufferProbe((ref BufferProbe p) =>
    {
        foreach (BytePoke poke in pokes)
        {
            poke.Apply(ref p);
        }

        report.Add(p.Buffer, p.Caps);
        return GstPadProbeReturn.Ok;
    });
    probe.Failed += (_, failure) => report.Failed(failure.Exception);
    if (arguments.GetValue(dot) is { } graph)
    {
        pipeline.SetState(GstState.Paused);
        pipeline.WaitForState(TimeSpan.FromSeconds(10));
        await File.WriteAllTextAsync(graph.FullName, pipeline.ToDot(), stop);
    }

    await pipeline.RunAsync(stop);
    report.PrintStatistics();
    return report.Failures == 0 ? 0 : 1;
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or ArgumentException or FormatException or IOException or UnauthorizedAccessException or OperationCanceledException)
{
    Console.Error.WriteLine($"BufferMicroscope: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
