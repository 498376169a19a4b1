using System.Buffers;
using System.Runtime.CompilerServices;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk
{
    /// <summary>A chunk of the bytes of many blocks, one behind the other. No blocks give an empty chunk.</summary>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> bytes.</exception>
    public static NativeChunk Join(params ReadOnlySpan<ReadOnlyMemory<byte>> parts)
    {
        long length = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            length += part.Length;
        }

        NativeChunk joined = WithRoom(length);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            joined.AppendJoined(part.Span);
        }

        return joined;
    }

    /// <summary>A chunk of the bytes of many arrays, one behind the other. No arrays give an empty chunk.</summary>
    /// <exception cref="ArgumentNullException">An array is null.</exception>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> bytes.</exception>
    [OverloadResolutionPriority(1)] // decides Join() and Join([]), which fit every overload with params
    public static NativeChunk Join(params ReadOnlySpan<byte[]> parts)
    {
        long length = 0;
        foreach (byte[] part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            length += part.Length;
        }

        NativeChunk joined = WithRoom(length);
        foreach (byte[] part in parts)
        {
            joined.AppendJoined(part);
        }

        return joined;
    }

    /// <summary>A chunk of the bytes of chunks, slices and views, one behind the other; each is leased while it is copied.</summary>
    /// <exception cref="ArgumentNullException">A part is null.</exception>
    /// <exception cref="InvalidOperationException">There are more than <see cref="int.MaxValue"/> bytes.</exception>
    /// <exception cref="ObjectDisposedException">A part was disposed.</exception>
    public static NativeChunk Join(params ReadOnlySpan<IByteMemory> parts)
    {
        long length = 0;
        foreach (IByteMemory part in parts)
        {
            ArgumentNullException.ThrowIfNull(part, nameof(parts));
            length += part.Length;
        }

        NativeChunk joined = WithRoom(length);
        try
        {
            foreach (IByteMemory part in parts)
            {
                using ReadOnlySpanLease lease = part.LeaseReadOnly();
                joined.AppendJoined(lease.Span);
            }

            return joined;
        }
        catch
        {
            joined.Dispose();
            throw;
        }
    }

    /// <summary>A chunk of the bytes of a sequence.</summary>
    public static NativeChunk Join(in ReadOnlySequence<byte> parts)
    {
        NativeChunk joined = WithRoom(parts.Length);
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            joined.AppendJoined(part.Span);
        }

        return joined;
    }

    /// <summary>A chunk of the bytes of two spans.</summary>
    public static NativeChunk Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Join(first, second, default, default);

    /// <summary>A chunk of the bytes of three spans.</summary>
    public static NativeChunk Join(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third) =>
        Join(first, second, third, default);

    /// <summary>A chunk of the bytes of four spans. More: join memories, or <see cref="Append"/> span after span.</summary>
    public static NativeChunk Join(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        NativeChunk joined = WithRoom((long)first.Length + second.Length + third.Length + fourth.Length);
        joined.AppendJoined(first);
        joined.AppendJoined(second);
        joined.AppendJoined(third);
        joined.AppendJoined(fourth);
        return joined;
    }

    /// <summary>A new chunk of the bytes of both, aligned as the first.</summary>
    public static NativeChunk operator +(NativeChunk left, NativeChunk right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        NativeChunk joined = WithRoom((long)left.Length + right.Length, left.Alignment);
        joined.AppendJoined(left.Bytes);
        joined.AppendJoined(right.Bytes);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return joined;
    }

    /// <summary>The same as <see cref="Repeat"/>.</summary>
    public static NativeChunk operator *(NativeChunk chunk, int count)
    {
        ArgumentNullException.ThrowIfNull(chunk);
        return chunk.Repeat(count);
    }

    /// <summary>The same as <see cref="Repeat"/>.</summary>
    public static NativeChunk operator *(int count, NativeChunk chunk) => chunk * count;

    /// <summary>The same as the operator +.</summary>
    public static NativeChunk Add(NativeChunk left, NativeChunk right) => left + right;

    /// <summary>The same as <see cref="Repeat"/>.</summary>
    public static NativeChunk Multiply(NativeChunk chunk, int count) => chunk * count;

    /// <summary>A new chunk with these bytes and those of <paramref name="bytes"/> behind them.</summary>
    public NativeChunk Concat(ReadOnlySpan<byte> bytes)
    {
        NativeChunk joined = WithRoom((long)Length + bytes.Length, Alignment);
        joined.AppendJoined(Bytes);
        joined.AppendJoined(bytes);
        GC.KeepAlive(this);
        return joined;
    }

    /// <summary>A new chunk with these bytes <paramref name="count"/> times; 0 gives an empty one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">There would be more than <see cref="int.MaxValue"/> bytes.</exception>
    public NativeChunk Repeat(int count)
    {
        if (count < 0)
        {
            Throw.Negative(nameof(count), count);
        }

        NativeChunk repeated = WithRoom((long)Length * count, Alignment);
        if (_length > 0 && count > 0)
        {
            repeated._length = _length * count;
            ByteEdit.FillPattern(repeated.Bytes, Bytes);
        }

        GC.KeepAlive(this);
        return repeated;
    }

    private static NativeChunk WithRoom(long length, int alignment = DefaultAlignment)
    {
        if (length > int.MaxValue)
        {
            Throw.InvalidOperation($"The chunk would have {length} bytes; the limit is {int.MaxValue}.");
        }

        NativeChunk chunk = new(0, alignment);
        chunk.Ensure((int)length, exact: true);
        return chunk;
    }

    private void AppendJoined(ReadOnlySpan<byte> bytes)
    {
        // A memory could have grown since the lengths were added up.
        if (bytes.Length > _capacity - _length)
        {
            int room = _capacity - _length;
            Dispose();
            Throw.InvalidOperation($"A part has {bytes.Length} bytes where {room} were counted: it was changed while it was joined.");
        }

        bytes.CopyTo(new Span<byte>(_block + _length, _capacity - _length));
        _length += bytes.Length;
    }
}
