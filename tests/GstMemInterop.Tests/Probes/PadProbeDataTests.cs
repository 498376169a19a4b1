namespace GstMemInterop.Tests.Probes;

public class PadProbeDataTests
{
    [Fact]
    public void A_list_of_buffers_is_borrowed_whole()
    {
        // rtpvrawpay pushes each frame's packets as one list.
        using GstPipeline pipeline = GstPipeline.Launch(
            "videotestsrc num-buffers=5 ! video/x-raw,format=RGB,width=320,height=240 ! rtpvrawpay name=pay mtu=1400 ! fakesink");
        using GstPad pad = pipeline.GetPad("pay", "src");
        int lists = 0;
        int edited = 0;
        using PadProbe onLists = pad.AddProbe(GstPadProbeType.BufferList, (ref PadProbeData d) =>
        {
            Assert.True(d.IsBufferList);
            Assert.False(d.IsBuffer);
            Assert.Equal(d.DangerousData, d.BufferList.DangerousHandle);
            Assert.True(d.BufferList.Count > 1);
            lists++;
            edited += d.BufferList.IsWritable ? 1 : 0;
            d.BufferList.GetWritable(0).SetFlags(GstBufferFlags.Marker);
            bool refused = false;
            try
            {
                _ = d.Buffer;
            }
            catch (InvalidOperationException)
            {
                refused = true;
            }

            Assert.True(refused);
            return GstPadProbeReturn.Ok;
        });
        bool refusedElsewhere = false;
        using PadProbe onEvents = pad.AddProbe(GstPadProbeType.EventDownstream, (ref PadProbeData d) =>
        {
            Assert.False(d.IsBufferList);
            try
            {
                _ = d.BufferList;
            }
            catch (InvalidOperationException refused)
            {
                refusedElsewhere = refused.Message.Contains("IsBufferList", StringComparison.Ordinal);
            }

            return GstPadProbeReturn.Ok;
        });
        List<Exception> failures = [];
        onLists.Failed += (_, e) => failures.Add(e.Exception);
        pipeline.Run(TestContext.Current.CancellationToken);
        Assert.Empty(failures);
        Assert.True(lists >= 5, $"Only {lists} lists passed.");
        Assert.Equal(lists, edited);
        Assert.True(refusedElsewhere);
    }
}
