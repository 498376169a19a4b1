using Microsoft.Extensions.Logging;

namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Handlers of probes, those who listen to their failures, and the logger: one frame for each call.</summary>
internal static class ProbeSites
{
    internal static IEnumerable<Site> All =>
    [
        Streaming("buffer probe", ["BufferProbeHandler"], static (pad, next) => pad.AddBufferProbe((ref BufferProbe p) => { next(new Subject(BufferPointer: p.Buffer.DangerousHandle)); return GstPadProbeReturn.Ok; })),
        Streaming("buffer probe that edits", ["BufferProbeHandler`1"], static (pad, next) => pad.AddBufferProbe(5, (ref BufferProbe p, int _) =>
        {
            using WriteMapping mapping = p.EditBuffer();
            mapping.Span.Fill(7);
            next(new Subject(BufferPointer: p.Buffer.DangerousHandle));
            Site.Holds(!mapping.IsOpen || mapping.Span.IndexOfAnyExcept((byte)7) < 0, "a frame under an open mapping was changed");
            return GstPadProbeReturn.Ok;
        })),
        Streaming("probe of any data", ["PadProbeHandler"], static (pad, next) => pad.AddProbe(GstPadProbeType.Buffer, (ref PadProbeData p) => { next(new Subject(BufferPointer: p.Buffer.DangerousHandle)); return GstPadProbeReturn.Ok; })),
        Streaming("PadProbe.Failed", ["PadProbe.Failed"], static (pad, next) =>
        {
            PadProbe probe = pad.AddBufferProbe(static (ref BufferProbe p) => throw new NotSupportedException("planted"));
            probe.Failed += (_, _) => next(new Subject());
            return probe;
        }),
        Streaming("the logger", ["ILoggerFactory"], static (pad, next) =>
        {
            GStreamer.Initialize(new GStreamerOptions { LoggerFactory = new CallingLogger(() => next(new Subject())) });
            return pad.AddBufferProbe(static (ref BufferProbe p) => throw new NotSupportedException("planted"));
        }),
    ];

    private static Site Streaming(string name, string[] covers, Func<GstPad, Action<Subject>, PadProbe> add) => new(name, covers, insides =>
    {
        int next = 0;
        Exception? finding = null;
        using GstPipeline pipeline = GstPipeline.Launch($"fakesrc num-buffers={insides.Count} sizetype=fixed sizemax=16 ! identity name=tap ! fakesink");
        using GstPad pad = pipeline.GetPad("tap", "src");
        void Heard(object? sender, CallbackFailedEventArgs e) => finding ??= e.Exception as FindingException;
        GStreamer.CallbackFailed += Heard;
        try
        {
            using PadProbe probe = add(pad, subject =>
            {
                int index = Interlocked.Increment(ref next) - 1;
                if (index < insides.Count)
                {
                    insides[index](subject);
                }
            });
            pipeline.Run();
        }
        finally
        {
            GStreamer.CallbackFailed -= Heard;
            GStreamer.Initialize(new GStreamerOptions { LoggerFactory = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance });
        }

        Site.Holds(next >= insides.Count, $"{name} ran {next} times of {insides.Count}");
        if (finding is not null)
        {
            throw finding;
        }
    })
    {
        Streams = true,
    };

    private sealed class CallingLogger(Action called) : ILoggerFactory, ILogger
    {
        public void AddProvider(ILoggerProvider provider) { }

        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception?.Message == "planted")
            {
                called();
            }
        }
    }
}
