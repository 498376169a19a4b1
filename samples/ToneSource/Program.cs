using System.CommandLine;
using GstMemInterop;
using ToneSource;

// Plays a melody that is reckoned in C#: pooled buffers, filled in place, pushed as fast as the pipeline takes them.
Option<FileInfo> output = new("--output", "-o") { Description = "The file to write: .ogg, .wav or .flac", DefaultValueFactory = static _ => new FileInfo("melody.ogg") };
Option<string> notes = new("--notes", "-n") { Description = "Notes of half a second each: a to g, in the octave below in capitals, - for silence", DefaultValueFactory = static _ => "cdefgabagfedc-" };
RootCommand root = new("Writes a melody whose samples are reckoned in C# and handed to GStreamer in buffers of a pool.") { output, notes };
root.SetAction(async (arguments, stop) =>
{
    FileInfo file = arguments.GetRequiredValue(output);
    Melody melody = new(arguments.GetRequiredValue(notes));
    string encoder = file.Extension.ToLowerInvariant() switch
    {
        ".ogg" => "vorbisenc ! oggmux",
        ".wav" => "wavenc",
        ".flac" => "flacenc",
        _ => throw new FormatException($"'{file.Name}' is no .ogg, .wav or .flac file"),
    };

    using GstCaps caps = GstCaps.Parse("audio/x-raw,format=S16LE,layout=interleaved,rate=48000,channels=2");
    using GstPipeline pipeline = GstPipeline.Launch($"appsrc name=in format=time max-bytes=65536 ! audioconvert ! {encoder:raw} ! filesink location={file.FullName}");
    using GstAppSrc source = pipeline.GetAppSrc("in");
    source.Caps = caps;

    using GstBufferPool pool = GstBufferPool.Create();
    pool.SetConfig(new GstBufferPoolConfig { Caps = caps, Size = Melody.BytesPerBuffer, MinBuffers = 4 });
    pool.Activate();

    Task<GstRunEnd> run = pipeline.RunAsync(stop);
    HashSet<nint> blocks = [];
    ulong pushed = 0;
    for (; melody.HasMore(pushed); pushed++)
    {
        GstBuffer buffer = await pool.AcquireAsync(stop);
        blocks.Add(buffer.DangerousHandle);
        using (WriteMapping map = buffer.MapWrite())
        {
            melody.Fill(map.Span, pushed);
        }

        buffer.Pts = GstClockTime.OfFrame(pushed * Melody.FramesPerBuffer, Melody.Rate);
        buffer.Duration = GstClockTime.OfFrame(Melody.FramesPerBuffer, Melody.Rate);
        await source.PushAsync(buffer, stop);       // waits while the pipeline has enough
    }

    source.EndOfStream();
    await run;
    Console.WriteLine($"{melody.Length} notes, {GstClockTime.OfFrame(pushed * Melody.FramesPerBuffer, Melody.Rate).TotalSeconds:0.0} s of sound in {file.Name}: {pushed} buffers pushed, {blocks.Count} made");
});

// What can go wrong ends in one line on stderr and a status: 2 for a wrong command line, 1 for everything else.
try
{
    ParseResult parsed = root.Parse(args);
    int status = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return parsed.Errors.Count > 0 ? 2 : status;
}
catch (Exception exception) when (exception is GstException or FormatException or IOException or OperationCanceledException)
{
    Console.Error.WriteLine($"ToneSource: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
