using System.Runtime.CompilerServices;
using GstMemInterop.Tests.Infrastructure;

namespace GstMemInterop.Tests.Findings;

/// <summary>Findings I7 and I8, the parts about pipelines: lifetimes, and arguments that ended the process.</summary>
public class IPipelinesTests
{
    private const string Endless = "fakesrc is-live=true do-timestamp=true sizetype=fixed sizemax=16 datarate=16000 ! identity name=tap ! fakesink";
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task I7_two_threads_dispose_one_pipeline()
    {
        for (int i = 0; i < 200; i++)
        {
            GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
            if (i % 10 == 0)
            {
                pipeline.Play();
            }

            using Barrier barrier = new(2);
            Task[] both = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
            {
                barrier.SignalAndWait(Token);
                pipeline.Dispose();
            }, Token))];
            await Task.WhenAll(both).WaitAsync(s_soon, Token);
            Assert.True(pipeline.IsDisposed);
        }
    }

    [Theory]
    [InlineData("dispose")]
    [InlineData("stop")]
    [InlineData("ready")]
    public async Task I7_a_pipeline_is_ended_inside_a_probe_handler(string how)
    {
        GstPipeline pipeline = GstPipeline.Launch(Endless);
        using GstElement tap = pipeline.GetElement("tap");
        GstPad pad = tap.GetPad("src");
        int calls = 0;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            if (Interlocked.Increment(ref calls) == 3)
            {
                switch (how)
                {
                    case "dispose": pipeline.Dispose(); break;
                    case "stop": pipeline.Stop(); break;
                    default: Assert.Equal(GstStateChangeReturn.Async, pipeline.SetState(GstState.Ready)); break;
                }
            }

            return GstPadProbeReturn.Ok;
        });
        Assert.Equal(GstRunEnd.Stopped, await pipeline.RunAsync(Token).WaitAsync(s_soon, Token));
        Assert.True(SpinWait.SpinUntil(() => tap.State == GstState.Null, s_soon));
        pad.Dispose();
        pipeline.Dispose();
    }

    [Fact]
    public void I7_a_pipeline_that_was_dropped_is_stopped()
    {
        using GstElement tap = Drop();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GstFixture.Settle();
                return tap.State == GstState.Null;
            },
            s_soon));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static GstElement Drop()
        {
            GstPipeline pipeline = GstPipeline.Launch(Endless);
            pipeline.MessageReceived += static (_, _) => { };
            pipeline.Play();
            return pipeline.GetElement("tap");
        }
    }

    [Fact]
    public void I7_an_element_that_is_not_stopped_is_disposed()
    {
        GstElement element = GstElement.Create("identity");
        element.SetState(GstState.Ready);
        element.Dispose();

        for (int i = 0; i < 50; i++)
        {
            GstElement one = GstElement.Create("identity");
            GstElement two = GstElement.Retain(one.DangerousHandle);
            one.SetState(GstState.Ready);
            Parallel.Invoke(one.Dispose, two.Dispose);
        }

        Drop();
        GstFixture.Settle();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Drop() => GstElement.Create("identity").SetState(GstState.Ready);
    }

    [Fact]
    public void I8_no_state_and_no_type_is_refused()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! fakesink");
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.SetState((GstState)99));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.SetState(GstState.VoidPending));
        using GstBus bus = pipeline.Bus;
        Assert.Throws<ArgumentException>(() => bus.TryPop(0, GstClockTime.Zero));
        Assert.Throws<ArgumentException>(() => bus.Pop(GstMessageType.Unknown, Token));
        Assert.Throws<ArgumentException>(() => bus.ReadAllAsync(0, Token));
        Assert.Throws<ArgumentException>(() => pipeline.ReadMessages(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => pipeline.ReadMessages(capacity: 0));
    }

    [Fact]
    public void I8_the_bus_of_an_element_in_a_pipeline_is_the_pipelines()
    {
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc ! ( identity name=deep ) ! fakesink");
        using GstElement deep = pipeline.GetElement("deep");
        using GstBus bus = deep.Bus;
        using GstBus own = pipeline.Bus;
        Assert.Equal(own.DangerousHandle, bus.DangerousHandle);
        Assert.Null(bus.TryPop(GstMessageType.Any, GstClockTime.FromNanoseconds(1)));
        using GstElement alone = GstElement.Create("identity");
        Assert.Throws<GstException>(() => alone.Bus);
    }

    [Theory]
    [InlineData("a. ! b.")]
    [InlineData("nosuchelement a. ! b.")]
    [InlineData("fakesink nosuch=1 a. ! b. ")]
    [InlineData("fakesink sync=maybe a. ! b. ")]
    public void I8_links_between_names_where_nothing_was_made_are_an_error(string text) => Assert.ThrowsAny<GstException>(() => GstPipeline.Launch(text));

    [Theory]
    [InlineData("fakesrc ! video/x-raw,width=[5,1] ! fakesink")]
    [InlineData("fakesrc ! video/x-raw , width = [ 0x5 , 0x1 ] ! fakesink")]
    [InlineData("fakesrc ! video/x-raw,width=1;audio/x-raw,f=(buffer)zz ! fakesink")]
    [InlineData("fakesrc ! capsfilter caps=\"video/x-raw,width=[1,5,0]\" ! fakesink")]
    [InlineData("fakesrc ! capsfilter caps=video/x-raw,width=[max,min] ! fakesink")]
    [InlineData("fakesrc ! identity ! capsfilter name=\"x\" caps=\"1abc\" ! fakesink")]
    public void I8_malformed_caps_in_a_launch_text_are_refused(string text) => Assert.Throws<FormatException>(() => GstPipeline.Launch(text));

    [Fact]
    public void I8_a_boxed_property_that_is_null_reads_as_null()
    {
        int read = 0;
        foreach (string factory in (string[])["encodebin", "appsink", "capsfilter", "fakesink", "uridecodebin", "splitmuxsink", "playbin", "multiqueue", "rtpbin", "webrtcbin", "multifilesink", "filesrc", "videotestsrc", "audiotestsrc", "queue", "tee"])
        {
            if (!GstElement.Exists(factory))
            {
                continue;
            }

            using GstElement element = GstElement.Create(factory);
            foreach (string property in Readable(element))
            {
                (element[property] as IDisposable)?.Dispose();
                read++;
            }
        }

        Assert.InRange(read, 100, int.MaxValue);
    }

    private static unsafe List<string> Readable(GstElement element)
    {
        List<string> names = [];
        uint count;
        Native.GObject* instance = (Native.GObject*)element.DangerousHandle;
        Native.GParamSpec** specs = Native.LibGObject.g_object_class_list_properties((Native.GObjectClass*)instance->g_type_instance.g_class, &count);
        for (uint i = 0; i < count; i++)
        {
            if ((specs[i]->flags & Native.GParamFlags.G_PARAM_READABLE) != 0)
            {
                names.Add(System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)specs[i]->name)!);
            }
        }

        Native.LibGLib.g_free(specs);
        return names;
    }
}
