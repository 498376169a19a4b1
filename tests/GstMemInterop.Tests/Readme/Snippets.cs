using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using GstMemInterop.Bytes;

namespace GstMemInterop.Tests.Readme;

/// <summary>The README's code, run. <see cref="ReadmeTests"/> keeps the two equal.</summary>
[SuppressMessage("Usage", "xUnit1051", Justification = "The README's snippet is shown as a user writes it, without a test's token.")]
public class Snippets
{
    [Fact]
    public async Task Edit_a_live_pipeline()
    {
        #region edit-a-live-pipeline
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=1 ! video/x-raw,format=GRAY8,width=640,height=480 ! identity name=tap ! pngenc ! filesink location=inverted.png");
        using PadProbe probe = pipeline.GetPad("tap", "src").AddBufferProbe(static (ref BufferProbe p) =>
        {
            using WriteMapping pixels = p.EditBuffer();     // writable copy only if someone else holds the frame
            ByteEdit.Invert(pixels.Span);                   // the frame's own bytes, as a Span<byte>
            return GstPadProbeReturn.Ok;
        });
        await pipeline.RunAsync();
        #endregion

        byte[] picture = await File.ReadAllBytesAsync("inverted.png");
        File.Delete("inverted.png");
        Assert.Equal("PNG"u8.ToArray(), picture[1..4]);
    }

    [Fact]
    public void Edit_a_buffer()
    {
        #region edit-a-buffer
        using GstBuffer buffer = GstBuffer.CopyOf("lifestyletransfer"u8);
        using (WriteMapping map = buffer.MapWrite())
        {
            map.Span[0] = (byte)'L'; map.Span[4] = (byte)'S'; map.Span[9] = (byte)'T';
        }
        #endregion

        using ReadMapping read = buffer.MapRead();
        Assert.Equal("LifeStyleTransfer"u8.ToArray(), read.Span.ToArray());
    }

    [Fact(Timeout = 60_000)]
    public async Task Frames_out_of_a_pipeline()
    {
        double brightness = 0;

        #region frames-out-of-a-pipeline
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=50 ! video/x-raw,format=GRAY8,width=320,height=240 ! appsink name=out sync=false max-buffers=4");
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        await foreach (GstSample sample in sink.ReadAllAsync())     // no thread waits; ends with the stream, throws its error
        {
            using (sample)
            using (ReadMapping pixels = sample.Buffer.MapRead())
            {
                brightness += pixels.Span[0];
            }
        }
        #endregion

        Assert.InRange(brightness, 1, 50 * 255);
    }

    [Fact(Timeout = 60_000)]
    public async Task Frames_into_a_pipeline()
    {
        #region frames-into-a-pipeline
        GstFraction rate = new(30000, 1001);
        using GstCaps caps = GstCaps.Parse("video/x-raw,format=GRAY8,width=320,height=240,framerate=30000/1001");
        using GstPipeline pipeline = GstPipeline.Launch("appsrc name=in format=time ! videoconvert ! pngenc ! fakesink");
        using GstAppSrc source = pipeline.GetAppSrc("in");
        source.Caps = caps;
        Task<GstRunEnd> run = pipeline.RunAsync();
        for (ulong n = 0; n < 20; n++)
        {
            byte[] frame = new byte[320 * 240];                     // yours until it is pushed; no copy is made
            await source.PushAsync(frame, GstClockTime.OfFrame(n, rate), GstClockTime.DurationOfFrame(n, rate));    // waits for room
        }

        source.EndOfStream();
        await run;
        #endregion

        Assert.Equal(GstRunEnd.EndOfStream, await run);
    }

    [Fact(Timeout = 60_000)]
    public async Task Frames_without_an_object_for_each()
    {
        long bytes = 0;

        #region frames-without-an-object-for-each
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=50 ! appsink name=out sync=false");
        using GstAppSink sink = pipeline.GetAppSink("out");
        using AppHandler handler = sink.OnSample((ref AppSinkSample s) =>
        {
            bytes += (long)s.Buffer.Size;                           // borrowed: 0 managed bytes a frame
            return GstFlowReturn.Ok;
        });
        await pipeline.RunAsync();
        #endregion

        Assert.True(bytes > 0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Graphs_and_signals()
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "one \"picture\" !of mine.jpg");
        using (GstPipeline make = GstPipeline.Launch($"videotestsrc num-buffers=1 ! jpegenc ! filesink location={path}"))
        {
            make.Run();
        }

        #region graphs-and-signals
        using GstPipeline pipeline = GstPipeline.Launch($"filesrc location={path} ! decodebin name=decode");   // holes are quoted: safe for every path
        using GstElement decode = pipeline.GetElement("decode");
        using GstElement sink = GstElement.Create("fakesink");
        pipeline.Add(sink);
        decode.PadAdded += (_, added) =>
        {
            using GstPad into = sink.GetPad("sink");
            added.Pad.Link(into);                               // an exception says which caps did not meet
        };
        using GstSignalConnection watch = decode.Connect("autoplug-continue", (ref GstSignal s) => s.Result = s.Get<GstCaps>(1).MediaType != "text/plain");
        await pipeline.RunAsync();
        #endregion

        File.Delete(path);
        Assert.True(watch.IsConnected);
    }

    [Fact]
    public void Planes_with_their_strides()
    {
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=2 ! video/x-raw,format=I420,width=321,height=241 ! identity name=tap ! fakesink");
        int darkened = 0;

        #region planes-with-their-strides
        using GstPad pad = pipeline.GetPad("tap", "src");
        using PadProbe probe = pad.AddBufferProbe(static (ref BufferProbe p) =>
        {
            using WriteMapping map = p.EditBuffer();
            PlaneSpan<byte> luma = new VideoFrameView(map, p.VideoInfo, p.Buffer).Plane(0);    // right after every change of caps
            luma.Rectangle(0, 0, luma.Width / 2, luma.Height).Fill(16);                         // left half black; padding untouched
            return GstPadProbeReturn.Ok;
        });
        #endregion

        using PadProbe check = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            using ReadMapping map = p.Buffer.MapRead();
            ReadOnlyPlaneSpan<byte> luma = new ReadOnlyVideoFrameView(map, p.VideoInfo, p.Buffer).Plane(0);
            Assert.Equal(321, luma.Width);
            Assert.Equal(324, luma.Stride);
            darkened += luma.Row(100)[..160].IndexOfAnyExcept((byte)16) < 0 && luma.Row(10)[200] != 16 ? 1 : 0;
            return GstPadProbeReturn.Ok;
        });
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Equal(2, darkened);
    }

    [Fact]
    public void From_another_binding()
    {
        using GstElement theirs = GstElement.Create("identity");
        using GstPad theirPadOwner = theirs.GetPad("src");
        (nint Handle, int _) theirPad = (theirPadOwner.DangerousHandle, 0);

        #region from-another-binding
        using GstPad pad = GstPad.Retain(theirPad.Handle);      // GstSharp: Gst.Pad.Handle; gir.core: Gst.Pad.Handle.DangerousGetHandle()
        #endregion

        Assert.Equal("src", pad.Name);
    }

    [Fact]
    public void Bytes_of_your_own()
    {
        #region bytes-of-your-own
        byte[] frame = new byte[640 * 480];
        GstBuffer buffer = GstBuffer.Wrap(frame);               // also Memory<byte>, IMemoryOwner<byte>, rented arrays, chunks, pointers
        // ... let GStreamer fill it ...
        if (buffer.TryUnwrap(out byte[]? mine))                 // only when nobody else can still see the bytes
        {
            Console.WriteLine($"{mine.Length} bytes, mine alone again");
        }
        #endregion

        Assert.Same(frame, mine);
    }

    [Fact]
    public async Task Use_an_allocator()
    {
        #region use-an-allocator
        using RentedMemory allocator = new();
        using GstBuffer one = GstBuffer.Allocate(4096, allocator);
        using (allocator.SetDefault())                          // until here, everything that names no allocator uses ours
        {
            using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=60 ! videoconvert ! jpegenc ! fakesink");
            await pipeline.RunAsync();
        }
        #endregion

        Assert.Equal("RentedMemory", one.PeekMemory(0).MemoryType);
    }

    [Fact]
    public async Task Answer_an_allocation_query()
    {
        #region answer-an-allocation-query
        using RecyclingAllocator frames = new();                // ready-made: blocks that were freed are used again
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=60 ! video/x-raw,format=I420,width=1920,height=1080 ! fakesink name=out");
        using GstPad sink = pipeline.GetPad("out", "sink");
        using PadProbe answer = sink.AddProbe(GstPadProbeType.QueryDownstream | GstPadProbeType.Push, (ref PadProbeData data) =>
        {
            if (!data.AllocationQuery.IsNull)
            {
                data.AllocationQuery.AddAllocator(frames);
            }

            return GstPadProbeReturn.Ok;
        });
        await pipeline.RunAsync();
        Console.WriteLine($"{frames.Statistics.Allocations} frames' memory from C#");
        #endregion

        Assert.InRange(frames.Statistics.Allocations, 1, 60);
    }

    #region an-allocator
    sealed class RentedMemory() : CustomAllocator("RentedMemory")
    {
        protected override MemoryBlock Allocate(nuint size, in AllocationParams allocation) =>
            MemoryBlock.Pin(MemoryPool<byte>.Shared.Rent(checked((int)size)));

        protected override void Free(in MemoryBlock block) => ((IDisposable)block.State!).Dispose();
    }
    #endregion
}
