using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GstMemInterop;

/// <summary>What both mapping types are made of: a slot and the ticket that proves the mapping is still open.</summary>
internal readonly unsafe struct MapScope(MapSlot slot, ulong ticket)
{
    private readonly MapSlot? _slot = slot;
    private readonly ulong _ticket = ticket;

    internal bool IsOpen => _slot is { } slot && slot.Ticket == _ticket;

    internal nuint Length => Open().Info.size;

    internal nuint MaxLength => Open().Info.maxsize;

    internal byte* Pointer => Open().Info.data;

    internal MapSlot Slot => Open();

    internal bool Merged => (Open().Traits & MapTraits.Merged) != 0;

    internal bool Copied => (Open().Traits & MapTraits.Copied) != 0;

    internal Span<byte> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            MapSlot? slot = _slot;
            if (slot is null || slot.Ticket != _ticket)
            {
                Throw.MappingEnded();
            }

            nuint size = slot.Info.size;
            if (size > int.MaxValue)
            {
                Throw.MappingTooLarge(size);
            }

            return MemoryMarshal.CreateSpan(ref *slot.Info.data, (int)size);
        }
    }

    internal Span<byte> Slice(nuint offset, int length)
    {
        MapSlot slot = Open();
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Throw.IfOutside(offset, (nuint)length, slot.Info.size);
        return new Span<byte>(slot.Info.data + offset, length);
    }

    internal Span<T> As<T>() where T : unmanaged
    {
        MapSlot slot = Open();
        nuint length = slot.Info.size;
        if (length % (nuint)sizeof(T) != 0)
        {
            Throw.NotAWholeNumberOf(typeof(T).Name, sizeof(T), length);
        }

        RequireAligned<T>(slot.Info.data);
        nuint count = length / (nuint)sizeof(T);
        if (count > int.MaxValue)
        {
            Throw.MappingTooLarge(length);
        }

        return new Span<T>(slot.Info.data, (int)count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End()
    {
        if (_slot is { } slot && slot.Ticket == _ticket)
        {
            Mapper.End(slot);
        }
    }

    /// <summary>Whether mapped bytes can be shown as values.</summary>
    /// <exception cref="InvalidOperationException">They are not aligned for it.</exception>
    internal static void RequireAligned<T>(byte* first) where T : unmanaged
    {
        int alignment = AlignmentOf<T>.Value;
        if ((nuint)first % (nuint)alignment != 0)
        {
            Throw.Misaligned(typeof(T).Name, alignment, first);
        }
    }

    /// <summary>The same for bytes that lie still, as mapped ones do.</summary>
    internal static void RequireAligned<T>(ReadOnlySpan<byte> mapped) where T : unmanaged =>
        RequireAligned<T>((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(mapped)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private MapSlot Open()
    {
        MapSlot? slot = _slot;
        if (slot is null || slot.Ticket != _ticket)
        {
            Throw.MappingEnded();
        }

        return slot;
    }

    /// <summary>C's alignof, from where the compiler puts a T behind one byte.</summary>
    private static class AlignmentOf<T> where T : unmanaged
    {
        internal static readonly int Value = sizeof(Probe) - sizeof(T);

        [StructLayout(LayoutKind.Sequential)]
        private struct Probe
        {
            public byte First;
            public T Second;
        }
    }
}
