namespace GstMemInterop.Tests.Diagnostics;

/// <summary>
/// What this library asks C on its fast ways, also without telling the runtime that it leaves (<c>SuppressGCTransition</c>): a line of
/// the log out of one of those would end the process.
/// </summary>
internal static class LoggedCalls
{
    internal static void All()
    {
        Buffers();
        Lists();
        Memories();
        Pipelines();
    }

    private static void Buffers()
    {
        using GstBuffer buffer = GstBuffer.CopyOf([1, 2, 3, 4]);
        buffer.AppendMemory(GstMemory.CopyOf([5, 6]));
        Assert.Equal(2, buffer.Memories.Count);
        Assert.Equal((nuint)6, buffer.Size);
        buffer.Flags |= GstBufferFlags.Discont;
        using (ReadMapping read = buffer.MapRead())
        {
            Assert.Equal(6, read.Span.Length);
        }

        using (WriteMapping write = buffer.MapWrite())
        {
            write.Span[0] = 9;
        }

        using (OwnedReadMapping owned = buffer.MapReadOwned())
        {
            Assert.Equal(9, owned.Memory.Span[0]);
        }

        using (MappedSequence sequence = buffer.MapSequence())
        {
            Assert.Equal(6, sequence.Sequence.Length);
        }

        using GstBuffer copy = buffer.Copy();
        using GstBuffer deep = buffer.CopyDeep();
        Assert.True(copy.ContentEquals([9, 2, 3, 4, 5, 6]) && deep.ContentEquals([9, 2, 3, 4, 5, 6]));
    }

    private static void Lists()
    {
        using GstBufferList list = GstBufferList.Create();
        list.Add(GstBuffer.CopyOf([1]));
        list.Add(GstBuffer.CopyOf([2]));
        foreach (GstBufferRef item in list)
        {
            using ReadMapping read = item.MapRead();
            Assert.Equal(1, read.Span.Length);
        }
    }

    private static void Memories()
    {
        using GstMemory memory = GstMemory.CopyOf([1, 2, 3]);
        using (WriteMapping write = memory.MapWrite())
        {
            write.Span[0] = 1;
        }

        using GstMemory share = memory.Share(1, 1);
        Assert.Throws<GstMapException>(() => memory.MapWrite());
        using GstMemory wrapped = GstMemory.Wrap(new byte[4]);
        Assert.Equal((nuint)4, wrapped.Size);
        Assert.NotEmpty(wrapped.MemoryType);
    }

    private static void Pipelines()
    {
        using GstPipeline pipeline = GstPipeline.Launch("videotestsrc num-buffers=5 ! video/x-raw,format=I420,width=64,height=48 ! identity name=tap ! tee ! queue ! appsink name=out sync=false");
        using GstElement tap = pipeline.GetElement("tap");
        using GstPad pad = tap.GetPad("src");
        using PadProbe probe = pad.AddBufferProbe(static (ref BufferProbe p) =>
        {
            using WriteMapping pixels = p.EditBuffer();
            pixels.Span.Fill(1);
            return GstPadProbeReturn.Ok;
        });
        using GstAppSink sink = pipeline.GetAppSink("out");
        pipeline.Play();
        int frames = 0;
        while (sink.TryPull(TimeSpan.FromSeconds(10), out GstSample? sample))
        {
            using (sample)
            {
                Assert.NotNull(sample.Caps);
                frames++;
            }
        }

        Assert.Equal(5, frames);
    }
}
