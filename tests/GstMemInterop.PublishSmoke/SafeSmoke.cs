using GstMemInterop.Bytes;

namespace GstMemInterop.PublishSmoke;

/// <summary>The safe layer: everything that crosses from C into managed code and back.</summary>
internal static class SafeSmoke
{
    private const string Frames = "videotestsrc num-buffers=5 pattern=black ! video/x-raw,format=GRAY8,width=64,height=48 ! identity name=tap ! fakesink name=out";

    internal static void MapBuffer()
    {
        LiveHandles.Tracking = true;
        GStreamer.Initialize();
        using GstBuffer buffer = GstBuffer.CopyOf("lifestyletransfer"u8);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span[0] = (byte)'L';
        }

        using ReadMapping read = buffer.MapRead();
        Expect.True(read.Span.StartsWith("Life"u8));
        Expect.Equal(17u, (uint)read.Length);
    }

    internal static void MapOwned()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
        using (OwnedMapping map = buffer.MapWriteOwned())
        {
            Task.Run(() => map.Memory.Span[0] = (byte)'A').GetAwaiter().GetResult();
        }

        Span<byte> bytes = stackalloc byte[4];
        buffer.Extract(0, bytes);
        Expect.True(bytes.SequenceEqual("Abcd"u8));
    }

    internal static void RefusedMap()
    {
        using GstBuffer buffer = GstBuffer.CopyOf("abcd"u8);
        using GstBuffer other = buffer.Retain();
        try
        {
            using WriteMapping map = buffer.MapWrite();
        }
        catch (GstMapException refused)
        {
            Expect.True(refused.Failure.ToString().Length > 0 && refused.Message.Contains("2 references", StringComparison.Ordinal));
            return;
        }

        throw new InvalidOperationException("a buffer with two references was mapped for writing");
    }

    internal static void EditPipeline()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Frames);
        int[] seen = [0, 0];
        using GstPad tap = pipeline.GetPad("tap", "src");
        using PadProbe edit = tap.AddBufferProbe(seen, static (ref BufferProbe p, int[] counts) =>
        {
            using WriteMapping pixels = p.EditBuffer();
            ByteEdit.Invert(pixels.Span);
            counts[0]++;
            return GstPadProbeReturn.Ok;
        });
        using GstPad sink = pipeline.GetPad("out", "sink");
        using PadProbe check = sink.AddBufferProbe((ref BufferProbe p) =>
        {
            using ReadMapping pixels = p.Buffer.MapRead();
            seen[1] += pixels.Span.IndexOfAnyExcept((byte)239) < 0 ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run();
        Expect.Equal(5, seen[0]);
        Expect.Equal(5, seen[1]);
    }

    internal static void FailingProbe()
    {
        using GstPipeline pipeline = GstPipeline.Launch(Frames);
        using GstPad tap = pipeline.GetPad("tap", "src");
        using PadProbe probe = tap.AddBufferProbe(static (ref BufferProbe p) => throw new FormatException("on purpose"));
        int failures = 0;
        probe.Failed += (_, e) => failures += e.Exception is FormatException ? 1 : 0;
        pipeline.Run();
        Expect.Equal(5, failures);
    }

    internal static void Planes()
    {
        GstVideoInfo info = GstVideoInfo.Create(GstVideoFormat.I420, 321, 241);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        PlaneSpan<byte> luma = new VideoFrameView(map, info, buffer.Borrow()).Plane(0);
        luma.Fill(16);
        Expect.Equal(324, luma.Stride);
        Expect.Equal((byte)16, luma[320, 240]);
    }

    internal static void Pixels()
    {
        using GstCaps caps = GstVideoInfo.Create(GstVideoFormat.BGRA, 9, 5, new GstFraction(25, 1), GstVideoInterlaceMode.Interleaved).ToCaps();
        GstVideoInfo info = GstVideoInfo.FromCaps(caps);
        using GstBuffer buffer = GstBuffer.Allocate(info.Size);
        using WriteMapping map = buffer.MapWrite();
        VideoFrameView view = new(map, info, buffer.Borrow());
        view.Pixels<uint>().Fill(0xFF102030);
        view.BottomField.Component<byte>(0).Fill(7);
        Expect.Equal(0xFF072030u, view.Row<uint>(3)[8]);
        Expect.Equal(0xFF102030u, view.TopField.Row<uint>(2)[8]);
        Expect.Equal(GstVideoColorMatrix.Rgb, info.Colorimetry.Matrix);
    }

    internal static void Samples()
    {
        using GstPipeline pipeline = GstPipeline.Launch("audiotestsrc num-buffers=5 wave=square ! audio/x-raw,format=S16LE,rate=8000,channels=2 ! identity name=tap ! fakesink name=out");
        using GstPad tap = pipeline.GetPad("tap", "src");
        int[] seen = new int[2];
        using PadProbe probe = tap.AddBufferProbe(seen, static (ref BufferProbe p, int[] counts) =>
        {
            using WriteMapping map = p.EditBuffer();
            AudioView view = new(map, p.AudioInfo, p.Buffer);
            foreach (ref short sample in view.Channel<short>(1))
            {
                sample = 0;
                counts[0]++;
            }

            counts[1] += view.Samples<short>().Count((short)0);
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run();
        Expect.Equal(5 * 1024, seen[0]);
        Expect.Equal(5 * 1024, seen[1]);
        Expect.Equal(-5, (Int24)(-5));
    }

    internal static void PipelineError()
    {
        using GstPipeline pipeline = GstPipeline.Launch("filesrc location=/nowhere/at/all ! fakesink");
        try
        {
            pipeline.Run();
        }
        catch (GstException error)
        {
            Expect.True(error.Message.Length > 0 && error.Domain is not null);
            return;
        }

        throw new InvalidOperationException("a file that does not exist was read");
    }

    internal static void NothingAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Expect.Equal("", string.Join(Environment.NewLine, LiveHandles.Snapshot()));
    }
}
