using System.Globalization;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Samples;

/// <summary>The samples as their users run them; the pictures and sounds that they leave are looked at.</summary>
public sealed class GallerySampleTests
{
    [Theory]
    [InlineData("melody.wav")]
    [InlineData("melody.ogg")]
    [InlineData("melody.flac")]
    public void ToneSource_writes_the_notes_that_it_is_given(string file)
    {
        using SampleProcess sample = new("ToneSource");
        string last = LastLine(sample, "--notes", "aA-", "--output", file);
        Assert.StartsWith($"3 notes, 1.5 s of sound in {file}: 75 buffers pushed", last, StringComparison.Ordinal);
        short[] sound = Sound(sample.PathOf(file));
        Assert.InRange(sound.Length, 71_000, 73_000);
        Assert.InRange(Crossings(sound.AsSpan(2000, 20_000)), 365, 369); // 440 Hz
        Assert.InRange(Crossings(sound.AsSpan(26_000, 20_000)), 182, 185);
        Assert.True(sound.AsSpan(50_000, 20_000).IndexOfAnyExceptInRange((short)-40, (short)40) < 0);
    }

    [Theory]
    [InlineData("louder.wav", "6")]
    [InlineData("softer.flac", "-6")]
    public void AudioGain_changes_the_loudness_and_draws_it(string file, string gain)
    {
        using SampleProcess sample = new("AudioGain");
        Assert.Matches($"^153600 samples: peak -[0-9.]+ dB before, .* dB after, [0-9]+ at the limit: {file}, waveform.png$", LastLine(sample, "--gain=0", "--output", file));
        short[] before = Sound(sample.PathOf(file));
        LastLine(sample, $"--gain={gain}", "--output", file);
        short[] after = Sound(sample.PathOf(file));
        Assert.Equal(before.Length, after.Length);
        double factor = Math.Pow(10, double.Parse(gain, CultureInfo.InvariantCulture) / 20);
        for (int i = 0; i < before.Length; i += 97)
        {
            Assert.InRange(after[i] - Math.Clamp(before[i] * factor, short.MinValue, short.MaxValue), -3, 3);
        }

        using GstSample picture = Picture(sample.PathOf("waveform.png"));
        using ReadMapping map = picture.Buffer.MapRead();
        Assert.True(map.Span.Contains((byte)255));
    }

    [Fact]
    public void FrameTags_come_through_a_queue_and_another_thread()
    {
        using SampleProcess sample = new("FrameTags");
        Assert.Equal("60 of 60 frames carried their number and time across threads, 0 did not", LastLine(sample, "--frames", "60", "--queue", "2"));
    }

    [Fact]
    public void ElementaryStream_reads_packets_without_merging_their_memories()
    {
        using SampleProcess sample = new("ElementaryStream");
        (int status, string[] output, string[] errors) = sample.Run("--frames", "25");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.Equal(3, output.Count(static l => l.Contains("a key frame of 320 x 240", StringComparison.Ordinal)));
        Assert.Matches("^[0-9]+ packets of 25 frames parsed across [0-9]+ memories, 0 of them merged$", output[^1]);
    }

    [Fact]
    public void BufferMicroscope_shows_what_passes_and_edits_it()
    {
        using SampleProcess sample = new("BufferMicroscope");
        (int status, string[] output, string[] errors) = sample.Run(
            "--pad", "tap.src", "--edit", "1=C0FFEE", "--dump", "0:8", "--count", "2", "--dot", "graph.dot",
            "fakesrc num-buffers=4 sizetype=fixed sizemax=20 filltype=zero ! identity name=tap ! fakesink");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.Equal(2, output.Count(static l => l.StartsWith('#')));
        Assert.Equal(2, output.Count(static l => l.StartsWith("00000000: 00c0 ffee 0000 0000", StringComparison.Ordinal)));
        Assert.StartsWith("4 buffers, 20 to 20 bytes, 80 in all", output[^1], StringComparison.Ordinal);
        Assert.Contains("GstFakeSink", File.ReadAllText(sample.PathOf("graph.dot")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'x' is no range", "--dump", "x")]
    [InlineData("'5=F' is no edit", "--edit", "5=F")]
    [InlineData("no element", "nothing-like-it ! fakesink")]
    [InlineData("'other'", "--pad", "other.src")]
    [InlineData("20 bytes", "--edit", "19=FFFF", "--pad", "tap.src", "fakesrc num-buffers=1 sizetype=fixed sizemax=20 ! identity name=tap ! fakesink")]
    public void BufferMicroscope_says_in_one_line_what_is_wrong(string said, params string[] arguments)
    {
        using SampleProcess sample = new("BufferMicroscope");
        (int status, _, string[] errors) = sample.Run(arguments);
        Assert.NotEqual(0, status);
        Assert.Contains(said, errors[0], StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(errors, static l => l.Contains("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void MotionDetector_draws_its_box_around_what_moved()
    {
        using SampleProcess sample = new("MotionDetector");
        Assert.StartsWith("something moved in 119 of 120 frames", LastLine(sample), StringComparison.Ordinal);
        string[] rows = File.ReadAllLines(sample.PathOf("motion.csv"));
        Assert.Equal(121, rows.Length);
        using GstSample picture = Picture(sample.PathOf("motion.png"));
        using GstCaps caps = picture.Caps!;
        using ReadMapping map = picture.Buffer.MapRead();
        ReadOnlyPlaneSpan<byte> strip = new ReadOnlyVideoFrameView(map, GstVideoInfo.FromCaps(caps), picture.Buffer).Plane(0);
        Assert.Equal((1920, 240), (strip.Width, strip.Height));
        int[] box = [.. rows[20].Split(',').Skip(3).Select(static n => int.Parse(n, CultureInfo.InvariantCulture))]; // frame 19 is the first of the strip
        foreach (int x in (int[])[box[0], (box[0] + box[2]) / 2, box[2] - 1])
        {
            Assert.InRange(strip[x, box[1]], 230, 255);
            Assert.InRange(strip[x, box[3] - 1], 230, 255);
        }

        Assert.InRange(strip[0, 0], 0, 20);
    }

    [Fact]
    public void FrameStatistics_draws_a_chart_of_every_frame()
    {
        using SampleProcess sample = new("FrameStatistics");
        Assert.StartsWith("240 frames, mean brightness 19.", LastLine(sample), StringComparison.Ordinal);
        XElement chart = XDocument.Load(sample.PathOf("statistics.svg")).Root!;
        XElement[] lines = [.. chart.Elements().Where(static e => e.Name.LocalName == "polyline")];
        Assert.Equal(2, lines.Length);
        Assert.All(lines, static l => Assert.Equal(240, l.Attribute("points")!.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Theory]
    [InlineData("I420")]
    [InlineData("NV12")]
    public void PrivacyMask_hides_its_square_and_keeps_the_sound_also_of_a_file(string format)
    {
        using SampleProcess sample = new("PrivacyMask");
        Assert.Equal("120 frames masked in place, the sound is kept: masked.webm", LastLine(sample, "--format", format));
        Assert.Equal("120 frames masked in place, the sound is kept: again.webm", LastLine(sample, "--format", format, "--input", "masked.webm", "--output", "again.webm"));
        Assert.InRange(Sound(sample.PathOf("again.webm")).Length, 170_000, 200_000);

        using GstSample picture = Picture(sample.PathOf("masked.webm"));
        using GstCaps caps = picture.Caps!;
        using ReadMapping map = picture.Buffer.MapRead();
        ReadOnlyPlaneSpan<byte> luma = new ReadOnlyVideoFrameView(map, GstVideoInfo.FromCaps(caps), picture.Buffer).Plane(0);
        Assert.True(Roughness(luma.Rectangle(244, 84, 72, 72)) * 3 < Roughness(luma.Rectangle(4, 84, 72, 72))); // at the beginning it is on the right
    }

    [Fact]
    public void PrivacyMask_takes_a_video_without_sound()
    {
        using SampleProcess sample = new("PrivacyMask");
        using (GstPipeline silent = GstPipeline.Launch($"videotestsrc num-buffers=20 ! video/x-raw,width=320,height=240 ! vp8enc deadline=1 ! webmmux ! filesink location={sample.PathOf("silent.webm")}"))
        {
            silent.Run(TestContext.Current.CancellationToken);
        }

        Assert.Equal("20 frames masked in place, there was no sound: masked.webm", LastLine(sample, "--input", "silent.webm"));
    }

    private static string LastLine(SampleProcess sample, params string[] arguments)
    {
        (int status, string[] output, string[] errors) = sample.Run(arguments);
        Assert.Empty(errors);
        Assert.Equal(0, status);
        return output[^1];
    }

    private static short[] Sound(string file)
    {
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc location={file} ! decodebin ! audioconvert ! audio/x-raw,format=S16LE,channels=1 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        List<short> samples = [];
        while (sink.Pull(TestContext.Current.CancellationToken) is { } block)
        {
            using (block)
            {
                samples.AddRange(MemoryMarshal.Cast<byte, short>(block.Buffer.ToArray()));
            }
        }

        return [.. samples];
    }

    private static GstSample Picture(string file)
    {
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc location={file} ! decodebin ! videoconvert ! video/x-raw,format=GRAY8 ! appsink name=out sync=false max-buffers=1");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        return sink.Pull(TestContext.Current.CancellationToken)!;
    }

    private static int Crossings(ReadOnlySpan<short> samples)
    {
        int crossings = 0;
        for (int i = 1; i < samples.Length; i++)
        {
            crossings += samples[i - 1] < 0 != samples[i] < 0 ? 1 : 0;
        }

        return crossings;
    }

    private static double Roughness(ReadOnlyPlaneSpan<byte> plane)
    {
        long sum = 0;
        foreach (ReadOnlySpan<byte> row in plane)
        {
            sum += ByteCompare.SumOfAbsoluteDifferences(row[1..], row[..^1]);
        }

        return (double)sum / plane.Length;
    }
}
