using System.Buffers;
using Microsoft.Extensions.Logging;

namespace GstMemInterop;

/// <summary>
/// The bytes of a buffer as a <see cref="ReadOnlySequence{T}"/>: each memory mapped for reading where it is, none merged or
/// copied. It can be stored, awaited over and sent to another thread. Stands on <c>gst_memory_map</c>.
/// </summary>
/// <remarks>
/// Costs one object; what the sequence is made of is used again for the next one. So the sequence, its memories and spans die
/// with <see cref="Dispose"/>: read later they throw, or show the bytes of another sequence. The unmap waits for outstanding
/// pins (asynchronous I/O). While it is open the buffer is referenced once more and so cannot be changed. One that is forgotten
/// is unmapped by the finalizer, which logs a warning. Any thread may read it, and any thread dispose it.
/// </remarks>
public sealed partial class MappedSequence : IDisposable
{
    private readonly ReadOnlySequence<byte> _sequence;
    private MappedSegments? _segments;

    internal MappedSequence(MappedSegments segments)
    {
        _segments = segments;
        _sequence = segments.Link();
    }

    /// <summary>Unmaps what was forgotten, and says so in the log.</summary>
    ~MappedSequence()
    {
        if (_segments is { } segments)
        {
            LogForgotten(GStreamer.Log, _sequence.Length);
            segments.End();
        }
    }

    /// <summary>The bytes, one segment a memory (<c>GstMapInfo.data</c>). Dies with this object.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public ReadOnlySequence<byte> Sequence
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref _segments) is null, this);
            return _sequence;
        }
    }

    /// <summary>How many bytes there are: the sum of <c>GstMapInfo.size</c>.</summary>
    /// <exception cref="ObjectDisposedException">It was disposed.</exception>
    public long Length => Sequence.Length;

    /// <summary>Ends the mappings (<c>gst_memory_unmap</c>), once outstanding pins are gone, and lets go of the buffer. Calling it again does nothing.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _segments, null)?.End();
        GC.SuppressFinalize(this);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A MappedSequence of {Size} bytes was never disposed; the finalizer unmapped it")]
    private static partial void LogForgotten(ILogger logger, long size);
}
