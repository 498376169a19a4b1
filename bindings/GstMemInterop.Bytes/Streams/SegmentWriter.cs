using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// An <see cref="IBufferWriter{T}"/> that fills memories that exist - a slice, the memories of a buffer - one after the
/// other. It never grows: what does not fit is refused.
/// </summary>
/// <remarks>A request that is longer than what is left of a segment is served from a scratch array and then spread. One thread at a time.</remarks>
public sealed class SegmentWriter : IBufferWriter<byte>
{
    private readonly Memory<byte>[] _segments;
    private byte[]? _scratch;
    private int _index;
    private int _offset;
    private int _granted;
    private bool _scratched;

    /// <summary>A writer over memories in their order.</summary>
    public SegmentWriter(params ReadOnlySpan<Memory<byte>> segments)
    {
        _segments = segments.ToArray();
        foreach (Memory<byte> segment in _segments)
        {
            Capacity += segment.Length;
        }
    }

    /// <summary>How many bytes fit in all.</summary>
    public long Capacity { get; }

    /// <summary>How many bytes were written.</summary>
    public long Written { get; private set; }

    /// <summary>How many bytes still fit.</summary>
    public long Free => Capacity - Written;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The hint is negative, or more than what is free.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint < 0)
        {
            Throw.Negative(nameof(sizeHint), sizeHint);
        }

        if (Math.Max(sizeHint, 1) > Free)
        {
            Throw.Range(nameof(sizeHint), sizeHint, $"{Math.Max(sizeHint, 1)} bytes are asked for and {Free} are free.");
        }

        while (_offset == _segments[_index].Length)
        {
            _index++;
            _offset = 0;
        }

        Memory<byte> rest = _segments[_index][_offset..];
        _scratched = rest.Length < sizeHint;
        if (_scratched)
        {
            if (_scratch is null || _scratch.Length < sizeHint)
            {
                _scratch = new byte[sizeHint];
            }

            rest = _scratch.AsMemory(0, sizeHint);
        }

        _granted = rest.Length;
        return rest;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The hint is negative, or more than what is free.</exception>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or more than was given out.</exception>
    public void Advance(int count)
    {
        if ((uint)count > (uint)_granted)
        {
            Throw.Range(nameof(count), count, _granted);
        }

        _granted = 0;
        Written += count;
        if (!_scratched)
        {
            _offset += count;
            return;
        }

        ReadOnlySpan<byte> left = _scratch.AsSpan(0, count);
        while (!left.IsEmpty)
        {
            Span<byte> room = _segments[_index].Span[_offset..];
            if (room.IsEmpty)
            {
                _index++;
                _offset = 0;
                continue;
            }

            int part = Math.Min(room.Length, left.Length);
            left[..part].CopyTo(room);
            left = left[part..];
            _offset += part;
        }
    }
}
