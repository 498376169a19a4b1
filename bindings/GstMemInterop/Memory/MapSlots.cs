using System.Runtime.CompilerServices;

namespace GstMemInterop;

/// <summary>
/// One open mapping's truth: what C filled in, what it keeps alive, and the ticket that the small mapping structs must show.
/// A copy of a struct shows the same ticket, so whoever comes second finds the ticket gone and does nothing.
/// </summary>
internal sealed class MapSlot(MapSlots thread)
{
    internal readonly MapSlots Thread = thread;
    internal Native.GstMapInfo Info;
    internal Native.GstMapInfo Visible;
    internal ulong Ticket;
    internal NativeHandle? Owner;
    internal nint Buffer;
    internal MapTraits Traits;
}

[Flags]
internal enum MapTraits : byte
{
    None = 0,
    /// <summary>The owner's lease is counted plainly (see <see cref="NativeHandle.LeaseForMapping"/>).</summary>
    HomeLease = 1,
    /// <summary>The mapping holds a reference on the memory and gives it back when it ends.</summary>
    OwnsMemory = 2,
    /// <summary>Several memories were merged for this mapping.</summary>
    Merged = 4,
    /// <summary>Bytes were copied for this mapping.</summary>
    Copied = 8,
    /// <summary>The mapping shows prefix and padding too; <see cref="MapSlot.Visible"/> is what C has to get back.</summary>
    WholeBlock = 16,
}

/// <summary>The mappings that one thread has open, as a stack: scopes nearly always end in reverse order.</summary>
internal sealed class MapSlots
{
    [ThreadStatic]
    private static MapSlots? t_current;

    private MapSlot[] _slots;
    private int _depth;
    private ulong _lastTicket;

    private MapSlots()
    {
        _slots = new MapSlot[4];
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i] = new MapSlot(this);
        }
    }

    /// <summary>Runs when the thread is gone: what a forgotten Dispose left open is unmapped and released.</summary>
    ~MapSlots() => EndSince(0);

    internal static MapSlots Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => t_current ?? Create();
    }

    internal static MapSlots? CurrentOrNull => t_current;

    /// <summary>The ticket of the newest mapping: a mark for <see cref="EndSince"/>.</summary>
    internal ulong LastTicket => _lastTicket;

    /// <summary>The slot for the next mapping; it is taken only by <see cref="Open"/>, so a failed map leaves nothing behind.</summary>
    internal MapSlot Next
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            MapSlot[] slots = _slots;
            int depth = _depth;
            return (uint)depth < (uint)slots.Length ? slots[depth] : Grow();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Open(MapSlot slot)
    {
        _depth++;
        return slot.Ticket = ++_lastTicket;
    }

    /// <summary>Frees the slot of a mapping that has ended; freed slots below an open one wait for it.</summary>
    internal void Release()
    {
        MapSlot[] slots = _slots;
        int top = _depth - 1;
        while ((uint)top < (uint)slots.Length && slots[top].Ticket == 0)
        {
            top--;
        }

        _depth = top + 1;
    }

    /// <summary>Whether a mapping of this buffer is open on this thread.</summary>
    internal bool IsMapped(nint buffer)
    {
        for (int i = 0; i < _depth; i++)
        {
            if (_slots[i].Ticket != 0 && _slots[i].Buffer == buffer)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Ends every mapping opened after the mark; answers how many there were.</summary>
    internal int EndSince(ulong ticket)
    {
        int ended = 0;
        for (int i = _depth - 1; i >= 0; i--)
        {
            if (_slots[i].Ticket > ticket)
            {
                Mapper.End(_slots[i]);
                ended++;
            }
        }

        return ended;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MapSlots Create() => t_current = new MapSlots();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MapSlot Grow()
    {
        int old = _slots.Length;
        MapSlot[] grown = new MapSlot[old * 2];
        _slots.CopyTo(grown, 0);
        for (int i = old; i < grown.Length; i++)
        {
            grown[i] = new MapSlot(this);
        }

        _slots = grown;
        return grown[old];
    }
}
