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

    /// <summary>Has all who wait look again; none of their code runs in here.</summary>
    internal void Wake() => Interlocked.Exchange(ref _waited, null)?.TrySetResult();
}
