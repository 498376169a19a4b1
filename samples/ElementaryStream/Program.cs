using System.Buffers;
using System.CommandLine;
using ElementaryStream;
using GstMemInterop;

// RTP packets have their header in one memory and a piece of the frame in another. They are parsed where they lie:
// no memory is merged, no byte is copied.
Option<int> frames = new("--frames", "-f") { Description = "How many frames", DefaultValueFactory = static _ => 50 };
Option<int> size = new("--packet", "-p") { Description = "The most bytes in a packet", DefaultValueFactory = static _ => 400 };
RootCommand root = new("Takes a VP8 stream apart as it goes over the network: packet headers and frame headers, read from several memories without merging them.") { frames, size };
root.SetAction(async (arguments, stop) =>
{
    using GstPipeline pipeline = GstPipeline.Launch(
        $"videotestsrc num-buffers={arguments.GetRequiredValue(frames)} pattern=ball ! video/x-raw,width=320,height=240,framerate=25/1 ! vp8enc deadline=1 keyframe-max-dist=10 ! rtpvp8pay mtu={arguments.GetRequiredValue(size)} ! appsink name=out sync=false");
    using GstAppSink sink = pipeline.GetAppSink("out");
    long merges = MapCounters.Merges;
    StreamReport report = new();
    using AppHandler handler = sink.OnSample(report, static (ref AppSinkSample sample, StreamReport report) =>
    {
        if (!sample.BufferList.IsNull)
        {
            foreach (GstBufferRef packet in sample.BufferList)
            {
                Read(packet, report);
            }
        }
        else
        {
            Read(sample.Buffer, report);
        }

        return GstFlowReturn.Ok;
    });
    await pipeline.RunAsync(stop);
    report.Print();
    Console.WriteLine($"{report.Packets} packets of {report.Frames} frames parsed across {report.Memories} memories, {MapCounters.Merges - merges} of them merged");
    return report.Lost == 0 ? 0 : 1;

    static void Read(GstBufferRef packet, StreamReport report)
    {
        using MappedSequence bytes = packet.MapSequence();
        report.Add(bytes.Sequence, packet.MemoryCount);
    }
});

try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or OperationCanceledException)
{
    Console.Error.WriteLine($"ElementaryStream: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
