using System.Diagnostics;
using GstMemInterop;

namespace RecycledFrames;

/// <summary>One pipeline that shows frames drawn in C#, and how many of them it got through in a second.</summary>
internal static class FrameRun
{
    /// <summary>1920 x 1080 in I420.</summary>
    private const int FrameBytes = 1920 * 1080 * 3 / 2;

    internal static double FramesPerSecond(GstAllocator allocator, int frames)
    {
        // The queue stands for everything that holds frames for a while: encoders, sinks, a second branch.
        using GstPipeline pipeline = GstPipeline.Launch(
            $"fakesrc num-buffers={frames} ! identity name=draw ! queue max-size-buffers=8 max-size-bytes=0 max-size-time=0 min-threshold-buffers=6 ! fakesink");
        using GstPad pad = pipeline.GetPad("draw", "src");
        Exception? failure = null;
        int drawn = 0;
        using PadProbe probe = pad.AddBufferProbe((ref BufferProbe p) =>
        {
            GstBuffer frame = GstBuffer.Allocate(FrameBytes, allocator);
            using (WriteMapping pixels = frame.MapWrite())
            {
                pixels.Span.Fill((byte)drawn++);
            }

            p.ReplaceBuffer(frame);
            return GstPadProbeReturn.Ok;
        });
        probe.Failed += (_, e) => failure ??= e.Exception;

        long start = Stopwatch.GetTimestamp();
        pipeline.Run();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return failure is null && drawn == frames ? frames / seconds : throw new InvalidDataException($"{drawn} of {frames} frames were drawn: {failure?.Message}", failure);
    }
}
