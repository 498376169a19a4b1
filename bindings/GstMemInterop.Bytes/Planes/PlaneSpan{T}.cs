using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop.Bytes;

/// <summary>
/// A writable two-dimensional view: <see cref="Height"/> rows of <see cref="Width"/> elements, <see cref="Stride"/>
/// elements from the start of one row to the start of the next. The constructor proves that every row lies in the
/// memory it is given; nothing is copied.
/// </summary>
/// <remarks>
/// <para>Width and stride count elements of <typeparamref name="T"/>, not bytes: divide a stride in bytes by the size of
/// the element, or make a plane of bytes and <see cref="Cast{TTo}"/> it.</para>
/// <para>The view lives as long as the span it was made from and, like it, cannot be stored on the heap or cross threads.
/// Different threads may work on different rows.</para>
/// </remarks>
/// <typeparam name="T">An unmanaged element: a byte, a sample, a pixel struct.</typeparam>
[DebuggerDisplay("{ToString(),nq}")]
public readonly ref partial struct PlaneSpan<T>
    where T : unmanaged
{
    private readonly ref T _origin;
    private readonly int _width;
    private readonly int _height;
    private readonly int _stride;

    /// <summary>A plane over <paramref name="data"/> whose lowest address is the first element of <paramref name="data"/>.</summary>
    /// <param name="data">The elements. Padding after the last row need not exist.</param>
    /// <param name="width">Elements in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">
    /// Elements from one row to the next, at least <paramref name="width"/> in magnitude when there is more than one row.
    /// When negative, row 0 is the last row in memory (a bottom-up image).
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the stride is smaller than the width.</exception>
    /// <exception cref="ArgumentException">The rows do not fit into <paramref name="data"/>.</exception>
    public PlaneSpan(Span<T> data, int width, int height, int stride)
        : this(data, PlaneLayout.DefaultOffset(width, height, stride, data.Length), width, height, stride)
    {
    }

    /// <summary>A plane whose row 0 begins at <paramref name="offset"/> in <paramref name="data"/>.</summary>
    /// <param name="data">The elements.</param>
    /// <param name="offset">Index of the first element of row 0. With a negative stride the other rows lie before it.</param>
    /// <param name="width">Elements in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="stride">Elements from one row to the next; may be negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or the stride is smaller than the width.</exception>
    /// <exception cref="ArgumentException">The rows do not fit into <paramref name="data"/>.</exception>
    public PlaneSpan(Span<T> data, int offset, int width, int height, int stride)
    {
        PlaneLayout.Prove(data.Length, offset, width, height, stride);
        _origin = ref Unsafe.Add(ref MemoryMarshal.GetReference(data), (nint)offset);
        _width = width;
        _height = height;
        _stride = stride;
    }

    private PlaneSpan(ref T origin, int width, int height, int stride)
    {
        _origin = ref origin;
        _width = width;
        _height = height;
        _stride = stride;
    }

    /// <summary>Elements in a row.</summary>
    public int Width => _width;

    /// <summary>Rows.</summary>
    public int Height => _height;

    /// <summary>Elements of <typeparamref name="T"/> from the start of a row to the start of the next; negative when rows go up.</summary>
    public int Stride => _stride;

    /// <summary>Width times height.</summary>
    public long Length => (long)_width * _height;

    /// <summary>True when there is no element.</summary>
    public bool IsEmpty => _width == 0 || _height == 0;

    /// <summary>True when the rows follow each other without padding, top to bottom.</summary>
    public bool IsContiguous => _height <= 1 || _width == 0 || _stride == _width;

    /// <summary>One row as a span of <see cref="Width"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="y"/> is not a row.</exception>
    public Span<T> this[int y] => Row(y);

    /// <summary>One element by reference.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    public ref T this[int x, int y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)x >= (uint)_width || (uint)y >= (uint)_height)
            {
                PlaneLayout.ThrowElement(x, y, _width, _height);
            }

            return ref Unsafe.Add(ref _origin, ((nint)y * _stride) + x);
        }
    }

    /// <summary>A rectangle by ranges, columns first: <c>plane[8..24, ..^1]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A range lies outside.</exception>
    public PlaneSpan<T> this[Range columns, Range rows]
    {
        get
        {
            (int x, int width) = Ranges.Of(columns, _width, nameof(columns));
            (int y, int height) = Ranges.Of(rows, _height, nameof(rows));
            return Slice(x, y, width, height);
        }
    }

    /// <summary>One row as a span of <see cref="Width"/> elements; it lives as long as the memory under the plane.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="y"/> is not a row.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Row(int y)
    {
        if ((uint)y >= (uint)_height)
        {
            PlaneLayout.ThrowRow(y, _height);
        }

        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref _origin, (nint)y * _stride), _width);
    }

    /// <summary>A rectangle of this plane over the same memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is not inside the plane.</exception>
    public PlaneSpan<T> Slice(int x, int y, int width, int height)
    {
        PlaneLayout.ProveRectangle(x, y, width, height, _width, _height);
        // An empty rectangle at the far edge keeps the origin: an address past the memory is never formed.
        nint offset = width == 0 || height == 0 ? 0 : ((nint)y * _stride) + x;
        return new(ref Unsafe.Add(ref _origin, offset), width, height, _stride);
    }

    /// <summary>The same as <see cref="Slice"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle is not inside the plane.</exception>
    public PlaneSpan<T> Rectangle(int x, int y, int width, int height) => Slice(x, y, width, height);

    /// <summary>Some whole rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rows are not inside the plane.</exception>
    public PlaneSpan<T> Rows(int y, int count) => Slice(0, y, _width, count);

    /// <summary>The same memory upside down: row 0 becomes the last row, the stride changes its sign.</summary>
    public PlaneSpan<T> FlipVertical() =>
        IsEmpty ? new(ref _origin, _width, _height, -_stride)
            : new(ref Unsafe.Add(ref _origin, (nint)(_height - 1) * _stride), _width, _height, -_stride);

    /// <summary>The same memory as elements of another size; width and stride are converted.</summary>
    /// <typeparam name="TTo">An unmanaged type whose size divides a row and the stride (or is divided by <typeparamref name="T"/>'s).</typeparam>
    /// <exception cref="ArgumentException">A row or the stride is not a whole number of <typeparamref name="TTo"/>.</exception>
    public PlaneSpan<TTo> Cast<TTo>()
        where TTo : unmanaged
    {
        (int width, int stride) = PlaneLayout.Cast(_width, _height, _stride, Unsafe.SizeOf<T>(), Unsafe.SizeOf<TTo>());
        return new(ref Unsafe.As<T, TTo>(ref _origin), width, _height, stride);
    }

    /// <summary>All elements as one span, when the rows follow each other without padding.</summary>
    /// <returns>False when there is padding, rows go up, or there are more than <see cref="int.MaxValue"/> elements.</returns>
    public bool TryGetSpan(out Span<T> span)
    {
        if (IsContiguous && Length <= int.MaxValue)
        {
            span = MemoryMarshal.CreateSpan(ref _origin, (int)Length);
            return true;
        }

        span = default;
        return false;
    }

    /// <summary>Copies the elements, row after row and without padding, into a span.</summary>
    /// <exception cref="ArgumentException">The destination is too short; nothing is written.</exception>
    public void CopyTo(Span<T> destination)
    {
        if (Length > destination.Length)
        {
            Throw.DestinationTooShort(nameof(destination), destination.Length, Length);
        }

        if (!IsEmpty)
        {
            CopyTo(new PlaneSpan<T>(destination, _width, _height, _width));
        }
    }

    /// <summary>Copies every element to a plane of the same size; padding is not touched.</summary>
    /// <remarks>The planes may overlap when their strides are the same (scrolling an image in place).</remarks>
    /// <exception cref="ArgumentException">The sizes differ, or the planes overlap with different strides; nothing is written.</exception>
    public void CopyTo(PlaneSpan<T> destination) => AsReadOnly().CopyTo(destination);

    /// <summary>A new array of the elements, row after row, without padding.</summary>
    public T[] ToArray()
    {
        if (Length > Array.MaxLength)
        {
            Throw.InvalidOperation($"{Length} elements do not fit into an array; copy rectangles instead.");
        }

        T[] array = new T[(int)Length];
        CopyTo(array);
        return array;
    }

    /// <summary>True when both planes have the same size and the same bytes in every element; padding is not compared.</summary>
    public bool ContentEquals(ReadOnlyPlaneSpan<T> other) => AsReadOnly().ContentEquals(other);

    /// <summary>Iterates the rows: <c>foreach (Span&lt;T&gt; row in plane)</c>.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>Width, height and stride in words.</summary>
    public override string ToString() => $"PlaneSpan<{typeof(T).Name}>[{_width} x {_height}, stride {_stride}]";
}
