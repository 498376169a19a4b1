namespace GstMemInterop.Tests.Allocators;

/// <summary>Callbacks arrive until the very end of the process; it ends with its own status all the same.</summary>
public class ProcessEndTests
{
    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    [InlineData("exit-from-the-streaming-thread")]
    public void A_process_may_end_while_its_allocator_is_in_use(string how)
    {
        for (int i = 0; i < 3; i++)
        {
            ChildProcess.Run("leave-while-playing", how).Succeeded().Says("playing");
        }
    }
}
