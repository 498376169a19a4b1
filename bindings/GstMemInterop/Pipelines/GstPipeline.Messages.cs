namespace GstMemInterop;

/// <summary>A message that <see cref="GstPipeline.MessageReceived"/> tells of.</summary>
/// <param name="message">The message.</param>
public sealed class GstMessageEventArgs(GstMessage message) : EventArgs
{
    /// <summary>The message (<c>GstMessage</c>); valid until the handler returns, <see cref="GstMessage.Retain()"/> keeps it.</summary>
    public GstMessage Message { get; } = message;
}

public sealed partial class GstPipeline
{
    /// <summary>How many messages wait for a reader that does not read, unless it asks for another number.</summary>
    private const int DefaultCapacity = 16384;

    private readonly Lock _listenersGate = new();
    private readonly List<(EventHandler<GstMessageEventArgs> Handler, GstMessageReader Reader)> _listeners = [];

    /// <summary>
    /// Raised for every message (<c>GstBus::sync-message</c>), in the order of the bus, on a thread of the pool; each handler has a
    /// queue of its own, so a slow one holds up nobody, and what one throws goes to <see cref="GStreamer.CallbackFailed"/>.
    /// Handlers stay until they are removed or the pipeline is disposed.
    /// </summary>
    /// <remarks>A handler that refers to its pipeline keeps it alive: such a pipeline must be disposed, the garbage collector does not find it.</remarks>
    /// <exception cref="ObjectDisposedException">A handler was added to a pipeline that was disposed.</exception>
    public event EventHandler<GstMessageEventArgs>? MessageReceived
    {
        add
        {
            if (value is not null)
            {
                GstMessageReader reader = _pump.Subscribe(GstMessageType.Any, DefaultCapacity, survivesStop: true);
                lock (_listenersGate)
                {
                    _listeners.Add((value, reader));
                }

                WeakReference<GstPipeline> sender = new(this);
                _ = Task.Run(() => TellAsync(sender, value, reader));
            }
        }

        remove
        {
            GstMessageReader? reader = null;
            lock (_listenersGate)
            {
                int index = _listeners.FindLastIndex(l => l.Handler == value);
                if (index >= 0)
                {
                    reader = _listeners[index].Reader;
                    _listeners.RemoveAt(index);
                }
            }

            reader?.Dispose();
        }
    }

    /// <summary>
    /// Raised for every message (<c>GstBus::sync-message</c>) on the thread that posts it, before anybody else can act on it: the place
    /// for what must be done at once, as setting a window or a context. What a handler throws goes to
    /// <see cref="GStreamer.CallbackFailed"/>. Handlers stay until they are removed or the pipeline is disposed.
    /// </summary>
    /// <remarks>
    /// The thread may stream, and may hold locks of GStreamer: keep it short, and wait for nothing. What would have to wait is done by
    /// another thread a moment later: changes of state, <see cref="Stop"/>, <c>Dispose</c>, an end of stream. Flushing seeks are
    /// refused. A handler that refers to its pipeline keeps it alive: such a pipeline must be disposed.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">A handler was added to a pipeline that was disposed.</exception>
    public event EventHandler<GstMessageEventArgs>? SyncMessage
    {
        add
        {
            if (value is not null)
            {
                _pump.Listen(new SyncMessageListener(new WeakReference<GstPipeline>(this), value));
            }
        }

        remove
        {
            if (value is not null)
            {
                _pump.Unlisten(value);
            }
        }
    }

    /// <summary>Posts a message of the application's own (<c>gst_message_new_application</c>, <c>gst_element_post_message</c>), which every reader of the messages sees in its order.</summary>
    /// <param name="structure">Name and fields; copied.</param>
    /// <returns>Whether it was posted; not while the bus flushes, as after a stop.</returns>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public bool PostApplicationMessage(GstStructure structure) => PostMessage(GstMessage.NewApplication(this, structure));

    /// <summary>Posts a message of the application's own (<c>gst_message_new_application</c>, <c>gst_element_post_message</c>).</summary>
    /// <param name="structure">Name and fields, as GStreamer's text: <c>my-message, number=(int)5</c>.</param>
    /// <returns>Whether it was posted; not while the bus flushes, as after a stop.</returns>
    /// <exception cref="FormatException">The text is not a structure.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public bool PostApplicationMessage(string structure)
    {
        using GstStructure content = GstStructure.Parse(structure);
        return PostApplicationMessage(content);
    }

    /// <summary>Reads the messages of the wanted types from now on (<c>GstBus::sync-message</c>), beside every other reader.</summary>
    /// <param name="types">Which messages.</param>
    /// <param name="capacity">How many may wait to be read; beyond it the oldest are dropped and counted in <see cref="GstMessageReader.Dropped"/>.</param>
    /// <returns>The reader: <c>await foreach</c> over it. It ends when the pipeline is stopped or disposed.</returns>
    /// <remarks>Messages need somebody to be there: begin to read before <see cref="Play"/>. A pipeline whose messages are read here need not be read by its <see cref="GstElement.Bus"/> too: what lies there unread is dropped in the end.</remarks>
    /// <exception cref="ArgumentException">No type is wanted.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    public GstMessageReader ReadMessages(GstMessageType types = GstMessageType.Any, int capacity = DefaultCapacity)
    {
        GstBus.RequireTypes(types);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return _pump.Subscribe(types, capacity, survivesStop: false);
    }

    /// <summary>Waits for a message of the wanted types, from now on (<c>GstBus::sync-message</c>), beside every other reader.</summary>
    /// <param name="types">Which messages.</param>
    /// <param name="predicate">Which of them; all when <see langword="null"/>. It runs on a thread of the pool and must not keep the message.</param>
    /// <param name="cancellationToken">Ends the waiting at once.</param>
    /// <returns>The message, to be disposed; <see langword="null"/> when the pipeline was stopped or disposed before there was one.</returns>
    /// <exception cref="ArgumentException">No type is wanted.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline was disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Task<GstMessage?> WaitForMessageAsync(GstMessageType types, Func<GstMessage, bool>? predicate = null, CancellationToken cancellationToken = default)
    {
        GstMessageReader reader = ReadMessages(types);
        return WaitAsync(reader, predicate, cancellationToken);
    }

    private static async Task<GstMessage?> WaitAsync(GstMessageReader reader, Func<GstMessage, bool>? predicate, CancellationToken cancellationToken)
    {
        using (reader)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                bool wanted = false;
                try
                {
                    wanted = predicate is null || predicate(message);
                }
                finally
                {
                    if (!wanted)
                    {
                        message.Dispose();
                    }
                }

                if (wanted)
                {
                    return message;
                }
            }

            return null;
        }
    }

    private static async Task TellAsync(WeakReference<GstPipeline> sender, EventHandler<GstMessageEventArgs> handler, GstMessageReader reader)
    {
        while (await reader.ReadAsync().ConfigureAwait(false) is { } message)
        {
            using (message)
            {
                if (reader.IsDisposed)
                {
                    return;
                }

                Tell(sender, handler, message);
            }
        }
    }

    // Not in the loop: its state would keep a forgotten pipeline alive.
    private static void Tell(WeakReference<GstPipeline> sender, EventHandler<GstMessageEventArgs> handler, GstMessage message)
    {
        sender.TryGetTarget(out GstPipeline? pipeline);
        try
        {
            handler(pipeline, new GstMessageEventArgs(message));
        }
        catch (Exception exception)
        {
            GStreamer.ReportCallbackFailure(exception, "MessageReceived listener", pipeline);
        }
    }
}
