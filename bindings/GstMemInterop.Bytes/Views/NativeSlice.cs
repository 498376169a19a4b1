using System.Collections;
using System.Diagnostics;
using System.Text.Json.Serialization;

namespace GstMemInterop.Bytes;

/// <summary>
/// A window from <c>start</c> to <c>stop</c>, in bytes, over anything that exposes memory. It keeps the ends as they were
/// written and asks its base anew at every use, so it follows a base that moves or changes its length.
/// </summary>
/// <remarks>
/// <para><b>Ends</b> are those of slice notation: negative ones count from the end of the base, absent ones are open, ends
/// that lie outside are moved inside, and a stop before the start gives an empty slice. So <see cref="Length"/> may be less
/// than stop minus start, and an open stop grows with the base.</para>
/// <para><b>A slice of a slice</b> is a slice of the base: chains do not grow.</para>
/// <para>The slice holds a reference to its base but does not own it: a base that is disposed makes every use throw. It has a
/// fixed length (<see cref="CanResize"/> is false). Thread rules are those of the base.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
[JsonConverter(typeof(NativeSliceJsonConverter))]
public sealed partial class NativeSlice : IByteMemory, IReadOnlyList<byte>
{
    private readonly bool _readOnly;

    /// <summary>A slice in slice notation.</summary>
    /// <param name="memory">The base; when it is a slice itself, its base becomes the base.</param>
    /// <param name="start">First byte; negative counts from the end; null is the beginning.</param>
    /// <param name="stop">Behind the last byte; negative counts from the end; null is the end, wherever it is.</param>
    /// <param name="isReadOnly">Whether writing through the slice is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="memory"/> is null.</exception>
    public NativeSlice(IByteMemory memory, int? start = null, int? stop = null, bool isReadOnly = false)
        : this(memory, Ranges.End(start, 0), Ranges.End(stop, ^0), isReadOnly)
    {
    }

    /// <summary>A slice of an array, in slice notation.</summary>
    /// <param name="array">The bytes.</param>
    /// <param name="start">First byte; negative counts from the end; null is the beginning.</param>
    /// <param name="stop">Behind the last byte; negative counts from the end; null is the end.</param>
    /// <param name="isReadOnly">Whether writing through the slice is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public NativeSlice(byte[] array, int? start = null, int? stop = null, bool isReadOnly = false)
        : this(new ByteMemory(array), start, stop, isReadOnly)
    {
    }

    /// <summary>A slice by a range; ends outside are moved inside, as in slice notation.</summary>
    /// <param name="memory">The base; when it is a slice itself, its base becomes the base.</param>
    /// <param name="range">The ends, relative to <paramref name="memory"/>.</param>
    /// <param name="isReadOnly">Whether writing through the slice is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="memory"/> is null.</exception>
    public NativeSlice(IByteMemory memory, Range range, bool isReadOnly = false)
        : this(memory, range.Start, range.End, isReadOnly)
    {
    }

    private NativeSlice(IByteMemory memory, Index start, Index stop, bool isReadOnly)
    {
        ArgumentNullException.ThrowIfNull(memory);
        _readOnly = isReadOnly;
        if (memory is NativeSlice parent)
        {
            Base = parent.Base;
            _readOnly |= parent._readOnly;
            (int from, int to) = parent.Resolve();
            Bounds = new(parent.ToBase(start, from, to), parent.ToBase(stop, from, to));
        }
        else
        {
            Base = memory;
            Bounds = new(start, stop);
        }
    }

    /// <summary>What the slice is a part of; never a slice itself.</summary>
    public IByteMemory Base { get; }

    /// <summary>The ends as they are kept, relative to <see cref="Base"/>.</summary>
    public Range Bounds { get; }

    /// <summary>Index in the base of the first byte, now.</summary>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public int Start => Resolve().Start;

    /// <summary>Index in the base behind the last byte, now.</summary>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public int Stop => Resolve().Stop;

    /// <summary>Number of bytes that exist in the base now.</summary>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public int Length
    {
        get
        {
            (int start, int stop) = Resolve();
            return stop - start;
        }
    }

    /// <summary>Number of bytes, as for every collection.</summary>
    public int Count => Length;

    /// <summary>True when the slice was made so, or its base is.</summary>
    public bool IsReadOnly => _readOnly || Base.IsReadOnly;

    /// <summary>Always false: the base may be resized, a window of it not.</summary>
    public bool CanResize => false;

    /// <summary>One byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    /// <exception cref="InvalidOperationException">Set, and the slice is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public byte this[int index]
    {
        get
        {
            byte value = 0;
            Read(index, new Span<byte>(ref value));
            return value;
        }

        set => Write(index, new ReadOnlySpan<byte>(in value));
    }

    /// <summary>A slice of this slice, on the same base.</summary>
    public NativeSlice this[Range range] => new(this, range);

    /// <summary>A slice of this slice: <paramref name="length"/> bytes from <paramref name="start"/> on, as everywhere in .NET.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside.</exception>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public NativeSlice Slice(int start, int length)
    {
        _ = Place(start, length);
        return new(this, start..(start + length));
    }

    /// <summary>A slice of this slice, on the same base, in slice notation: from <paramref name="start"/> to before <paramref name="stop"/>.</summary>
    /// <param name="start">First byte; negative counts from the end; null is the beginning.</param>
    /// <param name="stop">Behind the last byte; negative counts from the end; null is the end.</param>
    public NativeSlice Window(int? start, int? stop) => new(this, start, stop);

    /// <summary>The same window without the right to write.</summary>
    public NativeSlice AsReadOnly() => new(Base, Bounds.Start, Bounds.End, isReadOnly: true);

    /// <summary>Copies all bytes.</summary>
    public byte[] ToArray()
    {
        (int start, int stop) = Resolve();
        byte[] copy = new byte[stop - start];
        Base.Read(start, copy);
        return copy;
    }

    /// <summary>True when the bytes are the same.</summary>
    public bool ContentEquals(ReadOnlySpan<byte> bytes)
    {
        using ReadOnlySpanLease lease = LeaseReadOnly();
        return lease.Span.SequenceEqual(bytes);
    }

    /// <summary>Iterates the bytes.</summary>
    public IEnumerator<byte> GetEnumerator()
    {
        for (int i = 0; i < Length; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The ends in words.</summary>
    public override string ToString() => $"NativeSlice [{Bounds}]{(IsReadOnly ? ", read-only" : "")}";

    private (int Start, int Stop) Resolve() => Resolve(Base.Length);

    private (int Start, int Stop) Resolve(int length) => Ranges.InSlice(Bounds.Start, Bounds.End, length);

    /// <summary>
    /// An end of a slice of this slice, as an end on the base. What counts from an end keeps counting from that end; the
    /// parent's length now limits it.
    /// </summary>
    private Index ToBase(Index end, int from, int to)
    {
        int length = to - from;
        int distance = Math.Min(end.Value, length);
        Index anchor = end.IsFromEnd ? Bounds.End : Bounds.Start;
        // An anchor that was moved inside stands for the place where it was moved to.
        int place = end.IsFromEnd ? to - distance : from + distance;
        return anchor.IsFromEnd ? new Index(Base.Length - place, fromEnd: true) : place;
    }
}
