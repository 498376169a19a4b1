#pragma warning disable xUnit1031, xUnit1051 // what blocks its thread, and what nothing cancels, is what these are about

using System.Diagnostics;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke in running pipelines: states asked for by streaming threads, last references, pulled buffers, positions.</summary>
public sealed class StrangerPipelineTests
{
    private const string Endless = "fakesrc is-live=true do-timestamp=true sizetype=fixed sizemax=16 datarate=160000 name=source ! identity name=tap ! fakesink name=out";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("tap", GstState.Playing)]
    [InlineData("tap", GstState.Null)]
    [InlineData("source", GstState.Playing)]
    [InlineData("source", GstState.Paused)]
    [InlineData("out", GstState.Ready)]
    public async Task A_handler_that_changes_the_state_of_an_element_does_not_keep_the_pipeline_from_being_stopped(string element, GstState state)
    {
        for (int round = 0; round < 20; round++)
        {
            using GstPipeline pipeline = GstPipeline.Launch(Endless);
            using GstElement target = pipeline.GetElement(element);
            using GstPad pad = pipeline.GetPad("tap", "src");
            using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
            {
                target.SetState(state);
                return GstPadProbeReturn.Ok;
            });
            pipeline.Play();
            await Task.Delay(round, Token);
            await Task.Run(pipeline.Stop, Token).WaitAsync(s_soon, Token);
            probe.Dispose();
        }
    }

    [Theory]
    [InlineData("tap")]
    [InlineData("source")]
    public async Task A_handler_that_ends_the_stream_of_an_element_does_not_keep_the_pipeline_from_being_stopped(string element)
    {
        for (int round = 0; round < 20; round++)
        {
            using GstPipeline pipeline = GstPipeline.Launch(Endless);
            using GstElement target = pipeline.GetElement(element);
            using GstPad pad = pipeline.GetPad("tap", "src");
            using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) => target.SendEndOfStream() ? GstPadProbeReturn.Ok : GstPadProbeReturn.Drop);
            pipeline.Play();
            await Task.Delay(round, Token);
            await Task.Run(pipeline.Stop, Token).WaitAsync(s_soon, Token);
        }
    }

    [Fact]
    public void A_source_that_is_stopped_on_its_own_thread_stops_a_moment_later_and_without_a_warning()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Endless);
        using GstElement source = pipeline.GetElement("source");
        using GstPad pad = pipeline.GetPad("tap", "src");
        using NativeWarnings warnings = new();
        GstStateChangeReturn? answer = null;
        bool plays = false;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            if (Volatile.Read(ref plays))
            {
                answer ??= source.SetState(GstState.Null);
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Play();
        Assert.True(pipeline.WaitForState(s_soon));
        Volatile.Write(ref plays, true);
        Assert.True(SpinWait.SpinUntil(() => source.State == GstState.Null, s_soon));
        Assert.Equal(GstStateChangeReturn.Async, answer);
        Assert.Empty(warnings.Texts);
    }

    [Fact]
    public void A_handler_changes_another_branch_at_once()
    {
        using GstPipeline pipeline = GstPipeline.Launch($"{Endless} videotestsrc is-live=true ! queue ! fakesink name=other");
        using GstElement other = pipeline.GetElement("other");
        using GstPad pad = pipeline.GetPad("tap", "src");
        List<GstState> states = [];
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            if (states.Count == 0 && other.State == GstState.Playing)
            {
                foreach (GstState state in (GstState[])[GstState.Null, GstState.Playing, GstState.Ready])
                {
                    other.SetState(state);
                    states.Add(other.State);
                }
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Play();
        Assert.True(SpinWait.SpinUntil(() => states.Count == 3, s_soon));
        pipeline.Stop();
        Assert.Equal((GstState.Null, GstState.Ready), (states[0], states[2]));
    }

    [Fact]
    public async Task A_handler_that_plays_an_element_while_the_pipeline_is_stopped_leaves_nothing_running()
    {
        for (int round = 0; round < 100; round++)
        {
            using GstPipeline pipeline = GstPipeline.Launch(Endless);
            using GstElement source = pipeline.GetElement("source");
            using GstPad pad = pipeline.GetPad("tap", "src");
            using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
            {
                source.SetState(GstState.Playing);
                return GstPadProbeReturn.Ok;
            });
            pipeline.Play();
            await Task.Delay(round % 5, Token);
            await Task.Run(pipeline.Dispose, Token).WaitAsync(s_soon, Token);
        }
    }

    [Fact]
    public void A_pipeline_whose_child_plays_alone_is_disposed()
    {
        GstPipeline pipeline = GstPipeline.Launch(Endless);
        using (GstElement source = pipeline.GetElement("source"))
        {
            source.SetState(GstState.Playing);
        }

        pipeline.Dispose();

        GstPipeline forgotten = GstPipeline.Launch($"( {Endless} )");
        using GstElement sink = forgotten.GetElement("out");
        sink.SetState(GstState.Paused);
        forgotten.Dispose();
        Assert.Equal(GstState.Null, sink.State);
    }

    [Fact]
    public async Task Elements_and_pipelines_are_disposed_while_they_play_whoever_holds_them_for_a_moment()
    {
        Stopwatch watch = Stopwatch.StartNew();
        for (int round = 0; watch.Elapsed < TimeSpan.FromSeconds(8); round++)
        {
            GstElement source = GstElement.Create("videotestsrc");
            GstElement sink = GstElement.Create("fakesrc");
            GstPipeline pipeline = GstPipeline.Launch(Endless);
            Task play = Task.Run(
                () =>
                {
                    try
                    {
                        pipeline.Play();
                        pipeline.SetState(GstState.Paused);
                        pipeline.Play();
                    }
                    catch (ObjectDisposedException)
                    {
                        // That it may be disposed at any moment is the point.
                    }
                },
                Token);
            source.SetState(GstState.Playing);
            sink.SetState(GstState.Playing);
            Thread.SpinWait(round * 37 % 20000);
            sink.Dispose();
            source.Dispose();
            pipeline.Dispose();
            await play.WaitAsync(s_soon, Token);
        }
    }

    [Fact]
    public async Task Elements_that_play_are_let_go_of_at_every_moment_also_where_the_pool_has_no_thread_left()
    {
        Stopwatch watch = Stopwatch.StartNew();
        TaskCompletionSource pool = new();
        for (int blocked = 0; blocked < 8; blocked++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => pool.Task.Wait(), null);
        }

        Task[] tasks = [.. Enumerable.Range(1, 3).Select(seed => Task.Factory.StartNew(() => LetGo(new Random(seed), watch), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        try
        {
            await Task.WhenAll(tasks);
        }
        finally
        {
            pool.SetResult();
        }
    }

    private static void LetGo(Random random, Stopwatch watch)
    {
        string[] sources = ["fakesrc", "videotestsrc", "audiotestsrc"];
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            using (GstElement alone = GstElement.Create(sources[random.Next(3)]))
            {
                alone.SetState(GstState.Playing);
                Thread.SpinWait(random.Next(6000));
            }

            using GstPipeline pipeline = GstPipeline.Create();
            using GstElement taken = GstElement.Create("fakesrc");
            pipeline.Add(taken);
            pipeline.Play();
            Thread other = new(() =>
            {
                foreach (GstElement element in pipeline.GetElements())
                {
                    element.Dispose();
                }
            });
            other.Start();
            pipeline.Remove(taken);
            taken.Dispose();
            other.Join();
        }
    }

    [Theory]
    [InlineData("source", "src")]
    [InlineData("type", "sink")]
    [InlineData("type", "src")]
    public void What_takes_the_place_of_a_pulled_buffer_is_copied_into_the_one_that_the_puller_gets(string element, string pad)
    {
        using PulledFile file = new(300_000);
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc name=source location={file.Path} ! typefind name=type force-caps=video/x-raw,format=GRAY8,width=100,height=50,framerate=25/1 ! rawvideoparse format=gray8 width=100 height=50 framerate=25/1 ! fakesink name=out");
        using GstPad pulls = pipeline.GetPad(element, pad);
        using GstPad sink = pipeline.GetPad("out", "sink");
        nint came = 0;
        HashSet<nint> seen = [];
        using PadProbe edit = pulls.AddBufferProbe((ref BufferProbe p) =>
        {
            came = p.Buffer.DangerousHandle;
            GstBuffer other = p.Buffer.CopyDeep();
            Fill(other);
            p.ReplaceBuffer(other);
            return GstPadProbeReturn.Ok;
        });
        using PadProbe same = pulls.AddBufferProbe((ref BufferProbe p) =>
        {
            Assert.Equal(came, p.Buffer.DangerousHandle);
            seen.Add(came);
            return GstPadProbeReturn.Ok;
        });
        List<Exception> failures = [];
        same.Failed += (_, e) => failures.Add(e.Exception);
        long sevens = 0;
        using PadProbe look = sink.AddBufferProbe((ref BufferProbe p) =>
        {
            sevens += p.Buffer.ToArray().Count(static b => b == 7);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(Token);
        Assert.Empty(failures);
        Assert.Equal(300_000, sevens);
        Assert.NotEmpty(seen);
    }

    [Theory]
    [InlineData(-7)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void A_flow_result_that_GStreamer_does_not_have_is_refused(int number)
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=1 ! fakesink name=out");
        using GstPad pad = pipeline.GetPad("out", "sink");
        Exception? refused = null;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            p.FlowReturn = GstFlowReturn.CustomError;
            try
            {
                p.FlowReturn = (GstFlowReturn)number;
            }
            catch (ArgumentOutOfRangeException exception)
            {
                refused = exception;
                Assert.Equal(GstFlowReturn.CustomError, p.FlowReturn);
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(Token);
        Assert.Contains($"{number}", refused!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpegdec")]
    [InlineData("pngdec")]
    [InlineData("theoradec")]
    [InlineData("theoraparse")]
    public void A_decoder_that_has_seen_nothing_yet_has_no_position_and_does_not_complain(string decoder)
    {
        using GstElement alone = GstElement.Create(decoder);
        foreach (GstState state in Enum.GetValues<GstState>().Where(static s => s != GstState.VoidPending))
        {
            alone.SetState(state);
            Assert.Equal((GstClockTime.None, GstClockTime.None), (alone.QueryPosition(), alone.QueryDuration()));
        }

        using GstPipeline pipeline = GstPipeline.Launch($"appsrc ! {decoder} name=d ! identity name=i ! fakesink name=out  ( name=b appsrc ! {decoder} ! fakesink )  videotestsrc num-buffers=50 ! fakesink sync=true name=other");
        pipeline.SetState(GstState.Paused);
        using GstElement other = pipeline.GetElement("other");
        Assert.True(SpinWait.SpinUntil(() => other.QueryPosition().HasValue, s_soon));
        foreach (string name in (string[])["d", "i", "out", "b"])
        {
            using GstElement element = pipeline.GetElement(name);
            Assert.Equal((GstClockTime.None, GstClockTime.None), (element.QueryPosition(), element.QueryDuration()));
        }

        Assert.Equal(other.QueryPosition(), pipeline.QueryPosition());
        pipeline.QueryDuration();
    }

    [Fact]
    public void A_decoder_that_decodes_has_a_position()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=10 ! jpegenc ! jpegdec name=d ! queue ! fakesink name=out sync=false");
        using GstElement decoder = pipeline.GetElement("d");
        using GstBus bus = pipeline.Bus;
        pipeline.Play();
        using GstMessage end = bus.Pop(GstMessageType.Eos, Token);
        Assert.True(decoder.QueryPosition().HasValue);
        Assert.True(pipeline.QueryPosition() > GstClockTime.Zero);
    }

    private static void Fill(GstBuffer buffer)
    {
        using WriteMapping map = buffer.MapWrite();
        map.Span.Fill(7);
    }
}
