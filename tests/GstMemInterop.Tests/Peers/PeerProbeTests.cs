using GstMemInterop.Tests.Lifetime;
using GstMemInterop.Tests.Pipelines;

namespace GstMemInterop.Tests.Peers;

/// <summary>What other bindings get wrong in a pad probe; the rows are those of README.md.</summary>
public class PeerProbeTests
{
    private const string Source = "videotestsrc num-buffers=200 pattern=black ! video/x-raw,format=GRAY8,width=64,height=48,framerate=300/1 ! ";

    [Fact]
    public void Reading_the_buffer_of_a_probe_makes_it_unwritable()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink");
        Counts counts = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", counts, static (ref BufferProbe p, Counts c) =>
        {
            c.Seen++;
            c.Right += p.Buffer is { IsWritable: true, ReferenceCount: 1 } && p.Buffer.TryMapWrite(out WriteMapping map) && Close(map) ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((200, 200), (counts.Seen, counts.Right));
    }

    [Fact]
    public void Making_a_buffer_writable_in_a_probe_unrefs_the_one_in_flight()
    {
        // Not from a pool: newer GStreamer lets a copy of a pooled buffer hold the original (GstParentBufferMeta).
        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=200 sizetype=fixed sizemax=3072 ! identity name=tap ! fakesink");
        List<GstBuffer> held = [];
        Counts counts = new();
        using PadProbe probe = pipeline.GetPadAndAdd("tap", "src", (held, counts), static (ref BufferProbe p, (List<GstBuffer> Held, Counts Counts) state) =>
        {
            GstBuffer mine = p.Buffer.Retain();
            bool copied = p.MakeWritable();
            state.Counts.Seen++;
            state.Counts.Right += copied && mine.ReferenceCount == 1 && p.Buffer is { ReferenceCount: 1, IsWritable: true }
                && p.Buffer.DangerousHandle != mine.DangerousHandle ? 1 : 0;
            state.Held.Add(mine);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((200, 200), (counts.Seen, counts.Right));
        Assert.All(held, static b => Assert.Equal(1, b.ReferenceCount));
        held.ForEach(static b => b.Dispose());
    }

    [Fact]
    public void Edits_of_a_shared_buffer_do_not_arrive_downstream()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Source + "identity name=tap ! fakesink name=out");
        using PadProbe edit = pipeline.GetPadAndAdd("tap", "src", 0, static (ref BufferProbe p, int _) =>
        {
            using GstBuffer somebodyElse = p.Buffer.Retain();
            p.MakeWritable();
            p.Buffer.Set(0, 77, p.Buffer.Size);
            return GstPadProbeReturn.Ok;
        });
        Counts counts = new();
        using PadProbe check = pipeline.GetPadAndAdd("out", "sink", counts, static (ref BufferProbe p, Counts c) =>
        {
            using ReadMapping map = p.Buffer.MapRead();
            c.Seen++;
            c.Right += map.Span.IndexOfAnyExcept((byte)77) < 0 ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal((200, 200), (counts.Seen, counts.Right));
    }

    [Fact]
    public void Buffers_and_samples_are_never_released()
    {
        using GstCaps caps = GstCaps.Parse("video/x-raw");
        long growth = ResidentMemory.GrowthOver(() =>
        {
            for (int i = 0; i < 300; i++)
            {
                using GstBuffer buffer = GstBuffer.Allocate(1 << 20);
                buffer.Set(0, 1, buffer.Size); // pages that are never touched are not resident
                using GstSample sample = GstSample.Create(buffer, caps);
                using GstBuffer again = sample.Buffer.Retain();
            }
        });
        Assert.InRange(growth, long.MinValue, 30 << 20); // 300 MB is what a leak keeps
    }

    private static bool Close(WriteMapping map)
    {
        map.Dispose();
        return true;
    }

    private sealed class Counts
    {
        public int Seen;
        public int Right;
    }
}
