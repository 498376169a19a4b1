using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// Leased bytes as memory that can be stored, awaited over and sent to another thread. It asks its lease at every use, and
/// roots what the bytes belong to.
/// </summary>
internal sealed unsafe class LeasedMemory(LeaseTable table, LeaseToken token, byte* address, int length, string ownerName)
    : MemoryManager<byte>
{
    public override Memory<byte> Memory => CreateMemory(length);

    public override Span<byte> GetSpan()
    {
        if (!token.IsOpen || table.IsEnded)
        {
            Throw.Disposed(ownerName, $"The memory was returned or its {ownerName} disposed; lease it again.");
        }

        return new(address, length);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        if ((uint)elementIndex > (uint)length)
        {
            Throw.Range(nameof(elementIndex), elementIndex, length);
        }

        lock (table.Gate)
        {
            _ = GetSpan();
            return new(address + elementIndex, default, new LeasePin(table.OpenLocked()));
        }
    }

    /// <summary>Never called: every pin has its own object, so that ending one twice is harmless.</summary>
    public override void Unpin()
    {
    }

    public void End() => token.Close();

    protected override void Dispose(bool disposing) => token.Close();
}

/// <summary>A lease that ends once, as a pin or as something to dispose.</summary>
internal sealed class LeasePin(LeaseToken token) : IPinnable, IDisposable
{
    public MemoryHandle Pin(int elementIndex) => throw new NotSupportedException("A pin cannot be pinned again.");

    public void Unpin() => token.Close();

    public void Dispose() => token.Close();
}

/// <summary>A part of leased memory.</summary>
internal sealed class PartOfMemory(IMemoryOwner<byte> whole, int start, int length) : IMemoryOwner<byte>
{
    public Memory<byte> Memory => whole.Memory.Slice(start, length);

    public void Dispose() => whole.Dispose();
}
