using System.Buffers;

namespace GstMemInterop.Bytes;

public sealed partial class NativeSlice
{
    /// <inheritdoc/>
    public SpanLease Lease()
    {
        ThrowIfReadOnly();
        SpanLease lease = Base.Lease();
        // Resolved behind the lease: from here on the base cannot change its length.
        (int start, int stop) = Resolve(lease.Length);
        return lease.Narrow(start, stop - start);
    }

    /// <inheritdoc/>
    public ReadOnlySpanLease LeaseReadOnly()
    {
        ReadOnlySpanLease lease = Base.LeaseReadOnly();
        (int start, int stop) = Resolve(lease.Length);
        return lease.Narrow(start, stop - start);
    }

    /// <inheritdoc/>
    public IMemoryOwner<byte> LeaseMemory()
    {
        ThrowIfReadOnly();
        IMemoryOwner<byte> whole = Base.LeaseMemory();
        (int start, int stop) = Resolve(whole.Memory.Length);
        return new PartOfMemory(whole, start, stop - start);
    }

    /// <inheritdoc/>
    public IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory)
    {
        IDisposable lease = Base.LeaseReadOnlyMemory(out ReadOnlyMemory<byte> whole);
        (int start, int stop) = Resolve(whole.Length);
        memory = whole[start..stop];
        return lease;
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> destination) => Base.Read(Place(start, destination.Length), destination);

    /// <inheritdoc/>
    public void Write(int start, ReadOnlySpan<byte> source)
    {
        ThrowIfReadOnly();
        Base.Write(Place(start, source.Length), source);
    }

    /// <inheritdoc/>
    public void Replace(int start, int count, ReadOnlySpan<byte> bytes)
    {
        int place = Place(start, count);
        if (count != bytes.Length)
        {
            Throw.NotSupported($"{count} bytes cannot be replaced by {bytes.Length} through a slice; replace them in its base.");
        }

        ThrowIfReadOnly();
        Base.Write(place, bytes);
    }

    private int Place(int start, int count)
    {
        (int from, int to) = Resolve();
        if ((uint)start > (uint)(to - from) || (uint)count > (uint)(to - from - start))
        {
            Throw.StartCount(start, count, to - from);
        }

        return from + start;
    }

    private void ThrowIfReadOnly()
    {
        if (IsReadOnly)
        {
            Throw.InvalidOperation("The slice is read-only; slice its base without that flag, or copy the bytes.");
        }
    }
}
