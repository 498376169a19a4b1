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
/// spans asked for afterwards throw. A span taken before must not be used after. One that is forgotten is unmapped by the
/// finalizer, which logs a warning. Dispose is safe from any thread; the bytes are as thread-safe as an array's.
/// </remarks>
public sealed unsafe partial class OwnedMapping : MemoryManager<byte>
{
    private readonly NativeHandle _owner;
    private readonly bool _ownsMemory;
    private Native.GstMapInfo _info;
    private int _uses = 1;
    private int _disposed;

    /// <summary>Takes over what a thread's slot mapped; the lease becomes one that any thread may end.</summary>
    internal OwnedMapping(MapSlot slot)
    {
        NativeHandle owner = slot.Owner!;
        _owner = owner;
        bool added = false;
        owner.DangerousAddRef(ref added);
        _info = slot.Info;
        _ownsMemory = (slot.Traits & MapTraits.OwnsMemory) != 0;
        Merged = (slot.Traits & MapTraits.Merged) != 0;
        Copied = (slot.Traits & MapTraits.Copied) != 0;
        Mapper.HandOver(slot);
    }

    /// <summary>Unmaps what was forgotten, and says so in the log.</summary>
    [SuppressMessage("Reliability", "CA2015", Justification = "Whoever disposes keeps this object reachable until then; only a program that never does relies on the finalizer, and it would leak whole frames without it.")]
    ~OwnedMapping() => Dispose(false);

    /// <summary>How many bytes are mapped (<c>GstMapInfo.size</c>).</summary>
    public nuint Length => _info.size;

    /// <summary>Whether several memories were merged for this mapping.</summary>
    public bool Merged { get; }

    /// <summary>Whether bytes were copied for this mapping.</summary>
    public bool Copied { get; }

    /// <summary>The mapped bytes (<c>GstMapInfo.data</c>). Dies with this object.</summary>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="int.MaxValue"/> bytes are mapped.</exception>
    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (_info.size > int.MaxValue)
        {
            Throw.MappingTooLarge(_info.size);
        }

        return new Span<byte>(_info.data, (int)_info.size);
    }

    /// <summary>The address of a byte, kept mapped until the returned handle is disposed.</summary>
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
        return new MemoryHandle(_info.data + elementIndex, default, this);
    }

    /// <summary>Ends one pin; called by the handle that <see cref="Pin"/> returned.</summary>
    public override void Unpin() => EndUse();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        if (!disposing)
        {
            LogForgotten(GStreamer.Log, _info.size);
        }

        EndUse();
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

            if (_ownsMemory)
            {
                Native.LibGst.gst_mini_object_unref((Native.GstMiniObject*)memory);
            }
        }

        _owner.DangerousRelease();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An OwnedMapping of {Size} bytes was never disposed; the finalizer unmapped it")]
    private static partial void LogForgotten(ILogger logger, nuint size);
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
