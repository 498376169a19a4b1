using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// The right to use the bytes of an <see cref="IByteMemory"/> as a span. While it lasts the memory neither moves nor changes
/// its length: a resize throws, and freeing it waits.
/// </summary>
/// <example><code>using SpanLease lease = chunk.Lease(); lease.Span.Fill(1);</code></example>
/// <remarks>
/// The span dies with the lease, and the compiler keeps it from leaving the scope of the variable that holds the lease: dispose
/// that variable where the scope ends, with <c>using</c>. Disposing the lease again, or a copy of it, is harmless. One that is
/// never disposed keeps its bytes for ever. A lease may be taken on one thread only, since it cannot leave the stack.
/// </remarks>
public readonly ref struct SpanLease : IDisposable
{
    private readonly LeaseToken _token;
    private readonly Span<byte> _span;

    internal SpanLease(LeaseToken token, Span<byte> span)
    {
        _token = token;
        _span = span;
    }

    /// <summary>The bytes, to read and write.</summary>
    /// <remarks>The compiler lets it go no further than the variable that holds the lease.</remarks>
    /// <exception cref="ObjectDisposedException">The lease, or a copy of it, was disposed.</exception>
    [UnscopedRef]
    public Span<byte> Span
    {
        get
        {
            if (!_token.IsOpen)
            {
                LeaseChecks.ThrowEnded();
            }

            return _span;
        }
    }

    /// <summary>Number of bytes.</summary>
    public int Length => _span.Length;

    /// <summary>The bytes as elements of another type.</summary>
    /// <exception cref="ArgumentException">The bytes are not aligned for the type, or not a whole number of elements.</exception>
    /// <exception cref="ObjectDisposedException">The lease was disposed.</exception>
    [UnscopedRef]
    public Span<T> As<T>()
        where T : unmanaged
    {
        Span<byte> span = Span;
        LeaseChecks.ProveCast<T>(span);
        return MemoryMarshal.Cast<byte, T>(span);
    }

    /// <summary>Ends the lease. Again, or on a copy, it does nothing.</summary>
    public void Dispose() => _token.Close();

    /// <summary>A part of the leased bytes, under the same lease.</summary>
    internal SpanLease Narrow(int start, int length) => new(_token, _span.Slice(start, length));
}

/// <summary>The right to read the bytes of an <see cref="IByteMemory"/> as a span; the rules are those of <see cref="SpanLease"/>.</summary>
public readonly ref struct ReadOnlySpanLease : IDisposable
{
    private readonly LeaseToken _token;
    private readonly ReadOnlySpan<byte> _span;

    internal ReadOnlySpanLease(LeaseToken token, ReadOnlySpan<byte> span)
    {
        _token = token;
        _span = span;
    }

    /// <summary>The bytes, to read.</summary>
    /// <remarks>The compiler lets it go no further than the variable that holds the lease.</remarks>
    /// <exception cref="ObjectDisposedException">The lease, or a copy of it, was disposed.</exception>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span
    {
        get
        {
            if (!_token.IsOpen)
            {
                LeaseChecks.ThrowEnded();
            }

            return _span;
        }
    }

    /// <summary>Number of bytes.</summary>
    public int Length => _span.Length;

    /// <summary>The bytes as elements of another type.</summary>
    /// <exception cref="ArgumentException">The bytes are not aligned for the type, or not a whole number of elements.</exception>
    /// <exception cref="ObjectDisposedException">The lease was disposed.</exception>
    [UnscopedRef]
    public ReadOnlySpan<T> As<T>()
        where T : unmanaged
    {
        ReadOnlySpan<byte> span = Span;
        LeaseChecks.ProveCast<T>(span);
        return MemoryMarshal.Cast<byte, T>(span);
    }

    /// <summary>Ends the lease. Again, or on a copy, it does nothing.</summary>
    public void Dispose() => _token.Close();

    /// <summary>A part of the leased bytes, under the same lease.</summary>
    internal ReadOnlySpanLease Narrow(int start, int length) => new(_token, _span.Slice(start, length));
}

internal static class LeaseChecks
{
    public static void ThrowEnded() =>
        Throw.Disposed(nameof(SpanLease), "The lease has ended, so its span may not be used; take a new lease.");

    public static unsafe void ProveCast<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged
    {
        if (bytes.Length % sizeof(T) != 0)
        {
            Throw.Argument(nameof(bytes), $"{bytes.Length} bytes are not a whole number of {sizeof(T)}-byte {typeof(T).Name}; slice first.");
        }

        int alignment = Alignment<T>();
        if (((nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes)) & (alignment - 1)) != 0)
        {
            Throw.Argument(nameof(bytes),
                $"The bytes are not aligned to {alignment}, as {typeof(T).Name} needs; use a {nameof(TypedArray<int>)}, which takes any alignment.");
        }
    }

    /// <summary>The alignment the runtime gives a type: where it places it behind a single byte.</summary>
    public static int Alignment<T>()
        where T : unmanaged => Unsafe.SizeOf<BehindOneByte<T>>() - Unsafe.SizeOf<T>();

    [StructLayout(LayoutKind.Sequential)]
    private struct BehindOneByte<T>
        where T : unmanaged
    {
        public byte First;
        public T Second;
    }
}
