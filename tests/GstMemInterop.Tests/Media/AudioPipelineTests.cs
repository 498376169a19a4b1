using GstMemInterop.Bytes;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Media;

public class AudioPipelineTests
{
    public static TheoryData<GstAudioFormat, GstAudioLayout> Formats()
    {
        TheoryData<GstAudioFormat, GstAudioLayout> all = [];
        foreach (GstAudioFormat format in RawFormats.Audio)
        {
            all.Add(format, GstAudioLayout.Interleaved);
            all.Add(format, GstAudioLayout.NonInterleaved);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_probe_inverts_sound_of_every_format_in_place_and_the_appsink_gets_it(GstAudioFormat format, GstAudioLayout layout)
    {
        byte[] plain = Run(format, layout, invert: false);
        byte[] inverted = Run(format, layout, invert: true);
        Assert.NotEmpty(plain);
        Assert.Equal(plain.Select(static b => (byte)~b), inverted);
    }

    private static byte[] Run(GstAudioFormat format, GstAudioLayout layout, bool invert)
    {
        string text = layout == GstAudioLayout.Interleaved ? "interleaved" : "non-interleaved";
        using GstPipeline pipeline = GstPipeline.Launch(
            "audiotestsrc num-buffers=3 samplesperbuffer=101 ! audio/x-raw,format=S16LE,rate=8000,channels=2 ! audioconvert dithering=none ! " +
            $"audio/x-raw,format={RawFormats.Name(format)},layout={text},channels=2 ! identity name=tap ! appsink name=out sync=false");
        List<Exception> failures = [];
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", invert, static (ref BufferProbe p, bool invert) =>
        {
            using WriteMapping map = p.EditBuffer();
            AudioView view = new(map, p.AudioInfo, p.Buffer);
            Assert.Equal(101, view.FrameCount);
            for (int plane = 0; invert && plane < view.PlaneCount; plane++)
            {
                ByteEdit.Invert(view.Plane(plane));
            }

            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        GstAppSink sink = pipeline.GetAppSink("out");
        List<byte> bytes = [];
        pipeline.Play();
        while (sink.Pull(TestContext.Current.CancellationToken) is { } sample)
        {
            using (sample)
            {
                GstAudioInfo info = GstAudioInfo.FromCaps(sample.Caps!);
                using ReadMapping map = sample.Buffer.MapRead();
                ReadOnlyAudioView view = new(map, info, sample.Buffer);
                Assert.Equal((format, layout, 101), (view.Info.Format, view.Info.Layout, view.FrameCount));
                for (int frame = 0; frame < view.FrameCount; frame++)
                {
                    bytes.AddRange(view[frame, 0]);
                    bytes.AddRange(view[frame, 1]);
                }
            }
        }

        Assert.Empty(failures);
        return [.. bytes];
    }

    [Fact]
    public void Typed_gain_in_a_probe_halves_what_an_appsink_reads()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=20 wave=square volume=0.5 ! audio/x-raw,format=F32LE,rate=8000,channels=3,channel-mask=(bitmask)0x7 ! identity name=tap ! appsink name=out sync=false");
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, static (ref BufferProbe p, int _) =>
        {
            using WriteMapping map = p.EditBuffer();
            foreach (ref float sample in new AudioView(map, p.AudioInfo, p.Buffer).Channel<float>(1))
            {
                sample *= 0.5f;
            }

            return GstPadProbeReturn.Ok;
        });
        HashSet<(float, float, float)> seen = [];
        GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        while (sink.Pull(TestContext.Current.CancellationToken) is { } sample)
        {
            using (sample)
            {
                using ReadMapping map = sample.Buffer.MapRead();
                ReadOnlyAudioView view = new(map, GstAudioInfo.FromCaps(sample.Caps!), sample.Buffer);
                for (int i = 0; i < view.FrameCount; i++)
                {
                    seen.Add((Math.Abs(view.Sample<float>(i, 0)), Math.Abs(view.Sample<float>(i, 1)), Math.Abs(view.Sample<float>(i, 2))));
                }
            }
        }

        Assert.Equal([(0.5f, 0.25f, 0.5f)], seen);
    }

    [Fact]
    public void A_probe_knows_the_format_of_the_passing_sound_after_every_change_of_caps()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "concat name=c ! identity name=tap ! fakesink name=out " +
            "audiotestsrc num-buffers=4 ! audio/x-raw,format=S16LE,rate=8000,channels=1 ! c. " +
            "audiotestsrc num-buffers=4 ! audio/x-raw,format=S16LE,rate=8000,channels=2 ! c. " +
            "audiotestsrc num-buffers=4 ! audio/x-raw,format=F64LE,rate=16000,channels=1 ! c.");
        List<string> formats = [];
        List<Exception> failures = [];
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int _) =>
        {
            using ReadMapping map = p.Buffer.MapRead();
            ReadOnlyAudioView view = new(map, p.AudioInfo, p.Buffer);
            formats.Add($"{p.AudioInfo} {view.FrameCount}");
            Assert.Same(p.AudioInfo, p.AudioInfo);
            try
            {
                Assert.NotNull(p.VideoInfo);
            }
            catch (InvalidOperationException)
            {
                return GstPadProbeReturn.Ok;
            }

            return GstPadProbeReturn.Drop;
        });
        probe.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.Equal(
            [
                .. Enumerable.Repeat("S16LE 8000 Hz, 1 channel, interleaved 1024", 4), .. Enumerable.Repeat("S16LE 8000 Hz, 2 channels, interleaved 1024", 4),
                .. Enumerable.Repeat("F64LE 16000 Hz, 1 channel, interleaved 1024", 4),
            ],
            formats);
    }

    [Fact]
    public void Asking_for_the_format_of_each_buffer_costs_no_garbage()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=300 ! audio/x-raw,format=S16LE,rate=8000,channels=2 ! identity name=tap ! fakesink sync=false");
        long bytes = 0;
        int frames = 0;
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int _) =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool right = p.AudioInfo.Rate == 8000;
            using (WriteMapping map = p.EditBuffer())
            {
                right &= new AudioView(map, p.AudioInfo, p.Buffer).Samples<short>().Length == 2048;
            }

            long after = GC.GetAllocatedBytesForCurrentThread();
            if (frames++ > 2 && right)
            {
                bytes += after - before;
            }

            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((300, 0L), (frames, bytes));
    }

    [Fact]
    public void What_is_no_raw_audio_is_told()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=2 ! video/x-raw,format=GRAY8,width=4,height=4 ! identity name=tap ! appsink name=out sync=false");
        List<string> told = [];
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", 0, (ref BufferProbe p, int _) =>
        {
            try
            {
                Assert.NotNull(p.AudioInfo);
            }
            catch (InvalidOperationException refused)
            {
                told.Add(refused.Message);
            }

            return GstPadProbeReturn.Ok;
        });
        using AppHandler handler = pipeline.GetAppSink("out").OnSample((ref AppSinkSample sample) =>
        {
            try
            {
                _ = sample.AudioInfo;
            }
            catch (InvalidOperationException refused)
            {
                told.Add(refused.Message);
            }

            return GstFlowReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal(4, told.Count);
        Assert.All(told, static text => Assert.Contains("not raw audio", text, StringComparison.Ordinal));
    }
}
