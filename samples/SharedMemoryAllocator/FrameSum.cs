using GstMemInterop;

namespace SharedFrames;

/// <summary>A number that both processes must agree on.</summary>
internal static class FrameSum
{
    internal static long Of(GstMemoryRef memory)
    {
        using ReadMapping map = memory.MapRead();
        long sum = 0;
        foreach (byte value in map.Span)
        {
            sum = (sum * 31) + value;
        }

        return sum;
    }
}
