using System.Collections;

namespace GstMemInterop;

/// <summary>Several values in one: a <see cref="GstValueList"/> (one of them) or a <see cref="GstValueArray"/> (all of them, in order).</summary>
/// <remarks>Not changed once made, so safe from any thread; the values that it holds keep their own rules.</remarks>
public abstract class GstValueCollection : IReadOnlyList<object?>, IDisposable
{
    private const int Deepest = 32; // as deep as a structure takes it: what is deeper would need a deep stack here too

    private readonly object?[] _items;
    private readonly int _depth;

    private protected GstValueCollection(IEnumerable items)
    {
        ArgumentNullException.ThrowIfNull(items);
        List<object?> copy = [];
        foreach (object? item in items is string ? new object[] { items } : items) // a text alone is a value, not its letters
        {
            copy.Add(item);
        }

        _items = [.. copy];
        _depth = DepthOf(_items);
        if (_depth > Deepest)
        {
            throw new ArgumentException($"Lists and arrays nest {Deepest} levels deep at most.", nameof(items));
        }
    }

    private protected GstValueCollection(object?[] items)
    {
        _items = items;
        _depth = DepthOf(items);
    }

    /// <summary>How many values there are (<c>gst_value_list_get_size</c>, <c>gst_value_array_get_size</c>).</summary>
    public int Count => _items.Length;

    /// <summary>One of the values (<c>gst_value_list_get_value</c>, <c>gst_value_array_get_value</c>).</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public object? this[int index]
    {
        get
        {
            if ((uint)index >= (uint)_items.Length)
            {
                Throw.IndexOutOfRange("values", index, _items.Length);
            }

            return _items[index];
        }
    }

    /// <summary>One of the values (<c>gst_value_list_get_value</c>, <c>gst_value_array_get_value</c>) as a type that the caller names; the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="int"/>.</typeparam>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    /// <exception cref="InvalidCastException">It is of another type; the message says of which.</exception>
    public T Get<T>(int index) => ManagedValue.Convert<T>(this[index], $"Value {index}");

    /// <summary>All values (<c>gst_value_list_get_value</c>, <c>gst_value_array_get_value</c>) as one type; the rules are those of <see cref="GstStructure.Get{T}(string)"/>.</summary>
    /// <typeparam name="T">For example <see cref="int"/>.</typeparam>
    /// <exception cref="InvalidCastException">One of them is of another type; the message says which.</exception>
    public T[] ToArray<T>()
    {
        T[] all = new T[_items.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = Get<T>(i);
        }

        return all;
    }

    /// <summary>Goes through the values.</summary>
    public IEnumerator<object?> GetEnumerator() => ((IEnumerable<object?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>Disposes the values that are disposable: structures, caps, buffers, elements, and what is nested.</summary>
    public void Dispose()
    {
        foreach (object? item in _items)
        {
            (item as IDisposable)?.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    private static int DepthOf(object?[] items)
    {
        int deepest = 0;
        foreach (object? item in items)
        {
            deepest = Math.Max(deepest, item is GstValueCollection inner ? inner._depth : 0);
        }

        return deepest + 1;
    }

    private protected string Text(char open, char close) => _items.Length == 0 ? $"{open} {close}" : $"{open} {string.Join(", ", _items)} {close}";
}
