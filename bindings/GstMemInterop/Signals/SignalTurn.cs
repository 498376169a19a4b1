using System.Globalization;
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
        RequireOpen();
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The signal '{Name}' has {Count} arguments.");
        }

        _arguments ??= new object?[Count];
        _known ??= new bool[Count];
        if (!_known[index])
        {
            _arguments[index] = PropertyValue.Read(_values + index + 1);
            _known[index] = true;
        }

        return _arguments[index];
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
            PropertyValue.Write(&answer, $"answer to '{Name}'", value);
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

    internal static T Convert<T>(object? value, string what)
    {
        Type wanted = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        try
        {
            switch (value)
            {
                case T same:
                    return same;
                case null when default(T) is null && !typeof(GstObject).IsAssignableFrom(typeof(T)):
                    return default!;
                case IConvertible number when wanted.IsEnum && number is not string:
                    return (T)Enum.ToObject(wanted, System.Convert.ToInt64(number, CultureInfo.InvariantCulture));
                case IConvertible number when wanted == typeof(GstClockTime) && number is not string:
                    return (T)(object)new GstClockTime(System.Convert.ToUInt64(number, CultureInfo.InvariantCulture));
                case IConvertible number when wanted.IsPrimitive:
                    return (T)System.Convert.ChangeType(number, wanted, CultureInfo.InvariantCulture);
            }
        }
        catch (Exception exception) when (exception is OverflowException or FormatException)
        {
            throw new InvalidCastException($"{what} is {value}, which does not fit {wanted.Name}.", exception);
        }

        throw new InvalidCastException(value is null ? $"{what} is null, not {wanted.Name}." : $"{what} is {value.GetType().Name}, not {wanted.Name}.");
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
