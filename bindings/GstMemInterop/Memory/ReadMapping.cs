using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>The bytes of a memory or buffer, mapped for reading with <c>gst_memory_map</c> or <c>gst_buffer_map</c> and <c>GST_MAP_READ</c>.</summary>
/// <remarks>
/// Dispose it where it was made, best with <c>using</c>. Every span taken from it is dead after that. A copy of this struct
/// is the same mapping: disposing both ends it once, and using either afterwards throws. It keeps what it maps alive.
/// It belongs to the thread that made it and cannot leave it; for <c>await</c> or another thread use <c>MapReadOwned</c>.
/// </remarks>
[DebuggerDisplay("{DebuggerText,nq}")]
public readonly unsafe ref struct ReadMapping : IDisposable
{
    private readonly MapScope _scope;

    internal ReadMapping(MapSlot slot, ulong ticket) => _scope = new MapScope(slot, ticket);

    /// <summary>The mapped bytes, read-only (<c>GstMapInfo.data</c>). Dies with the mapping.</summary>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    /// <exception cref="InvalidOperationException">More than <see cref="int.MaxValue"/> bytes are mapped: use <see cref="Slice"/>.</exception>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _scope.Span;
    }

    /// <summary>How many bytes are mapped (<c>GstMapInfo.size</c>).</summary>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    public nuint Length => _scope.Length;

    /// <summary>How many bytes the block has from the first mapped byte on, padding included: what <see cref="Length"/> could be resized to (<c>GstMapInfo.maxsize</c>).</summary>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    public nuint MaxLength => _scope.MaxLength;

    /// <summary>Whether several memories were merged into one block for this mapping, as <c>gst_buffer_map</c> does. <c>MapSequence</c> and memory by memory never merge.</summary>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    public bool Merged => _scope.Merged;

    /// <summary>Whether bytes were copied for this mapping, because memories were merged, shared or read-only.</summary>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    public bool Copied => _scope.Copied;

    /// <summary>Whether the mapping is still open.</summary>
    public bool IsOpen => _scope.IsOpen;

    /// <summary>A part of the mapped bytes (<c>GstMapInfo.data</c>); works for mappings of any size. Dies with the mapping.</summary>
    /// <param name="offset">First byte, counted from the start of the mapping.</param>
    /// <param name="length">How many bytes.</param>
    /// <returns>The read-only bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie inside the mapping.</exception>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    [UnscopedRef]
    public ReadOnlySpan<byte> Slice(nuint offset, int length) => _scope.Slice(offset, length);

    /// <summary>The mapped bytes as values of <typeparamref name="T"/> in native byte order (<c>GstMapInfo.data</c>). Dies with the mapping.</summary>
    /// <typeparam name="T">An unmanaged type, for example <see cref="short"/> for S16LE samples.</typeparam>
    /// <returns>The read-only values.</returns>
    /// <exception cref="InvalidOperationException">The bytes are not aligned for <typeparamref name="T"/>, or not a whole number of it.</exception>
    /// <exception cref="ObjectDisposedException">The mapping, or a copy of it, was disposed.</exception>
    [UnscopedRef]
    public ReadOnlySpan<T> As<T>() where T : unmanaged => _scope.As<T>();

    /// <summary>Ends the mapping with <c>gst_memory_unmap</c> and lets go of what it kept alive. Calling it again, also on a copy, does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose() => _scope.End();

    internal byte* Pointer => _scope.Pointer;

    internal MapSlot DangerousSlot => _scope.Slot;

    private string DebuggerText => _scope.IsOpen ? $"ReadMapping of {_scope.Length} bytes" : "ReadMapping (ended)";
}
