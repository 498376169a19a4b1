using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

// From the threads of C to the loggers: a queue, and the one thread that empties it.
public sealed partial class GstLogBridge
{
    /// <summary>How much text may wait, in characters: some lines hold whole buffers.</summary>
    private const long MostWaitingText = 32 << 20;

    /// <summary>How often it is said at most that lines were dropped: to say it may make a logger cause such lines.</summary>
    private const long SayAgainAfter = 1000;

    /// <summary>Loggers run on this thread, for whatever bridge.</summary>
    [ThreadStatic]
    private static bool t_delivering;

    private readonly ConcurrentQueue<LogItem> _queue = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _closed;
    private int _awake;
    private int _entering;
    private int _waiting;
    private long _waitingText;
    private long _logged;
    private long _overflow;
    private long _own;
    private long _saidOverflow;
    private long _saidOwn;
    private long _saidAt = -SayAgainAfter;

    /// <summary>Whether this thread is one on which loggers run: what it makes C write would make them run for ever.</summary>
    internal static bool IsDelivering => t_delivering;

    internal void CountOwn() => Interlocked.Increment(ref _own);

    private bool TryEnqueue(in LogItem item)
    {
        // Whoever is between these two is waited for at the end: nothing is put into a queue that nobody looks at any more.
        Interlocked.Increment(ref _entering);
        try
        {
            if (_closed)
            {
                return false;
            }

            if (item.Record is { } record && !TryReserve(record))
            {
                Interlocked.Increment(ref _overflow);
                return false;
            }

            _queue.Enqueue(item);
            Wake();
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _entering);
        }
    }

    private bool TryReserve(GstLogRecord record)
    {
        // A line that is longer than all that may wait goes alone.
        int waiting = Interlocked.Increment(ref _waiting);
        if (waiting <= _capacity && (Interlocked.Add(ref _waitingText, record.Message.Length) <= MostWaitingText || waiting == 1))
        {
            return true;
        }

        Leave(record, counted: waiting <= _capacity);
        return false;
    }

    private void Leave(GstLogRecord record, bool counted = true)
    {
        Interlocked.Decrement(ref _waiting);
        if (counted)
        {
            Interlocked.Add(ref _waitingText, -record.Message.Length);
        }
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _awake, 1) == 0)
        {
            _wake.Set();
        }
    }

    private void Close()
    {
        _closed = true;
        Interlocked.MemoryBarrier();
        _wake.Set();
    }

    private void Deliver()
    {
        t_delivering = true;
        while (true)
        {
            bool ends = _closed;
            if (ends)
            {
                SpinWait.SpinUntil(() => Volatile.Read(ref _entering) == 0);
            }

            while (_queue.TryDequeue(out LogItem item))
            {
                Deliver(item);
            }

            Guarded(ends ? SayAll : SayOverflow);
            if (ends)
            {
                return;
            }

            Interlocked.Exchange(ref _awake, 0);
            if (_queue.IsEmpty && !_closed)
            {
                _wake.WaitOne();
            }
        }
    }

    private void Deliver(in LogItem item)
    {
        if (item.Marker is { } marker)
        {
            try
            {
                marker.Set();
            }
            catch (ObjectDisposedException)
            {
                // Who waited has given up.
            }

            return;
        }

        if (item.Record is not null)
        {
            Leave(item.Record);
        }

        LogChannel channel = item.Channel!;
        try
        {
            ILogger logger = channel.Ask(_factory);
            if (item.Record is { } record)
            {
                logger.Log(record.LogLevel, new EventId((int)record.Level, record.LevelName), record, null, static (state, _) => state.ToString());
                Interlocked.Increment(ref _logged);
                Say(wait: true);
            }
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "logger of GStreamer's debug log", this);
        }

        if (item.Record is null)
        {
            channel.AskLater();
        }
    }

    private void SayAll() => Say(wait: false);

    /// <summary>Only what had no room: to say that a logger causes lines, each time it has caused one by that, would never end.</summary>
    private void SayOverflow()
    {
        if (Interlocked.Read(ref _overflow) != _saidOverflow)
        {
            Say(wait: false);
        }
    }

    private void Say(bool wait)
    {
        long overflow = Interlocked.Read(ref _overflow) - _saidOverflow;
        long own = Interlocked.Read(ref _own) - _saidOwn;
        if ((overflow | own) != 0 && (!wait || Environment.TickCount64 - _saidAt > SayAgainAfter))
        {
            _saidOverflow += overflow;
            _saidOwn += own;
            _saidAt = Environment.TickCount64;
            CallbackLog.LinesDropped(_factory.CreateLogger("GStreamer"), overflow, own);
        }
    }

    private void Guarded(Action say)
    {
        try
        {
            say();
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "logger of GStreamer's debug log", this);
        }
    }

    private readonly record struct LogItem(LogChannel? Channel, GstLogRecord? Record, ManualResetEventSlim? Marker);
}
