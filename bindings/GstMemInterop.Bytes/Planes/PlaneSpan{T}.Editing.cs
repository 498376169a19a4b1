using System.Runtime.CompilerServices;

namespace GstMemInterop.Bytes;

/// <summary>Edits one row of a plane in place.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <param name="row">The row; it dies with the call.</param>
/// <param name="y">Its index.</param>
public delegate void PlaneRowAction<T>(scoped Span<T> row, int y)
    where T : unmanaged;

/// <summary>Edits one row of a plane in place, with a state that need not be captured.</summary>
/// <typeparam name="T">Element type.</typeparam>
/// <typeparam name="TState">What the caller passes through; a ref struct is allowed.</typeparam>
/// <param name="row">The row; it dies with the call.</param>
/// <param name="y">Its index.</param>
/// <param name="state">The caller's state.</param>
public delegate void PlaneRowAction<T, in TState>(scoped Span<T> row, int y, TState state)
    where T : unmanaged
    where TState : allows ref struct;

public readonly ref partial struct PlaneSpan<T>
{
    /// <summary>The same view without the right to write.</summary>
    public static implicit operator ReadOnlyPlaneSpan<T>(PlaneSpan<T> plane) => plane.AsReadOnly();

    /// <summary>The same view without the right to write.</summary>
    public ReadOnlyPlaneSpan<T> AsReadOnly() => new(ref _origin, _width, _height, _stride);

    /// <summary>Sets every element; padding is not touched.</summary>
    public void Fill(T value)
    {
        if (TryGetSpan(out Span<T> all))
        {
            all.Fill(value);
            return;
        }

        for (int y = 0; y < _height; y++)
        {
            Row(y).Fill(value);
        }
    }

    /// <summary>Sets every element to zero; padding is not touched.</summary>
    public void Clear() => Fill(default);

    /// <summary>Fills the plane from elements that follow each other row after row, without padding.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> has fewer elements than the plane; nothing is written.</exception>
    public void CopyFrom(ReadOnlySpan<T> source)
    {
        if (Length > source.Length)
        {
            Throw.Argument(nameof(source), $"source has {source.Length} elements and the plane {Length}; nothing was written.");
        }

        if (!IsEmpty)
        {
            new ReadOnlyPlaneSpan<T>(source, _width, _height, _width).CopyTo(this);
        }
    }

    /// <summary>Copies every element to a plane of the same size, or says that the sizes differ.</summary>
    /// <returns>False when the sizes differ; nothing is written then.</returns>
    /// <exception cref="ArgumentException">The planes overlap with different strides.</exception>
    public bool TryCopyTo(PlaneSpan<T> destination)
    {
        if (destination._width != _width || destination._height != _height)
        {
            return false;
        }

        CopyTo(destination);
        return true;
    }

    /// <summary>Replaces every element by a function of itself; padding is not touched.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    public void Transform(Func<T, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        for (int y = 0; y < _height; y++)
        {
            foreach (ref T element in Row(y))
            {
                element = function(element);
            }
        }
    }

    /// <summary>Runs an edit over each row, top to bottom: the fast form, for work that is vectorised per row.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="edit"/> is null.</exception>
    public void TransformRows(PlaneRowAction<T> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        for (int y = 0; y < _height; y++)
        {
            edit(Row(y), y);
        }
    }

    /// <summary>Runs an edit with a state over each row, so that a static lambda needs no closure.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="edit"/> is null.</exception>
    public void TransformRows<TState>(TState state, PlaneRowAction<T, TState> edit)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(edit);
        for (int y = 0; y < _height; y++)
        {
            edit(Row(y), y, state);
        }
    }
}
