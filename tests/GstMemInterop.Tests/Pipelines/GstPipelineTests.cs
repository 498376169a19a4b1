namespace GstMemInterop.Tests.Pipelines;

public class GstPipelineTests
{
    [Fact]
    public void A_launch_text_with_an_error_gives_GStreamers_own_message()
    {
        GstException missing = Assert.ThrowsAny<GstException>(() => GstPipeline.Launch("videotestsrc ! nosuchelement ! fakesink"));
        Assert.Contains("nosuchelement", missing.Message, StringComparison.Ordinal);
        Assert.Equal("gst_parse_error", missing.Domain?.Replace('-', '_'));
        Assert.ThrowsAny<GstException>(() => GstPipeline.Launch("videotestsrc !"));
        Assert.Throws<ArgumentException>(() => GstPipeline.Launch(" "));
        Assert.Throws<ArgumentException>(() => GstPipeline.Launch("fake\0sink"));
    }

    [Fact]
    public async Task An_element_that_fails_gives_message_code_debug_text_and_source()
    {
        using GstPipeline pipeline = GstPipeline.Launch("filesrc location=/does/not/exist name=reader ! fakesink");
        GstException error = await Assert.ThrowsAsync<GstException>(() => pipeline.RunAsync(TestContext.Current.CancellationToken));
        Assert.Contains("/does/not/exist", error.DebugText, StringComparison.Ordinal);
        Assert.Equal("gst-resource-error-quark", error.Domain);
        Assert.EndsWith("reader", error.SourceName, StringComparison.Ordinal);
        Assert.Equal(GstState.Null, pipeline.State);
    }

    [Fact]
    public async Task Waiting_ends_at_once_when_it_is_cancelled()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc is-live=true ! fakesink");
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        Task run = pipeline.RunAsync(cancel.Token);
        Assert.True(pipeline.WaitForState(GstClockTime.FromSeconds(10)) || pipeline.State != GstState.Null);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_bus_is_read_without_a_main_loop()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=3 ! fakesink");
        pipeline.Play();
        using GstBus bus = pipeline.Bus;
        using (GstMessage eos = bus.Pop(GstMessageType.Eos, TestContext.Current.CancellationToken))
        {
            Assert.Equal(GstMessageType.Eos, eos.Type);
            Assert.Throws<InvalidOperationException>(eos.ToException);
        }

        Assert.Null(bus.TryPop(GstMessageType.Error, GstClockTime.Zero));
        Assert.Equal(GstClockTime.FromNanoseconds(100_000_000), pipeline.QueryPosition());
        pipeline.Stop();
    }

    [Fact]
    public void Elements_pads_and_properties_are_found_or_named()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc name=source ! fakesink");
        using GstElement source = pipeline.GetElement("source");
        source["num-buffers"] = 7;
        source["pattern"] = "ball";
        source["is-live"] = true;
        Assert.Equal(7, source["num-buffers"]);
        Assert.Equal(18, source["pattern"]);
        Assert.Equal(true, source["is-live"]);
        Assert.Contains("no property", Assert.Throws<ArgumentException>(() => source["nosuch"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => source["num-buffers"] = "many");
        Assert.Throws<ArgumentException>(() => source["num-buffers"] = long.MaxValue);
        Assert.Contains("src", Assert.Throws<GstException>(() => source.GetPad("nosuch")).Message, StringComparison.Ordinal);
        Assert.Throws<GstException>(() => pipeline.GetElement("nosuch"));
        using GstPad pad = source.GetPad("src");
        Assert.Equal(GstPadDirection.Src, pad.Direction);
        Assert.True(pad.IsLinked);
        Assert.Null(pad.CurrentCaps);
    }

    [Fact]
    public void A_single_element_becomes_a_pipeline()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=1 name=only");
        using GstElement only = pipeline.GetElement("only");
        Assert.Equal("only", only.Name);
        Assert.StartsWith("/GstPipeline:", only.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_a_running_pipeline_stops_it()
    {
        GstPipeline pipeline = GstPipeline.Launch("videotestsrc ! fakesink name=out");
        GstElement sink = pipeline.GetElement("out");
        pipeline.Play();
        pipeline.Dispose();
        Assert.Equal(GstState.Null, sink.State);
        Assert.Throws<ObjectDisposedException>(pipeline.Play);
        sink.Dispose();
        pipeline.Dispose();
    }

    [Fact]
    public void A_factory_that_is_not_installed_is_named()
    {
        Assert.True(GstElement.Exists("identity"));
        Assert.False(GstElement.Exists("nosuchelement"));
        Assert.Contains("nosuchelement", Assert.Throws<GstException>(() => GstElement.Create("nosuchelement")).Message, StringComparison.Ordinal);
        using GstElement element = GstElement.Create("identity", "mine");
        Assert.Equal("mine", element.Name);
    }
}
