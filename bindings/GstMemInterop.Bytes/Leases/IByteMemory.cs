using System.Buffers;

namespace GstMemInterop.Bytes;

/// <summary>
/// Something that exposes bytes, at a place and with a length that may change between two leases: a
/// <see cref="NativeChunk"/>, a <see cref="NativeSlice"/> of anything, a <see cref="MemoryView"/>, or an array or memory
/// through <see cref="ByteMemory"/>, which is also the way for memory of other packages: the interface is not meant to be
/// implemented outside. What is built on it (slices, typed arrays, streams) follows such changes.
/// </summary>
public interface IByteMemory
{
    /// <summary>Number of bytes now.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    int Length { get; }

    /// <summary>True when the bytes may be read only.</summary>
    bool IsReadOnly { get; }

    /// <summary>True when <see cref="Replace"/> may change the length.</summary>
    bool CanResize { get; }

    /// <summary>Takes the bytes for reading and writing.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    SpanLease Lease();

    /// <summary>Takes the bytes for reading.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    ReadOnlySpanLease LeaseReadOnly();

    /// <summary>Takes the bytes as memory that can be stored and awaited over, for reading and writing, until the owner is disposed - on any thread.</summary>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    IMemoryOwner<byte> LeaseMemory();

    /// <summary>Takes the bytes as memory for reading, until what is returned is disposed - on any thread.</summary>
    /// <param name="memory">The bytes. It throws after the end, unless it is that of an array.</param>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory);

    /// <summary>Copies bytes out, without a lease.</summary>
    /// <param name="start">First byte to copy.</param>
    /// <param name="destination">Filled completely.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many bytes; nothing is copied.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    void Read(int start, Span<byte> destination);

    /// <summary>Copies bytes in over those that are there, without a lease; the length stays.</summary>
    /// <param name="start">First byte to overwrite.</param>
    /// <param name="source">What to write.</param>
    /// <exception cref="ArgumentOutOfRangeException">It does not fit; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The memory is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    void Write(int start, ReadOnlySpan<byte> source);

    /// <summary>Puts <paramref name="bytes"/> in the place of a range; what follows moves when the lengths differ.</summary>
    /// <param name="start">First byte to replace.</param>
    /// <param name="count">How many bytes to replace.</param>
    /// <param name="bytes">What comes in their place.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="InvalidOperationException">Read-only memory, or the length would change while a lease is out.</exception>
    /// <exception cref="NotSupportedException">The length would change and the memory cannot be resized.</exception>
    void Replace(int start, int count, ReadOnlySpan<byte> bytes);
}
