namespace GstMemInterop.Fuzz.Reentrancy;

/// <summary>Handlers of an appsink and of an appsrc, and those who listen to their failures.</summary>
internal static class AppSites
{
    internal static IEnumerable<Site> All =>
    [
        Sink("handler of an appsink", ["AppSinkSampleHandler"], static (sink, next) => sink.OnSample((ref AppSinkSample s) => { next(new Subject(BufferPointer: s.Buffer.DangerousHandle)); return GstFlowReturn.Ok; })),
        Sink("handler of an appsink that reads", ["AppSinkSampleHandler`1"], static (sink, next) => sink.OnSample(5, (ref AppSinkSample s, int _) =>
        {
            using ReadMapping mapping = s.Buffer.MapRead();
            byte[] before = mapping.Span.ToArray();
            next(new Subject(BufferPointer: s.Buffer.DangerousHandle));
            Site.Holds(!mapping.IsOpen || mapping.Span.SequenceEqual(before), "a sample's buffer under an open mapping was changed");
            return GstFlowReturn.Ok;
        })),
        Sink("AppHandler.Failed", ["AppHandler.Failed"], static (sink, next) =>
        {
            AppHandler handler = sink.OnSample(static (ref AppSinkSample _) => throw new NotSupportedException("planted"));
            handler.Failed += (_, _) => next(new Subject());
            return handler;
        }),
        Source("need-data", "Action`1 of GstAppSrc, Memory`1 of GstAppSrc, ReadOnlyMemory`1 of GstAppSrc", "", static (source, next) => source.OnNeedData(_ =>
        {
            if (!next()) { source.EndOfStream(); }
            else { source.Push(new ReadOnlyMemory<byte>(new byte[4])); }
        })),
        Source("enough-data", "Action of GstAppSrc", "max-bytes=1", static (source, next) =>
        {
            bool more = true;
            AppHandler handler = source.OnEnoughData(() => more = next());
            _ = source.OnNeedData(_ =>
            {
                source.Push([1, 2]);
                source.Push([3, 4]);
                if (!more) { source.EndOfStream(); }
            });
            return handler;
        }),
        Source("seek-data", "Func`2 of GstAppSrc", "stream-type=seekable size=100", static (source, next) =>
        {
            AppHandler handler = source.OnSeekData(_ =>
            {
                while (next()) { }
                return true;
            });
            _ = source.OnNeedData(_ => source.EndOfStream());
            return handler;
        }),
    ];

    private static Site Sink(string name, string[] covers, Func<GstAppSink, Action<Subject>, AppHandler> add) => new(name, covers, insides =>
        Run($"fakesrc num-buffers={insides.Count} sizetype=fixed sizemax=16 ! appsink name=app sync=false", insides, (pipeline, next) =>
        {
            GstAppSink sink = pipeline.GetAppSink("app");
            return (sink, add(sink, subject => next(subject)));
        }))
    {
        Streams = true,
    };

    private static Site Source(string name, string covers, string settings, Func<GstAppSrc, Func<bool>, AppHandler> add) => new(name, covers.Split(", "), insides =>
        Run($"appsrc name=app {settings} ! fakesink", insides, (pipeline, next) =>
        {
            GstAppSrc source = pipeline.GetAppSrc("app");
            return (source, add(source, () => next(new Subject())));
        }))
    {
        Streams = true,
    };

    /// <summary>Runs one call at each turn of the handler.</summary>
    private static void Run(string text, IReadOnlyList<Inside> insides, Func<GstPipeline, Func<Subject, bool>, (GstElement Element, AppHandler Handler)> add)
    {
        int next = 0;
        Exception? finding = null;
        using GstPipeline pipeline = GstPipeline.Launch(text);
        void Heard(object? sender, CallbackFailedEventArgs e) => finding ??= e.Exception as FindingException;
        GStreamer.CallbackFailed += Heard;
        try
        {
            (GstElement element, AppHandler handler) = add(pipeline, subject =>
            {
                int index = Interlocked.Increment(ref next) - 1;
                if (index < insides.Count)
                {
                    insides[index](subject);
                }

                return index + 1 < insides.Count;
            });
            using (element)
            using (handler)
            {
                pipeline.Run();
            }
        }
        finally
        {
            GStreamer.CallbackFailed -= Heard;
        }

        Site.Holds(next >= insides.Count, $"a handler of '{text}' ran {next} times of {insides.Count}");
        if (finding is not null)
        {
            throw finding;
        }
    }
}
