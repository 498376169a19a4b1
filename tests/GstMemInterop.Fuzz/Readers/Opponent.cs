namespace GstMemInterop.Fuzz.Readers;

/// <summary>A second thread that starts at the same moment as the first, some hundred times each.</summary>
internal sealed class Opponent : IDisposable
{
    private const int Repeats = 8;

    private readonly Thread _thread;
    private readonly SemaphoreSlim _start = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private volatile Action? _work;
    private volatile Exception? _failure;
    private volatile bool _end;
    private int _arrived;

    internal Opponent()
    {
        _thread = new Thread(Play) { IsBackground = true, Name = "opponent" };
        _thread.Start();
    }

    /// <summary>Runs both at once; answers what either threw.</summary>
    internal Exception? Against(Action theirs, Action mine)
    {
        _work = theirs;
        _failure = null;
        Volatile.Write(ref _arrived, 0);
        _start.Release();
        Exception? failure = null;
        try
        {
            Meet();
            for (int i = 0; i < Repeats; i++)
            {
                mine();
            }
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        _done.Wait();
        return failure ?? _failure;
    }

    public void Dispose()
    {
        _end = true;
        _start.Release();
        _thread.Join();
        _start.Dispose();
        _done.Dispose();
    }

    private void Play()
    {
        while (true)
        {
            _start.Wait();
            if (_end)
            {
                return;
            }

            try
            {
                Meet();
                for (int i = 0; i < Repeats; i++)
                {
                    _work!();
                }
            }
            catch (Exception exception)
            {
                _failure = exception;
            }

            _done.Release();
        }
    }

    /// <summary>Waits for the other, but not for ever: on a busy machine it may not get a processor.</summary>
    private void Meet()
    {
        Interlocked.Increment(ref _arrived);
        for (int i = 0; i < 20_000 && Volatile.Read(ref _arrived) < 2; i++)
        {
            Thread.SpinWait(4);
        }
    }
}
