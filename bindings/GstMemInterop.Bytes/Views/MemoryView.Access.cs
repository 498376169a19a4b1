using System.Buffers;

namespace GstMemInterop.Bytes;

public sealed unsafe partial class MemoryView
{
    /// <inheritdoc/>
    public SpanLease Lease()
    {
        ProveWritable();
        return new(_block.Open(), new Span<byte>(Start, _length));
    }

    /// <inheritdoc/>
    public ReadOnlySpanLease LeaseReadOnly()
    {
        ThrowIfGone();
        return new(_block.Open(), new ReadOnlySpan<byte>(Start, _length));
    }

    /// <inheritdoc/>
    public IMemoryOwner<byte> LeaseMemory()
    {
        ProveWritable();
        return new LeasedMemory(_block.Leases, _block.Open(), Start, _length, nameof(MemoryView));
    }

    /// <inheritdoc/>
    public IDisposable LeaseReadOnlyMemory(out ReadOnlyMemory<byte> memory)
    {
        ThrowIfGone();
        LeaseToken token = _block.Open();
        memory = new LeasedMemory(_block.Leases, token, Start, _length, nameof(MemoryView)).Memory;
        return new LeasePin(token);
    }

    /// <inheritdoc/>
    public void Read(int start, Span<byte> destination)
    {
        ProveRange(start, destination.Length);
        LeaseToken lease = _block.OpenForCopy();
        new ReadOnlySpan<byte>(Start + start, destination.Length).CopyTo(destination);
        lease.Close();
    }

    /// <inheritdoc/>
    public void Write(int start, ReadOnlySpan<byte> source)
    {
        ProveWritable();
        ProveRange(start, source.Length);
        LeaseToken lease = _block.OpenForCopy();
        source.CopyTo(new Span<byte>(Start + start, source.Length));
        lease.Close();
    }

    /// <inheritdoc/>
    public void Replace(int start, int count, ReadOnlySpan<byte> bytes)
    {
        ProveRange(start, count);
        if (count != bytes.Length)
        {
            Throw.NotSupported($"{count} bytes cannot be replaced by {bytes.Length}: a view has a fixed length. Use a {nameof(NativeChunk)}.");
        }

        Write(start, bytes);
    }

    /// <summary>A copy of the bytes.</summary>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public byte[] ToArray()
    {
        byte[] copy = new byte[Length];
        Read(0, copy);
        return copy;
    }

    /// <summary>The bytes as memory of another element type.</summary>
    /// <exception cref="ArgumentException">The address is not aligned for the type, or the size is not a whole number of elements.</exception>
    /// <exception cref="InvalidOperationException">The view is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public Memory<T> AsMemory<T>()
        where T : unmanaged
    {
        ProveWritable();
        return Manager<T>().Memory;
    }

    /// <summary>The bytes as read-only memory of another element type.</summary>
    /// <exception cref="ArgumentException">The address is not aligned for the type, or the size is not a whole number of elements.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public ReadOnlyMemory<T> AsReadOnlyMemory<T>()
        where T : unmanaged
    {
        ThrowIfGone();
        return Manager<T>().Memory;
    }

    /// <summary>
    /// The elements as a span to read and write. It is not counted: do not use it after the view is disposed. A
    /// <see cref="Lease"/> is. A view that gave one out is not released by the collector, only by <see cref="Dispose"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The address is not aligned for the type, or the size is not a whole number of elements.</exception>
    /// <exception cref="InvalidOperationException">The view is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public Span<T> AsSpan<T>()
        where T : unmanaged
    {
        ProveWritable();
        LeaseChecks.ProveCast<T>(new ReadOnlySpan<byte>(Start, _length));
        _block.GiveUnscoped();
        return new(Start, _length / sizeof(T));
    }

    /// <summary>The elements as a span to read. It is not counted: do not use it after the view is disposed.</summary>
    /// <exception cref="ArgumentException">The address is not aligned for the type, or the size is not a whole number of elements.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public ReadOnlySpan<T> AsReadOnlySpan<T>()
        where T : unmanaged
    {
        ThrowIfGone();
        LeaseChecks.ProveCast<T>(new ReadOnlySpan<byte>(Start, _length));
        _block.GiveUnscoped();
        return new(Start, _length / sizeof(T));
    }

    /// <summary>The elements in the shape of rows, without padding: width times height must be all of them.</summary>
    /// <exception cref="ArgumentException">The type or the shape does not fit the bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="InvalidOperationException">The view is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public PlaneSpan<T> AsPlane<T>(int width, int height)
        where T : unmanaged
    {
        Span<T> elements = AsSpan<T>();
        ProveShape(elements.Length, width, height);
        return new(elements, width, height, width);
    }

    /// <summary>The elements in the shape of rows with padding; the stride counts elements.</summary>
    /// <exception cref="ArgumentException">The type or the shape does not fit the bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the stride smaller than the width.</exception>
    /// <exception cref="InvalidOperationException">The view is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public PlaneSpan<T> AsPlane<T>(int width, int height, int stride)
        where T : unmanaged => new(AsSpan<T>(), width, height, stride);

    /// <summary>The elements in the shape of rows, without padding, to read.</summary>
    /// <exception cref="ArgumentException">The type or the shape does not fit the bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public ReadOnlyPlaneSpan<T> AsReadOnlyPlane<T>(int width, int height)
        where T : unmanaged
    {
        ReadOnlySpan<T> elements = AsReadOnlySpan<T>();
        ProveShape(elements.Length, width, height);
        return new(elements, width, height, width);
    }

    /// <summary>The elements in the shape of rows with padding, to read; the stride counts elements.</summary>
    /// <exception cref="ArgumentException">The type or the shape does not fit the bytes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the stride smaller than the width.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public ReadOnlyPlaneSpan<T> AsReadOnlyPlane<T>(int width, int height, int stride)
        where T : unmanaged => new(AsReadOnlySpan<T>(), width, height, stride);

    private static void ProveShape(int elements, int width, int height)
    {
        if (width >= 0 && height >= 0 && (long)width * height != elements)
        {
            Throw.Argument(nameof(width), $"A shape of {width} x {height} has {(long)width * height} elements and the view {elements}.");
        }
    }

    private ViewMemory<T> Manager<T>()
        where T : unmanaged
    {
        LeaseChecks.ProveCast<T>(new ReadOnlySpan<byte>(Start, _length));
        return new(this, _length / sizeof(T));
    }

    /// <summary>Memory that asks the view, at every use, whether it still lives.</summary>
    private sealed class ViewMemory<T>(MemoryView view, int count) : MemoryManager<T>
        where T : unmanaged
    {
        public override Memory<T> Memory => CreateMemory(count);

        public override Span<T> GetSpan()
        {
            view.ThrowIfGone();
            view._block.GiveUnscoped();
            return new(view.Start, count);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            if ((uint)elementIndex > (uint)count)
            {
                Throw.Range(nameof(elementIndex), elementIndex, count);
            }

            view.ThrowIfGone();
            return new((T*)view.Start + elementIndex, default, new LeasePin(view._block.Open()));
        }

        /// <summary>Never called: every pin has its own object.</summary>
        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
