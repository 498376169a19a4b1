using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// A writable mapping that can be stored, awaited over and sent to another thread: a <see cref="MemoryManager{T}"/> over
/// mapped bytes (<c>gst_memory_map</c> with <c>GST_MAP_READWRITE</c>). Costs one object; on hot paths prefer <see cref="WriteMapping"/>.
/// </summary>
/// <remarks>
/// Keeps what it maps alive. Dispose exactly as any owner: the unmap waits for outstanding pins (asynchronous I/O), and
/// spans asked for afterwards throw. A span taken before must not be used after. One that is forgotten is reported in the log
/// by the finalizer, which unmaps it if it never handed out its bytes; otherwise they stay mapped for ever, for a span may still
/// look at them. Dispose is safe from any thread; the bytes are as thread-safe as an array's.
/// </remarks>
public sealed unsafe partial class OwnedMapping : MemoryManager<byte>, IPinned
{
    private readonly NativeHandle _owner;
    private readonly bool _keepsMemory;
    private Native.GstMapInfo _info;
    private int _uses = 1;
    private int _disposed;
    private bool _handedOut;

    /// <summary>Takes over what a thread's slot mapped; the lease becomes one that any thread may end.</summary>
    internal OwnedMapping(MapSlot slot)
    {
        _keepsMemory = (slot.Traits & MapTraits.KeepsMemory) != 0;
        Merged = (slot.Traits & MapTraits.Merged) != 0;
        Copied = (slot.Traits & MapTraits.Copied) != 0;
        _owner = Mapper.HandOver(slot, out _info);
    }

    /// <summary>Reports what was forgotten, and unmaps it if nobody can have a span of it.</summary>
    [SuppressMessage("Reliability", "CA2015", Justification = "It frees nothing that a span was ever taken of.")]
    ~OwnedMapping() => Dispose(false);

    /// <summary>How many bytes are mapped (<c>GstMapInfo.size</c>).</summary>
    public nuint Length => _info.size;

    /// <summary>Whether several memories were merged for this mapping.</summary>
    public bool Merged { get; }

    /// <summary>Whether bytes were copied for this mapping.</summary>
    public bool Copied { get; }

    /// <summary>The mapped bytes (<c>GstMapInfo.data</c>), to be stored and passed on. Its spans die with this object, and using it then throws.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="int.MaxValue"/> bytes are mapped.</exception>
    public override Memory<byte> Memory => CreateMemory(CheckedLength());

    /// <summary>The mapped bytes (<c>GstMapInfo.data</c>). Dies with this object.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="int.MaxValue"/> bytes are mapped.</exception>
    public override Span<byte> GetSpan()
    {
        int length = CheckedLength();
        _handedOut = true;
        return new Span<byte>(_info.data, length);
    }

    /// <summary>The address of a byte, kept mapped until the returned handle is disposed. A copy of the handle is the same pin: it ends once.</summary>
    /// <param name="elementIndex">0 to <see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the mapping.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elementIndex);
        Throw.IfOutside((nuint)elementIndex, 0, _info.size);
        int uses;
        do
        {
            uses = Volatile.Read(ref _uses);
            ObjectDisposedException.ThrowIf(uses == 0 || Volatile.Read(ref _disposed) != 0, this);
        }
        while (Interlocked.CompareExchange(ref _uses, uses + 1, uses) != uses);
        _handedOut = true;
        return new MemoryHandle(_info.data + elementIndex, default, new PinTicket(this));
    }

    /// <summary>Does nothing: each handle that <see cref="Pin"/> returned ends its own pin, once.</summary>
    public override void Unpin() { }

    void IPinned.EndPin() => EndUse();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (!disposing)
        {
            LogForgotten(GStreamer.Log, _info.size, _handedOut ? "its bytes were handed out, so they stay mapped" : "the finalizer unmapped it");
            if (_handedOut)
            {
                return;
            }
        }

        EndUse();
    }

    private int CheckedLength()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (_info.size > int.MaxValue)
        {
            Throw.MappingTooLarge(_info.size);
        }

        return (int)_info.size;
    }

    private void EndUse()
    {
        if (Interlocked.Decrement(ref _uses) != 0)
        {
            return;
        }

        Native.GstMemory* memory = _info.memory;
        if (memory is not null)
        {
            fixed (Native.GstMapInfo* info = &_info)
            {
                Native.LibGst.gst_memory_unmap(memory, info);
            }

            if (_keepsMemory)
            {
                Kept.Release(&memory->mini_object);
            }
        }

        _owner.ReleaseStoredMappingLease();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An OwnedMapping of {Size} bytes was never disposed; {Outcome}")]
    private static partial void LogForgotten(ILogger logger, nuint size, string outcome);
}

/// <summary>
/// A read-only mapping that can be stored, awaited over and sent to another thread (<c>gst_memory_map</c> with
/// <c>GST_MAP_READ</c>). Costs two objects; on hot paths prefer <see cref="ReadMapping"/>.
/// </summary>
/// <remarks>The rules of <see cref="OwnedMapping"/> hold here too.</remarks>
public sealed class OwnedReadMapping : IDisposable
{
    private readonly OwnedMapping _mapping;

    internal OwnedReadMapping(OwnedMapping mapping) => _mapping = mapping;

    /// <summary>The mapped bytes (<c>GstMapInfo.data</c>). Dies with this object.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public ReadOnlyMemory<byte> Memory => _mapping.Memory;

    /// <summary>How many bytes are mapped (<c>GstMapInfo.size</c>).</summary>
    public nuint Length => _mapping.Length;

    /// <summary>Whether several memories were merged for this mapping.</summary>
    public bool Merged => _mapping.Merged;

    /// <summary>Whether bytes were copied for this mapping.</summary>
    public bool Copied => _mapping.Copied;

    /// <summary>Ends the mapping (<c>gst_memory_unmap</c>), once outstanding pins are gone. Calling it again does nothing.</summary>
    public void Dispose() => ((IDisposable)_mapping).Dispose();
}
