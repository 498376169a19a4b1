using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// An <see cref="IBufferWriter{T}"/> that fills memories that exist - a slice, the memories of a buffer - one after the
/// other. It never grows: what does not fit is refused, by <see cref="Advance"/>.
/// </summary>
/// <remarks>
/// A request that is longer than what is left of a segment is served from a scratch array and then spread - also one that is
/// longer than what is free, since writers ask for more than they write. One thread at a time.
/// </remarks>
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

    /// <summary>Room to write into; <see cref="Advance"/> makes the bytes count.</summary>
    /// <param name="sizeHint">The least length; 0 asks for any that is not empty. It may be more than <see cref="Free"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hint is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is no scratch array of that length.</exception>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint < 0)
        {
            Throw.Negative(nameof(sizeHint), sizeHint);
        }

        while (_index < _segments.Length && _offset == _segments[_index].Length)
        {
            _index++;
            _offset = 0;
        }

        int least = Math.Max(sizeHint, 1);
        Memory<byte> rest = _index < _segments.Length ? _segments[_index][_offset..] : default;
        bool scratched = rest.Length < least;
        if (scratched)
        {
            if (_scratch is null || _scratch.Length < least)
            {
                _scratch = new byte[least];
            }

            rest = _scratch;
        }

        _scratched = scratched;
        _granted = rest.Length;
        return rest;
    }

    /// <summary>The same as <see cref="GetMemory"/>, as a span.</summary>
    /// <param name="sizeHint">The least length; 0 asks for any that is not empty. It may be more than <see cref="Free"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The hint is negative.</exception>
    /// <exception cref="OutOfMemoryException">There is no scratch array of that length.</exception>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Makes bytes that were written count.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative, more than was given out, or more than is free; nothing is written then.</exception>
    public void Advance(int count)
    {
        if ((uint)count > (uint)_granted)
        {
            Throw.Range(nameof(count), count, _granted);
        }

        if (count > Free)
        {
            Throw.Range(nameof(count), count, $"{count} bytes do not fit: {Free} of {Capacity} are free. The writer does not grow; give it more memory.");
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
