using GstMemInterop.Native;

namespace GstMemInterop;

/// <summary>One call of a signal's handler: what C handed over, and the objects made of it, which end with the call.</summary>
internal sealed unsafe class SignalTurn : IDisposable
{
    private readonly GValue* _result;
    private readonly GValue* _values;
    private readonly GSignalInvocationHint* _hint;
    private object?[]? _arguments;
    private bool[]? _known;
    private GstObject? _sender;
    private bool _ended;

    internal SignalTurn(string name, GValue* result, uint count, GValue* values, GSignalInvocationHint* hint)
    {
        Name = name;
        Count = checked((int)count) - 1;
        _result = result;
        _values = values;
        _hint = hint;
    }

    internal string Name { get; }

    internal int Count { get; }

    internal GstObject? Sender => _sender ??= Open(GstObject.RetainAny((nint)LibGObject.g_value_get_object(_values)));

    internal object? Argument(int index)
    {
        RequireArgument(index);
        _arguments ??= new object?[Count];
        _known ??= new bool[Count];
        if (!_known[index])
        {
            _arguments[index] = NativeValue.Read(_values + index + 1);
            _known[index] = true;
        }

        return _arguments[index];
    }

    internal T Argument<T>(int index)
    {
        RequireArgument(index);
        return ManagedValue.TryGetExact(_values + index + 1, out T exact) && exact is not null ? exact : ManagedValue.Convert<T>(Argument(index), $"Argument {index} of the signal '{Name}'");
    }

    internal void SetResult(object? value)
    {
        RequireOpen();
        if (_result is null || _result->g_type == 0)
        {
            throw new InvalidOperationException($"The signal '{Name}' wants no answer.");
        }

        // Written aside: what does not fit leaves the answer as it was.
        GValue answer = default;
        LibGObject.g_value_init(&answer, _result->g_type);
        try
        {
            NativeValue.Write(&answer, $"answer to '{Name}'", value);
            LibGObject.g_value_copy(&answer, _result);
        }
        finally
        {
            LibGObject.g_value_unset(&answer);
        }
    }

    internal void StopEmission()
    {
        RequireOpen();
        LibGObject.g_signal_stop_emission(LibGObject.g_value_get_object(_values), _hint->signal_id, _hint->detail);
    }

    public void Dispose()
    {
        _ended = true;
        _sender?.Dispose();
        foreach (object? argument in _arguments ?? [])
        {
            (argument as IDisposable)?.Dispose();
        }
    }

    private void RequireArgument(int index)
    {
        RequireOpen();
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The signal '{Name}' has {Count} arguments.");
        }
    }

    private GstObject? Open(GstObject? sender)
    {
        if (_ended)
        {
            sender?.Dispose();
        }

        RequireOpen();
        return sender;
    }

    private void RequireOpen() => ObjectDisposedException.ThrowIf(_ended, typeof(GstSignal));
}
