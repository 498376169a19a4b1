namespace GstMemInterop.Bytes;

public sealed partial class NativeSlice
{
    /// <summary>Writes the slice together with its whole base, in the compact form of <see cref="NativeChunk.WriteTo"/>.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="destination"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The base was disposed.</exception>
    public void WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using ReadOnlySpanLease lease = Base.LeaseReadOnly();
        int alignment = (Base as NativeChunk)?.Alignment ?? NativeChunk.DefaultAlignment;
        destination.Write(ByteFormat.SliceHeader(lease.Span, alignment, Bounds, IsReadOnly));
        destination.Write(lease.Span);
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote. The base is a new <see cref="NativeChunk"/>, which the caller disposes.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="maxLength">A base announced with more bytes is refused.</param>
    /// <exception cref="ArgumentNullException"><paramref name="source"/> is null.</exception>
    /// <exception cref="InvalidDataException">Not a slice, cut off, damaged, too long, or of a later version.</exception>
    public static NativeSlice ReadFrom(Stream source, int maxLength = int.MaxValue)
    {
        (NativeChunk chunk, ByteHeader header) = ByteFormat.Read(source, slice: true, maxLength);
        return new(chunk, header.Bounds, header.IsReadOnly);
    }
}
