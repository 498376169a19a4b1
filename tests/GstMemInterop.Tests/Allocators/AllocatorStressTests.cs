namespace GstMemInterop.Tests.Allocators;

/// <summary>Allocators under load: many threads, whole pipelines, wrappers that go while memories live.</summary>
public class AllocatorStressTests
{
    [Fact]
    public void Eight_threads_allocate_share_map_and_free()
    {
        using HeapAllocator allocator = new();
        Exception? failure = null;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(seed => new Thread(() =>
        {
            try
            {
                Work(allocator, new Random(seed));
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        // One collection now and then, not one after the other: they would leave the threads no time.
        while (threads.FirstOrDefault(static t => t.IsAlive) is { } working)
        {
            GC.Collect();
            working.Join(20);
        }

        Assert.Null(failure);
        Assert.Equal(0, allocator.Live);
        Assert.True(allocator.Total > 8 * 500);
    }

    [Fact]
    public void Every_buffer_of_a_pipeline_comes_from_a_default_allocator_in_CSharp()
    {
        using HeapAllocator allocator = new();
        long seen = 0;
        long ours = 0;
        using (allocator.SetDefault())
        {
            using GstPipeline pipeline = GstPipeline.Launch(
                "videotestsrc num-buffers=300 ! video/x-raw,format=I420,width=320,height=240 ! tee name=t "
                + "t. ! queue ! videoconvert ! video/x-raw,format=RGB ! fakesink name=rgb "
                + "t. ! queue ! jpegenc ! jpegdec ! fakesink name=decoded "
                + "t. ! queue ! videoscale ! video/x-raw,width=100,height=100 ! fakesink name=scaled");
            List<PadProbe> probes = [];
            foreach (string sink in (string[])["rgb", "decoded", "scaled"])
            {
                using GstPad pad = pipeline.GetPad(sink, "sink");
                probes.Add(pad.AddBufferProbe((ref BufferProbe probe) =>
                {
                    Interlocked.Increment(ref seen);
                    if (allocator.TryGetBlock(probe.Buffer.PeekMemory(0), out _))
                    {
                        Interlocked.Increment(ref ours);
                    }

                    return GstPadProbeReturn.Ok;
                }));
            }

            pipeline.Run(TestContext.Current.CancellationToken);
            probes.ForEach(static p => p.Dispose());
        }

        Assert.Equal(900, seen);
        Assert.Equal(900, ours);
        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Wrappers_come_and_go_while_C_holds_memories_of_theirs()
    {
        Queue<GstMemory> living = new();
        for (int i = 0; i < 300; i++)
        {
            HeapAllocator allocator = new();
            living.Enqueue(allocator.Allocate(100));
            if (i % 3 == 0)
            {
                allocator.Dispose();
            }

            if (i % 10 == 0)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            if (living.Count > 20)
            {
                using GstMemory oldest = living.Dequeue();
                using GstMemory share = oldest.Share(10, 10);
                using GstMemory copy = oldest.Copy(0, 50);
                using WriteMapping map = copy.MapWrite();
                map.Span.Clear();
                Assert.Equal("HeapMemory", copy.MemoryType);
            }
        }

        while (living.TryDequeue(out GstMemory? memory))
        {
            memory.Dispose();
        }
    }

    private static void Work(HeapAllocator allocator, Random random)
    {
        List<GstMemory> held = [];
        for (int i = 0; i < 2000; i++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    held.Add(allocator.Allocate((nuint)random.Next(1, 5000), new AllocationParams { Alignment = 64, Prefix = (nuint)random.Next(3) * 64 }));
                    break;
                case 2 when held.Count > 0:
                    GstMemory whole = held[random.Next(held.Count)];
                    held.Add(whole.Share(whole.Size / 2, whole.Size / 2));
                    break;
                case 3 when held.Count > 0:
                    GstMemory mapped = held[random.Next(held.Count)];
                    if (mapped.TryMapWrite(out WriteMapping map))
                    {
                        using (map)
                        {
                            map.Span.Fill((byte)i);
                        }
                    }

                    break;
                case 4 when held.Count > 0:
                    int index = random.Next(held.Count);
                    held[index].Dispose();
                    held.RemoveAt(index);
                    break;
            }
        }

        held.ForEach(static m => m.Dispose());
    }
}
