using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>Owns one reference to a bus: where elements post messages for the application. Stands on <c>GstBus</c>.</summary>
/// <remarks>Members are safe from any thread. No main loop is needed. A message goes to one reader only.</remarks>
public sealed unsafe class GstBus : GstObject
{
    private const string WakeName = "GstMemInterop.Wake";

    private GstBus(nint pointer) : base(pointer, nameof(GstBus)) { }

    /// <summary>Takes over a reference that the caller owns (transfer full); a floating one is sunk.</summary>
    /// <param name="pointer">A valid <c>GstBus*</c>.</param>
    public static GstBus Adopt(nint pointer) => new(SinkPointer(pointer, nameof(GstBus)));

    /// <summary>Adds a reference to somebody else's bus (<c>gst_object_ref</c>).</summary>
    /// <param name="pointer">A valid <c>GstBus*</c>.</param>
    public static GstBus Retain(nint pointer) => new(RetainPointer(pointer, nameof(GstBus)));

    /// <summary>Takes the next message of the wanted types; others before it are dropped (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="types">Which messages.</param>
    /// <param name="timeout">How long to wait; <see cref="GstClockTime.Zero"/> not at all, <see cref="GstClockTime.None"/> for as long as it takes.</param>
    /// <returns>The message, or <see langword="null"/> when the time ran out.</returns>
    public GstMessage? TryPop(GstMessageType types, GstClockTime timeout)
    {
        using HandleLease lease = Lease();
        nint message = (nint)Native.LibGst.gst_bus_timed_pop_filtered((Native.GstBus*)lease.Pointer, timeout.Nanoseconds, (Native.GstMessageType)types);
        return message == 0 ? null : GstMessage.Adopt(message);
    }

    /// <summary>Waits for the next message of the wanted types; others before it are dropped (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="types">Which messages.</param>
    /// <param name="cancellationToken">Ends the waiting at once, without polling.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public GstMessage Pop(GstMessageType types, CancellationToken cancellationToken = default)
    {
        using CancellationTokenRegistration wake = cancellationToken.Register(static bus => ((GstBus)bus!).PostWake(), this);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            GstMessage message = TryPop(types | GstMessageType.Application, GstClockTime.None)!;
            if (message.StructureName == WakeName || (message.Type & types) == 0)
            {
                message.Dispose();
                continue;
            }

            return message;
        }
    }

    /// <summary>Waits for the end of the stream (<c>gst_bus_timed_pop_filtered</c>).</summary>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    /// <exception cref="GstException">An element reported an error; message, code and debug text are GStreamer's.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void WaitForEndOfStream(CancellationToken cancellationToken = default)
    {
        using GstMessage message = Pop(GstMessageType.Eos | GstMessageType.Error, cancellationToken);
        if (message.Type == GstMessageType.Error)
        {
            throw message.ToException();
        }
    }

    /// <summary>Reads messages of the wanted types as they come (<c>gst_bus_timed_pop_filtered</c> on a thread of its own).</summary>
    /// <param name="types">Which messages; others are dropped.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The messages; dispose each.</returns>
    public async IAsyncEnumerable<GstMessage> ReadAllAsync(GstMessageType types, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (true)
        {
            yield return await Task.Factory.StartNew(
                () => Pop(types, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    /// <summary>A message of our own that ends a blocking wait: cancellation needs no polling.</summary>
    private void PostWake()
    {
        if (IsDisposed)
        {
            return;
        }

        using HandleLease lease = Lease();
        using NativeText name = new(WakeName);
        Native.GstStructure* structure = Native.LibGst.gst_structure_new_empty(name.Pointer);
        _ = Native.LibGst.gst_bus_post((Native.GstBus*)lease.Pointer, Native.LibGst.gst_message_new_application(null, structure));
    }
}
