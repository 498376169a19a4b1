using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GstMemInterop.Tests.Findings;

/// <summary>What strangers broke who knew the public face only, after all entries of the table held.</summary>
public sealed class StrangerTests
{
    [Fact]
    public void A_list_that_a_pad_takes_apart_is_handled_once()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=1 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=300 chunks-per-frame=5 ! identity name=tap ! fakesink name=out sync=false async=false");
        List<byte[]> before = [];
        List<byte[]> after = [];
        int calls = 0;
        using GstPad pay = pipeline.GetPad("pay", "src");
        using GstPad tap = pipeline.GetPad("tap", "sink");
        using GstPad last = pipeline.GetPad("out", "sink");
        using PadProbe first = pay.AddBufferProbe((ref BufferProbe p) => { before.Add(p.Buffer.ToArray()); return GstPadProbeReturn.Ok; });
        using PadProbe edit = tap.AddBufferProbe((ref BufferProbe p) =>
        {
            calls++;
            using WriteMapping map = p.EditBuffer();
            map.Span[^1] ^= 0xFF;
            return GstPadProbeReturn.Ok;
        });
        using PadProbe look = last.AddBufferProbe((ref BufferProbe p) => { after.Add(p.Buffer.ToArray()); return GstPadProbeReturn.Ok; });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(before.Count > 100);
        Assert.Equal((before.Count, before.Count), (after.Count, calls));
        Assert.All(before.Zip(after), static pair => Assert.Equal(pair.First[^1] ^ 0xFF, pair.Second[^1]));
    }

    [Fact]
    public void A_map_that_moves_its_own_window_is_refused()
    {
        using CallbackAllocator allocator = new();
        using GstMemory memory = allocator.Allocate(100);
        allocator.OnMap = () => memory.Resize(80, 20);
        Assert.Throws<GstMapException>(() => { using WriteMapping no = memory.MapWrite(); });
        allocator.OnMap = null;
        Assert.Equal((0, (nuint)20), (memory.OpenMappings, memory.Size));
        using ReadMapping rest = memory.MapRead();
        Assert.Equal((nuint)20, rest.Length);
    }

    [Fact]
    public void A_logger_that_throws_ends_neither_a_call_nor_the_process()
    {
        try
        {
            GStreamer.Initialize(new GStreamerOptions { LoggerFactory = new ThrowingLogger() });
            using GstBuffer buffer = GstBuffer.CopyOf("abc"u8);
            buffer.AppendMemory(GstMemory.CopyOf("def"u8));
            using (ReadMapping map = buffer.MapRead())
            {
                Assert.Equal(6, map.Span.Length);
            }

            buffer.SetSize(3);
            Forget(buffer);
            GstFixture.Settle();
            Assert.Equal(0, buffer.PeekMemory(0).OpenMappings);
        }
        finally
        {
            GStreamer.Initialize(new GStreamerOptions { LoggerFactory = NullLoggerFactory.Instance });
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Forget(GstBuffer buffer) => Assert.Equal((nuint)3, buffer.MapReadOwned().Length);
    }

    [Fact]
    public void What_is_forgotten_where_nobody_listens_is_written_once_of_each_kind()
    {
        Gate.Outcome outcome = Allocators.ChildProcess.Run("forget-unheard");
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("went on", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Output.Split("OwnedMapping of 16 bytes was never disposed").Length);
        Assert.Contains("release on purpose", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("CallbackFailed", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_a_stream_that_is_paused_can_be_stopped()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! fakesink");
        pipeline.SetState(GstState.Paused);
        pipeline.WaitForState(TimeSpan.FromSeconds(5));
        Task<bool> end = Task.Run(pipeline.SendEndOfStream, TestContext.Current.CancellationToken);
        await Task.WhenAny(end, Task.Delay(200, TestContext.Current.CancellationToken));
        await Task.Run(pipeline.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await end.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.False(pipeline.SendEndOfStream()); // nothing streams now
    }

    [Theory]
    [InlineData("play")]
    [InlineData("end")]
    public async Task A_handler_that_plays_or_ends_the_stream_does_not_keep_it_from_being_stopped(string what)
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! identity name=i ! fakesink");
        using GstPad pad = pipeline.GetPad("i", "src");
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            if (what == "play")
            {
                pipeline.SetState(GstState.Playing);
            }
            else
            {
                pipeline.SendEndOfStream();
            }

            return GstPadProbeReturn.Ok;
        });
        for (int round = 0; round < 5; round++)
        {
            pipeline.Play();
            await Task.Delay(30, TestContext.Current.CancellationToken);
            await Task.Run(pipeline.Stop, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void An_active_pool_without_caps_is_not_proposed()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! fakesink name=out");
        using GstPad sink = pipeline.GetPad("out", "sink");
        using GstBufferPool pool = GstBufferPool.Create();
        using (GstBufferPoolConfig config = pool.GetConfig())
        {
            config.Size = 3;
            pool.SetConfig(config);
        }

        pool.Activate();
        int refused = 0;
        using PadProbe answer = sink.AddProbe(GstPadProbeType.QueryDownstream | GstPadProbeType.Push, (ref PadProbeData data) =>
        {
            if (!data.AllocationQuery.IsNull)
            {
                try
                {
                    data.AllocationQuery.AddPool(pool, 3);
                }
                catch (InvalidOperationException)
                {
                    refused++;
                }
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.True(refused > 0);
    }

    private sealed class ThrowingLogger : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) { }

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new InvalidOperationException("The logger throws.");
    }
}
