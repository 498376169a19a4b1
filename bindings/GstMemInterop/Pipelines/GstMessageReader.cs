using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace GstMemInterop;

/// <summary>
/// Reads the messages of a pipeline from the moment it was made (<c>GstBus::sync-message</c>): made by
/// <see cref="GstPipeline.ReadMessages"/>, read by <c>await foreach</c> or one by one. It ends when the pipeline is stopped or
/// disposed; what came before is still read.
/// </summary>
/// <remarks>
/// Any number of readers see every message; none takes anything from another, from <see cref="GstPipeline.RunAsync"/> or from
/// the bus. Messages wait here until they are read; when more wait than the capacity, the oldest are dropped and counted.
/// Members are safe from any thread.
/// </remarks>
public sealed class GstMessageReader : IAsyncEnumerable<GstMessage>, IDisposable
{
    private readonly MessagePump _pump;
    private readonly GstMessageType _types;
    private readonly Channel<GstMessage> _channel;
    private long _dropped;
    private volatile bool _disposed;

    internal GstMessageReader(MessagePump pump, GstMessageType types, int capacity, bool survivesStop)
    {
        _pump = pump;
        _types = types;
        SurvivesStop = survivesStop;
        _channel = Channel.CreateBounded<GstMessage>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest }, Drop);
    }

    /// <summary>How many messages were dropped because the reader was too slow (each <c>gst_message_unref</c>).</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal bool SurvivesStop { get; }

    internal bool IsDisposed => _disposed;

    /// <summary>Takes a message that is there already (one reference of <c>GstMessage</c>).</summary>
    /// <param name="message">The message; dispose it.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryRead([NotNullWhen(true)] out GstMessage? message) => _channel.Reader.TryRead(out message);

    /// <summary>Waits for the next message (one reference of <c>GstMessage</c>).</summary>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    /// <returns>The message, to be disposed; <see langword="null"/> after the last one, when the pipeline was stopped or disposed.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async ValueTask<GstMessage?> ReadAsync(CancellationToken cancellationToken = default)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_channel.Reader.TryRead(out GstMessage? message))
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>Reads messages as they come; leaving the loop disposes the reader.</summary>
    /// <param name="cancellationToken">Ends the reading at once with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The messages; dispose each.</returns>
    public async IAsyncEnumerator<GstMessage> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                GstMessage? message = await ReadAsync(cancellationToken).ConfigureAwait(false);
                if (message is null)
                {
                    yield break;
                }

                yield return message;
            }
        }
        finally
        {
            Dispose();
        }
    }

    /// <summary>Ends the reading, and releases what was not read (<c>gst_message_unref</c>).</summary>
    public void Dispose()
    {
        _disposed = true;
        _pump.Unsubscribe(this);
        Complete();
        while (_channel.Reader.TryRead(out GstMessage? unread))
        {
            unread.Dispose();
        }
    }

    internal bool Wants(GstMessageType type) => type < 0 ? (_types & GstMessageType.Extended) != 0 : (type & _types) != 0;

    /// <summary>Queues a message, on the thread that posted it.</summary>
    internal void Offer(GstMessage message)
    {
        if (!_channel.Writer.TryWrite(message))
        {
            message.Dispose(); // the reader has ended
        }
    }

    internal void Complete() => _channel.Writer.TryComplete();

    private void Drop(GstMessage message)
    {
        message.Dispose();
        if (Interlocked.Increment(ref _dropped) == 1 && !_disposed)
        {
            CallbackLog.MessagesDropped(GStreamer.Log, _types);
        }
    }
}
