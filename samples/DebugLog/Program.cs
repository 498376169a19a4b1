using GstMemInterop;
using Microsoft.Extensions.Logging;

// GStreamer's debug log in the console logger of .NET, beside the application's own lines in GStreamer's.
if (args is ["--help"] or ["-h"])
{
    Console.WriteLine("""
        DebugLog [thresholds]

        Runs a pipeline for a moment, with GStreamer's debug log in the console logger.
        The thresholds are those of GST_DEBUG, for example "*:2,basesink:5". Without them: "*:3,GST_STATES:4,debuglog:5".
        """);
    return 0;
}

if (args.Length > 1)
{
    Console.Error.WriteLine("DebugLog: the one argument is a list of thresholds; --help says more");
    return 2;
}

try
{
    // The factory's filters hold too: without a line for GStreamer they begin at Information.
    using ILoggerFactory loggers = LoggerFactory.Create(static builder => builder
        .AddSimpleConsole(static console => console.SingleLine = true)
        .AddFilter("GStreamer", LogLevel.Debug));
    using GstLogBridge log = GStreamer.LogTo(loggers, args.Length == 1 ? args[0] : "*:3,GST_STATES:4,debuglog:5");

    // A category of our own: GST_DEBUG=debuglog:5 shows it in any program, and here it comes back with the rest.
    GstDebugCategory own = new("debuglog", "what the sample does");
    int frames = 0;
    using (GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=10 ! video/x-raw,width=64,height=48 ! fakesink name=sink"))
    {
        using GstPad pad = pipeline.GetPad("sink", "sink");
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) =>
        {
            own.Log(GstDebugLevel.Debug, $"frame {++frames}", pad); // costs nothing while nobody asks for it
            return GstPadProbeReturn.Ok;
        });
        own.Log(GstDebugLevel.Info, "the pipeline starts", pipeline);
        await pipeline.RunAsync();
    }

    // Thresholds change while the program runs.
    log.Thresholds = "debuglog:1";
    own.Log(GstDebugLevel.Info, "nobody reads this any more");
    log.Flush(TimeSpan.FromSeconds(5));
    long logged = log.Logged;
    log.Dispose();
    loggers.Dispose(); // the console logger writes on a thread of its own, and ends it here
    Console.WriteLine($"logged {logged} lines about {frames} frames, dropped {log.Dropped}");
    return 0;
}
catch (Exception exception) when (exception is GstException or ArgumentException)
{
    Console.Error.WriteLine($"DebugLog: {exception.Message.ReplaceLineEndings(" ")}");
    return 1;
}
