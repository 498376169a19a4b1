namespace GstMemInterop.Tests.Samples;

public class AllocatorSampleTests
{
    [Fact]
    public void Another_process_reads_frames_out_of_shared_memory()
    {
        using SampleProcess sample = new("SharedMemoryAllocator");
        (int status, string[] output, string[] errors) = sample.Run("30");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.Matches("^process [0-9]+ read all 30 frames .* without a copy", output[^1]);
    }

    [Fact]
    public void Recycled_frames_are_counted_and_timed()
    {
        using SampleProcess sample = new("RecycledFrames");
        (int status, string[] output, string[] errors) = sample.Run("50");
        Assert.Empty(errors);
        Assert.Equal(0, status);
        Assert.Matches("^recycled frames: [0-9]+ frames/s, default allocator: [0-9]+ frames/s", output[^1]);
    }
}
