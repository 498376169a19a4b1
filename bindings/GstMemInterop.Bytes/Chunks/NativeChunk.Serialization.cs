namespace GstMemInterop.Bytes;

public sealed partial class NativeChunk
{
    /// <summary>Writes the chunk in a compact form: a header of 28 bytes with length, alignment and checksums, then the bytes.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public void WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using ReadOnlySpanLease lease = LeaseReadOnly();
        destination.Write(ByteFormat.ChunkHeader(lease.Span, Alignment));
        destination.Write(lease.Span);
    }

    /// <summary>The same, asynchronously; the bytes are leased until it is done.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask WriteToAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using System.Buffers.IMemoryOwner<byte> owner = LeaseMemory();
        byte[] header = ByteFormat.ChunkHeader(owner.Memory.Span, Alignment);
        await destination.WriteAsync(header, cancellationToken).ConfigureAwait(false);
        await destination.WriteAsync(owner.Memory, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote, and nothing behind it.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="maxLength">A chunk announced with more bytes is refused. Memory is taken as the bytes arrive.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="InvalidDataException">Not a chunk, cut off, damaged, too long, or of a later version.</exception>
    public static NativeChunk ReadFrom(Stream source, int maxLength = int.MaxValue) =>
        ByteFormat.Read(source, slice: false, maxLength).Chunk;

    /// <summary>The same, asynchronously.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="maxLength">A chunk announced with more bytes is refused.</param>
    /// <param name="cancellationToken">Cancels between two reads.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="InvalidDataException">Not a chunk, cut off, damaged, too long, or of a later version.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static async ValueTask<NativeChunk> ReadFromAsync(
        Stream source, int maxLength = int.MaxValue, CancellationToken cancellationToken = default) =>
        (await ByteFormat.ReadAsync(source, slice: false, maxLength, cancellationToken).ConfigureAwait(false)).Chunk;
}
