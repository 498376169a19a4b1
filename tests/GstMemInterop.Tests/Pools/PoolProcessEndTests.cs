using Child = GstMemInterop.Tests.Allocators.ChildProcess;

namespace GstMemInterop.Tests.Pools;

/// <summary>Callbacks arrive until the very end of the process; it ends with its own status all the same.</summary>
public class PoolProcessEndTests
{
    [Theory]
    [InlineData("return")]
    [InlineData("exit")]
    [InlineData("exit-from-the-streaming-thread")]
    public void A_process_may_end_while_its_pool_is_in_use(string how) =>
        Child.Run("leave-while-pooling", how).Succeeded().Says("playing");
}
