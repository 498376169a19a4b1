namespace GstMemInterop;

/// <summary>One thread that waits for somebody, again and again: made at the first wait, ended by <see cref="Dispose"/>.</summary>
internal sealed class WaitingThread : IDisposable
{
    private readonly SemaphoreSlim _work = new(0);
    private Thread? _thread;
    private Action? _next;

    /// <summary>Runs a blocking wait there; one at a time.</summary>
    internal Task<T> Run<T>(Func<T> wait)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _next = () =>
        {
            try
            {
                done.SetResult(wait());
            }
            catch (OperationCanceledException exception) when (exception.CancellationToken.IsCancellationRequested)
            {
                done.SetCanceled(exception.CancellationToken);
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        };
        if (_thread is null)
        {
            _thread = new Thread(Work) { IsBackground = true, Name = "GstMemInterop bus" };
            _thread.Start();
        }

        _work.Release();
        return done.Task;
    }

    public void Dispose()
    {
        _next = null;
        _work.Release();
    }

    private void Work()
    {
        while (true)
        {
            _work.Wait();
            Action? next = _next;
            if (next is null)
            {
                return;
            }

            next();
        }
    }
}
