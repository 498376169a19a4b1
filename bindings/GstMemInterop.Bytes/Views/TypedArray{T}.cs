using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// A sequence of numbers in somebody else's bytes: any primitive type (also Half, Int128, UInt128 and enums), in a byte
/// order of choice, at any alignment, over a chunk, a slice, a view or an array.
/// </summary>
/// <remarks>
/// <para>The array asks its memory anew at every use, so it follows one that moves or changes its length; bytes at the end that
/// are no whole element are not part of it. Inserting and removing works where the memory can be resized.</para>
/// <para>Single elements cost a call; for many take <see cref="CopyTo(Span{T})"/> and <see cref="CopyFrom"/>, which swap whole
/// vectors, or lease the memory and use <see cref="SpanLease.As{T}"/> when <see cref="IsNativeOrder"/>.</para>
/// <para>One that is made without a memory has a chunk of its own, which <see cref="Dispose"/> frees, or else the collector.</para>
/// <para>Thread rules are those of the memory. For a type that is known at run time only, see <see cref="TypedArray.Create(IByteMemory, string)"/>.</para>
/// </remarks>
/// <typeparam name="T">The type of the elements.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class TypedArray<T> : IList<T>, IReadOnlyList<T>, ITypedArray
    where T : unmanaged
{
    private readonly bool _swap;
    private readonly bool _ownsMemory;

    /// <summary>No numbers yet, in a chunk of their own.</summary>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no single number.</exception>
    public TypedArray()
        : this(ByteOrder.Native)
    {
    }

    /// <summary>No numbers yet, in a chunk of their own.</summary>
    /// <param name="order">The order of their bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is unknown.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no single number.</exception>
    public TypedArray(ByteOrder order)
        : this(new NativeChunk(), order) => _ownsMemory = true;

    /// <summary>Numbers over any memory.</summary>
    /// <param name="memory">The bytes.</param>
    /// <param name="order">Their order; that of this machine when not said.</param>
    /// <exception cref="ArgumentNullException"><paramref name="memory"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The order is unknown.</exception>
    /// <exception cref="NotSupportedException"><typeparamref name="T"/> is no single number.</exception>
    public TypedArray(IByteMemory memory, ByteOrder order = ByteOrder.Native)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (!IsScalar())
        {
            Throw.NotSupported($"{typeof(T)} is no single number, so its byte order is not defined; use a primitive type, Half, Int128, UInt128 or an enum.");
        }

        if (order is < ByteOrder.Native or > ByteOrder.Big)
        {
            Throw.Range(nameof(order), order, $"order is {order}; it must be Native, Little or Big.");
        }

        Memory = memory;
        Order = order;
        _swap = ElementSize > 1 && order != ByteOrder.Native && (order == ByteOrder.Little) != BitConverter.IsLittleEndian;
    }

    /// <summary>Numbers over the bytes of an array.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="array"/> is null.</exception>
    public TypedArray(byte[] array, ByteOrder order = ByteOrder.Native)
        : this(new ByteMemory(array), order)
    {
    }

    /// <summary>Numbers over a memory, for example that of a mapped buffer.</summary>
    public TypedArray(Memory<byte> memory, ByteOrder order = ByteOrder.Native)
        : this(new ByteMemory(memory), order)
    {
    }

    /// <summary>Numbers over a memory that may be read only.</summary>
    public TypedArray(ReadOnlyMemory<byte> memory, ByteOrder order = ByteOrder.Native)
        : this(new ByteMemory(memory), order)
    {
    }

    /// <summary>Bytes of one element.</summary>
    [SuppressMessage("Performance", "CA1822", Justification = "Read through an array: a static of a generic type is awkward to reach.")]
    public int ElementSize => Unsafe.SizeOf<T>();

    /// <summary>The bytes.</summary>
    public IByteMemory Memory { get; }

    /// <summary>The byte order that was asked for.</summary>
    public ByteOrder Order { get; }

    /// <summary>True when no bytes need to be swapped on this machine.</summary>
    public bool IsNativeOrder => !_swap;

    /// <summary>Number of whole elements now.</summary>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public int Count => Memory.Length / ElementSize;

    /// <summary>True when the memory may not be written.</summary>
    public bool IsReadOnly => Memory.IsReadOnly;

    /// <summary>One element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="InvalidOperationException">Set, and the memory is read-only.</exception>
    /// <exception cref="ObjectDisposedException">The memory is gone.</exception>
    public T this[int index]
    {
        get
        {
            ProveIndex(index);
            T value = default;
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
            Memory.Read(index * ElementSize, bytes);
            Swap(bytes);
            return value;
        }

        set
        {
            ProveIndex(index);
            Span<byte> bytes = MemoryMarshal.AsBytes(new Span<T>(ref value));
            Swap(bytes);
            Memory.Write(index * ElementSize, bytes);
        }
    }

    /// <summary>
    /// A view of some elements over the same memory; it has a fixed length. Set, they are replaced by copies of other elements,
    /// and the memory grows or shrinks as needed: <c>numbers[1..3] = [7, 8, 9];</c>
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The range lies outside.</exception>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="InvalidOperationException">Set, and the memory is read-only, or leased while the count would change.</exception>
    /// <exception cref="NotSupportedException">Set, the count would change, and the memory cannot be resized.</exception>
    public TypedArray<T> this[Range range]
    {
        get
        {
            (int start, int count) = Ranges.Of(range, Count);
            return Slice(start, count);
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Replace(range, value.ToArray());
        }
    }

    /// <summary>A view of some elements over the same memory; it has a fixed length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The elements lie outside.</exception>
    public TypedArray<T> Slice(int start, int count)
    {
        ProveRange(start, count);
        return new(new NativeSlice(Memory, new Range(start * ElementSize, (start + count) * ElementSize)), Order);
    }

    /// <summary>Iterates the elements.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees the chunk of an array that was made without a memory; over memory of somebody else it does nothing.</summary>
    public void Dispose()
    {
        if (_ownsMemory)
        {
            ((NativeChunk)Memory).Dispose();
        }
    }

    /// <summary>Type, order and memory in words.</summary>
    public override string ToString() => $"TypedArray<{typeof(T).Name}>, {Order}, over {Memory}";

    private static bool IsScalar() =>
        typeof(T).IsPrimitive || typeof(T).IsEnum || typeof(T) == typeof(Half) || typeof(T) == typeof(Int128) || typeof(T) == typeof(UInt128);

    private void Swap(Span<byte> bytes)
    {
        if (_swap)
        {
            ByteEdit.ReverseEndianness(bytes, ElementSize);
        }
    }

    private void ProveIndex(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            Throw.Range(nameof(index), index, $"index is {index}; there are {Count} elements.");
        }
    }

    private void ProveRange(int start, int count)
    {
        if ((uint)start > (uint)Count || (uint)count > (uint)(Count - start))
        {
            Throw.StartCount(start, count, Count);
        }
    }
}
