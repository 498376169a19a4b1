namespace GstMemInterop.Tests.App;

/// <summary>Nothing here may wait for ever: what does is a failed test, not a hung run.</summary>
internal static class Limited
{
    internal const int Milliseconds = 60_000;

    internal static readonly TimeSpan Short = TimeSpan.FromSeconds(15);

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static Task Within(this Task task) => task.WaitAsync(Short, Token);

    internal static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Short, Token);

    /// <summary>Runs a blocking call on a thread of its own.</summary>
    internal static Task<T> OnThread<T>(Func<T> call) => Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Waits until something is so.</summary>
    internal static async Task Until(Func<bool> condition)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Short);
        while (!condition())
        {
            await Task.Delay(2, limit.Token);
        }
    }
}
