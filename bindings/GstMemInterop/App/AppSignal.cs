namespace GstMemInterop;

/// <summary>
/// Wakes everybody who waits, from any thread, and costs nothing while nobody does. Whoever waits takes <see cref="Next"/> first
/// and looks then: what changes after his look has woken what he took.
/// </summary>
internal sealed class AppSignal
{
    private TaskCompletionSource? _waited;

    /// <summary>Completes with the next <see cref="Wake"/>.</summary>
    internal Task Next
    {
        get
        {
            TaskCompletionSource? waited = Volatile.Read(ref _waited);
            if (waited is null)
            {
                TaskCompletionSource fresh = new(TaskCreationOptions.RunContinuationsAsynchronously);
                waited = Interlocked.CompareExchange(ref _waited, fresh, null) ?? fresh;
            }

            return waited.Task;
        }
    }

    /// <summary>Whether somebody may be waiting.</summary>
    internal bool IsAwaited => Volatile.Read(ref _waited) is not null;

    /// <summary>Has all who wait look again; none of their code runs in here.</summary>
    internal void Wake() => Interlocked.Exchange(ref _waited, null)?.TrySetResult();

    /// <summary>Has those who wait look again a few times, for what nobody will tell of.</summary>
    internal static async Task RepeatAsync(Action look)
    {
        for (int milliseconds = 20; milliseconds <= 500; milliseconds *= 5)
        {
            await Task.Delay(milliseconds).ConfigureAwait(false);
            look();
        }
    }
}
