namespace GstMemInterop.Bytes;

public sealed unsafe partial class NativeChunk : IEquatable<NativeChunk>
{
    /// <summary>True when both hold the same bytes; alignment and capacity do not matter.</summary>
    public static bool operator ==(NativeChunk? left, NativeChunk? right) =>
        ReferenceEquals(left, right) || (left is not null && left.Equals(right));

    /// <summary>True when the bytes differ.</summary>
    public static bool operator !=(NativeChunk? left, NativeChunk? right) => !(left == right);

    /// <summary>True when the other chunk holds the same bytes.</summary>
    /// <exception cref="ObjectDisposedException">One of the chunks was disposed.</exception>
    public bool Equals(NativeChunk? other)
    {
        if (other is null)
        {
            return false;
        }

        bool equal = ReferenceEquals(this, other) || Bytes.SequenceEqual(other.Bytes);
        GC.KeepAlive(this);
        GC.KeepAlive(other);
        return equal;
    }

    /// <summary>True when the span has the same bytes.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public bool ContentEquals(ReadOnlySpan<byte> bytes)
    {
        bool equal = Bytes.SequenceEqual(bytes);
        GC.KeepAlive(this);
        return equal;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is NativeChunk other && Equals(other);

    /// <summary>
    /// A hash of the bytes as they are now, computed when asked for. It changes with the bytes: do not use a chunk that you
    /// still edit as a key.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(Bytes);
        GC.KeepAlive(this);
        return hash.ToHashCode();
    }

    /// <summary>Three-way comparison of the bytes: exactly -1, 0 or 1.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public int CompareTo(ReadOnlySpan<byte> bytes)
    {
        int order = ByteCompare.Compare(Bytes, bytes);
        GC.KeepAlive(this);
        return order;
    }

    /// <summary>The CRC-32C of the bytes: the same on every machine and in every run, unlike the hash code.</summary>
    /// <exception cref="ObjectDisposedException">The chunk was disposed.</exception>
    public uint Checksum()
    {
        uint checksum = ByteChecksum.Compute(Bytes);
        GC.KeepAlive(this);
        return checksum;
    }
}
