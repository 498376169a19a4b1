namespace GstMemInterop;

/// <summary>Answers a signal. It runs on the thread that emits it, which for many is a streaming thread: keep it short.</summary>
/// <param name="signal">What the signal tells; valid until the handler returns.</param>
public delegate void GstSignalHandler(ref GstSignal signal);

/// <summary>One emission of a signal, for its handler (<c>GClosureMarshal</c>): arguments as .NET values, and the result.</summary>
/// <remarks>
/// Objects that come out of here (pads, elements, caps, buffers, samples, …) live until the handler returns; their
/// <c>Retain()</c> keeps one longer. A buffer has at least one reference more than in the stream, so it is not writable here: a
/// probe is the place to edit it.
/// </remarks>
public readonly unsafe ref struct GstSignal
{
    private readonly SignalTurn _turn;

    internal GstSignal(SignalTurn turn) => _turn = turn;

    /// <summary>The name of the signal, for example <c>pad-added</c> (<c>g_signal_name</c>).</summary>
    public string Name => _turn.Name;

    /// <summary>The object that emits it (<c>g_value_get_object</c> of the first value): a <see cref="GstElement"/>, <see cref="GstPad"/>, …; <see langword="null"/> for one of a class that this library has not.</summary>
    public GstObject? Sender => _turn.Sender;

    /// <summary>How many arguments there are (<c>GSignalQuery.n_params</c>), the sender not counted.</summary>
    public int Count => _turn.Count;

    /// <summary>An argument (a <c>GValue</c>) as the .NET value that it is; the rules are those of <see cref="GstElement.this[string]"/>.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    /// <exception cref="ObjectDisposedException">The handler has returned.</exception>
    public object? this[int index] => _turn.Argument(index);

    /// <summary>An argument (a <c>GValue</c>) as a type that the caller names; the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="GstPad"/>, <see cref="string"/>, <see cref="uint"/>.</typeparam>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    /// <exception cref="InvalidCastException">It is of another type, or <see langword="null"/>; the message says of which.</exception>
    /// <exception cref="ObjectDisposedException">The handler has returned.</exception>
    public T Get<T>(int index) => _turn.Argument<T>(index);

    /// <summary>What the handler answers (the return <c>GValue</c>), for signals that want an answer.</summary>
    /// <value>A value of the type that the signal returns; the rules are those of <see cref="GstElement.this[string]"/>.</value>
    /// <exception cref="InvalidOperationException">The signal wants no answer.</exception>
    /// <exception cref="ArgumentException">The value does not fit the type of the answer.</exception>
    /// <exception cref="ObjectDisposedException">The handler has returned.</exception>
    public object? Result { set => _turn.SetResult(value); }

    /// <summary>Keeps the handlers after this one from being called (<c>g_signal_stop_emission</c>).</summary>
    /// <exception cref="ObjectDisposedException">The handler has returned.</exception>
    public void StopEmission() => _turn.StopEmission();
}
