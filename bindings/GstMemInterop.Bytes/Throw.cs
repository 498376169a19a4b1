using System.Diagnostics.CodeAnalysis;

namespace GstMemInterop.Bytes;

/// <summary>Out-of-line throws: the checks stay small enough to inline, the messages name value, limit and way out.</summary>
internal static class Throw
{
    [DoesNotReturn]
    public static void Range(string name, long value, long limit) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be from 0 to {limit}.");

    [DoesNotReturn]
    public static void Range(string name, object value, string message) =>
        throw new ArgumentOutOfRangeException(name, value, message);

    [DoesNotReturn]
    public static void StartCount(long start, long count, long length) =>
        throw new ArgumentOutOfRangeException(
            (ulong)start > (ulong)length ? "start" : "count",
            (ulong)start > (ulong)length ? start : count,
            $"The range at {start} with {count} elements does not lie inside the {length} elements that exist; shorten the range.");

    [DoesNotReturn]
    public static void StartEnd(long start, long end, long length) =>
        throw new ArgumentOutOfRangeException(
            (ulong)start > (ulong)length ? "start" : "end",
            (ulong)start > (ulong)length ? start : end,
            $"The range [{start}, {end}) is not inside [0, {length}): it takes 0 <= start <= end <= {length}.");

    [DoesNotReturn]
    public static void Negative(string name, long value) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must not be negative.");

    [DoesNotReturn]
    public static void NotPositive(string name, long value) =>
        throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be at least 1.");

    [DoesNotReturn]
    public static void Argument(string name, string message) => throw new ArgumentException(message, name);

    [DoesNotReturn]
    public static void Lengths(string name, long length, string otherName, long otherLength) =>
        throw new ArgumentException(
            $"{name} has {length} elements and {otherName} has {otherLength}; they must be the same. Slice the longer one first.", name);

    [DoesNotReturn]
    public static void DestinationTooShort(string name, long length, long needed) =>
        throw new ArgumentException($"{name} holds {length} elements and {needed} are needed; nothing was written.", name);

    [DoesNotReturn]
    public static void InvalidCast(string message) => throw new ArgumentException(message);

    [DoesNotReturn]
    public static void InvalidOperation(string message) => throw new InvalidOperationException(message);

    [DoesNotReturn]
    public static void NotSupported(string message) => throw new NotSupportedException(message);

    [DoesNotReturn]
    public static void Disposed(string typeName) => throw new ObjectDisposedException(typeName);

    [DoesNotReturn]
    public static void Disposed(string typeName, string message) => throw new ObjectDisposedException(typeName, message);
}
