using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>Owns one reference to a bus: where elements post messages for the application. Stands on <c>GstBus</c>.</summary>
/// <remarks>
/// Members are safe from any thread. No main loop is needed. What is read here is taken off the bus, so a message goes to one
/// reader only; <see cref="GstPipeline.ReadMessages"/> and the other readers of a pipeline look on without taking, and any
/// number of them sees every message. Every wait ends at once when the bus is disposed, or its pipeline is stopped or disposed.
/// </remarks>
public sealed unsafe class GstBus : GstObject
{
    private readonly CancellationTokenSource _disposed = new();

    private GstBus(nint pointer) : base(pointer, nameof(GstBus)) { }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid <c>GstBus*</c>, with asynchronous delivery: not the one inside a bin.</param>
    public static GstBus Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstBus)));

    /// <summary>Adds a reference to somebody else's bus (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstBus*</c>, with asynchronous delivery: not the one inside a bin.</param>
    public static GstBus Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstBus)));

    /// <summary>Takes the next message of the wanted types; others before it are dropped (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="types">Which messages; not <see cref="GstMessageType.Unknown"/>.</param>
    /// <param name="timeout">How long to wait; <see cref="GstClockTime.Zero"/> not at all, <see cref="GstClockTime.None"/> for as long as it takes.</param>
    /// <returns>The message; <see langword="null"/> when the time ran out, or the pipeline was stopped or disposed while this waited.</returns>
    /// <exception cref="ArgumentException">No type is wanted.</exception>
    /// <exception cref="ObjectDisposedException">The bus was disposed, before or meanwhile.</exception>
    public GstMessage? TryPop(GstMessageType types, GstClockTime timeout)
    {
        RequireTypes(types);
        using HandleLease lease = Lease();
        GstMessage? message = TakeOne(lease, types);
        if (message is not null || timeout == GstClockTime.Zero)
        {
            return message;
        }

        using CancellationTokenSource? clock = timeout.HasValue ? new CancellationTokenSource(Milliseconds(timeout)) : null;
        return Wait(lease, types, clock?.Token ?? CancellationToken.None, CancellationToken.None);
    }

    /// <summary>Waits for the next message of the wanted types; others before it are dropped (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="types">Which messages; not <see cref="GstMessageType.Unknown"/>.</param>
    /// <param name="cancellationToken">Ends the waiting at once, without polling.</param>
    /// <exception cref="ArgumentException">No type is wanted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the pipeline was stopped or disposed while this waited.</exception>
    /// <exception cref="ObjectDisposedException">The bus was disposed, before or meanwhile.</exception>
    public GstMessage Pop(GstMessageType types, CancellationToken cancellationToken = default)
    {
        RequireTypes(types);
        cancellationToken.ThrowIfCancellationRequested();
        using HandleLease lease = Lease();
        return TakeOne(lease, types) ?? Wait(lease, types, CancellationToken.None, cancellationToken)
            ?? throw new OperationCanceledException("The pipeline was stopped or disposed while its bus was waited on.");
    }

    /// <summary>Waits for the end of the stream (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled, or the pipeline was stopped or disposed while this waited.</exception>
    public void WaitForEndOfStream(CancellationToken cancellationToken = default)
    {
        using GstMessage message = Pop(GstMessageType.Eos | GstMessageType.Error, cancellationToken);
        if (message.Type == GstMessageType.Error)
        {
            throw message.ToException();
        }
    }

    /// <summary>Takes messages of the wanted types as they come (<c>gst_bus_timed_pop_filtered</c>; waiting is done on one thread of its own).</summary>
    /// <param name="types">Which messages; others are dropped.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The messages; dispose each. They end when the pipeline is stopped or disposed while this waits.</returns>
    /// <exception cref="ArgumentException">No type is wanted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IAsyncEnumerable<GstMessage> ReadAllAsync(GstMessageType types, CancellationToken cancellationToken = default)
    {
        RequireTypes(types);
        return ReadAsync(types, cancellationToken);
    }

    private async IAsyncEnumerable<GstMessage> ReadAsync(GstMessageType types, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using WaitingThread waiting = new();
        using BusWait whole = NewWait(); // a stop ends the reading also when it comes between two waits
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GstMessage? message = TryPop(types, GstClockTime.Zero)
                ?? (whole.HasEnded ? null : await waiting.Run(() => Await(types, cancellationToken)).ConfigureAwait(false));
            if (message is null)
            {
                yield break;
            }

            yield return message;
        }
    }

    private BusWait NewWait()
    {
        using HandleLease lease = Lease();
        return new BusWait((Native.GstBus*)lease.Pointer);
    }

    private GstMessage? Await(GstMessageType types, CancellationToken cancellationToken)
    {
        using HandleLease lease = Lease();
        return Wait(lease, types, CancellationToken.None, cancellationToken);
    }

    /// <summary>Waits for a message; <see langword="null"/> when time is up or the pipeline was stopped.</summary>
    private GstMessage? Wait(in HandleLease lease, GstMessageType types, CancellationToken timeIsUp, CancellationToken cancellationToken)
    {
        using BusWait wait = new((Native.GstBus*)lease.Pointer);
        using CancellationTokenRegistration onTime = timeIsUp.UnsafeRegister(Wake, wait);
        using CancellationTokenRegistration onCancel = cancellationToken.UnsafeRegister(Wake, wait);
        using CancellationTokenRegistration onDispose = _disposed.Token.UnsafeRegister(Wake, wait);
        while (true)
        {
            ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
            cancellationToken.ThrowIfCancellationRequested();
            GstMessage? message = TakeOne(lease, types);
            if (message is not null || wait.HasEnded || timeIsUp.IsCancellationRequested)
            {
                return message;
            }

            wait.Sleep();
        }

        static void Wake(object? wait) => ((BusWait)wait!).Wake();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _disposed.Cancel();
        }
    }

    private static GstMessage? TakeOne(in HandleLease lease, GstMessageType types)
    {
        nint message = (nint)Native.LibGst.gst_bus_timed_pop_filtered((Native.GstBus*)lease.Pointer, 0, (Native.GstMessageType)types);
        return message == 0 ? null : GstMessage.Adopt(message);
    }

    private static TimeSpan Milliseconds(GstClockTime timeout) =>
        TimeSpan.FromMilliseconds(Math.Min(Math.Ceiling(timeout.Nanoseconds / 1e6), uint.MaxValue - 1d));

    internal static void RequireTypes(GstMessageType types)
    {
        if (types == GstMessageType.Unknown)
        {
            throw new ArgumentException("No type of message is wanted: name one or more, or GstMessageType.Any.", nameof(types));
        }
    }
}
