namespace GstMemInterop.Tests.Reentrancy;

/// <summary>What the generated calls found in pools, each by itself.</summary>
public class PoolReentrancyTests
{
    [Fact]
    public void Deactivating_a_pool_inside_of_its_FlushStop_is_refused_and_the_flush_ends()
    {
        using StoppingPool pool = new();
        using (GstBufferPoolConfig config = pool.GetConfig())
        {
            config.Size = 16;
            pool.SetConfig(config);
        }

        pool.Activate();
        pool.Acquire(TestContext.Current.CancellationToken).Dispose();
        pool.SetFlushing(true);
        pool.Armed = true;
        pool.SetFlushing(false);
        Assert.Contains("FlushStop", Assert.IsType<InvalidOperationException>(pool.Thrown).Message, StringComparison.Ordinal);
        Assert.False(pool.IsFlushing);
        pool.Acquire(TestContext.Current.CancellationToken).Dispose();
        pool.Deactivate();
        Assert.False(pool.IsActive);
    }

    private sealed class StoppingPool : CustomBufferPool
    {
        internal bool Armed { get; set; }

        internal Exception? Thrown { get; private set; }

        protected override void FlushStop()
        {
            if (Armed)
            {
                Armed = false;
                Thrown = Record.Exception(Deactivate);
            }
        }
    }
}
