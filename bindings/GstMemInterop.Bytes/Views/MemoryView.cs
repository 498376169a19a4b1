using System.Buffers;
using System.Diagnostics;

namespace GstMemInterop.Bytes;

/// <summary>
/// Raw memory - an address, a size and the right to read or to write - as <see cref="Memory{T}"/>,
/// <see cref="ReadOnlyMemory{T}"/>, spans, planes and elements of other types, without a copy.
/// </summary>
/// <remarks>
/// <para><b>Lifetime.</b> The view is the owner of what it gives out: after <see cref="Dispose"/> its memories throw
/// <see cref="ObjectDisposedException"/>. It keeps its <see cref="Owner"/> alive; a <see cref="System.Runtime.InteropServices.SafeHandle"/>
/// as owner is held open while leases or pins are out, and once it is closed every use throws. The release callback runs once:
/// on disposal, or when the last lease or pin ends. A view that nobody disposes is released by the collector, unless a lease
/// was never ended or a span that nobody counts (<see cref="AsSpan{T}"/>, the span of a <see cref="Memory"/>, a plane) was
/// given out: it may still be in use then, so nothing is released, and <see cref="UnseenFailures"/> tells of it.</para>
/// <para><b>Permission.</b> A read-only view has no way to a writable span: asking for one throws.</para>
/// <para><b>Threads.</b> Any thread may use a view; who writes while others read must take turns with them.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed unsafe partial class MemoryView : IMemoryOwner<byte>, IByteMemory
{
    private readonly RawBlock _block;
    private readonly int _offset;
    private readonly int _length;
    private readonly bool _isRoot;
    private readonly bool _isReadOnly;
    private bool _disposed;

    /// <summary>A view of raw memory. Whoever calls this vouches for the address and the size.</summary>
    /// <param name="pointer">Address of the first byte; zero only for a size of 0.</param>
    /// <param name="size">Number of bytes.</param>
    /// <param name="access">Whether the bytes may be written; no when not said.</param>
    /// <param name="owner">What must live as long as the view; for example a SafeHandle. An owner that holds the view itself must dispose it.</param>
    /// <param name="release">
    /// Called once with the address when nobody uses the memory any more: by <see cref="Dispose"/>, by the end of the last lease
    /// or pin - what it throws goes to who called that - or by the finalizer, whose exceptions go to <see cref="UnseenFailures"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative, runs over the end of the address space, or the access is unknown.</exception>
    /// <exception cref="ArgumentNullException">The pointer is zero and the size is not.</exception>
    public MemoryView(nint pointer, int size, MemoryAccess access = MemoryAccess.Read, object? owner = null, Action<nint>? release = null)
    {
        if (size < 0)
        {
            Throw.Negative(nameof(size), size);
        }

        if (pointer == 0 && size != 0)
        {
            throw new ArgumentNullException(nameof(pointer), $"The pointer is zero and the size {size}; no bytes are there.");
        }

        if ((nuint)pointer + (nuint)size < (nuint)pointer)
        {
            Throw.Range(nameof(size), size, $"{size} bytes from 0x{pointer:x} on run over the end of the address space.");
        }

        if (access is not (MemoryAccess.Read or MemoryAccess.ReadWrite))
        {
            Throw.Range(nameof(access), access, $"access is {access}; it must be {MemoryAccess.Read} or {MemoryAccess.ReadWrite}.");
        }

        _isReadOnly = access == MemoryAccess.Read;
        _block = new RawBlock(pointer, size, owner, release);
        _length = size;
        _isRoot = true;
    }

    private MemoryView(RawBlock block, int offset, int length, bool isReadOnly)
    {
        _block = block;
        _offset = offset;
        _length = length;
        _isReadOnly = isReadOnly;
    }

    /// <summary>Number of bytes.</summary>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public int Length
    {
        get
        {
            ThrowIfGone();
            return _length;
        }
    }

    /// <summary>True when the bytes may not be written.</summary>
    public bool IsReadOnly => _isReadOnly;

    /// <summary>Always false.</summary>
    public bool CanResize => false;

    /// <summary>What was given as owner.</summary>
    public object? Owner => _block.Owner;

    /// <summary>The bytes as memory to read and write.</summary>
    /// <exception cref="InvalidOperationException">The view is read-only; use <see cref="ReadOnlyMemory"/>.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public Memory<byte> Memory => AsMemory<byte>();

    /// <summary>The bytes as memory to read.</summary>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public ReadOnlyMemory<byte> ReadOnlyMemory => AsReadOnlyMemory<byte>();

    /// <summary>One byte.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such byte.</exception>
    /// <exception cref="InvalidOperationException">Set, and the view is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
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

    /// <summary>A part of the view over the same memory, with the same permission.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public MemoryView this[Range range]
    {
        get
        {
            (int start, int length) = Ranges.Of(range, Length);
            return new(_block, _offset + start, length, _isReadOnly);
        }
    }

    /// <summary>A part of the view over the same memory, with the same permission. It dies with this view.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The part lies outside.</exception>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public MemoryView Slice(int start, int length)
    {
        ProveRange(start, length);
        return new(_block, _offset + start, length, _isReadOnly);
    }

    /// <summary>The same bytes without the right to write.</summary>
    /// <exception cref="ObjectDisposedException">The view or its owner is gone.</exception>
    public MemoryView AsReadOnly()
    {
        ThrowIfGone();
        return new(_block, _offset, _length, isReadOnly: true);
    }

    /// <summary>
    /// Ends this view. When it is the one that was constructed, all parts of it and all memories it gave out throw from now
    /// on, and the memory is released when the last lease or pin has ended.
    /// </summary>
    public void Dispose()
    {
        _disposed = true;
        if (_isRoot)
        {
            _block.End();
        }
    }

    /// <summary>Address, size and permission in words.</summary>
    public override string ToString() => $"MemoryView, {_length} bytes, {(_isReadOnly ? "read-only" : "read and write")}";

    private byte* Start => (byte*)_block.Pointer + _offset;

    private void ThrowIfGone()
    {
        if (_disposed)
        {
            Throw.Disposed(nameof(MemoryView));
        }

        _block.ThrowIfGone();
    }

    private void ProveRange(int start, int count)
    {
        ThrowIfGone();
        if ((uint)start > (uint)_length || (uint)count > (uint)(_length - start))
        {
            Throw.StartCount(start, count, _length);
        }
    }

    private void ProveWritable()
    {
        ThrowIfGone();
        if (_isReadOnly)
        {
            Throw.InvalidOperation("The view is read-only: make it with MemoryAccess.ReadWrite, or copy the bytes.");
        }
    }
}
