namespace GstMemInterop.Bytes;

/// <summary>
/// A <see cref="TypedArray{T}"/> whose type is known at run time only: its numbers as objects, one by one. For whole runs ask
/// for the type: <c>if (array is TypedArray&lt;short&gt; shorts)</c>.
/// </summary>
public interface ITypedArray : IDisposable
{
    /// <summary>The bytes.</summary>
    IByteMemory Memory { get; }

    /// <summary>The type of the elements.</summary>
    Type ElementType { get; }

    /// <summary>Bytes of one element.</summary>
    int ElementSize { get; }

    /// <summary>The byte order that was asked for.</summary>
    ByteOrder Order { get; }

    /// <summary>Number of whole elements now.</summary>
    int Count { get; }

    /// <summary>An element, as an object of <see cref="ElementType"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    object GetValue(int index);

    /// <summary>Overwrites an element.</summary>
    /// <param name="index">Which.</param>
    /// <param name="value">Any number that <see cref="ElementType"/> can hold without loss of its integer part.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element, or the value does not fit.</exception>
    /// <exception cref="ArgumentException">The value is no number.</exception>
    void SetValue(int index, object value);

    /// <summary>Inserts an element before another; the count itself appends.</summary>
    /// <param name="index">Before which.</param>
    /// <param name="value">Any number that <see cref="ElementType"/> can hold without loss of its integer part.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside, or the value does not fit.</exception>
    /// <exception cref="ArgumentException">The value is no number.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    void InsertValue(int index, object value);

    /// <summary>Removes an element.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such element.</exception>
    /// <exception cref="NotSupportedException">The memory cannot be resized.</exception>
    void RemoveAt(int index);

    /// <summary>A new array of <see cref="ElementType"/> with all elements.</summary>
    Array ToArray();

    /// <summary>Reverses the order of the elements, in place.</summary>
    void Reverse();

    /// <summary>Sorts the elements, in place, by value.</summary>
    void Sort();
}
