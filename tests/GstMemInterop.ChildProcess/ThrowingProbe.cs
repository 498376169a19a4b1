namespace GstMemInterop.ChildProcess;

/// <summary>A probe that throws in a process where somebody listens, or nobody.</summary>
internal static class ThrowingProbe
{
    internal static int Run(bool listen)
    {
        int told = 0;
        if (listen)
        {
            GStreamer.CallbackFailed += (_, _) => told++;
        }

        using GstPipeline pipeline = GstPipeline.Launch("fakesrc num-buffers=5 sizetype=fixed sizemax=8 ! identity name=tap ! fakesink");
        using GstPad pad = pipeline.GetPad("tap", "src");
        int calls = 0;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe _) => throw new InvalidOperationException($"thrown on purpose, {++calls}"));
        pipeline.Run();
        Console.WriteLine($"told {told}");
        return 0;
    }
}
