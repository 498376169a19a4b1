using GstMemInterop.Native;
using GstMemInterop.Tests.Allocators;

namespace GstMemInterop.Tests.Pools;

public class PoolInPipelineTests
{
    private const string Caps = "video/x-raw,format=GRAY8,width=64,height=48,framerate=30/1";

    [Theory]
    [InlineData("fakesink name=out")]
    [InlineData("queue ! jpegenc ! fakesink name=out")]
    [InlineData("tee name=t ! queue ! fakesink name=out async=false t. ! queue ! videoconvert ! vp8enc deadline=1 ! fakesink async=false")]
    public void Buffers_of_a_pool_go_through_a_pipeline_and_come_back(string rest)
    {
        using HeapAllocator allocator = new();
        using (GstBufferPool pool = GstBufferPoolTests.Active(new() { Size = 64 * 48, MinBuffers = 1, MaxBuffers = 4, Allocator = allocator }))
        using (GstPipeline pipeline = GstPipeline.Launch($"appsrc name=source format=time caps={Caps} ! {rest:raw}"))
        using (GstElement source = pipeline.GetElement("source"))
        {
            pipeline.Play();
            for (int i = 0; i < 40; i++)
            {
                GstBuffer frame = pool.Acquire(TestContext.Current.CancellationToken);
                using (WriteMapping map = frame.MapWrite())
                {
                    Assert.False(map.Copied);
                    map.Span.Fill((byte)i);
                }

                frame.Pts = GstClockTime.FromTimeSpan(TimeSpan.FromSeconds(i / 30.0));
                Push(source, frame);
            }

            End(source);
            using (GstBus bus = pipeline.Bus)
            {
                bus.WaitForEndOfStream(TestContext.Current.CancellationToken);
            }

            pipeline.Stop();
            Assert.InRange(allocator.Live, 1, 4);
            pool.Deactivate();
        }

        Assert.Equal(0, allocator.Live);
    }

    [Fact]
    public void Plain_buffers_of_an_allocator_go_through_a_pipeline_and_are_freed()
    {
        using HeapAllocator allocator = new();
        using (GstPipeline pipeline = GstPipeline.Launch($"appsrc name=source format=time caps={Caps} ! tee name=t ! queue ! jpegenc ! fakesink async=false t. ! queue ! fakesink async=false"))
        using (GstElement source = pipeline.GetElement("source"))
        {
            pipeline.Play();
            for (int i = 0; i < 20; i++)
            {
                Push(source, GstBuffer.Allocate(64 * 48, allocator, new() { Alignment = 64 }));
            }

            End(source);
            using GstBus bus = pipeline.Bus;
            bus.WaitForEndOfStream(TestContext.Current.CancellationToken);
        }

        Assert.Equal((20, 0), (allocator.Total, allocator.Live));
    }

    private static unsafe void Push(GstElement source, GstBuffer buffer) =>
        Assert.Equal(Native.GstFlowReturn.GST_FLOW_OK, LibGstApp.gst_app_src_push_buffer((Native.GstAppSrc*)source.DangerousHandle, (Native.GstBuffer*)buffer.DangerousDetach()));

    private static unsafe void End(GstElement source) => LibGstApp.gst_app_src_end_of_stream((Native.GstAppSrc*)source.DangerousHandle);
}
