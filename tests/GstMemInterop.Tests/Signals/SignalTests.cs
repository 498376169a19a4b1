using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Signals;

public sealed class SignalTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_handler_gets_the_sender_and_its_arguments_as_net_values()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 sizetype=fixed sizemax=16 ! identity name=id signal-handoffs=true ! fakesink");
        using GstElement identity = pipeline.GetElement("id");
        List<(string Signal, string? Sender, int Count, nuint Size)> seen = [];
        using GstSignalConnection connection = identity.Connect("handoff", (ref GstSignal s) => seen.Add((s.Name, s.Sender?.Name, s.Count, s.Get<GstBuffer>(0).Size)));
        pipeline.Run(Token);
        Assert.Equal([("handoff", "id", 1, 16u), ("handoff", "id", 1, 16u), ("handoff", "id", 1, 16u)], seen);
        Assert.True(connection.IsConnected);
    }

    [Fact]
    public void Notify_tells_of_one_property()
    {
        using GstElement source = GstElement.Create("videotestsrc");
        List<object?> seen = [];
        using GstSignalConnection connection = source.Connect("notify::num-buffers", (ref GstSignal s) => seen.Add(((GstElement)s.Sender!)["num-buffers"]));
        source["num-buffers"] = 5;
        source["is-live"] = true;
        source["num-buffers"] = 7;
        connection.Dispose();
        source["num-buffers"] = 9;
        Assert.Equal([5, 7], seen.Cast<int>());
        Assert.False(connection.IsConnected);
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are()
    {
        using GstElement source = GstElement.Create("identity");
        ArgumentException refused = Assert.Throws<ArgumentException>(() => source.Connect("handof", static (ref GstSignal _) => { }));
        Assert.Contains("handoff", refused.Message, StringComparison.Ordinal);
        Assert.Contains("pad-added", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => source.Connect("notify::nothing", static (ref GstSignal _) => { }));
        Assert.Throws<ArgumentException>(() => source.Connect("handoff::detail", static (ref GstSignal _) => { }));
        Assert.Throws<ArgumentException>(() => source.Connect("hand\0off", static (ref GstSignal _) => { }));
        Assert.Contains("handoff", source.SignalNames);
        Assert.Contains("notify", source.SignalNames);
        Assert.Equal(source.SignalNames.Order(StringComparer.Ordinal), source.SignalNames);
    }

    [Fact]
    public void What_a_handler_throws_is_reported_and_the_stream_goes_on()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=3 ! identity name=id signal-handoffs=true ! fakesink");
        using GstElement identity = pipeline.GetElement("id");
        int failures = 0;
        using GstSignalConnection connection = identity.Connect("handoff", static (ref GstSignal _) => throw new InvalidOperationException("planted"));
        connection.Failed += (_, e) => failures += e.Exception.Message == "planted" ? 1 : 0;
        Assert.Equal(GstRunEnd.EndOfStream, pipeline.Run(Token));
        Assert.Equal(3, failures);
    }

    [Fact]
    public void A_handler_answers_and_an_answer_that_does_not_fit_is_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! video/x-raw,width=16,height=16 ! jpegenc ! decodebin name=d ! fakesink name=out");
        using GstElement decode = pipeline.GetElement("d");
        List<string?> asked = [];
        bool refused = false;
        using GstSignalConnection answer = decode.Connect("autoplug-continue", (ref GstSignal s) =>
        {
            asked.Add(s.Get<GstCaps>(1).MediaType);
            try
            {
                s.Result = "neither";
            }
            catch (ArgumentException)
            {
                refused = true;
            }

            s.Result = false; // do not decode
        });
        using GstPad pad = pipeline.GetPad("out", "sink");
        string? passes = null;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) => { passes = p.Caps?.MediaType; return GstPadProbeReturn.Ok; });
        pipeline.Run(Token);
        Assert.Equal(("image/jpeg", true), (passes, refused));
        Assert.Equal(["image/jpeg"], asked);
    }

    [Fact]
    public void An_action_signal_is_called_and_answers()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! video/x-raw,format=GRAY8,width=16,height=8 ! appsink name=sink sync=false");
        using GstElement sink = pipeline.GetElement("sink");
        pipeline.Play();
        using (GstSample? sample = sink.Emit("try-pull-sample", 5_000_000_000UL) as GstSample)
        {
            Assert.Equal((nuint)128, sample!.Buffer.Size);
        }

        Assert.Throws<ArgumentException>(() => sink.Emit("try-pull-sample"));
        Assert.Throws<ArgumentException>(() => sink.Emit("try-pull-sample", "soon"));
        Assert.Throws<InvalidOperationException>(() => sink.Emit("pad-added", sink));
        Assert.Throws<ArgumentException>(() => sink.Emit("pull-everything"));
        pipeline.Stop();
        Assert.Null(sink.Emit("try-pull-sample", 0UL));

        using GstElement source = GstElement.Create("appsrc");
        Assert.Throws<ArgumentNullException>(() => source.Emit("push-buffer", (object?)null));
    }

    [Fact]
    public void A_handler_disposes_its_connection_and_its_element()
    {
        GstElement source = GstElement.Create("videotestsrc");
        int calls = 0;
        GstSignalConnection? connection = null;
        connection = source.Connect("notify::num-buffers", (ref GstSignal s) =>
        {
            calls++;
            connection!.Dispose();
            source.Dispose();
            connection.Dispose();
        });
        source["num-buffers"] = 1;
        Assert.Equal(1, calls);
        Assert.False(connection.IsConnected);
        Assert.Throws<ObjectDisposedException>(() => source.Connect("notify", static (ref GstSignal _) => { }));
    }

    [Fact]
    public void What_a_handler_keeps_ends_when_it_returns()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=1 sizetype=fixed sizemax=4 ! identity name=id signal-handoffs=true ! fakesink");
        using GstElement identity = pipeline.GetElement("id");
        GstBuffer? kept = null;
        GstObject? sender = null;
        int refused = 0;
        using GstSignalConnection connection = identity.Connect("handoff", (ref GstSignal s) =>
        {
            kept = s.Get<GstBuffer>(0);
            sender = s.Sender;
            refused += Refuses<InvalidCastException>(s, static s => s.Get<GstPad>(0)) + Refuses<ArgumentOutOfRangeException>(s, static s => _ = s[1])
                + Refuses<InvalidOperationException>(s, static s => s.Result = 1);
        });
        int failures = 0;
        connection.Failed += (_, _) => failures++;
        pipeline.Run(Token);
        Assert.Equal(0, failures);
        Assert.True(kept!.IsDisposed);
        Assert.True(sender!.IsDisposed);
        Assert.Equal(3, refused);
    }

    private delegate void Use(GstSignal signal);

    private static int Refuses<TException>(GstSignal signal, Use use) where TException : Exception
    {
        try
        {
            use(signal);
            return 0;
        }
        catch (TException)
        {
            return 1;
        }
    }

    [Fact]
    public void A_connection_neither_keeps_its_object_nor_outlives_it()
    {
        using NativeWeakReference weak = new();
        GstSignalConnection connection = Forget(weak);
        GstFixture.Settle();
        Assert.False(weak.IsAlive);
        Assert.False(connection.IsConnected);
        connection.Dispose();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static GstSignalConnection Forget(NativeWeakReference weak)
        {
            using GstElement source = GstElement.Create("videotestsrc");
            weak.Target(source.DangerousHandle);
            return source.Connect("notify", static (ref GstSignal _) => { });
        }
    }

    [Fact]
    public void Connecting_emitting_and_disposing_race_without_harm()
    {
        using GstElement source = GstElement.Create("videotestsrc");
        int calls = 0;
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, worker =>
        {
            for (int i = 0; i < 500; i++)
            {
                using GstSignalConnection connection = source.Connect("notify::num-buffers", (ref GstSignal _) => Interlocked.Increment(ref calls));
                source["num-buffers"] = i;
                if (i % 2 == 0)
                {
                    connection.Dispose();
                }
            }
        });
        Assert.True(calls > 0); // GObject tells once of changes that other threads make at the same moment
        int before = calls;
        source["num-buffers"] = -1;
        Assert.Equal(before, calls);
    }
}
