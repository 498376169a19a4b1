using System.Buffers;

namespace GstMemInterop;

/// <summary>What can be pinned: it stays mapped until every ticket was given back.</summary>
internal interface IPinned
{
    /// <summary>Called once for each ticket, on whatever thread ends it.</summary>
    void EndPin();
}

/// <summary>One pin. A <see cref="MemoryHandle"/> is a struct, and who copied it disposes it again: the ticket ends the pin once.</summary>
internal sealed class PinTicket(IPinned pinned) : IPinnable
{
    private IPinned? _pinned = pinned;

    /// <exception cref="NotSupportedException">Always: pins are taken from the memory, one ticket each.</exception>
    public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("Pin the memory again: a ticket is one pin.");

    public void Unpin() => Interlocked.Exchange(ref _pinned, null)?.EndPin();
}
