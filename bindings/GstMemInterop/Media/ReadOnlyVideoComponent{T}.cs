using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>The values of one component of a frame, to read: every so many bytes of a row, and rows a stride apart.</summary>
/// <remarks>Lives as long as the mapping under the <see cref="ReadOnlyVideoFrameView"/> it comes from.</remarks>
/// <typeparam name="T">The word that holds a value.</typeparam>
[DebuggerDisplay("{Width} x {Height}")]
public readonly ref struct ReadOnlyVideoComponent<T>
    where T : unmanaged
{
    private readonly ref readonly T _first;
    private readonly int _step;   // in bytes
    private readonly int _stride; // in bytes

    internal ReadOnlyVideoComponent(ref readonly T first, int width, int height, int step, int stride)
    {
        _first = ref first;
        Width = width;
        Height = height;
        _step = step;
        _stride = stride;
    }

    /// <summary>Values in a row (<c>GST_VIDEO_FRAME_COMP_WIDTH</c>).</summary>
    public int Width { get; }

    /// <summary>Rows (<c>GST_VIDEO_FRAME_COMP_HEIGHT</c>).</summary>
    public int Height { get; }

    /// <summary>One value by reference.</summary>
    /// <param name="x">Column, 0 to <see cref="Width"/> - 1.</param>
    /// <param name="y">Row, 0 to <see cref="Height"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such value.</exception>
    public ref readonly T this[int x, int y]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)x >= (uint)Width)
            {
                Throw.IndexOutOfRange("columns of the component", x, Width);
            }

            if ((uint)y >= (uint)Height)
            {
                Throw.IndexOutOfRange("rows of the component", y, Height);
            }

            return ref Unsafe.AddByteOffset(ref Unsafe.AsRef(in _first), ((nint)y * _stride) + ((nint)x * _step));
        }
    }
}
